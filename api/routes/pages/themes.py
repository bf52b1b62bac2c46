"""The page of one theme, and the notes on it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import RowId, TheHouse, Writer
from api.pages.addresses import address, of_the_map
from api.pages.cut_page import CutPage
from api.pages.form import REFUSALS, Form, given, refused
from api.pages.insights.theme import NOTE_FIELDS, ThemePage, render_theme
from api.questions import MapQuery, TheMapQuery
from api.routes.pages.cut_page import TheCutPage
from api.routes.pages.posted import Posted
from api.schemas.notes import NoteIn
from feedback_miner.bootstrap import House
from feedback_miner.domain import Tone
from feedback_miner.errors import QueryError
from feedback_miner.mining.insights.notes import About
from feedback_miner.mining.insights.suggestions import Sought
from feedback_miner.mining.insights.theme_reading import ThemeDetail

router = APIRouter(prefix="/themes", include_in_schema=False)

NoteId = Annotated[str, Path(pattern=r"^note_[0-9a-f]{1,32}$")]


@router.get("/{theme_id}")
def show_theme(page: TheCutPage, theme_id: RowId, asked: TheMapQuery, house: TheHouse) -> HTMLResponse:
    """One theme in the cut that the address asks for."""
    view = _view(house, page, theme_id, asked, Form("note"))
    return HTMLResponse(render_theme(view), 422 if view.problem else 200)


@router.post("/{theme_id}/notes")
def add_note(
    request: Request,
    theme_id: RowId,
    asked: TheMapQuery,
    access: Writer,
    page: TheCutPage,
    house: TheHouse,
    said: Posted,
) -> Response:
    """Keeps a note; what is wrong with it is said at its field."""
    try:
        note = NoteIn.model_validate({**given(said, NOTE_FIELDS), "theme": theme_id})
        house.mining.notes.add(access.workspace, note.about(), note.text, by=note.by or "")
    except REFUSALS as error:
        form = refused("note", said, error, NOTE_FIELDS)
        return HTMLResponse(render_theme(_view(house, page, theme_id, asked, form)), 422)
    return _to(request, theme_id)


@router.post("/{theme_id}/notes/{note_id}/remove")
def remove_note(
    request: Request, theme_id: RowId, note_id: NoteId, access: Writer, house: TheHouse
) -> Response:
    """For good."""
    house.mining.notes.remove(access.workspace, note_id)
    return _to(request, theme_id)


def _view(house: House, page: CutPage, theme_id: int, asked: MapQuery, note: Form) -> ThemePage:
    mining, workspace, question = house.mining, page.chrome.workspace.id, asked.question()
    detail: ThemeDetail | None = None
    suggestions = problem = None
    try:
        detail = mining.theme_reading.show(workspace, question, theme_id)
        if detail.result.theme.tone is Tone.PAIN:
            suggestions = mining.suggestions.list(workspace, question, Sought(theme=theme_id))
    except QueryError as error:
        problem = str(error)
    return ThemePage(
        page=page,
        theme_id=theme_id,
        detail=detail,
        suggestions=suggestions,
        notes=mining.notes.all(workspace, About(theme=theme_id)),
        note=note,
        problem=problem,
    )


def _to(request: Request, theme_id: int) -> RedirectResponse:
    kept = of_the_map(request.query_params)
    return RedirectResponse(address(f"/themes/{theme_id}", kept) + "#notes", status_code=303)

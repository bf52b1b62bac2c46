"""What people noted on a stage, a touchpoint or a theme."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import TheChrome, TheHouse, Writer
from api.pages.chrome import Chrome
from api.pages.comments.comments import NotesPage, render_notes
from api.pages.form import REFUSALS, Form, given, refused
from api.questions import Key
from api.routes.pages.comment_changes import back_of
from api.routes.pages.comments import LIST, OWN_PATH
from api.routes.pages.posted import Posted
from api.schemas.notes import NoteIn
from api.theme_questions import ThemeId
from feedback_miner.bootstrap import House
from feedback_miner.mining.insights.notes import About

router = APIRouter(prefix="/comments/notes", include_in_schema=False)

_ABOUT = ("stage", "touchpoint", "theme")
_FIELDS = ("text", "by")
#: of an id
_MOST_DIGITS = 19
#: begins the ids of its fields; pages that open the notes may have a form of their own
_FORM = "jotting"
_NoteId = Annotated[str, Path(pattern=r"^note_[0-9a-f]{1,32}$")]


class NotesOn(BaseModel):
    """Notes on what, and where the reader came from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    stage: Key | None = None
    touchpoint: Key | None = None
    theme: ThemeId | None = None
    back: Annotated[str, Field(max_length=4000, pattern=OWN_PATH)] = LIST


@router.get("")
def show_notes(asked: Annotated[NotesOn, Query()], chrome: TheChrome, house: TheHouse) -> HTMLResponse:
    """The notes, newest first, and a form for more."""
    about = {name: str(value) for name, value in asked.model_dump(include=set(_ABOUT)).items() if value}
    return HTMLResponse(render_notes(_page(house, chrome, about, asked.back, Form(_FORM))))


@router.post("")
def add_note(access: Writer, chrome: TheChrome, house: TheHouse, said: Posted) -> Response:
    """One more."""
    about = given(said, _ABOUT)
    try:
        note = NoteIn.model_validate({**about, **given(said, _FIELDS)})
        house.mining.notes.add(access.workspace, note.about(), note.text, by=note.by or "")
    except REFUSALS as error:
        page = _page(house, chrome, about, back_of(said), refused(_FORM, said, error, _FIELDS))
        return HTMLResponse(render_notes(page), HTTPStatus.UNPROCESSABLE_ENTITY)
    return _to(about, said)


@router.post("/{note_id}/remove")
def remove_note(note_id: _NoteId, access: Writer, house: TheHouse, said: Posted) -> Response:
    """For good."""
    house.mining.notes.remove(access.workspace, note_id)
    return _to(given(said, _ABOUT), said)


def _page(house: House, chrome: Chrome, about: Mapping[str, str], back: str, form: Form) -> NotesPage:
    workspace = chrome.workspace.id
    theme = about.get("theme", "")
    on = About(
        about.get("stage", ""),
        about.get("touchpoint", ""),
        int(theme) if theme.isdecimal() and len(theme) < _MOST_DIGITS else 0,
    )
    return NotesPage(
        chrome=chrome,
        title=_title(house, workspace, about),
        about=dict(about),
        notes=house.mining.notes.all(workspace, on),
        form=form,
        back=back,
    )


def _title(house: House, workspace: str, about: Mapping[str, str]) -> str:
    taxonomy = house.mining.maps.taxonomy(workspace)
    parts = [taxonomy.name_of("stage", about["stage"])] if "stage" in about else []
    parts += [taxonomy.name_of("touchpoint", about["touchpoint"])] if "touchpoint" in about else []
    return ", ".join(parts) or ("this theme" if "theme" in about else "everything")


def _to(about: Mapping[str, str], said: Mapping[str, str]) -> Response:
    asked = urlencode({**about, "back": back_of(said)})
    return RedirectResponse(f"{LIST}/notes?{asked}", HTTPStatus.SEE_OTHER)

"""The comments behind a number, one of them, and why it has its labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from pydantic import field_validator
from starlette.responses import HTMLResponse

from api.dependencies import Reader, RowId, TheChrome, TheHouse
from api.pages.addresses import address, of_the_map
from api.pages.chrome import Chrome
from api.pages.comments.comments import CommentPage, CommentsPage, NotesLink, render_comment, render_comments
from api.pages.comments.narrowing import narrowing
from api.pages.comments.reasons import reasons_of
from api.pages.comments.titles import narrowed_by, title_of
from api.questions import StatementQuery
from feedback_miner.bootstrap import House
from feedback_miner.domain import NONE, StatementFilter
from feedback_miner.errors import Busy, NotSupported
from feedback_miner.mining.insights.notes import About

router = APIRouter(prefix="/comments", include_in_schema=False)

LIST = "/comments"
#: a page of ours, such as the list that the reader came from
OWN_PATH = r"^/(?:[A-Za-z0-9?][!-~]*)?$"

Back = Annotated[str, Query(max_length=4000, pattern=OWN_PATH)]
Done = Literal["saved", "undone", "approved", "declined"]


class CommentsQuery(StatementQuery):
    """Which comments; a form sends what was left empty."""

    @field_validator("stage", mode="before")
    @classmethod
    def _chosen(cls, said: Any) -> Any:  # noqa: ANN401 - what pydantic hands over
        return [one for one in said if one] if isinstance(said, list) else said


@router.get("")
def show_comments(
    request: Request,
    asked: Annotated[CommentsQuery, Query()],
    access: Reader,
    chrome: TheChrome,
    house: TheHouse,
) -> HTMLResponse:
    """Exactly those that a number counts, newest first."""
    taxonomy = house.mining.maps.taxonomy(access.workspace)
    where = asked.where(taxonomy)
    found = house.mining.comments.page(
        access.workspace, asked.question(), where, cursor=asked.cursor, limit=asked.limit
    )
    query = [(name, said) for name, said in request.query_params.multi_items() if said and name != "cursor"]
    view = CommentsPage(
        chrome=chrome,
        taxonomy=taxonomy,
        title=title_of(where, taxonomy, found.theme),
        narrowed_by=narrowed_by(found.cut, where, taxonomy),
        mean=found.mean,
        comments=found.items,
        url=_list(query),
        next_url=_list([*query, ("cursor", found.next_cursor)]) if found.next_cursor else None,
        map_url=address("/", of_the_map(request.query_params)),
        csv_url=_list(query, f"{LIST}.csv"),
        notes=_notes(house, access.workspace, where, _list(query)),
        narrowing=narrowing(query, taxonomy),
    )
    return HTMLResponse(render_comments(view))


@router.get("/{statement_id}")
def show_comment(
    statement_id: RowId,
    chrome: TheChrome,
    house: TheHouse,
    back: Back = LIST,
    done: Done | None = None,
    was: Annotated[str | None, Query(max_length=500)] = None,
) -> HTMLResponse:
    """One comment in its whole message."""
    page = comment_page(house, chrome, statement_id, back)
    return HTMLResponse(render_comment(replace(page, done=done, was=was)))


@router.get("/{statement_id}/why")
def explain(statement_id: RowId, chrome: TheChrome, house: TheHouse, back: Back = LIST) -> HTMLResponse:
    """The words that carried its labels: some seconds of work, for one comment at a time."""
    page = comment_page(house, chrome, statement_id, back)
    try:
        found = house.mining.reasons.explain(chrome.workspace.id, statement_id)
    except Busy as error:
        return HTMLResponse(
            render_comment(replace(page, trouble=error.message)), HTTPStatus.SERVICE_UNAVAILABLE
        )
    except NotSupported as error:
        return HTMLResponse(
            render_comment(replace(page, trouble=error.message)), HTTPStatus.UNPROCESSABLE_ENTITY
        )
    return HTMLResponse(render_comment(replace(page, reasons=reasons_of(found, page.taxonomy))))


def comment_page(house: House, chrome: Chrome, statement_id: int, back: str) -> CommentPage:
    """The page of one comment, nothing asked of it yet. Raises NotFound."""
    workspace = chrome.workspace.id
    return CommentPage(
        chrome=chrome,
        taxonomy=house.mining.maps.taxonomy(workspace),
        comment=house.mining.comments.one(workspace, statement_id),
        back=back,
    )


def _list(query: Sequence[tuple[str, str]], path: str = LIST) -> str:
    return f"{path}?{urlencode(query)}" if query else path


def _notes(house: House, workspace: str, where: StatementFilter, url: str) -> NotesLink | None:
    """Of what notes can be on: a theme, or a stage, a touchpoint, or both."""
    about = _about(where)
    if about is None:
        return None
    asked = {"stage": about.stage, "touchpoint": about.touchpoint, "theme": about.theme or "", "back": url}
    address_of_notes = f"{LIST}/notes?" + urlencode({name: value for name, value in asked.items() if value})
    return NotesLink(address_of_notes, len(house.mining.notes.all(workspace, about)))


def _about(where: StatementFilter) -> About | None:
    stages = where.stages or ("",)
    if where.theme:
        return About(theme=where.theme)
    if len(stages) > 1 or NONE in (*stages, where.touchpoint):
        return None
    about = About(stages[0], where.touchpoint or "")
    return about if about != About() else None

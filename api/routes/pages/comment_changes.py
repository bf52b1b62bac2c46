"""What a person does with a comment: other labels, a way back from them, and whether it may be shown to others."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import RowId, TheChrome, TheHouse, Writer
from api.pages.comments.comments import render_comment
from api.pages.comments.labels import FIELDS, form_id, label_form, labels_of, written
from api.pages.form import REFUSALS, refused
from api.routes.pages.comments import LIST, OWN_PATH, Back, Done, comment_page
from api.routes.pages.posted import Posted

router = APIRouter(prefix="/comments/{statement_id}", include_in_schema=False)


@router.get("/labels")
def ask_labels(
    statement_id: RowId, _access: Writer, chrome: TheChrome, house: TheHouse, back: Back = LIST
) -> HTMLResponse:
    """The form by which it gets other labels."""
    page = comment_page(house, chrome, statement_id, back)
    form = label_form(statement_id, page.comment.statement.labels, page.taxonomy)
    return HTMLResponse(render_comment(replace(page, form=form)))


@router.post("/labels")
def correct(
    statement_id: RowId, access: Writer, chrome: TheChrome, house: TheHouse, said: Posted
) -> Response:
    """A person's labels count at once; what they were before is told to the page that offers the way back."""
    page = comment_page(house, chrome, statement_id, back_of(said))
    before = page.comment.statement
    try:
        house.mining.corrections.correct(access, statement_id, labels_of(said))
    except REFUSALS as error:
        form = refused(form_id(statement_id), said, error, FIELDS)
        again = label_form(statement_id, before.labels, page.taxonomy, refused=form)
        return HTMLResponse(render_comment(replace(page, form=again)), HTTPStatus.UNPROCESSABLE_ENTITY)
    if "undo" in said:
        return _to(statement_id, said, "undone")
    return _to(statement_id, said, "saved", was=written(before.labels) if before.corrected else "")


@router.post("/labels/withdraw")
def withdraw(statement_id: RowId, access: Writer, house: TheHouse, said: Posted) -> Response:
    """The model's labels count again."""
    house.mining.corrections.withdraw(access, statement_id)
    return _to(statement_id, said, "undone")


@router.post("/voice")
def decide(statement_id: RowId, access: Writer, house: TheHouse, said: Posted) -> Response:
    """Whether it may stand as a testimonial."""
    approved = said.get("approved") == "yes"
    house.mining.voices.decide(access, statement_id, approved=approved)
    return _to(statement_id, said, "approved" if approved else "declined")


def back_of(said: Mapping[str, str]) -> str:
    """The page of ours that a form says the reader came from; the list of all comments where it says none."""
    back = said.get("back", "")
    return back if len(back) <= 4000 and re.fullmatch(OWN_PATH, back) else LIST


def _to(statement_id: int, said: Mapping[str, str], done: Done, *, was: str = "") -> Response:
    asked = {"back": back_of(said), "done": done, **({"was": was} if was else {})}
    return RedirectResponse(f"{LIST}/{statement_id}?{urlencode(asked)}", HTTPStatus.SEE_OTHER)

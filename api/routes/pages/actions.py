"""The pages of actions: what was changed, whether it helped, and the form to say so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import TheChrome, TheHouse, Writer
from api.pages.chrome import Chrome
from api.pages.form import REFUSALS, Form, given, refused
from api.pages.team.actions import FIELDS, ActionPage, ActionsPage, form_of, render_action, render_actions
from api.routes.pages.posted import Posted
from api.schemas.actions import ActionIn
from feedback_miner.bootstrap import House
from feedback_miner.domain.team.actions import Action
from feedback_miner.errors import QueryError
from feedback_miner.mining import Question

router = APIRouter(prefix="/actions", include_in_schema=False)

ActionId = Annotated[str, Path(pattern=r"^act_[0-9a-f]{1,32}$")]

_LISTED = 50
#: Longest that an address may put into a field.
_MOST = 200


@router.get("")
def show_actions(request: Request, chrome: TheChrome, house: TheHouse) -> HTMLResponse:
    """The newest first. Other pages lead here with the place: `/actions?touchpoint=delivery` fills the form."""
    said = {name: value[:_MOST] for name, value in given(request.query_params, FIELDS).items()}
    return _list(house, chrome, Form("new", said))


@router.post("")
def add_action(access: Writer, chrome: TheChrome, house: TheHouse, said: Posted) -> Response:
    """Keeps it; where it cannot be kept, the form says so at its fields."""
    try:
        added = house.mining.actions.add(access.workspace, _action(said))
    except REFUSALS as error:
        return _list(house, chrome, refused("new", said, error, FIELDS), status=422)
    return RedirectResponse(f"/actions#{added.id}", status_code=303)


@router.get("/{action_id}")
def show_action(action_id: ActionId, chrome: TheChrome, house: TheHouse) -> HTMLResponse:
    """What it is compared with, and the form to say it otherwise."""
    return _one(house, chrome, action_id, None)


@router.post("/{action_id}")
def change_action(
    action_id: ActionId, access: Writer, chrome: TheChrome, house: TheHouse, said: Posted
) -> Response:
    """All of it anew."""
    try:
        house.mining.actions.change(access.workspace, _action(said, action_id))
    except REFUSALS as error:
        return _one(house, chrome, action_id, refused("change", said, error, FIELDS), status=422)
    return RedirectResponse(f"/actions/{action_id}", status_code=303)


@router.post("/{action_id}/remove")
def remove_action(action_id: ActionId, access: Writer, house: TheHouse) -> Response:
    """The record of it; what was changed stays."""
    house.mining.actions.remove(access.workspace, action_id)
    return RedirectResponse("/actions", status_code=303)


def _action(said: Mapping[str, str], action_id: str = "") -> Action:
    return ActionIn.model_validate(given(said, FIELDS)).to_domain(action_id)


def _list(house: House, chrome: Chrome, form: Form, status: int = 200) -> HTMLResponse:
    workspace = chrome.workspace.id
    view = ActionsPage(
        reports=tuple(house.mining.actions.reports(workspace, limit=_LISTED)),
        actions=tuple(house.mining.actions.all(workspace)),
        taxonomy=house.mining.maps.taxonomy(workspace),
        themes=_themes(house, workspace),
        form=form,
        chrome=chrome,
    )
    return HTMLResponse(render_actions(view), status)


def _one(house: House, chrome: Chrome, action_id: str, form: Form | None, status: int = 200) -> HTMLResponse:
    workspace = chrome.workspace.id
    report = house.mining.actions.report(workspace, action_id)
    view = ActionPage(
        report=report,
        actions=tuple(house.mining.actions.all(workspace)),
        taxonomy=house.mining.maps.taxonomy(workspace),
        themes=_themes(house, workspace),
        form=form or form_of(report.action),
        chrome=chrome,
    )
    return HTMLResponse(render_action(view), status)


def _themes(house: House, workspace: str) -> dict[int, str]:
    """Of the last year, the largest first; none where there are more comments than are read at once."""
    try:
        found = house.mining.theme_reading.list(workspace, Question(days=365, compare="none"))
    except QueryError:
        return {}
    return {one.theme.id: one.theme.name for one in found.themes}

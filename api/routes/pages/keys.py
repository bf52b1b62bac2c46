"""The page of keys: made, revoked, sign-in links; and the workspace's zone."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Path, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import Admin, TheChrome, TheHouse
from api.pages.form import REFUSALS, given, refused
from api.pages.team.keys import KEY_FIELDS, ZONE_FIELDS, KeysPage, Shown, render_keys
from api.routes.pages.posted import Posted
from api.schemas.workspace import KeyIn, WorkspaceIn
from feedback_miner.bootstrap import House
from feedback_miner.domain import Access, ApiKey, Scope

router = APIRouter(prefix="/keys", include_in_schema=False)


@router.get("")
def show_keys(access: Admin, chrome: TheChrome, house: TheHouse) -> HTMLResponse:
    """Newest first, without their secrets, which are not stored."""
    return HTMLResponse(render_keys(KeysPage(_keys(house, access), chrome)))


@router.post("")
def make_key(access: Admin, chrome: TheChrome, house: TheHouse, said: Posted) -> HTMLResponse:
    """Answers with the page that shows the secret: it is nowhere to be read afterwards."""
    try:
        wanted = KeyIn.model_validate(given(said, KEY_FIELDS))
        made = house.mining.doors.make_key(access.workspace, name=wanted.name, scope=wanted.scope)
    except REFUSALS as error:
        form = refused("key", said, error, KEY_FIELDS)
        return HTMLResponse(render_keys(KeysPage(_keys(house, access), chrome, key_form=form)), 422)
    shown = Shown(made.secret, made.key)
    return HTMLResponse(render_keys(KeysPage(_keys(house, access), chrome, made=shown)))


@router.post("/link")
def make_link(
    request: Request, access: Admin, chrome: TheChrome, house: TheHouse, scope: Annotated[Scope, Form()]
) -> HTMLResponse:
    """Answers with the page that shows the address: it signs in once, within twelve hours."""
    token = house.mining.doors.make_link(access.workspace, scope=scope)
    address = str(request.url.replace(path="/sign-in", query=urlencode({"token": token})))
    return HTMLResponse(render_keys(KeysPage(_keys(house, access), chrome, made=Shown(address, None))))


@router.post("/zone")
def change_zone(access: Admin, chrome: TheChrome, house: TheHouse, said: Posted) -> Response:
    """Days become days of another zone; everything is counted anew."""
    try:
        wanted = WorkspaceIn.model_validate(given(said, ZONE_FIELDS))
    except REFUSALS as error:
        form = refused("zone", said, error, ZONE_FIELDS)
        return HTMLResponse(render_keys(KeysPage(_keys(house, access), chrome, zone_form=form)), 422)
    house.mining.maps.set_time_zone(access.workspace, wanted.time_zone)
    return RedirectResponse("/keys#workspace", status_code=303)


@router.post("/{key_id}/revoke")
def revoke_key(key_id: Annotated[str, Path(max_length=64)], access: Admin, house: TheHouse) -> Response:
    """It opens nothing from now on, nor does a session that was begun with it."""
    house.mining.doors.revoke_key(access.workspace, key_id)
    return RedirectResponse("/keys", status_code=303)


def _keys(house: House, access: Access) -> tuple[ApiKey, ...]:
    return tuple(house.mining.doors.keys(access.workspace))

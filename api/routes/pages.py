"""The pages for people: the map, and the way in and out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import Reader, TheHouse
from api.pages.quotes import CANDIDATES
from api.pages.render import MapPage, render_map_page, render_sign_in
from api.questions import TheMapQuery
from api.security import COOKIE, check_same_site, clear_session, set_session
from feedback_miner.bootstrap import House
from feedback_miner.domain import ImportState

router = APIRouter(include_in_schema=False)

_LATEST = 12

Token = Annotated[str, Query(max_length=200)]


@router.get("/")
def show_map(request: Request, asked: TheMapQuery, access: Reader, house: TheHouse) -> HTMLResponse:
    """The map of what the address asks for."""
    maps, workspace = house.mining.maps, access.workspace
    # The revision before the map: a change between the two is fetched again, never missed.
    seen = maps.workspace(workspace)
    journey = maps.read(workspace, asked.question())
    view = MapPage(
        map=journey,
        taxonomy=maps.taxonomy(workspace),
        workspace=seen,
        dimensions=maps.dimensions(workspace),
        query=dict(request.query_params),
        quotes=maps.stage_quotes(workspace, journey, most="negative", limit=CANDIDATES),
        delights=maps.stage_quotes(workspace, journey, most="positive", limit=CANDIDATES),
        latest=maps.latest(workspace, journey, limit=_LATEST),
        waiting=_rows_left(house, workspace),
        now=datetime.now(UTC),
    )
    return HTMLResponse(render_map_page(view))


@router.get("/sign-in")
def sign_in_by_link(request: Request, house: TheHouse, token: Token = "") -> Response:
    """Uses a one-time link up. What only looks ahead (HEAD, a browser's prefetch) does not."""
    if not token:
        return HTMLResponse(render_sign_in(None))
    if "prefetch" in request.headers.get("sec-purpose", request.headers.get("purpose", "")):
        return Response(status_code=503)
    return _signed_in(house, house.mining.doors.sign_in_by_link(token))


@router.post("/sign-in")
def sign_in_by_key(request: Request, house: TheHouse, key: Annotated[str, Form(max_length=200)]) -> Response:
    """A session for who holds a key."""
    check_same_site(request)
    return _signed_in(house, house.mining.doors.sign_in_by_key(key.strip()))


@router.post("/sign-out")
def sign_out(request: Request, house: TheHouse) -> Response:
    """Ends the session."""
    check_same_site(request)
    house.mining.doors.sign_out(request.cookies.get(COOKIE, ""))
    response = RedirectResponse("/", status_code=303)
    clear_session(response, secure=house.settings.secure_cookies)
    return response


def _signed_in(house: House, session: str) -> Response:
    response = RedirectResponse("/", status_code=303)
    set_session(response, session, secure=house.settings.secure_cookies)
    return response


def _rows_left(house: House, workspace: str) -> int:
    """Rows of running imports that are not on the map yet."""
    return sum(
        max(0, (job.rows_total or 0) - job.report.read)
        for job in house.store.open_imports()
        if job.workspace == workspace and job.state is ImportState.RUNNING
    )

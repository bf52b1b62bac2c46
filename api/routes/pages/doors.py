"""The way in and out for people."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from anyio import to_thread
from fastapi import APIRouter, Form, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import TheHouse
from api.pages.doors import render_sign_in
from api.security import COOKIE, check_same_site, check_token, clear_session, host_of, set_session
from feedback_miner.bootstrap import House

router = APIRouter(include_in_schema=False)

Token = Annotated[str, Query(max_length=200)]


@router.get("/sign-in")
def sign_in_by_link(request: Request, house: TheHouse, token: Token = "") -> Response:
    """Uses a one-time link up. What only looks ahead (HEAD, a browser's prefetch) does not."""
    if not token:
        return HTMLResponse(render_sign_in(None))
    if "prefetch" in request.headers.get("sec-purpose", request.headers.get("purpose", "")):
        return Response(status_code=503)
    return _signed_in(house, house.mining.doors.sign_in_by_link(token), to="/")


@router.post("/sign-in")
def sign_in_by_key(request: Request, house: TheHouse, key: Annotated[str, Form(max_length=200)]) -> Response:
    """A session for who holds a key. It goes on at the page that asked for it."""
    check_same_site(request)
    return _signed_in(house, house.mining.doors.sign_in_by_key(key.strip()), to=_asked_for(request))


@router.post("/sign-out")
async def sign_out(request: Request, house: TheHouse) -> Response:
    """Ends the session."""
    session = request.cookies.get(COOKIE, "")
    check_same_site(request)
    await check_token(request, session)
    await to_thread.run_sync(house.mining.doors.sign_out, session)
    response = RedirectResponse("/", status_code=303)
    clear_session(response, secure=house.settings.secure_cookies)
    return response


def _asked_for(request: Request) -> str:
    """The address of ours at which the form stood, as the browser tells it; the map where it stood by itself."""
    referer = request.headers.get("referer", "")
    if host_of(referer) != request.headers.get("host"):
        return "/"
    page = urlsplit(referer)
    elsewhere = page.path.startswith(("//", "/\\"))
    if elsewhere or page.path in ("", "/sign-in", "/sign-out"):
        return "/"
    return f"{page.path}?{page.query}" if page.query else page.path


def _signed_in(house: House, session: str, *, to: str) -> Response:
    response = RedirectResponse(to, status_code=303)
    set_session(response, session, secure=house.settings.secure_cookies)
    return response

"""What protects people in a browser: headers on every answer, the session cookie, and who may change things by it."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import CrossSite
from feedback_miner.mining.people import SESSION_TIME

COOKIE = "feedback_miner_session"

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    # "no-referrer" would make browsers send "Origin: null" with the page's own forms
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class SecurityHeaders:
    """Adds the headers to every answer; what does not say how long it may be kept is not kept."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def check_same_site(request: Request) -> None:
    """Raises CrossSite where a change may come from another site.

    Browsers say where a request comes from by Sec-Fetch-Site, on plain HTTP by Origin alone. Neither: refused.
    """
    if request.method in _SAFE_METHODS:
        return
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        same = site == "same-origin"
    else:
        same = origin is not None and urlsplit(origin).netloc == request.headers.get("host")
    if not same:
        raise CrossSite(
            "Changes by a signed-in browser are taken from this service's own pages only. Use an API key."
        )


def set_session(response: Response, token: str, *, secure: bool) -> None:
    """Lets a browser carry a session."""
    response.set_cookie(
        COOKIE, token, max_age=int(SESSION_TIME.total_seconds()), httponly=True, samesite="lax", secure=secure
    )


def clear_session(response: Response, *, secure: bool) -> None:
    """Takes the session from a browser."""
    response.delete_cookie(COOKIE, httponly=True, samesite="lax", secure=secure)

"""What protects people in a browser: headers on every answer, the session cookie, and who may change things by it."""

from __future__ import annotations

import hmac
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import CrossSite
from feedback_miner.mining.people import SESSION_TIME

COOKIE = "feedback_miner_session"
#: a form's field, or a parameter of its address where it sends a file
TOKEN_FIELD = "csrf"  # noqa: S105 - its name
TOKEN_HEADER = "x-csrf-token"  # noqa: S105 - its name

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_FORM, _FILE_FORM = "application/x-www-form-urlencoded", "multipart/form-data"

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    # "no-referrer" would make browsers send "Origin: null" with the page's own forms
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
#: No browser shows these as a page: a policy of what they may load would be weight without meaning.
_PARTS_OF_PAGES = ("text/css", "text/javascript")
_HEADERS_OF_PARTS = {
    name: HEADERS[name] for name in ("X-Content-Type-Options", "Cross-Origin-Resource-Policy")
}


class SecurityHeaders:
    """Adds the headers that mean something to an answer; one that does not say how long it may be kept is not kept."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                is_part = headers.get("content-type", "").startswith(_PARTS_OF_PAGES)
                for name, value in (_HEADERS_OF_PARTS if is_part else HEADERS).items():
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
        same = origin is not None and host_of(origin) == request.headers.get("host")
    if not same:
        raise CrossSite(
            "Changes by a signed-in browser are taken from this service's own pages only. Use an API key."
        )


def host_of(address: str) -> str | None:
    """Host and port of an address; None where it is none."""
    try:
        return urlsplit(address).netloc
    except ValueError:
        return None


def token_of(session: str) -> str:
    """What a change by this session says besides, so that nobody sends one who cannot read our pages.

    Worked out of the session's own secret: nothing is stored, and it ends with the session.
    """
    return hmac.digest(session.encode(), b"csrf", "sha256").hex()


async def check_token(request: Request, session: str) -> None:
    """Raises CrossSite where a change does not carry the session's token.

    It comes in a header, in a field of a form, or, where a form sends a file that is read as it comes, in the address.
    """
    if request.method in _SAFE_METHODS:
        return
    sent, kind = request.headers.get(TOKEN_HEADER), request.headers.get("content-type", "")
    if sent is None and kind.startswith(_FILE_FORM):
        sent = request.query_params.get(TOKEN_FIELD)
    elif sent is None and kind.startswith(_FORM):
        sent = str((await request.form()).get(TOKEN_FIELD, ""))
    if not hmac.compare_digest((sent or "").encode(), token_of(session).encode()):
        raise CrossSite("This page is too old to change things: load it again. Programs send an API key.")


def set_session(response: Response, token: str, *, secure: bool) -> None:
    """Lets a browser carry a session."""
    response.set_cookie(
        COOKIE, token, max_age=int(SESSION_TIME.total_seconds()), httponly=True, samesite="lax", secure=secure
    )


def clear_session(response: Response, *, secure: bool) -> None:
    """Takes the session from a browser."""
    response.delete_cookie(COOKIE, httponly=True, samesite="lax", secure=secure)

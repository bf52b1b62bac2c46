"""How large a request may be: counted while it is read, so that a body that never ends is cut off."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import of_status
from api.handlers import answer_to

#: largest body where nothing else is said, in bytes
USUAL = 256 * 1024


class BodyLimits:
    """Refuses bodies over the limit of their path with 413.

    The framework's own limit answers in plain text where the length is declared; every error here is a problem, or
    a page for people.
    """

    def __init__(self, app: ASGIApp, *, by_path: Mapping[str, int]) -> None:
        self._app = app
        self._by_path = by_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        # A form without a file is read whole, before it is known who sent it: it is small wherever it goes.
        is_form = headers.get("content-type", "").lower().startswith("application/x-www-form-urlencoded")
        limit = USUAL if is_form else self._by_path.get(scope["path"], USUAL)
        detail = f"This address takes at most {limit:,} bytes."
        declared = headers.get("content-length", "")
        if declared.isdecimal() and int(declared) > limit:
            await answer_to(Request(scope), of_status(413, detail))(scope, receive, send)
            return
        read = 0

        async def receive_within() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > limit:
                raise HTTPException(413, detail)
            return message

        await self._app(scope, receive_within, send)

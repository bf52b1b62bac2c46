"""Server-sent events: “changed”, with the revision, and “jobs”, with what is under way."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, cast

from fastapi import APIRouter, Header, Query, Request, Response
from sse_starlette import EventSourceResponse, ServerSentEvent

from api.dependencies import Reader
from api.openapi import problems
from api.stream import Pulse

router = APIRouter(prefix="/v1", tags=["Map"])

_PING_SECONDS = 15
#: what a client takes for granted until it is told otherwise
NOTHING = "[]"
_STREAM = {
    "description": "Events.",
    "content": {"text/event-stream": {"example": "id: 42\nevent: changed\ndata: 42\n\n"}},
}

Revision = Annotated[int | None, Query(ge=0, le=2**63 - 1, description="The revision that is shown.")]


@router.get(
    "/stream",
    operation_id="streamChanges",
    summary="Notices of change",
    responses=problems() | {200: _STREAM},
    response_class=Response,
)
async def stream_changes(
    request: Request,
    access: Reader,
    since: Revision = None,
    last_event_id: Annotated[str, Header(max_length=40)] = "",
) -> EventSourceResponse:
    """First “revision” with the workspace's revision, or “changed” where it is another than `since`; then “changed”
    with each new one, and “jobs” with what is under way, as `GET /v1/jobs` has it, whenever that is another; both at
    most every 2 seconds. A stream ends after an hour; browsers connect again and say what they saw last."""
    pulse = cast(Pulse, request.app.state.pulse)
    seen = int(last_event_id) if last_event_id.isdecimal() else since
    return EventSourceResponse(
        _notices(pulse, access.workspace, seen),
        ping=_PING_SECONDS,
        ping_message_factory=lambda: ServerSentEvent(comment="ping"),
    )


async def _notices(pulse: Pulse, workspace: str, seen: int | None) -> AsyncIterator[ServerSentEvent]:
    told, under_way = False, NOTHING
    async for look in pulse.looks(workspace):
        if not told or look.revision != seen:
            name = "revision" if seen in (None, look.revision) else "changed"
            yield ServerSentEvent(event=name, data=str(look.revision), id=str(look.revision))
            told, seen = True, look.revision
        if look.jobs != under_way:
            yield ServerSentEvent(event="jobs", data=look.jobs)
            under_way = look.jobs

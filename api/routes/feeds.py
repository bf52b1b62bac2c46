"""Sources: places that messages are pulled from."""

from __future__ import annotations

from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Header, HTTPException, Path, Query, Request

from api.dependencies import Admin, Cursor, Limit, Reader, TheHouse, Writer
from api.openapi import problems
from api.schemas.feeds import EventsOut, FeedIn, FeedOut, FeedsOut, PullOut
from feedback_miner.errors import Busy

router = APIRouter(prefix="/v1", tags=["Feedback in"])

#: Seconds after which a sender that was put off may try again.
_LATER = "60"
_SIGNED = "t=SECONDS,v1=HEX: HMAC-SHA-256 of “SECONDS.BODY” with the shared secret."
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {"type": "object"},
                "example": {
                    "messages": [
                        {"id": "r-1", "text": "The parcel came late.", "date": "2026-03-02T10:00:00Z"}
                    ],
                    "deleted": ["r-0"],
                },
            }
        },
    }
}

FeedName = Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]


@router.get("/sources", operation_id="listSources", summary="Sources", responses=problems())
def list_sources(access: Reader, house: TheHouse) -> FeedsOut:
    """By name; `alert` says where somebody should look."""
    return FeedsOut(items=[FeedOut.from_domain(feed) for feed in house.mining.feeds.all(access.workspace)])


@router.post(
    "/sources", status_code=201, operation_id="addSource", summary="Add a source", responses=problems(409)
)
def add_source(body: FeedIn, access: Admin, house: TheHouse) -> FeedOut:
    """It is checked, and pulled at the next time that its schedule names; the first time at once."""
    return FeedOut.from_domain(
        house.mining.feeds.add(
            access.workspace,
            name=body.name,
            kind=body.kind,
            options=body.options,
            schedule=body.schedule,
            time_zone=body.time_zone,
            since=body.since_utc,
        )
    )


@router.get("/sources/{name}", operation_id="getSource", summary="One source", responses=problems(404))
def get_source(name: FeedName, access: Reader, house: TheHouse) -> FeedOut:
    """When it was pulled last, and what is wrong."""
    return FeedOut.from_domain(house.mining.feeds.get(access.workspace, name))


@router.post(
    "/sources/{name}/run",
    operation_id="runSource",
    summary="Pull now what is new",
    responses=problems(404, 503),
)
def run_source(name: FeedName, access: Writer, house: TheHouse) -> PullOut:
    """Answers when the pull has ended; 503 where it is being pulled, or asks to be left alone."""
    return PullOut.from_domain(house.mining.feeds.pull(access.workspace, name))


@router.post(
    "/sources/{name}/pause", operation_id="pauseSource", summary="Stop its schedule", responses=problems(404)
)
def pause_source(name: FeedName, access: Admin, house: TheHouse) -> FeedOut:
    """By hand it can still be pulled."""
    return FeedOut.from_domain(house.mining.feeds.pause(access.workspace, name))


@router.post(
    "/sources/{name}/resume",
    operation_id="resumeSource",
    summary="Let its schedule go on",
    responses=problems(404),
)
def resume_source(name: FeedName, access: Admin, house: TheHouse) -> FeedOut:
    """With a pull at once."""
    return FeedOut.from_domain(house.mining.feeds.resume(access.workspace, name))


@router.delete(
    "/sources/{name}",
    status_code=204,
    operation_id="removeSource",
    summary="Remove a source",
    responses=problems(404),
)
def remove_source(name: FeedName, access: Admin, house: TheHouse) -> None:
    """Nothing more is pulled; what came stays."""
    house.mining.feeds.remove(access.workspace, name)


@router.get(
    "/events", operation_id="listEvents", summary="Where alerts began and ended", responses=problems()
)
def list_events(access: Reader, house: TheHouse, limit: Limit = 50, cursor: Cursor = None) -> EventsOut:
    """Newest first: `source.failing` where a source failed three times in a row, `source.recovered` where that
    ended; `alert.began` and `alert.ended` of /v1/alerts."""
    return EventsOut.from_domain(house.mining.feeds.events(access.workspace, cursor=cursor, limit=limit))


@router.post(
    "/hooks/{name}",
    operation_id="receiveHook",
    summary="What a source of the kind hook sends",
    responses=problems(404, 409, 503),
    openapi_extra=_BODY,
)
async def receive_hook(
    name: FeedName,
    request: Request,
    house: TheHouse,
    signature: Annotated[str, Header(alias="X-Signature", max_length=200, description=_SIGNED)] = "",
    workspace: Annotated[str, Query(pattern=r"^[A-Za-z0-9_.-]{1,64}$")] = "default",
) -> PullOut:
    """Needs no key: the signature says who sends. The same delivery is taken once (409: it was taken before); an
    older one than five minutes is refused (401). While the source is paused nothing is taken (503, with
    `Retry-After`): sign it anew, and send it again."""
    body = await request.body()
    try:
        done = await to_thread.run_sync(house.mining.feeds.receive, workspace, name, body, signature)
    except Busy as error:
        raise HTTPException(503, error.message, headers={"Retry-After": _LATER}) from None
    return PullOut.from_domain(done)

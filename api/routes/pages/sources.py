"""The page of sources and jobs: looked at, added, pulled, paused, removed."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Path
from starlette.background import BackgroundTask
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import Admin, TheChrome, TheHouse, Writer
from api.pages.chrome import Chrome
from api.pages.form import REFUSALS, Form, refused
from api.pages.intake.sources import FIELDS, SourcesPage, feed_body, render_sources
from api.routes.pages.posted import Posted
from api.schemas.feeds import FeedIn
from feedback_miner.bootstrap import House
from feedback_miner.errors import Busy, NotFound

router = APIRouter(prefix="/sources", include_in_schema=False)

Name = Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
RescoreId = Annotated[str, Path(pattern=r"^[a-z0-9_]{1,64}$")]

_EVENTS_SHOWN = 10


@router.get("")
def show_sources(chrome: TheChrome, house: TheHouse) -> HTMLResponse:
    """What is under way, the sources, and what happened to them."""
    return _page(house, chrome, Form("new"))


@router.post("")
def add_source(access: Admin, chrome: TheChrome, house: TheHouse, said: Posted) -> Response:
    """It is checked, and pulled at the next time that its schedule names; the first time at once."""
    try:
        wanted = FeedIn.model_validate(feed_body(said))
        house.mining.feeds.add(
            access.workspace,
            name=wanted.name,
            kind=wanted.kind,
            options=wanted.options,
            schedule=wanted.schedule,
            since=wanted.since_utc,
        )
    except REFUSALS as error:
        return _page(house, chrome, refused("new", said, error, FIELDS, others="options"), status=422)
    return RedirectResponse(f"/sources#{wanted.name}", status_code=303)


@router.post("/{name}/run")
def run_source(name: Name, access: Writer, house: TheHouse) -> Response:
    """Begins to pull: a pull may take minutes, so the page does not wait for its end."""
    house.mining.feeds.get(access.workspace, name)
    pull = BackgroundTask(_pull, house, access.workspace, name)
    return RedirectResponse(f"/sources#{name}", status_code=303, background=pull)


@router.post("/{name}/pause")
def pause_source(name: Name, access: Admin, house: TheHouse) -> Response:
    """By hand it can still be pulled."""
    house.mining.feeds.pause(access.workspace, name)
    return RedirectResponse(f"/sources#{name}", status_code=303)


@router.post("/{name}/resume")
def resume_source(name: Name, access: Admin, house: TheHouse) -> Response:
    """With a pull at once."""
    house.mining.feeds.resume(access.workspace, name)
    return RedirectResponse(f"/sources#{name}", status_code=303)


@router.post("/{name}/remove")
def remove_source(name: Name, access: Admin, house: TheHouse) -> Response:
    """Nothing more is pulled; what came stays."""
    house.mining.feeds.remove(access.workspace, name)
    return RedirectResponse("/sources", status_code=303)


@router.post("/rescorings/{rescore_id}/cancel")
def cancel_rescoring(rescore_id: RescoreId, access: Admin, house: TheHouse) -> Response:
    """The labels that count stay; what was read anew is thrown away."""
    house.mining.rescoring.cancel(access.workspace, rescore_id)
    return RedirectResponse("/sources", status_code=303)


def _pull(house: House, workspace: str, name: str) -> None:
    """What goes wrong at the place is kept with the source; being pulled already, or gone, is no news."""
    with suppress(Busy, NotFound):
        house.mining.feeds.pull(workspace, name)


def _page(house: House, chrome: Chrome, form: Form, status: int = 200) -> HTMLResponse:
    workspace, background = chrome.workspace.id, house.mining.background
    view = SourcesPage(
        feeds=tuple(house.mining.feeds.all(workspace)),
        jobs=tuple(background.jobs(workspace)),
        workers=tuple(background.workers()),
        events=house.mining.feeds.events(workspace, cursor=None, limit=_EVENTS_SHOWN).items,
        now=datetime.now(UTC),
        form=form,
        chrome=chrome,
    )
    return HTMLResponse(render_sources(view), status)

"""The page of what to mend first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import Reader, TheChrome, TheHouse, Writer
from api.pages.addresses import address, of_the_map
from api.pages.comments.comments import CommentsPage, render_comments
from api.pages.comments.titles import narrowed_by
from api.pages.insights.driver_rows import (
    COMMENTS_PATH,
    DriversPanel,
    drivers_panel,
    outcome_name,
    places_name,
)
from api.pages.insights.priorities import PATH, PrioritiesPage, render_priorities
from api.routes.drivers import DriverStatementsQuery
from api.routes.pages.cut_page import TheCutPage
from api.routes.priorities import PlaceKey, PriorityQuery
from feedback_miner.bootstrap import House
from feedback_miner.domain import StatementFilter
from feedback_miner.errors import QueryError
from feedback_miner.journey.frame import Place
from feedback_miner.mining.insights.answered import Answered
from feedback_miner.mining.insights.priorities import OUTCOMES, Priorities

router = APIRouter(prefix="/priorities", include_in_schema=False)

Rated = Annotated[Literal["none", "1", "2", "3", "4", "5"], Form()]


@router.get("")
def show_priorities(
    page: TheCutPage,
    asked: Annotated[PriorityQuery, Query()],
    access: Reader,
    house: TheHouse,
) -> HTMLResponse:
    """Touchpoints by priority. What cannot be answered is said where it was asked."""
    found: Priorities | None = None
    drivers: Sequence[DriversPanel] = ()
    problem = None
    try:
        found = house.mining.priorities.read(access.workspace, asked.question(), outcome=asked.outcome)
        drivers = _drivers(house, access.workspace, asked, found)
    except QueryError as error:
        problem = str(error)
    view = PrioritiesPage(
        page=page,
        found=found,
        drivers=drivers,
        problem=problem,
    )
    return HTMLResponse(render_priorities(view), 422 if problem else 200)


@router.get("/comments")
def show_comments_of_driver(
    request: Request,
    asked: Annotated[DriverStatementsQuery, Query()],
    access: Reader,
    chrome: TheChrome,
    house: TheHouse,
) -> HTMLResponse:
    """Those at the driver's places, of messages (or customers) that have the outcome."""
    mining, workspace, question = house.mining, access.workspace, asked.question()
    places = [Place(*key.split(".")) for key in asked.place]
    ids = mining.drivers.behind(workspace, question, asked.outcome, places)
    found = mining.comments.page(
        workspace, question, StatementFilter(ids=tuple(ids)), cursor=asked.cursor, limit=asked.limit
    )
    taxonomy = mining.maps.taxonomy(workspace)
    query = [(name, said) for name, said in request.query_params.multi_items() if name != "cursor"]
    url = f"{COMMENTS_PATH}?{urlencode(query)}"
    view = CommentsPage(
        chrome=chrome,
        taxonomy=taxonomy,
        title=f"{places_name(Answered(found.cut, asked.lens, taxonomy, None), places)}: what customers said",
        narrowed_by=(
            *narrowed_by(found.cut, StatementFilter(), taxonomy),
            f"of those with {outcome_name(asked.outcome)}",
        ),
        mean=found.mean,
        comments=found.items,
        url=url,
        next_url=f"{url}&{urlencode({'cursor': found.next_cursor})}" if found.next_cursor else None,
        map_url=address("/", of_the_map(request.query_params)),
    )
    return HTMLResponse(render_comments(view))


@router.post("/{stage}/{touchpoint}")
def rate(
    request: Request,
    stage: PlaceKey,
    touchpoint: PlaceKey,
    feasibility: Rated,
    access: Writer,
    house: TheHouse,
) -> Response:
    """How easily a touchpoint could be mended; “none” takes that back."""
    house.mining.priorities.rate(
        access.workspace, stage, touchpoint, None if feasibility == "none" else int(feasibility)
    )
    query: Mapping[str, str] = request.query_params
    return RedirectResponse(f"{address(PATH, query)}#{stage}-{touchpoint}", status_code=303)


def _drivers(house: House, workspace: str, asked: PriorityQuery, found: Priorities) -> Sequence[DriversPanel]:
    """Of the outcome that weights come from; without one, of all that might have told something."""
    if asked.outcome == "none":
        return ()
    outcomes = [found.outcome or asked.outcome] if found.outcome or asked.outcome else OUTCOMES
    return [
        drivers_panel(house.mining.drivers.find(workspace, asked.question(), outcome, level="touchpoint"))
        for outcome in outcomes
        if outcome
    ]

"""The page of where customers go, and the comments behind its numbers."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import HTMLResponse

from api.dependencies import Reader, TheChrome, TheHouse
from api.pages.addresses import address, of_the_map
from api.pages.comments.comments import CommentsPage, render_comments
from api.pages.comments.titles import narrowed_by
from api.pages.paths.flow import COMMENTS_PATH, PATH, FlowPage, render_flow
from api.pages.paths.flow_comments import title_of
from api.questions import MapQuery
from api.routes.journeys import JourneyStatementsQuery
from api.routes.pages.cut_page import TheCutPage
from feedback_miner.domain import StatementFilter
from feedback_miner.errors import QueryError
from feedback_miner.insights.paths import SILENT_DAYS

router = APIRouter(prefix=PATH, include_in_schema=False)


class FlowQuery(MapQuery):
    """Of which map, and when a customer counts as gone."""

    silent_days: Annotated[int, Field(ge=1, le=3650)] = SILENT_DAYS


@router.get("")
def show_flow(
    page: TheCutPage,
    asked: Annotated[FlowQuery, Query()],
    access: Reader,
    house: TheHouse,
) -> HTMLResponse:
    """From which stage to which, where customers fall silent, and which ways end in praise or in leaving.

    What cannot be answered is said where it was asked.
    """
    found, problem = None, None
    try:
        found = house.mining.journeys.read(access.workspace, asked.question(), silent_days=asked.silent_days)
    except QueryError as error:
        problem = error.message
    return HTMLResponse(render_flow(FlowPage(page, found, problem)), 422 if problem else 200)


@router.get("/comments")
def show_comments(
    request: Request,
    asked: Annotated[JourneyStatementsQuery, Query()],
    access: Reader,
    chrome: TheChrome,
    house: TheHouse,
) -> HTMLResponse:
    """Exactly those that a number of the page counts, newest first."""
    mining, workspace, behind = house.mining, access.workspace, asked.behind()
    taxonomy = mining.maps.taxonomy(workspace)
    found = mining.journeys.comments(
        workspace, asked.question(), behind, cursor=asked.cursor, limit=asked.limit
    )
    query = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    rest = [*query, ("cursor", found.page.next_cursor)] if found.page.next_cursor else None
    view = CommentsPage(
        chrome=chrome,
        taxonomy=taxonomy,
        title=title_of(behind, found.mean),
        narrowed_by=narrowed_by(found.mean.cut, StatementFilter(), taxonomy),
        mean=found.mean.found,
        comments=mining.comments.of(workspace, found.page.items),
        url=f"{COMMENTS_PATH}?{urlencode(query)}",
        next_url=f"{COMMENTS_PATH}?{urlencode(rest)}" if rest else None,
        map_url=address("/", of_the_map(request.query_params)),
    )
    return HTMLResponse(render_comments(view))

"""The page of what customers say again and again."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.responses import HTMLResponse

from api.dependencies import Reader, TheHouse
from api.pages.insights.pain_points import LISTED, MOST, PainPointsPage, render_pain_points
from api.questions import Key, MapQuery
from api.routes.pages.cut_page import TheCutPage
from feedback_miner.errors import QueryError
from feedback_miner.mining.insights.theme_reading import Sort, ThemeList, Wanted

router = APIRouter(prefix="/pain-points", include_in_schema=False)


class PainPointsQuery(MapQuery):
    """Which themes of which cut, and how many of a side."""

    stage: Key | None = None
    touchpoint: Key | None = None
    sort: Sort = Sort.COMMENTS
    limit: int = Field(LISTED, ge=1, le=MOST)


@router.get("")
def show_pain_points(
    page: TheCutPage,
    asked: Annotated[PainPointsQuery, Query()],
    access: Reader,
    house: TheHouse,
) -> HTMLResponse:
    """Themes that hurt and themes that delight. What cannot be answered is said where it was asked."""
    wanted = Wanted(stage=asked.stage, touchpoint=asked.touchpoint, sort=asked.sort)
    found: ThemeList | None = None
    problem = None
    try:
        found = house.mining.theme_reading.list(access.workspace, asked.question(), wanted)
    except QueryError as error:
        problem = str(error)
    view = PainPointsPage(
        page=page,
        wanted=wanted,
        limit=asked.limit,
        found=found,
        problem=problem,
    )
    return HTMLResponse(render_pain_points(view), 422 if problem else 200)

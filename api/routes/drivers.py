"""What goes with an outcome."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from api.dependencies import Reader, TheHouse
from api.openapi import problems
from api.questions import SEGMENT_PARAMETER, MapQuery
from api.schemas.common import Line
from api.schemas.drivers import DriversOut
from api.schemas.statements import StatementsOut
from api.tabular import Tabular, as_asked, tables
from feedback_miner.insights.drivers import Level
from feedback_miner.journey.frame import Place

router = APIRouter(prefix="/v1/drivers", tags=["Map"])

_Outcome = Annotated[
    Line,
    Field(
        pattern=r"^(nps|csat|rating|segment\..{1,60})$",
        description="`nps`, `csat`, `rating`, or `segment.NAME` where it says yes or no, or a number.",
        examples=["nps", "segment.churned"],
    ),
]
_PlaceKey = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}(\.[a-z][a-z0-9_]{0,39})?$")]


class DriverQuery(Tabular, MapQuery):
    """Of which map, which outcome, how finely."""

    outcome: _Outcome
    level: Level = Field("touchpoint", description="Touchpoints of stages, or stages as a whole.")


class DriverStatementsQuery(MapQuery):
    """Which statements behind a driver."""

    outcome: _Outcome
    place: list[_PlaceKey] = Field(min_length=1, max_length=100, description="STAGE.TOUCHPOINT, or STAGE.")
    cursor: Line | None = Field(None, description="`next_cursor` of the page before.")
    limit: int = Field(50, ge=1, le=200, description="Entries of a page.")


@router.get(
    "",
    operation_id="listDrivers",
    summary="What goes with an outcome",
    responses=problems()
    | tables("name,places,certain,effect,interval.low,interval.high\nUse: App,use.app,true,1.8,1.2,2.4\n"),
    openapi_extra=SEGMENT_PARAMETER,
    response_model=DriversOut,
)
def list_drivers(
    asked: Annotated[DriverQuery, Query()], access: Reader, house: TheHouse
) -> DriversOut | Response:
    """How far sentiment at each place goes with NPS, CSAT, rating or a segment, all other places being equal:
    regularised regression, intervals by customers drawn anew that hold together. It does not say what causes what."""
    found = house.mining.drivers.find(access.workspace, asked.question(), asked.outcome, level=asked.level)
    return as_asked(DriversOut.from_domain(found), asked.format, "drivers")


@router.get(
    "/statements",
    operation_id="listDriverStatements",
    summary="The statements behind a driver",
    responses=problems(),
    openapi_extra=SEGMENT_PARAMETER,
)
def list_driver_statements(
    asked: Annotated[DriverStatementsQuery, Query()], access: Reader, house: TheHouse
) -> StatementsOut:
    """Newest first: those at some places, of messages (or customers) that have the outcome."""
    places = [Place(*key.split(".")) for key in asked.place]
    page = house.mining.drivers.statements(
        access.workspace, asked.question(), asked.outcome, places, cursor=asked.cursor, limit=asked.limit
    )
    return StatementsOut.from_domain(page)

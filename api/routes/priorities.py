"""What to mend first."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import Field

from api.dependencies import Reader, TheHouse, Writer
from api.openapi import problems
from api.questions import SEGMENT_PARAMETER, MapQuery
from api.schemas.common import Line
from api.schemas.priorities import FeasibilityIn, FeasibilityOut, PrioritiesOut
from api.tabular import Tabular, as_asked, tables

router = APIRouter(prefix="/v1/priorities", tags=["Insights"])

_Outcome = Annotated[Line, Field(pattern=r"^(none|nps|csat|rating|segment\..{1,60})$")]
PlaceKey = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class PriorityQuery(Tabular, MapQuery):
    """Of which map, and by which outcome."""

    outcome: _Outcome | None = Field(
        None,
        description="What the weights are taken from: `nps`, `csat`, `rating`, `segment.NAME`, or `none`. Without it:"
        " the first of the scores that something is known to go with.",
    )


@router.get(
    "",
    operation_id="listPriorities",
    summary="What to mend first",
    responses=problems()
    | tables("rank,stage,touchpoint,impact,volume,below,reach,weight\n1,use,app,12.4,140,0.3,0.29,1\n"),
    openapi_extra=SEGMENT_PARAMETER,
    response_model=PrioritiesOut,
)
def list_priorities(
    asked: Annotated[PriorityQuery, Query()], access: Reader, house: TheHouse
) -> PrioritiesOut | Response:
    """Touchpoints by impact and feasibility. Impact = statements × how far their mean lies below the journey's × share
    of the customers × weight in the drivers; priority = impact × feasibility / 3. Every factor is shown."""
    found = house.mining.priorities.read(access.workspace, asked.question(), outcome=asked.outcome)
    return as_asked(PrioritiesOut.from_domain(found), asked.format, "priorities")


@router.put(
    "/{stage}/{touchpoint}",
    operation_id="rateFeasibility",
    summary="Say how easily a touchpoint could be mended",
    responses=problems(),
)
def rate_feasibility(
    stage: PlaceKey, touchpoint: PlaceKey, body: FeasibilityIn, access: Writer, house: TheHouse
) -> FeasibilityOut:
    """By the taxonomy's stage and touchpoint. Lenses that fold several stages into one take the hardest of theirs."""
    rated = house.mining.priorities.rate(access.workspace, stage, touchpoint, body.feasibility)
    return FeasibilityOut.of(stage, touchpoint, rated)

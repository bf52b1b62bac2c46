"""Where customers go from stage to stage."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import Field, model_validator

from api.dependencies import Reader, TheHouse
from api.openapi import problems
from api.questions import SEGMENT_PARAMETER, Key, MapQuery
from api.schemas.common import Line
from api.schemas.journeys import JourneysOut
from api.schemas.statements import StatementsOut
from api.tabular import Tabular, as_asked, tables
from feedback_miner.insights.paths import PATH_STAGES, SILENT_DAYS, Ending
from feedback_miner.mining.insights.journeys import Arriving, Behind, Final, Parting

router = APIRouter(prefix="/v1/journeys", tags=["Map"])

_SilentDays = Annotated[
    int, Field(ge=1, le=3650, description="Without a word for so many days a customer counts as gone.")
]


class JourneysQuery(Tabular, MapQuery):
    """Of which map, and when a customer counts as gone."""

    silent_days: _SilentDays = SILENT_DAYS
    table: Literal["transitions", "drop_outs", "paths"] = Field(
        "transitions", description="Which list `csv` and `parquet` hold."
    )


class JourneyStatementsQuery(MapQuery):
    """Which comments: those of a transition, of a drop-out, or of a path's end."""

    from_stage: Key | None = Field(None, description="With `to_stage`: comments that come from there.")
    to_stage: Key | None = None
    dropped_at: Key | None = Field(None, description="The last comments of those who dropped out there.")
    silent_days: _SilentDays = SILENT_DAYS
    ending: Ending | None = Field(None, description="With `path`: the comments that it ends with.")
    path: list[Key] = Field(
        default_factory=list, max_length=PATH_STAGES, description="Stages in their order."
    )
    cursor: Line | None = Field(None, description="`next_cursor` of the page before.")
    limit: int = Field(50, ge=1, le=200, description="Entries of a page.")

    @model_validator(mode="after")
    def _asks_one_thing(self) -> JourneyStatementsQuery:
        self.behind()
        return self

    def behind(self) -> Behind:
        """As the use cases take it."""
        match self.from_stage, self.to_stage, self.dropped_at, self.ending, self.path:
            case str(from_stage), str(to_stage), None, None, []:
                return Arriving(from_stage, to_stage)
            case None, None, str(stage), None, []:
                return Parting(stage, self.silent_days)
            case None, None, None, Ending() as ending, [_, *_] as path:
                return Final(ending, tuple(path))
        raise ValueError("Ask with from_stage and to_stage, or with dropped_at, or with ending and path.")


@router.get(
    "",
    operation_id="getJourneys",
    summary="Transitions, drop-outs, paths",
    responses=problems() | tables("from_stage,to_stage,name,share.count\nuse,support,Use → Support,42\n"),
    openapi_extra=SEGMENT_PARAMETER,
    response_model=JourneysOut,
)
def get_journeys(
    asked: Annotated[JourneysQuery, Query()], access: Reader, house: TheHouse
) -> JourneysOut | Response:
    """What customers speak of one message after the other, across channels: from which stage to which, how long
    after, where they fall silent, and which ways end in praise or in leaving."""
    found = house.mining.journeys.read(access.workspace, asked.question(), silent_days=asked.silent_days)
    return as_asked(JourneysOut.from_domain(found), asked.format, asked.table, items=asked.table)


@router.get(
    "/statements",
    operation_id="listJourneyStatements",
    summary="The comments behind a transition, a drop-out or a path",
    responses=problems(),
    openapi_extra=SEGMENT_PARAMETER,
)
def list_journey_statements(
    asked: Annotated[JourneyStatementsQuery, Query()], access: Reader, house: TheHouse
) -> StatementsOut:
    """Newest first, exactly those that a number counts."""
    found = house.mining.journeys.statements(
        access.workspace, asked.question(), asked.behind(), cursor=asked.cursor, limit=asked.limit
    )
    return StatementsOut.from_domain(found)

"""Segments: saved ones, two side by side, and those that stand out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import Field

from api.dependencies import Reader, TheHouse, Writer
from api.openapi import problems
from api.questions import SEGMENT_PARAMETER, MapQuery
from api.routes.change import TABLE
from api.schemas.change import SegmentComparisonOut
from api.schemas.common import Line
from api.schemas.segments import SegmentIn, SegmentOut, SegmentsOut, SegmentsStandingOutOut
from api.tabular import Form, Tabular, as_asked, tables

router = APIRouter(prefix="/v1/segments", tags=["Insights"])

SegmentId = Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]


class SegmentCompareQuery(Tabular, MapQuery):
    """Which two segments, of which map."""

    a: Line = Field(description="Id of a saved segment, or NAME=VALUE such as `plan=pro`.")
    b: Line = Field(description="Likewise.")


class StandingOutQuery(Tabular, MapQuery):
    """Of which map."""


@router.get(
    "",
    operation_id="listSegments",
    summary="Saved segments",
    responses=problems() | tables("id,name,goal,segments.plan\nsmall-shops,Small shops,Sell,pro\n"),
    response_model=SegmentsOut,
)
def list_segments(
    access: Reader, house: TheHouse, form: Annotated[Form, Query(alias="format")] = "json"
) -> SegmentsOut | Response:
    """By id, with the goal and the sketch of the persona that the team wrote down."""
    found = house.mining.segments.all(access.workspace)
    return as_asked(SegmentsOut(items=[SegmentOut.from_domain(one) for one in found]), form, "segments")


@router.get(
    "/compare",
    operation_id="compareSegments",
    summary="Where two segments' journeys part",
    responses=problems(404) | TABLE,
    openapi_extra=SEGMENT_PARAMETER,
    response_model=SegmentComparisonOut,
)
def compare_segments(
    asked: Annotated[SegmentCompareQuery, Query()], access: Reader, house: TheHouse
) -> SegmentComparisonOut | Response:
    """Segment a less segment b: the whole, each stage and touchpoint in the order of the journey, themes, emotions;
    `parting` is the first stage where they stand apart."""
    found = house.mining.segments.compare(access.workspace, asked.question(), asked.a, asked.b)
    return as_asked(SegmentComparisonOut.of(found), asked.format, "segments-compared")


@router.get(
    "/standing-out",
    operation_id="listSegmentsStandingOut",
    summary="Which segments stand out",
    responses=problems()
    | tables("segment,value,statements,sentiment,difference.value\nplan,free,140,-0.4,-0.3\n"),
    openapi_extra=SEGMENT_PARAMETER,
    response_model=SegmentsStandingOutOut,
)
def list_segments_standing_out(
    asked: Annotated[StandingOutQuery, Query()], access: Reader, house: TheHouse
) -> SegmentsStandingOutOut | Response:
    """Each value of each segment that messages carry, against those with any other value of it, with corrected
    p-values. Those that stand out come first."""
    found = house.mining.segments.standing_out(access.workspace, asked.question())
    return as_asked(SegmentsStandingOutOut.from_domain(found), asked.format, "segments-standing-out")


@router.get("/{segment_id}", operation_id="getSegment", summary="One saved segment", responses=problems(404))
def get_segment(segment_id: SegmentId, access: Reader, house: TheHouse) -> SegmentOut:
    """Its filters, and what the team knows of these customers."""
    return SegmentOut.from_domain(house.mining.segments.get(access.workspace, segment_id))


@router.put("/{segment_id}", operation_id="saveSegment", summary="Save a segment", responses=problems())
def save_segment(segment_id: SegmentId, body: SegmentIn, access: Writer, house: TheHouse) -> SegmentOut:
    """Adds it, or takes the place of the one with this id."""
    saved = house.mining.segments.save(access.workspace, body.to_domain(segment_id))
    return SegmentOut.from_domain(saved)


@router.delete(
    "/{segment_id}",
    status_code=204,
    operation_id="removeSegment",
    summary="Remove a saved segment",
    responses=problems(404),
)
def remove_segment(segment_id: SegmentId, access: Writer, house: TheHouse) -> None:
    """Feedback stays as it is."""
    house.mining.segments.remove(access.workspace, segment_id)

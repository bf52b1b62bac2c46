"""What hurts most, and what delights most."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.dependencies import Reader, TheHouse
from api.openapi import problems
from api.questions import SEGMENT_PARAMETER
from api.schemas.pain_points import DelightsOut, PainPointsOut
from api.tabular import as_asked, tables
from api.theme_questions import TheHighlightsQuery

router = APIRouter(prefix="/v1", tags=["Map"])

_CSV = "stage,touchpoint,name,impact,statements\nonboarding,delivery,Delivery,84.2,140\n"


@router.get(
    "/pain-points",
    operation_id="listPainPoints",
    summary="What hurts most",
    responses=problems() | tables(_CSV),
    openapi_extra=SEGMENT_PARAMETER,
    response_model=PainPointsOut,
)
def list_pain_points(asked: TheHighlightsQuery, access: Reader, house: TheHouse) -> PainPointsOut | Response:
    """The most negative touchpoints by impact: their themes, and what found no group; the words of different
    customers; people's notes; and what teams commonly do there."""
    found = house.mining.highlights.pain_points(access.workspace, asked.question(), limit=asked.limit)
    return as_asked(PainPointsOut.from_domain(found), asked.format, "pain-points")


@router.get(
    "/delights",
    operation_id="listDelights",
    summary="What delights most",
    responses=problems() | tables(_CSV),
    openapi_extra=SEGMENT_PARAMETER,
    response_model=DelightsOut,
)
def list_delights(asked: TheHighlightsQuery, access: Reader, house: TheHouse) -> DelightsOut | Response:
    """The most positive touchpoints by impact, with their themes, and the words of different customers."""
    found = house.mining.highlights.delights(access.workspace, asked.question(), limit=asked.limit)
    return as_asked(DelightsOut.from_domain(found), asked.format, "delights")

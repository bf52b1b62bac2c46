"""Why a statement has its labels."""

from __future__ import annotations

from fastapi import APIRouter

from api.dependencies import Reader, RowId, TheHouse
from api.openapi import problems
from api.schemas.why import WhyOut

router = APIRouter(prefix="/v1/statements")


@router.get(
    "/{statement_id}/why",
    operation_id="explainStatement",
    summary="Why a statement has its labels",
    tags=["Map"],
    responses=problems(404, 503),
)
def explain_statement(statement_id: RowId, access: Reader, house: TheHouse) -> WhyOut:
    """The words that carried each label that the model gave.

    Worked out on request, in about 1 to 10 seconds by the length of the text and the number of labels, for one
    statement at a time: 503 where another one is being worked out, and after some seconds the same may do.
    """
    return WhyOut.from_domain(house.mining.reasons.explain(access.workspace, statement_id))

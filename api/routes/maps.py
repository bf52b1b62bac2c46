"""The map and what is behind its numbers."""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter, Header, Request, Response

from api.dependencies import Reader, RowId, TheHouse, Writer
from api.openapi import problems
from api.questions import SEGMENT_PARAMETER, TheMapQuery, TheStatementQuery
from api.schemas.maps import MapOut
from api.schemas.statements import LabelsIn, StatementOut, StatementsOut
from feedback_miner import __version__
from feedback_miner.mining import Maps

router = APIRouter(prefix="/v1", tags=["Map"])


@router.get(
    "/map",
    operation_id="getMap",
    summary="The emotional journey map",
    responses=problems() | {304: {"description": "Nothing has changed since the answer with this ETag."}},
    openapi_extra=SEGMENT_PARAMETER,
    response_model=MapOut,
)
def get_map(
    request: Request,
    response: Response,
    asked: TheMapQuery,
    access: Reader,
    house: TheHouse,
    if_none_match: Annotated[str, Header(max_length=1000)] = "",
) -> MapOut | Response:
    """For each stage and its touchpoints: statements, customers, share, mean sentiment with a 95 % interval,
    emotions, NPS, CSAT and rating, change. Without dates: the 30 days that end at the newest item."""
    headers = {
        "ETag": _etag(house.mining.maps, access.workspace, request.url.query),
        "Cache-Control": "private, no-cache",
        "Vary": "Authorization, Cookie",
    }
    if headers["ETag"] in {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}:
        return Response(status_code=304, headers=headers)
    response.headers.update(headers)
    journey = house.mining.maps.read(access.workspace, asked.question())
    return MapOut.from_domain(journey, house.mining.actions.between(access.workspace, journey.cut))


@router.get(
    "/statements",
    operation_id="listStatements",
    summary="The statements behind a number",
    responses=problems(),
    openapi_extra=SEGMENT_PARAMETER,
)
def list_statements(asked: TheStatementQuery, access: Reader, house: TheHouse) -> StatementsOut:
    """Newest first. The map's `statements_url` asks for exactly those that a number counts."""
    maps = house.mining.maps
    where = asked.where(maps.taxonomy(access.workspace))
    return StatementsOut.from_domain(
        maps.statements(access.workspace, asked.question(), where, cursor=asked.cursor, limit=asked.limit)
    )


@router.put(
    "/statements/{statement_id}/labels",
    operation_id="correctStatement",
    summary="Correct a statement's labels",
    responses=problems(404, 409),
)
def correct_statement(statement_id: RowId, labels: LabelsIn, access: Writer, house: TheHouse) -> StatementOut:
    """A person's labels count on the map at once; what the model said is kept."""
    return StatementOut.from_domain(
        house.mining.corrections.correct(access, statement_id, labels.to_domain())
    )


@router.delete(
    "/statements/{statement_id}/labels",
    operation_id="withdrawCorrection",
    summary="Withdraw a correction",
    responses=problems(404),
)
def withdraw_correction(statement_id: RowId, access: Writer, house: TheHouse) -> StatementOut:
    """The model's labels count again."""
    return StatementOut.from_domain(house.mining.corrections.withdraw(access, statement_id))


def _etag(maps: Maps, workspace: str, query: str) -> str:
    """Changes with the workspace's revision, the question, the version that answers, and what estimates rest on."""
    revision = str(maps.workspace(workspace).revision)
    said = "\n".join((__version__, maps.confusions_digest, workspace, revision, query))
    return f'"{sha256(said.encode()).hexdigest()[:32]}"'

"""Competitors that customers name."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import Field

from api.dependencies import Reader, TheHouse, Writer
from api.openapi import problems
from api.questions import SEGMENT_PARAMETER, Key, MapQuery
from api.schemas.common import Line
from api.schemas.competitors import CompetitorListOut, CompetitorsIn, RivalriesOut
from api.schemas.statements import StatementsOut
from api.tabular import Tabular, as_asked, tables
from feedback_miner.insights.comparisons import Verdict

router = APIRouter(prefix="/v1/competitors", tags=["Map"])

_CompetitorKey = Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9-]{0,60}$")]


class CompetitorsQuery(Tabular, MapQuery):
    """Of which map."""


class MentionsQuery(MapQuery):
    """Which statements that name a competitor."""

    stage: Key | None = Field(None, description="Key of a stage of the lens, or `none`.")
    verdict: Verdict | None = Field(None, description="How the comparison goes for us.")
    cursor: Line | None = Field(None, description="`next_cursor` of the page before.")
    limit: int = Field(50, ge=1, le=200, description="Entries of a page.")


@router.get(
    "",
    operation_id="listRivalries",
    summary="What is said of competitors",
    responses=problems() | tables("key,name,comments.statements\nnorthbank,Northbank,31\n"),
    openapi_extra=SEGMENT_PARAMETER,
    response_model=RivalriesOut,
)
def list_rivalries(
    asked: Annotated[CompetitorsQuery, Query()], access: Reader, house: TheHouse
) -> RivalriesOut | Response:
    """How often customers name each, where on the journey, in which mood, and how the comparison goes."""
    found = house.mining.competitors.read(access.workspace, asked.question())
    return as_asked(RivalriesOut.from_domain(found), asked.format, "competitors")


@router.put(
    "",
    operation_id="replaceCompetitors",
    summary="Write down the competitors",
    responses=problems(),
)
def replace_competitors(body: CompetitorsIn, access: Writer, house: TheHouse) -> CompetitorListOut:
    """The whole list, in the place of the one before. Comments that came before are searched, too."""
    named = [one.to_domain() for one in body.items]
    return CompetitorListOut.from_domain(house.mining.competitors.replace(access.workspace, named))


@router.get("/list", operation_id="listCompetitors", summary="The list of competitors", responses=problems())
def list_competitors(access: Reader, house: TheHouse) -> CompetitorListOut:
    """As it was written down."""
    return CompetitorListOut.from_domain(house.mining.competitors.known(access.workspace))


@router.get(
    "/{key}/statements",
    operation_id="listMentions",
    summary="The statements that name a competitor",
    responses=problems(404),
    openapi_extra=SEGMENT_PARAMETER,
)
def list_mentions(
    key: _CompetitorKey, asked: Annotated[MentionsQuery, Query()], access: Reader, house: TheHouse
) -> StatementsOut:
    """Newest first."""
    page = house.mining.competitors.statements(
        access.workspace,
        asked.question(),
        key,
        stage=asked.stage,
        verdict=asked.verdict,
        cursor=asked.cursor,
        limit=asked.limit,
    )
    return StatementsOut.from_domain(page)

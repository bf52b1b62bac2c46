"""Themes: what customers say again and again."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.dependencies import Reader, RowId, TheHouse
from api.openapi import problems
from api.questions import SEGMENT_PARAMETER, TheMapQuery
from api.schemas.theme_details import ThemeDetailOut
from api.schemas.themes import ThemesOut
from api.tabular import as_asked, tables
from api.theme_questions import TheThemesQuery
from feedback_miner.mining.insights.notes import About

router = APIRouter(prefix="/v1", tags=["Map"])

_CSV = "id,name,tone,comments\n12,Card declined,pain,84\n"


@router.get(
    "/themes",
    operation_id="listThemes",
    summary="What customers say again and again",
    responses=problems() | tables(_CSV),
    openapi_extra=SEGMENT_PARAMETER,
    response_model=ThemesOut,
)
def list_themes(asked: TheThemesQuery, access: Reader, house: TheHouse) -> ThemesOut | Response:
    """Groups of comments that say the same thing, named in the customers' own words; and what found no group."""
    found = house.mining.theme_reading.list(access.workspace, asked.question(), asked.wanted())
    return as_asked(ThemesOut.from_domain(found, asked.limit), asked.format, "themes")


@router.get(
    "/themes/{theme_id}",
    operation_id="getTheme",
    summary="One theme",
    responses=problems(404),
    openapi_extra=SEGMENT_PARAMETER,
)
def get_theme(theme_id: RowId, asked: TheMapQuery, access: Reader, house: TheHouse) -> ThemeDetailOut:
    """With the three quotes that stand for it best, the segments and channels that speak of it more than others,
    and people's notes. One that went into another says so."""
    detail = house.mining.theme_reading.show(access.workspace, asked.question(), theme_id)
    notes = house.mining.notes.all(access.workspace, About(theme=theme_id))
    return ThemeDetailOut.from_detail(detail, notes)

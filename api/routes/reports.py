"""A period on one page, to be read or mailed."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.responses import HTMLResponse

from api.dependencies import Reader, TheHouse
from api.openapi import problems
from api.pages.exports.summary import POLICY, render_report
from api.questions import SEGMENT_PARAMETER, MapQuery

router = APIRouter(prefix="/v1", tags=["Map"])


class ReportQuery(MapQuery):
    """Of which map, and where its numbers can be looked up."""

    service: str | None = Field(
        None,
        pattern=r"^https?://[A-Za-z0-9.:\[\]-]{1,200}(/[A-Za-z0-9._~/-]{0,200})?$",
        description="Address of this service, such as `https://feedback.example.com`: with it, numbers are links.",
    )


@router.get(
    "/report",
    operation_id="getReport",
    summary="A period on one page that can be mailed",
    responses=problems()
    | {200: {"content": {"text/html": {"schema": {"type": "string"}, "example": "<!doctype html>…"}}}},
    response_class=HTMLResponse,
    openapi_extra=SEGMENT_PARAMETER,
)
def get_report(asked: Annotated[ReportQuery, Query()], access: Reader, house: TheHouse) -> HTMLResponse:
    """HTML with everything inside: what hurts and what delights in customers' words, what changed, what was done about
    it, and how sure all of it is."""
    report = house.mining.reports.read(access.workspace, asked.question())
    page = render_report(report, service=asked.service)
    return HTMLResponse(page, headers={"Content-Security-Policy": POLICY})

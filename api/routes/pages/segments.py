"""The pages of segments: saved ones, two side by side, and those that stand out."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import Reader, TheChrome, TheHouse, Writer
from api.errors import of_domain
from api.pages.chrome import Chrome
from api.pages.cut_page import CutPage
from api.pages.form import REFUSALS, Form, refused
from api.pages.segments.comparison import ComparisonPage, render_comparison
from api.pages.segments.segment_form import FIELDS, FORM, form_for_new, form_of, segment_of
from api.pages.segments.segment_words import id_of
from api.pages.segments.segments import PATH, SegmentPage, SegmentsPage, render_segment, render_segments
from api.questions import MapQuery, TheMapQuery
from api.routes.pages.cut_page import TheCutPage
from api.routes.pages.posted import Posted
from api.schemas.common import Line
from feedback_miner.bootstrap import House
from feedback_miner.errors import InputError, NotFound, QueryError

router = APIRouter(prefix=PATH, include_in_schema=False)

SegmentId = Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
#: addresses of the API and of these pages, which ids must leave free
_TAKEN = frozenset({"compare", "standing-out"})


class ComparisonQuery(MapQuery):
    """Which two segments, of which map."""

    a: Line | None = None
    b: Line | None = None


@router.get("")
def show_segments(page: TheCutPage, asked: TheMapQuery, house: TheHouse) -> HTMLResponse:
    """Which stand out, and those that have a name."""
    return HTMLResponse(render_segments(_list(house, page, asked, form_for_new(page.query))))


@router.post("")
def add_segment(
    page: TheCutPage, asked: TheMapQuery, access: Writer, house: TheHouse, said: Posted
) -> Response:
    """A segment by the form of the list; on to its page."""
    segments = house.mining.segments
    taken = {one.id for one in segments.all(access.workspace)} | _TAKEN
    try:
        new = segment_of(said)
        saved = segments.save(access.workspace, new.to_domain(id_of(new.name, taken)))
    except REFUSALS as error:
        view = _list(house, page, asked, refused(FORM, said, error, FIELDS))
        return HTMLResponse(render_segments(view), HTTPStatus.UNPROCESSABLE_ENTITY)
    return RedirectResponse(f"{PATH}/{saved.id}", status_code=303)


@router.get("/compare")
def compare_segments(
    page: TheCutPage,
    asked: Annotated[ComparisonQuery, Query()],
    access: Reader,
    house: TheHouse,
) -> HTMLResponse:
    """Both curves, and where they part; what cannot be compared is said above the choice."""
    found, problem, status = None, None, 200
    if asked.a and asked.b:
        try:
            found = house.mining.segments.compare(access.workspace, asked.question(), asked.a, asked.b)
        except (InputError, NotFound) as error:
            problem, status = error.message, of_domain(error).status
    view = ComparisonPage(page, found, problem)
    return HTMLResponse(render_comparison(view), status)


@router.get("/{segment_id}")
def show_segment(segment_id: SegmentId, access: Reader, chrome: TheChrome, house: TheHouse) -> HTMLResponse:
    """What the team knows of these customers."""
    persona = house.mining.segments.get(access.workspace, segment_id)
    return HTMLResponse(render_segment(_one(house, chrome, segment_id, form_of(persona))))


@router.post("/{segment_id}")
def change_segment(
    segment_id: SegmentId, access: Writer, chrome: TheChrome, house: TheHouse, said: Posted
) -> Response:
    """Other filters, another name, other words."""
    house.mining.segments.get(access.workspace, segment_id)
    try:
        house.mining.segments.save(access.workspace, segment_of(said).to_domain(segment_id))
    except REFUSALS as error:
        page = _one(house, chrome, segment_id, refused(FORM, said, error, FIELDS))
        return HTMLResponse(render_segment(page), HTTPStatus.UNPROCESSABLE_ENTITY)
    return RedirectResponse(f"{PATH}/{segment_id}", status_code=303)


@router.post("/{segment_id}/remove")
def remove_segment(segment_id: SegmentId, access: Writer, house: TheHouse) -> Response:
    """Feedback stays as it is."""
    house.mining.segments.remove(access.workspace, segment_id)
    return RedirectResponse(PATH, status_code=303)


def _list(house: House, page: CutPage, asked: MapQuery, form: Form) -> SegmentsPage:
    workspace = page.chrome.workspace.id
    try:
        standing_out, problem = house.mining.segments.standing_out(workspace, asked.question()), None
    except QueryError as error:  # such as too many comments: what has a name is shown all the same
        standing_out, problem = None, error.message
    return SegmentsPage(
        page=page,
        standing_out=standing_out,
        problem=problem,
        form=form,
    )


def _one(house: House, chrome: Chrome, segment_id: str, form: Form) -> SegmentPage:
    workspace = chrome.workspace.id
    return SegmentPage(
        chrome=chrome,
        dimensions=house.mining.maps.dimensions(workspace),
        persona=house.mining.segments.get(workspace, segment_id),
        form=form,
    )

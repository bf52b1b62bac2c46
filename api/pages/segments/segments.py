"""The pages of segments as text: those that are saved, one of them, and which stand out. No storage, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from api.pages.addresses import address, of_the_map
from api.pages.chrome import Chrome
from api.pages.cut_page import CutPage
from api.pages.environment import template
from api.pages.form import Form, with_said
from api.pages.segments.differences import Found, Row, rows, side_cell
from api.pages.segments.segment_form import filter_fields
from api.pages.segments.segment_words import comparable, filters_in_words, map_address, value_words
from feedback_miner.domain.team.personas import Persona
from feedback_miner.insights.segments import StandingOut
from feedback_miner.mining.insights.answered import Answered

PATH = "/segments"
COMPARE_PATH = "/segments/compare"


@dataclass(frozen=True, slots=True)
class SegmentsPage:
    """Everything that the list shows."""

    page: CutPage
    #: None where it cannot be told
    standing_out: Answered[list[StandingOut]] | None
    #: why it cannot
    problem: str | None
    #: for a new segment
    form: Form


@dataclass(frozen=True, slots=True)
class SegmentPage:
    """Everything that the page of one segment shows."""

    chrome: Chrome
    dimensions: Mapping[str, Mapping[str, int]]
    persona: Persona
    form: Form


def render_segments(view: SegmentsPage) -> str:
    """The page at `/segments`."""
    return template("segments.html").render(
        view=view,
        chrome=view.page.chrome,
        form=view.page.filters(PATH),
        empty=view.page.empty,
        saved=[(one, filters_in_words(one), map_address(one)) for one in view.page.saved],
        sides=comparable(view.page.saved, view.page.dimensions),
        chosen={},
        kept=of_the_map(view.page.query),
        list_url=address(PATH, of_the_map(view.page.query)),
        rows=_standing_out(view.standing_out) if view.standing_out else [],
        cut=view.standing_out.cut if view.standing_out else None,
        new=view.form,
        filters=filter_fields(with_said(view.page.dimensions, view.form)),
        csv_url=address("/v1/segments/standing-out", of_the_map(view.page.query), format="csv"),
    )


def render_segment(view: SegmentPage) -> str:
    """The page at `/segments/ID`."""
    return template("segment.html").render(
        view=view,
        chrome=view.chrome,
        persona=view.persona,
        words=filters_in_words(view.persona),
        map_url=map_address(view.persona),
        one=view.form,
        filters=filter_fields(with_said(view.dimensions, view.form)),
    )


def _standing_out(answered: Answered[list[StandingOut]]) -> list[Row]:
    found = []
    for one in answered.found:
        cut = replace(answered.cut, segments={**answered.cut.segments, one.name: one.value})
        cell = side_cell(one.side, cut)
        found.append(Found(value_words(one.name, one.value), False, cell, None, one.others, one.sentiment))
    return rows(found)

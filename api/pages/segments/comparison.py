"""The page of two segments side by side as text: both curves, where they part, and by what. No storage, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from api.pages.addresses import address, of_the_map
from api.pages.cut_page import CutPage
from api.pages.environment import template
from api.pages.insights.theme_rows import points
from api.pages.segments.differences import Found, Row, rows, side_cell
from api.pages.segments.segment_words import comparable
from api.pages.segments.segments import COMPARE_PATH, PATH
from api.pages.segments.two_curves import draw_two_curves
from feedback_miner.domain import StatementView
from feedback_miner.insights.change import Contrast, certain
from feedback_miner.insights.differences import Difference
from feedback_miner.mining.insights.change import Compared
from feedback_miner.mining.insights.segments import ComparedSegments

#: themes and emotions that are listed
_LISTED = 8


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """Everything that the page shows."""

    page: CutPage
    #: None where `problem` says why, or nothing was asked yet
    found: ComparedSegments | None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Quoted:
    """Comments that show a difference at a place."""

    place: str
    quotes: tuple[StatementView, ...]


def render_comparison(view: ComparisonPage) -> str:
    """The page at `/segments/compare`."""
    sides = comparable(view.page.saved, view.page.dimensions)
    asked = {name: view.page.query[name] for name in ("a", "b") if view.page.query.get(name)}
    return template("segments_compared.html").render(
        view=view,
        chrome=view.page.chrome,
        form=replace(view.page, saved=()).filters(COMPARE_PATH, "a", "b"),
        empty=view.page.empty,
        sides=sides,
        chosen=asked,
        kept=of_the_map(view.page.query),
        list_url=address(PATH, of_the_map(view.page.query)),
        **(
            _shown(view.found, dict(option for _, options in sides for option in options))
            if view.found
            else {}
        ),
        csv_url=address("/v1/segments/compare", of_the_map(view.page.query) | asked, format="csv"),
    )


def _shown(found: ComparedSegments, names: Mapping[str, str]) -> dict[str, object]:
    """What the template shows of an answer; `names`: of values that are no saved segment."""
    compared, comparison = found.compared, found.compared.comparison
    stages = [one for one in comparison.places if one.level == "stage"]
    touchpoints = [one for one in comparison.places if one.level == "touchpoint" and certain(one.sentiment)]
    parting = comparison.parting
    return {
        "a_name": names.get(found.a, found.a),
        "b_name": names.get(found.b, found.b),
        "drawing": draw_two_curves(stages),
        "stage_names": {one.stage: _name(one, compared) for one in stages},
        "parting": _by_sentiment([parting], compared)[0] if parting else None,
        "places": _by_sentiment([comparison.whole, *stages], compared),
        "touchpoints": _by_sentiment(touchpoints, compared),
        "themes": _by_share(comparison.themes[:_LISTED], compared),
        "emotions": _by_share(comparison.emotions[:_LISTED], compared),
        "quoted": list(_quoted(stages, compared)),
    }


def _by_sentiment(contrasts: Iterable[Contrast], compared: Compared) -> list[Row]:
    return rows([_found(one, compared, one.sentiment) for one in contrasts])


def _by_share(contrasts: Iterable[Contrast], compared: Compared) -> list[Row]:
    return rows([_found(one, compared, one.share) for one in contrasts], points)


def _found(one: Contrast, compared: Compared, difference: Difference | str) -> Found:
    return Found(
        _name(one, compared),
        one.level == "whole",
        side_cell(one.a, compared.a.cut),
        side_cell(one.b, compared.b.cut),
        one.b.mean.sentiment,
        difference,
    )


def _name(one: Contrast, compared: Compared) -> str:
    """The whole, a stage, "Onboarding: Delivery", a theme's words, an emotion."""
    where, taxonomy = one.a.where, compared.a.taxonomy
    stage = {stage.key: stage.name for stage in compared.a.frame.stages}.get(one.stage, "")
    match one.level:
        case "theme":
            return compared.themes.get(where.theme or 0, "")
        case "emotion":
            return taxonomy.name_of("emotion", where.emotion or "")
        case "touchpoint":
            return f"{stage}: {taxonomy.name_of('touchpoint', where.touchpoint or '')}"
        case "stage":
            return stage
    return "The whole journey"


def _quoted(stages: Iterable[Contrast], compared: Compared) -> Iterable[Quoted]:
    for one in stages:
        quotes = tuple(compared.quotes[number] for number in one.quotes if number in compared.quotes)
        if quotes:
            yield Quoted(_name(one, compared), quotes)

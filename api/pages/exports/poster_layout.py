"""Where everything of the poster stands, in px. What it shows is what the map's page shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from api.pages.environment import counted, day
from api.pages.exports.lettering import Run, in_lines, shortened, wrapped
from api.pages.exports.poster_lanes import LABELS, Lane, customers_lanes, touchpoints_lane
from api.pages.filters import filter_form
from api.pages.map.curve_drawing import HEIGHT as CURVE
from api.pages.map.curve_drawing import CurveDrawing, Dot, Mark, draw_curve
from api.pages.map.lanes import most_said
from api.pages.map.map_page import MapPage, about
from api.pages.map.marks import actions_by_stage
from api.pages.moments import moments
from api.pages.quotes import in_brackets
from api.pages.shapes import top_emotions
from feedback_miner.journey import StageResult, compared_words, headline, pain_points, signed

WIDTH = 1440
MARGIN = 24
GAP = 6
#: of the stages' names
HEAD = 46

#: where the headline begins
_TITLE = 82
_HEADLINE, _HEADLINE_STEP = 21, 28
_WORST, _WHY, _WHY_STEP = 2, 14.5, 22
_LEGEND, _LEGEND_STEP = 12.5, 18
_STAGE, _FLAG = 14, 11
_EMOTIONS = 98


@dataclass(frozen=True, slots=True)
class Column:
    """A stage: its left edge, its name as far as it fits, and what the curve has at it."""

    #: of the stage, from 0 on
    number: int
    stage: StageResult
    x: float
    name: str
    #: "low", "high" or ""
    kind: str
    dot: Dot | None
    mark: Mark | None
    #: words of the mark
    flag: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Poster:
    """The whole drawing; a y is a baseline where it is of words, else an upper edge."""

    height: float
    #: width of a stage
    column: float
    about: str
    as_of: str
    headline: tuple[tuple[Run, ...], ...]
    headline_y: float
    why: tuple[tuple[Run, ...], ...]
    why_y: float
    legend: tuple[str, ...]
    legend_y: float
    stages_y: float
    columns: tuple[Column, ...]
    curve: CurveDrawing
    curve_y: float
    emotions: Lane
    touchpoints: Lane
    pains: Lane
    delights: Lane


def lay_out(view: MapPage) -> Poster:
    """The poster of what the page shows."""
    inside = WIDTH - 2 * MARGIN
    pitch = (inside - LABELS) / len(view.map.stages)
    column = pitch - GAP
    form = filter_form(view.dimensions, view.query, view.taxonomy, saved=view.saved)
    said = in_lines(
        ((part.text, part.stage is not None) for part in headline(view.map).parts), inside, _HEADLINE
    )
    legend = wrapped(_legend(view), inside, _LEGEND, most=3)
    why = in_lines(_worst(view), inside, _WHY)
    why_y = _TITLE + _HEADLINE_STEP * len(said) + _WHY_STEP - 4
    legend_y = why_y + _WHY_STEP * len(why) - 2
    stages_y = legend_y + _LEGEND_STEP * (len(legend) - 1) + 16
    curve = draw_curve(view.map, actions_by_stage(view.map, view.actions, view.themes), column=pitch)
    emotions = Lane(stages_y + HEAD + CURVE, _EMOTIONS, ("Emotions",), ("Share of", "comments"))
    touchpoints = touchpoints_lane(view, emotions.end, column)
    pains, delights = customers_lanes(view, touchpoints.end, column)
    return Poster(
        height=delights.end + MARGIN,
        column=column,
        about=about(view.workspace, form),
        as_of=moments(view.workspace)(view.now),
        headline=tuple(said),
        headline_y=_TITLE + _HEADLINE,
        why=tuple(why),
        why_y=why_y,
        legend=legend,
        legend_y=legend_y,
        stages_y=stages_y,
        columns=_columns(view, curve, pitch),
        curve=curve,
        curve_y=stages_y + HEAD,
        emotions=emotions,
        touchpoints=touchpoints,
        pains=pains,
        delights=delights,
    )


def _columns(view: MapPage, curve: CurveDrawing, pitch: float) -> tuple[Column, ...]:
    kinds = {view.map.lowest: "low", view.map.highest: "high"}
    return tuple(
        Column(
            number=number,
            stage=stage,
            x=MARGIN + LABELS + GAP + number * pitch,
            name=shortened(stage.name, pitch - GAP - 20, _STAGE, bold=True),
            kind=kinds.get(stage.key, ""),
            dot=dot,
            mark=mark,
            flag=wrapped(_flag(mark), pitch - GAP, _FLAG, most=2) if mark else (),
        )
        for number, (stage, dot, mark) in enumerate(
            zip(view.map.stages, curve.dots, curve.marks, strict=True)
        )
    )


def _flag(mark: Mark) -> str:
    first = mark.actions[0]
    if len(mark.actions) > 1:
        return f"⚑ {len(mark.actions)} actions"
    return f"⚑ {first.on.day} {first.on:%b}: {first.title}"


def _legend(view: MapPage) -> str:
    journey = view.map
    said = [
        f"{counted(journey.overall.statements, 'comment')} of {counted(journey.overall.customers, 'customer')}",
        f"{day(journey.cut.first_day)} to {day(journey.cut.last_day)}",
        "sentiment −1 to +1",
        "band: 95 % range",
    ]
    if journey.compared:
        said.append(f"dashed: {compared_words(journey)} (grey change: may be chance)")
    said.append("dot: volume")
    if view.actions:
        said.append("⚑ what was changed")
    return " · ".join(said)


def _worst(view: MapPage) -> Iterator[Run]:
    """Why: the touchpoints that cost the map most, the first one with what is known of it."""
    names = {stage.key: stage.name for stage in view.map.stages}
    for number, pain in enumerate(pain_points(view.map, _WORST)):
        figures = pain.figures
        yield (" Then " if number else "What hurts most: "), False
        yield pain.name, True
        told = f" in {names[pain.stage]}, {signed(figures.sentiment or 0.0)}"
        if number == 0:
            told += f" in {counted(figures.statements, 'comment')}"
            for felt in top_emotions(figures.emotions, view.taxonomy, 1):
                told += f", {felt.share:.0%} {felt.emotion.name.lower()}"
            if said := most_said(view.map, view.themes, pain, view.query):
                told += f"; above all “{in_brackets(said.name)}” ({said.comments:,})"
        yield f"{told}.", False

"""The emotional curve of a map as shapes: paths, dots and labels in the units of the lane."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from api.pages.environment import counted
from feedback_miner.domain.team.actions import Action
from feedback_miner.journey import (
    Interval,
    JourneyMap,
    Point,
    StageResult,
    band_path,
    compared_words,
    curve_path,
    signed,
    stretches,
    tone_word,
)

#: height of the lane in px
HEIGHT = 226
#: width of a stage in the curve's own units; the page stretches it
COLUMN = 100

_MIDDLE = HEIGHT / 2
#: room above and below the axis for half a face
_MARGIN = 22
_AXIS = 0.8
_DIAMETERS = (22, 48)
#: height of a flag and its words, at an edge of the lane
_FLAG = 22
#: where the seven steps of the ramp have their own colour
_RAMP = ((0.6, "t3"), (0.37, "t2"), (0.16, "t1"), (0.0, "t0"), (-0.16, "tm1"), (-0.37, "tm2"), (-0.6, "tm3"))


@dataclass(frozen=True, slots=True)
class Dot:
    """A stage on the curve: a face whose size is the volume, and its label."""

    stage: StageResult
    y: float
    radius: float
    #: baselines of the two lines of its label
    value_y: float
    note_y: float
    #: the whole of it in words
    label: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Actions at a stage of the curve: a flag at the edge of the lane, on a pole that stands on the face."""

    #: the oldest first
    actions: tuple[Action, ...]
    #: whether the flag is at the upper edge, else at the lower one
    above: bool
    #: heights of the pole's ends; None where there is no face
    pole: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class CurveDrawing:
    """Everything that the lane "How they feel" shows. `dots` has None where nobody spoke."""

    width: float
    lines: tuple[str, ...]
    areas: tuple[str, ...]
    bands: tuple[str, ...]
    before: tuple[str, ...]
    dots: tuple[Dot | None, ...]
    #: of each stage; None where nothing was changed
    marks: tuple[Mark | None, ...]
    #: of the gradient: offset in per cent, tone
    stops: tuple[tuple[float, str], ...]
    #: of the lines across: y, word
    grid: tuple[tuple[float, str], ...]


def draw_curve(
    journey: JourneyMap, actions: Mapping[str, Sequence[Action]] | None = None, *, column: float = COLUMN
) -> CurveDrawing:
    """The drawing of a map's curve; `actions`: of each stage, as `marks.actions_by_stage` gives them; `column`: width
    of a stage."""
    means = [stage.figures.sentiment for stage in journey.stages]
    before = [_mean_before(stage) for stage in journey.stages]
    scale = _Scale(max([_AXIS, *(abs(mean) for mean in (*means, *before) if mean is not None)]), column)
    ranges = [_range(stage) for stage in journey.stages]
    lows = scale.to_edges([known.low if known else None for known in ranges])
    highs = scale.to_edges([known.high if known else None for known in ranges])
    lines = [curve_path(run) for run in scale.to_edges(means)]
    areas = [f"{curve_path(run)}V{_MIDDLE:.0f}H{run[0].x:.0f}Z" for run in scale.to_edges(means)]
    most = max((stage.figures.statements for stage in journey.stages), default=0)
    dots = tuple(_dot(stage, journey, scale, most) for stage in journey.stages)
    return CurveDrawing(
        width=column * len(means),
        lines=tuple(lines),
        areas=tuple(areas),
        bands=tuple(band_path(high, low) for high, low in zip(highs, lows, strict=True)),
        before=tuple(curve_path(run) for run in scale.to_edges(before)),
        dots=dots,
        marks=tuple(
            _mark((actions or {}).get(stage.key, ()), dot)
            for stage, dot in zip(journey.stages, dots, strict=True)
        ),
        stops=tuple((100 * scale.y(value) / HEIGHT, tone) for value, tone in _RAMP),
        grid=((scale.y(0.5), "Positive"), (_MIDDLE, "Neutral"), (scale.y(-0.5), "Negative")),
    )


def stage_label(stage: StageResult, journey: JourneyMap) -> str:
    """ "Onboarding: −0.41, negative, 277 comments, down 0.23 on the previous 30 days"."""
    figures = stage.figures
    if figures.sentiment is None:
        return f"{stage.name}: no comments"
    words = [signed(figures.sentiment), tone_word(figures.sentiment), counted(figures.statements, "comment")]
    if stage.few:
        words.append("few comments, so unsure")
    if figures.change is not None and figures.change.certain:
        direction = "down" if figures.change.sentiment < 0 else "up"
        words.append(f"{direction} {abs(figures.change.sentiment):.2f} on {compared_words(journey)}")
    elif figures.change is not None:
        words.append(f"no clear change on {compared_words(journey)}")
    return f"{stage.name}: {', '.join(words)}"


@dataclass(frozen=True, slots=True)
class _Scale:
    """Sentiments to heights: `reach` above and below neutral fills the lane."""

    reach: float
    #: width of a stage
    column: float

    def y(self, sentiment: float) -> float:
        return round(_MIDDLE - sentiment / self.reach * (_MIDDLE - _MARGIN), 1)

    def to_edges(self, sentiments: Sequence[float | None]) -> list[list[Point]]:
        """Each unbroken run, drawn out flat to the edges of its first and last stage."""
        points = [
            None if value is None else Point(self.column * (number + 0.5), self.y(value))
            for number, value in enumerate(sentiments)
        ]
        half = self.column / 2
        return [
            [Point(run[0].x - half, run[0].y), *run, Point(run[-1].x + half, run[-1].y)]
            for run in stretches(points)
        ]


def _mean_before(stage: StageResult) -> float | None:
    change, mean = stage.figures.change, stage.figures.sentiment
    return None if change is None or mean is None else mean - change.sentiment


def _range(stage: StageResult) -> Interval | None:
    """The interval; of a mean without one (a single customer) everything is possible."""
    if stage.figures.sentiment is None:
        return None
    return stage.figures.interval or Interval(-1.0, 1.0)


def _dot(stage: StageResult, journey: JourneyMap, scale: _Scale, most: int) -> Dot | None:
    mean = stage.figures.sentiment
    if mean is None:
        return None
    y = scale.y(mean)
    smallest, largest = _DIAMETERS
    radius = round((smallest + (largest - smallest) * sqrt(stage.figures.statements / most)) / 2, 1)
    two_lines = 36
    fits_above, fits_below = y - radius - two_lines >= 0, y + radius + two_lines <= HEIGHT
    above = fits_above if mean >= 0 else not fits_below
    value_y = y - radius - 21 if above else y + radius + 18
    return Dot(stage, y, radius, round(value_y, 1), round(value_y + 14, 1), stage_label(stage, journey))


def _mark(actions: Sequence[Action], dot: Dot | None) -> Mark | None:
    """On the side where there is more room, which is not that of the label."""
    if not actions:
        return None
    if dot is None:
        return Mark(tuple(actions), above=False, pole=None)
    above = dot.y > _MIDDLE
    foot = dot.y - dot.radius - 3 if above else dot.y + dot.radius + 3
    head = float(_FLAG if above else HEIGHT - _FLAG)
    fits = head < foot if above else foot < head
    return Mark(tuple(actions), above, (foot, head) if fits else None)

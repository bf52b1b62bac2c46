"""Two emotional curves in one drawing: where two groups of customers feel alike, and where they part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from feedback_miner.insights.change import Contrast, certain
from feedback_miner.insights.differences import Difference
from feedback_miner.insights.means import Mean
from feedback_miner.journey import FEW, Interval, Point, band_path, curve_path, stretches

#: of the drawing in px; names of stages stand below it
HEIGHT = 240
#: width of a stage in the drawing's own units; the page stretches it
COLUMN = 100

_MIDDLE = 118.0
#: room above and below the axis for a number
_MARGIN = 28
_AXIS = 0.8


@dataclass(frozen=True, slots=True)
class Dot:
    """What one side feels at a stage: x in per cent of the width, y in px."""

    x: float
    y: float
    sentiment: float
    #: baseline of its number
    value_y: float
    few: bool


@dataclass(frozen=True, slots=True)
class Curve:
    """One side. Where nobody spoke there is a gap, and no dot."""

    lines: tuple[str, ...]
    bands: tuple[str, ...]
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A stage: x of its middle and its left edge in per cent of the width."""

    key: str
    x: float
    left: float
    #: side a less side b, where they stand apart for certain
    apart: float | None


@dataclass(frozen=True, slots=True)
class TwoCurves:
    """The whole drawing."""

    width: int
    height: int
    #: of a column, in per cent of the width
    share: float
    a: Curve
    b: Curve
    columns: tuple[Column, ...]
    #: of the lines across: y, word
    grid: tuple[tuple[float, str], ...]


def draw_two_curves(stages: Sequence[Contrast]) -> TwoCurves:
    """The stages of a comparison, in the order of the journey; at least one."""
    sides = [[one.a.mean for one in stages], [one.b.mean for one in stages]]
    scale = _Scale(
        max([_AXIS, *(abs(mean.sentiment or 0.0) for side in sides for mean in side)]), len(stages)
    )
    heights = [[_height(mean, scale) for mean in side] for side in sides]
    a, b = (
        _curve(side, scale, over) for side, over in zip(sides, _above(heights[0], heights[1]), strict=True)
    )
    return TwoCurves(
        width=COLUMN * len(stages),
        height=HEIGHT,
        share=round(100 / len(stages), 3),
        a=a,
        b=b,
        columns=tuple(
            Column(one.stage, scale.x(number), scale.left(number), _apart(one))
            for number, one in enumerate(stages)
        ),
        grid=((scale.y(0.5), "Positive"), (_MIDDLE, "Neutral"), (scale.y(-0.5), "Negative")),
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    """Sentiments to heights, numbers of stages to per cent."""

    reach: float
    stages: int

    def y(self, sentiment: float) -> float:
        return round(_MIDDLE - sentiment / self.reach * (_MIDDLE - _MARGIN), 1)

    def x(self, number: int) -> float:
        return round(100 * (number + 0.5) / self.stages, 2)

    def left(self, number: int) -> float:
        return round(100 * number / self.stages, 2)

    def points(self, sentiments: Sequence[float | None]) -> list[Point | None]:
        return [
            None if value is None else Point(COLUMN * (number + 0.5), self.y(value))
            for number, value in enumerate(sentiments)
        ]


def _curve(side: Sequence[Mean], scale: _Scale, above: Sequence[bool]) -> Curve:
    ranges = [_range(mean) for mean in side]
    lows = _to_edges(scale.points([known.low if known else None for known in ranges]))
    highs = _to_edges(scale.points([known.high if known else None for known in ranges]))
    lines = _to_edges(scale.points([mean.sentiment for mean in side]))
    return Curve(
        lines=tuple(curve_path(run) for run in lines),
        bands=tuple(band_path(high, low) for high, low in zip(highs, lows, strict=True)),
        dots=tuple(
            Dot(
                scale.x(number),
                scale.y(mean.sentiment),
                mean.sentiment,
                scale.y(mean.sentiment) + (-12 if above[number] else 22),
                mean.statements < FEW,
            )
            for number, mean in enumerate(side)
            if mean.sentiment is not None
        ),
    )


def _to_edges(points: Sequence[Point | None]) -> list[list[Point]]:
    """Each unbroken run, drawn out flat to the edges of its first and last stage."""
    half = COLUMN / 2
    return [
        [Point(run[0].x - half, run[0].y), *run, Point(run[-1].x + half, run[-1].y)]
        for run in stretches(points)
    ]


def _height(mean: Mean, scale: _Scale) -> float | None:
    return None if mean.sentiment is None else scale.y(mean.sentiment)


def _above(a: Sequence[float | None], b: Sequence[float | None]) -> tuple[list[bool], list[bool]]:
    """Whether a number stands above its dot: of two near each other the upper one's does, the lower one's does not."""
    a_first = [y is not None and (other is None or y <= other) for y, other in zip(a, b, strict=True)]
    return a_first, [not first for first in a_first]


def _range(mean: Mean) -> Interval | None:
    """The interval; of a mean without one (a single customer) everything is possible."""
    if mean.sentiment is None:
        return None
    return mean.interval or Interval(-1.0, 1.0)


def _apart(one: Contrast) -> float | None:
    return one.sentiment.value if isinstance(one.sentiment, Difference) and certain(one.sentiment) else None

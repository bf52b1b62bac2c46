"""Two sides and how far they are apart, as the rows of a table: figures, where their comments are, a drawing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from api.pages.ranges import RangeDrawing, range_drawing, reach
from api.questions import comments_url
from feedback_miner.domain import Cut
from feedback_miner.insights.differences import Difference
from feedback_miner.insights.means import Mean
from feedback_miner.insights.sides import Side
from feedback_miner.journey import signed


@dataclass(frozen=True, slots=True)
class SideCell:
    """What one side comes to, and the page of its comments."""

    mean: Mean
    #: of the side's comments, 0 … 1; None where there are none
    share: float | None
    url: str


@dataclass(frozen=True, slots=True)
class DifferenceCell:
    """One side less the other, with its 95 % range."""

    value: str
    #: "−0.10 to +0.20"
    range: str
    #: whether it stands out, all that was looked at considered
    certain: bool
    drawing: RangeDrawing


@dataclass(frozen=True, slots=True)
class Row:
    """A thing on both sides."""

    name: str
    #: whether it stands above the rows after it: the whole, a stage
    leads: bool
    a: SideCell
    #: None where the other side is only known by its mean
    b: SideCell | None
    #: mean sentiment of the other side
    other: float | None
    #: None where `why` says in words why there is none
    difference: DifferenceCell | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What a row is made of."""

    name: str
    leads: bool
    a: SideCell
    b: SideCell | None
    other: float | None
    difference: Difference | str


def side_cell(side: Side, cut: Cut) -> SideCell:
    """A side of this cut."""
    return SideCell(side.mean, side.share, comments_url(cut, side.where))


def rows(found: Sequence[Found], shown: Callable[[float], str] = signed) -> list[Row]:
    """The rows of one table: all drawings have the same axis. `shown`: a difference in words, with its sign."""
    axis = _axis(one.difference for one in found)
    return [
        Row(
            one.name,
            one.leads,
            one.a,
            one.b,
            one.other,
            None if isinstance(one.difference, str) else _cell(one.difference, axis, shown),
            one.difference if isinstance(one.difference, str) else "",
        )
        for one in found
    ]


def _axis(differences: Iterable[Difference | str]) -> float:
    ends = [
        end
        for one in differences
        if isinstance(one, Difference)
        for end in (one.interval.low, one.interval.high)
    ]
    return reach(*ends, least=0.1)


def _cell(found: Difference, axis: float, shown: Callable[[float], str]) -> DifferenceCell:
    low, high = found.interval.low, found.interval.high
    drawing = range_drawing(found.value, low, high, least=-axis, most=axis)
    return DifferenceCell(shown(found.value), f"{shown(low)} to {shown(high)}", found.certain, drawing)

"""A number with its range on an axis, as it is drawn: places in per cent of the width."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

#: room left of the least and right of the most, so that a dot at the end is whole
_MARGIN = 4.0


@dataclass(frozen=True, slots=True)
class RangeDrawing:
    """Where the range begins and ends, where the number stands, and where neutral or no change is, if it is there."""

    low: float
    high: float
    value: float
    zero: float | None


def range_drawing(value: float, low: float, high: float, *, least: float, most: float) -> RangeDrawing:
    """On an axis from `least` to `most`, which hold all three."""

    def place(number: float) -> float:
        share = (number - least) / (most - least) if most > least else 0.5
        return round(_MARGIN + (100 - 2 * _MARGIN) * share, 2)

    return RangeDrawing(place(low), place(high), place(value), place(0.0) if least <= 0 <= most else None)


def reach(*numbers: float, least: float = 0.5) -> float:
    """How far an axis goes to both sides of zero to hold them all: a tenth, at least `least`."""
    return max(least, ceil(max((abs(number) for number in numbers), default=0.0) * 10) / 10)

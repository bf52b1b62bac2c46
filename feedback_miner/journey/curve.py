"""A smooth curve that claims nothing between its points: monotone cubic, as an SVG path.

F. N. Fritsch, R. E. Carlson, "Monotone Piecewise Cubic Interpolation", SIAM Journal on Numerical Analysis
17, 1980: between two points the curve stays between their heights. A Hermite piece with slopes d₀, d₁ over
a width h is the Bézier with control points at a third of the width and heights y₀ + d₀·h/3 and y₁ − d₁·h/3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import hypot


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a drawing, in its units; y grows downwards in SVG, which the curve does not mind."""

    x: float
    y: float


def stretches(points: Sequence[Point | None]) -> Iterator[list[Point]]:
    """The unbroken runs of points: a None is a gap, never bridged."""
    for there, run in groupby(points, key=lambda point: point is not None):
        if there:
            yield [point for point in run if point is not None]


def curve_path(points: Sequence[Point]) -> str:
    """The curve through one stretch of points, x increasing, as the `d` of an SVG path."""
    return f"M{_pair(points[0])}{_curve_to(points)}"


def band_path(upper: Sequence[Point], lower: Sequence[Point]) -> str:
    """The closed area between two curves over the same x, as the `d` of an SVG path."""
    back = list(reversed(lower))
    return f"M{_pair(upper[0])}{_curve_to(upper)}L{_pair(back[0])}{_curve_to(back)}Z"


def slopes(points: Sequence[Point]) -> list[float]:
    """The slope of the curve at each point, limited so that no piece overshoots."""
    secants = [(b.y - a.y) / (b.x - a.x) for a, b in pairwise(points)]
    if not secants:
        return [0.0] * len(points)
    inner = [(s + t) / 2 if s * t > 0 else 0.0 for s, t in pairwise(secants)]
    found = [secants[0], *inner, secants[-1]]
    for piece, secant in enumerate(secants):
        if secant == 0:
            found[piece] = found[piece + 1] = 0.0
            continue
        left, right = found[piece] / secant, found[piece + 1] / secant
        size = hypot(left, right)
        if size > 3:
            found[piece] = 3 * left / size * secant
            found[piece + 1] = 3 * right / size * secant
    return found


def _curve_to(points: Sequence[Point]) -> str:
    steepness = slopes(points)
    pieces = []
    for (a, b), (da, db) in zip(pairwise(points), pairwise(steepness), strict=True):
        third = (b.x - a.x) / 3
        first, second = Point(a.x + third, a.y + da * third), Point(b.x - third, b.y - db * third)
        pieces.append(f"C{_pair(first)} {_pair(second)} {_pair(b)}")
    return "".join(pieces)


def _pair(point: Point) -> str:
    return f"{point.x:.1f},{point.y:.1f}"

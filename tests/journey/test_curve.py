"""The curve as the browser draws it: its Bézier pieces never leave the range of the points they join."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from feedback_miner.journey import Point, band_path, curve_path, stretches

heights = st.lists(st.floats(-1, 1).map(lambda value: round(100 * value, 1)), min_size=1, max_size=9)


def _points(values: list[float]) -> list[Point]:
    return [Point(50.0 + 100 * number, value) for number, value in enumerate(values)]


def _pieces(path: str) -> list[list[Point]]:
    """The four points of each Bézier piece."""
    numbers = [Point(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+),(-?[\d.]+)", path)]
    return [numbers[start : start + 4] for start in range(0, len(numbers) - 1, 3)]


def _at(piece: list[Point], t: float) -> Point:
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    pairs = list(zip(weights, piece, strict=True))
    return Point(sum(w * p.x for w, p in pairs), sum(w * p.y for w, p in pairs))


@given(heights)
def test_the_curve_goes_through_its_points(values: list[float]) -> None:
    points = _points(values)
    pieces = _pieces(curve_path(points))
    assert [points[0], *(piece[3] for piece in pieces)] == points


@given(heights)
def test_between_two_points_the_curve_stays_between_their_heights_and_keeps_its_direction(
    values: list[float],
) -> None:
    rounding = 0.11
    for piece in _pieces(curve_path(_points(values))):
        low, high = sorted((piece[0].y, piece[3].y))
        drawn = [_at(piece, step / 20) for step in range(21)]
        assert all(low - rounding <= point.y <= high + rounding for point in drawn)
        assert all(a.x < b.x for a, b in pairwise(drawn))
        rising = piece[3].y >= piece[0].y
        assert all((b.y - a.y) * (1 if rising else -1) >= -rounding for a, b in pairwise(drawn))


def test_the_curve_is_smooth_where_it_climbs() -> None:
    first, second = _pieces(curve_path(_points([0, 30, 90])))
    into = (first[3].y - first[2].y) / (first[3].x - first[2].x)
    out_of = (second[1].y - second[0].y) / (second[1].x - second[0].x)
    assert abs(into - out_of) < 0.01
    assert into > 0


def test_a_gap_is_never_bridged() -> None:
    a, b, c = _points([1, 2, 3])
    assert list(stretches([None, a, b, None, None, c, None])) == [[a, b], [c]]
    assert list(stretches([None, None])) == []


def test_a_band_is_one_closed_shape_along_both_edges() -> None:
    upper, lower = _points([-10, -30]), _points([10, 5])
    path = band_path(upper, lower)
    assert path.startswith("M50.0,-10.0C")
    assert "150.0,-30.0L150.0,5.0C" in path
    assert path.endswith("50.0,10.0Z")

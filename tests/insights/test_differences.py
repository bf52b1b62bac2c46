"""Differences of means and shares: intervals that hold the truth as often as they say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_miner.domain.facts import Reals
from feedback_miner.insights.differences import (
    Difference,
    Everybody,
    Said,
    corrected,
    difference_of_means,
    difference_of_shares,
)

SETS = 400


def told(found: Difference | str) -> Difference:
    assert isinstance(found, Difference), found
    return found


def shares(all_a: Reals, all_b: Reals, a: Reals, b: Reals) -> Difference | str:
    """Of each customer: all statements on both sides, and those that spoke of the thing."""
    who = np.flatnonzero((a > 0) | (b > 0))
    return difference_of_shares(Everybody.of(all_a, all_b), who, a[who], b[who])


def _means(draw: np.random.Generator, a: int, b: int, both: int, truth: float) -> Difference:
    """Customers of their own temper, who write several statements, some on both sides."""
    everybody = a + b - both
    temper = draw.normal(0, 0.3, everybody)

    def side(first: int, last: int, mean: float) -> Said:
        statements = np.zeros(everybody)
        statements[first:last] = draw.geometric(0.4, last - first)
        noise = draw.normal(0, 0.4, everybody) * np.sqrt(statements)
        return Said(statements * (mean + temper) + noise, statements)

    return told(difference_of_means(side(0, a, truth), side(everybody - b, everybody, 0.0)))


@pytest.mark.parametrize(
    ("a", "b", "both"), [(8, 8, 0), (10, 10, 10), (40, 8, 0), (60, 60, 30), (200, 50, 20)]
)
def test_intervals_of_means_cover_the_truth(a: int, b: int, both: int) -> None:
    draw = np.random.default_rng(61)
    found = [_means(draw, a, b, both, 0.2) for _ in range(SETS)]
    assert 0.92 <= np.mean([one.interval.low <= 0.2 <= one.interval.high for one in found]) <= 0.98


def test_customers_of_both_sides_make_a_difference_surer() -> None:
    draw = np.random.default_rng(62)
    temper, statements = draw.normal(0, 0.4, 40), np.full(40, 3.0)
    before = Said(statements * temper, statements)
    after = Said(statements * (temper + 0.1 + draw.normal(0, 0.05, 40)), statements)
    strangers = Said(np.append(np.zeros(40), before.sums), np.append(np.zeros(40), statements))
    alone = Said(np.append(after.sums, np.zeros(40)), np.append(statements, np.zeros(40)))
    assert told(difference_of_means(after, before)).certain
    assert not told(difference_of_means(alone, strangers)).certain


@pytest.mark.parametrize(("common", "rare"), [(0.3, 0.2), (0.1, 0.03)])
def test_intervals_of_shares_cover_the_truth(common: float, rare: float) -> None:
    draw = np.random.default_rng(63)
    hits, sets = 0, 0
    for _ in range(SETS):
        statements = [
            np.append(draw.geometric(0.4, 150), np.zeros(150)).astype(np.float64),
            np.append(np.zeros(150), draw.geometric(0.4, 150)).astype(np.float64),
        ]
        spoken = [
            np.array(
                draw.binomial(counts.astype(int), draw.beta(5 * share, 5 * (1 - share), 300)), np.float64
            )
            for counts, share in zip(statements, (common, rare), strict=True)
        ]
        found = shares(*statements, *spoken)
        if isinstance(found, Difference):
            sets += 1
            hits += found.interval.low <= common - rare <= found.interval.high
    assert sets > SETS / 2
    assert 0.92 <= hits / sets <= 0.98


def test_what_a_small_side_never_named_is_no_certain_difference() -> None:
    """Twenty customers would hardly name what two of a hundred name."""
    few, many = np.append(np.ones(20), np.zeros(2000)), np.append(np.zeros(20), np.ones(2000))
    named = np.append(np.zeros(1980), np.ones(40)).astype(np.float64)
    found = told(shares(few, many, np.zeros(2020), named))
    assert not found.certain
    assert found.interval.low < -0.02 < 0 < found.interval.high


def test_too_few_are_said_in_words() -> None:
    four, many = np.array([1.0, 1, 1, 1, 0, 0, 0, 0, 0, 0]), np.ones(10)
    assert difference_of_means(Said(four, four), Said(many, many)) == (
        "too few customers: 4 and 10, where each side takes 5"
    )
    assert shares(many, many, np.zeros(10), np.zeros(10)) == (
        "too few customers spoke of it: 0 of the 10 that this takes"
    )


def test_among_many_differences_that_are_not_there_hardly_one_stands_out() -> None:
    draw = np.random.default_rng(64)
    alarms = 0
    for _ in range(60):
        found = corrected([_means(draw, 30, 30, 10, 0.0) for _ in range(20)])
        alarms += any(told(one).certain for one in found)
    assert alarms <= 60 * 0.1


@given(
    sides=st.lists(
        st.tuples(st.integers(0, 5), st.floats(-1, 1), st.integers(0, 5), st.floats(-1, 1)),
        min_size=5,
        max_size=30,
    )
)
def test_swapping_the_sides_turns_the_difference_round(sides: list[tuple[int, float, int, float]]) -> None:
    n_a, s_a, n_b, s_b = (np.array(column, float) for column in zip(*sides, strict=True))
    a, b = Said(n_a * s_a, n_a), Said(n_b * s_b, n_b)
    one, other = difference_of_means(a, b), difference_of_means(b, a)
    if isinstance(one, str):
        assert isinstance(other, str)
        return
    other = told(other)
    assert one.value == pytest.approx(-other.value)
    assert one.p == pytest.approx(other.p)
    assert one.interval.low == pytest.approx(-other.interval.high)
    assert one.interval.low <= one.value <= one.interval.high
    assert 0 <= one.p <= 1

"""Whether 95 % is 95 %: intervals against a seeded simulation of customers who keep their temper."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from feedback_miner.journey.intervals import (
    Spread,
    difference_interval,
    mean_interval,
    spreads,
    student_t,
)

RUNS = 2000


def _many_samples(seed: int, customers: int) -> tuple[list[float], list[Spread]]:
    """RUNS samples of as many customers, who write 1 to 6 statements around a temper of their own. True mean: 0."""
    random = np.random.default_rng(seed)
    statements = random.choice([1, 1, 1, 2, 3, 6], (RUNS, customers)).astype(np.float64)
    temper = random.uniform(-0.6, 0.6, (RUNS, customers))
    noise = random.uniform(-0.4, 0.4, (RUNS, customers)) / np.sqrt(statements)
    sums = statements * (temper + noise)
    group = np.repeat(np.arange(RUNS), customers)
    means = (sums.sum(axis=1) / statements.sum(axis=1)).tolist()
    return means, spreads(group, statements.ravel(), sums.ravel(), RUNS)


@pytest.mark.parametrize("customers", [5, 12, 60])
def test_the_interval_of_a_mean_covers_the_truth_as_often_as_it_says(customers: int) -> None:
    means, found = _many_samples(20260901, customers)
    intervals = [mean_interval(mean, spread) for mean, spread in zip(means, found, strict=True)]
    covered = sum(interval is not None and interval.low <= 0 <= interval.high for interval in intervals)
    assert 0.92 <= covered / RUNS <= 0.98


@pytest.mark.parametrize("customers", [2, 3])
def test_with_two_or_three_customers_it_covers_rather_too_often_and_still_says_something(
    customers: int,
) -> None:
    means, found = _many_samples(20260901, customers)
    intervals = [mean_interval(mean, spread) for mean, spread in zip(means, found, strict=True)]
    told = [interval for interval in intervals if interval is not None]
    assert len(told) == RUNS
    assert sum(interval.low <= 0 <= interval.high for interval in told) / RUNS >= 0.95
    assert any(interval.high - interval.low < 1.5 for interval in told)


@pytest.mark.parametrize("customers", [2, 4, 8, 20, 60])
def test_it_does_not_miss_the_truth_where_nearly_everybody_is_at_the_end(customers: int) -> None:
    random = np.random.default_rng(20260902)
    # Most are as content as can be, and say so alike; a small sample may know of no other.
    felt = np.clip(random.normal(1.3, 0.57, (RUNS, customers)), -1, 1)
    truth = float(np.clip(random.normal(1.3, 0.57, 1_000_000), -1, 1).mean())
    found = spreads(np.repeat(np.arange(RUNS), customers), np.ones(felt.size), felt.ravel(), RUNS)
    intervals = [mean_interval(float(m), spread) for m, spread in zip(felt.mean(axis=1), found, strict=True)]
    covered = sum(interval is not None and interval.low <= truth <= interval.high for interval in intervals)
    assert covered / RUNS >= 0.9


@pytest.mark.parametrize(("now", "before"), [(12, 12), (6, 60), (60, 60)])
def test_the_interval_of_a_difference_covers_the_truth_as_often_as_it_says(now: int, before: int) -> None:
    means_now, found_now = _many_samples(1, now)
    means_before, found_before = _many_samples(2, before)
    covered = 0
    for a, b, here, there in zip(means_now, means_before, found_now, found_before, strict=True):
        interval = difference_interval(a - b, here, there)
        covered += interval is not None and interval.low <= 0 <= interval.high
    assert 0.92 <= covered / RUNS <= 0.98


def test_ten_statements_of_one_customer_are_not_ten_customers() -> None:
    group = np.zeros(10, np.intp)
    ones = np.ones(10)
    sums = np.array([-0.8, -0.7, -0.9, -0.6, 0.8, -0.8, -0.7, -0.9, -0.6, 0.8])
    apart = spreads(group, ones, sums, 1)[0]
    # The same statements, said by two customers of five each.
    together = spreads(
        group[:2], np.array([5.0, 5.0]), np.array([sums[:5].sum() + 1, sums[5:].sum() - 1]), 1
    )[0]
    assert (apart.customers, together.customers) == (10, 2)
    narrow, wide = mean_interval(-0.44, apart), mean_interval(-0.44, together)
    assert narrow is not None
    assert wide is not None
    assert wide.high - wide.low > narrow.high - narrow.low


def test_one_customer_who_wrote_nearly_everything_leaves_the_mean_open() -> None:
    spread = spreads(np.zeros(3, np.intp), np.array([98.0, 1.0, 1.0]), np.array([-90.0, 0.9, 0.8]), 1)[0]
    interval = mean_interval(-0.883, spread)
    assert interval is not None
    assert interval.high > 0.5


def test_under_two_customers_there_is_no_interval() -> None:
    alone = spreads(np.array([0]), np.array([7.0]), np.array([-3.0]), 2)
    assert alone == [Spread(1, 0.0, None), Spread(0, 0.0, None)]
    assert mean_interval(-0.4, alone[0]) is None
    assert difference_interval(-0.4, alone[0], Spread(9, 8.0, 0.01)) is None


@pytest.mark.parametrize(
    ("degrees", "quantile"),
    [
        (0.2, 12.7062),
        (1, 12.7062),
        (2, 4.3027),
        (8, 2.3060),
        (9, 2.2622),
        (10, 2.2281),
        (15, 2.1314),
        (30, 2.0423),
        (120, 1.9799),
    ],
)
def test_student_t_is_the_tabled_one(degrees: float, quantile: float) -> None:
    assert student_t(degrees) == pytest.approx(quantile, abs=6e-5)


def test_student_t_falls_between_whole_degrees_too() -> None:
    found = [student_t(1 + step / 10) for step in range(200)]
    assert all(a > b for a, b in pairwise(found))


def test_customers_who_all_say_the_same_give_a_sure_difference() -> None:
    interval = difference_interval(0.5, Spread(10, 9.0, 0.0), Spread(10, 9.0, 0.0))
    assert interval is not None
    assert (interval.low, interval.high) == (0.5, 0.5)

"""Channels, waiting, and how sentiment goes with it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_miner.insights.channels import channels
from feedback_miner.insights.waiting import BANDS, waiting
from tests.insights.builders import Row, facts

HOUR = 3_600.0


def replied(random: np.random.Generator, customers: int, slope: float) -> list[Row]:
    """Two messages a customer with a mood of her own; sentiment falls by `slope` with each doubling of the wait."""
    rows = []
    for customer in range(1, customers + 1):
        mood = random.normal(0, 0.2)
        for n in range(2):
            seconds = float(np.exp(random.normal(np.log(6 * HOUR), 1.2)))
            felt = float(np.clip(mood - slope * np.log2(seconds / (6 * HOUR)) + random.normal(0, 0.3), -1, 1))
            rows.append(Row(customer, customer * 10 + n, felt, first_reply=seconds, solved=4 * seconds))
    return rows


def test_sentiment_that_falls_with_waiting_is_seen() -> None:
    found = waiting(facts(replied(np.random.default_rng(1), 200, 0.15)))
    assert found.correlation is not None
    assert found.correlation.interval.high < 0
    means = [band.mean.sentiment for band in found.bands]
    assert means[0] is not None
    assert means[3] is not None
    assert means[0] > means[3]


def test_waiting_that_does_nothing_is_seldom_reported() -> None:
    wrong = 0
    for seed in range(100):
        correlation = waiting(facts(replied(np.random.default_rng(seed), 40, 0.0))).correlation
        assert correlation is not None
        wrong += not correlation.interval.low <= 0 <= correlation.interval.high
    assert wrong <= 11  # more than that in 1 of 200 runs, were it a twentieth


def test_the_rank_correlation_is_spearmans() -> None:
    from scipy.stats import spearmanr

    rows = replied(np.random.default_rng(3), 50, 0.1)
    correlation = waiting(facts(rows)).correlation
    assert correlation is not None
    expected = spearmanr([row.first_reply for row in rows], [row.sentiment for row in rows]).statistic
    assert correlation.rank == pytest.approx(expected)


@given(st.lists(st.tuples(st.integers(0, 4), st.floats(0, 400_000) | st.just(float("nan"))), max_size=40))
def test_every_reply_is_in_one_band(said: list[tuple[int, float]]) -> None:
    found = waiting(
        facts([Row(customer, n + 1, first_reply=wait) for n, (customer, wait) in enumerate(said)])
    )
    assert sum(band.mean.statements for band in found.bands) == found.messages
    assert found.messages == sum(not np.isnan(wait) for _, wait in said)
    assert [band.seconds_from for band in found.bands] == list(BANDS)


def test_too_few_or_all_alike_is_said() -> None:
    few = waiting(facts([Row(n, first_reply=60.0) for n in range(1, 12)]))
    alike = waiting(facts([Row(n, sentiment=0.5, first_reply=60.0 * n) for n in range(1, 60)]))
    assert (few.correlation, alike.correlation) == (None, None)
    assert few.too_early is not None
    assert "11 of the 20" in few.too_early
    assert alike.too_early is not None


def test_channels_are_told_apart_and_add_up() -> None:
    random = np.random.default_rng(4)
    rows = [
        Row(n % 40 + 1, n, 0.5 if n % 4 else -0.5, channel="chat" if n % 4 else "phone",
            first_reply=float(random.exponential(60 if n % 4 else 7_200)))
        for n in range(1, 401)
    ]  # fmt: skip
    found = channels(facts(rows))
    assert [(one.channel, one.messages, one.share) for one in found.channels] == [
        ("chat", 300, 0.75),
        ("phone", 100, 0.25),
    ]
    chat, phone = found.channels
    assert chat.mean.sentiment == pytest.approx(0.5)
    assert chat.first_reply.median is not None
    assert phone.first_reply.median is not None
    assert chat.first_reply.median.interval is not None
    assert phone.first_reply.median.interval is not None
    assert chat.first_reply.median.interval.high < phone.first_reply.median.interval.low
    assert chat.solved.median is None
    assert sum(one.mean.statements for one in found.channels) == found.mean.statements


def test_intervals_of_medians_cover_the_truth() -> None:
    """Of exponential waits with a share that is the customer's own: true median by a large draw."""

    def draw(random: np.random.Generator, customers: int) -> tuple[list[int], list[float]]:
        own = random.choice([0.5, 2.0], customers)
        return (
            [customer + 1 for customer in range(customers) for _ in range(3)],
            [float(random.exponential(1000 * part)) for part in own for _ in range(3)],
        )

    truth = float(np.median(draw(np.random.default_rng(0), 60_000)[1]))
    covered = 0
    for seed in range(100):
        customer, seconds = draw(np.random.default_rng(seed + 1), 60)
        rows = [Row(c, n + 1, first_reply=s) for n, (c, s) in enumerate(zip(customer, seconds, strict=True))]
        median = channels(facts(rows)).channels[0].first_reply.median
        assert median is not None
        assert median.interval is not None
        covered += median.interval.low <= truth <= median.interval.high
    assert covered >= 89  # fewer than that in 1 of 200 runs, were it 95 of 100

"""Alerts: seldom false, soon right, told of once, over when they are over."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from feedback_miner.insights.alerting import (
    SETTLED,
    THRESHOLD,
    Episode,
    Side,
    find_episodes,
    threshold_for,
)
from feedback_miner.insights.baselines import BASELINE
from feedback_miner.insights.signals import HEARD, Daily, Grid, sentiment_signal, share_signal, volume_signal
from tests.insights.statements import World

#: 90 days are judged.
DAYS = BASELINE + 90
SETS, FEWER = 200, 40


def seen(said: Daily) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.ones(said.statements.shape[1], dtype=np.bool_)


def grids(said: Daily) -> tuple[Grid, ...]:
    return (said.statements, said.total, said.squares, said.voices, said.heard)


def among(said: Daily, share: float, seed: int) -> Daily:
    """Some of the statements, at random."""
    hits = np.random.default_rng(seed).binomial(said.statements.astype(int), share).astype(float)
    return replace(said, statements=hits, voices=np.minimum(hits, said.voices))


def episodes_of_days(said: Daily, *sides: Side) -> list[Episode]:
    """As a rule that looks at one place finds them."""
    return [
        found
        for side in sides
        for found in find_episodes(sentiment_signal(said), side, threshold=threshold_for(1))
    ]


@pytest.mark.parametrize(
    ("world", "sets"),
    [
        (World(per_message=2.0, alike=0.4, quiet_weekends=0.4, kind_weekends=0.1), SETS),
        (World(), FEWER),
        (World(quiet_weekends=0.7, kind_weekends=0.2), FEWER),
        (World(per_day=5, per_message=2.5, alike=0.4), FEWER),
        (World(per_day=0.5), FEWER),
    ],
    ids=["usual", "plain", "weekdays", "little", "nearly nothing"],
)
def test_in_90_days_without_change_a_rule_fires_falsely_at_most_once_on_average(
    world: World, sets: int
) -> None:
    said = world.days(11, places=sets, days=DAYS)
    alone = threshold_for(1)
    found = {
        "sentiment": episodes_of_days(said, Side.DOWN),
        "volume": find_episodes(volume_signal(said, seen(said)), Side.UP, threshold=alone),
        "silence": find_episodes(volume_signal(said, seen(said)), Side.DOWN, threshold=alone),
        "share": find_episodes(share_signal(among(said, 0.1, 5), said), Side.UP, threshold=alone),
    }
    assert all(len(false) <= 0.25 * sets for false in found.values()), {k: len(v) for k, v in found.items()}


@pytest.mark.parametrize(
    ("world", "shift_on"),
    [
        (World(), 70),
        (World(quiet_weekends=0.4, kind_weekends=0.2), 75),
        (World(per_message=2.0, alike=0.4), 63),
    ],
    ids=["plain", "weekdays", "several of one customer"],
)
def test_a_shift_of_three_tenths_at_50_a_day_is_found_within_3_days_at_the_median(
    world: World, shift_on: int
) -> None:
    said = replace(world, shift=-0.3, shift_on=shift_on).days(12, places=SETS, days=shift_on + 6)
    assert np.median(_days_until_noticed(said, shift_on)) <= 3


def _days_until_noticed(said: Daily, shift_on: int) -> list[int]:
    noticed: dict[int, int] = {}
    for episode in episodes_of_days(said, Side.DOWN):
        if episode.noticed >= shift_on:
            noticed.setdefault(episode.place, episode.noticed - shift_on + 1)
    return [noticed.get(place, 1_000) for place in range(len(said.statements))]


def test_a_rule_for_many_places_fires_about_as_seldom_as_for_one() -> None:
    said = World(per_day=10).days(13, places=SETS, days=BASELINE + 40)
    together = find_episodes(sentiment_signal(said), Side.DOWN)
    assert len(together) <= 1
    assert threshold_for(SETS) > threshold_for(1) == THRESHOLD


def test_twice_as_many_comments_and_a_doubled_share_are_found() -> None:
    said = World(per_day=20, more=2.0, shift_on=80).days(14, places=50, days=90)
    risen = find_episodes(volume_signal(said, seen(said)), Side.UP)
    assert len({episode.place for episode in risen}) >= 45
    hits, later = among(said, 0.1, 6), among(said, 0.35, 7)
    for grid, new in ((hits.statements, later.statements), (hits.voices, later.voices)):
        grid[:, 80:] = new[:, 80:]
    assert len({e.place for e in find_episodes(share_signal(hits, said), Side.UP)}) >= 45


def test_an_episode_is_one_and_ends_when_it_is_over() -> None:
    said = World().days(15, places=60, days=110)
    said.total[:, 80:94] -= 0.4 * said.statements[:, 80:94]
    found = find_episodes(sentiment_signal(said), Side.DOWN)
    assert len(found) == 60
    assert sum(episode.settled for episode in found) <= 2, (
        "a false alarm just before may go over into the true one"
    )
    assert np.median([episode.first for episode in found]) == 80
    assert abs(np.median([episode.last or 0 for episode in found]) - 93) <= 1
    for episode in found:
        assert episode.first <= episode.noticed <= (episode.last or 0)
        value = said.total[episode.place, episode.first : episode.noticed + 1].sum()
        value /= said.statements[episode.place, episode.first : episode.noticed + 1].sum()
        assert value < episode.expected.low < episode.expected.value < episode.expected.high
        assert episode.expected.value == pytest.approx(-0.1, abs=0.12)


def test_what_stays_becomes_usual_after_four_weeks_and_is_told_once() -> None:
    said = World(shift=-0.4, shift_on=70).days(16, places=40, days=112)
    found = [e for e in episodes_of_days(said, Side.DOWN) if e.first < 100]
    assert sorted({episode.place for episode in found}) == list(range(40))
    assert len(found) <= 42
    settled = [episode for episode in found if episode.settled]
    assert len(settled) >= 38
    assert {(episode.last or 0) - episode.first for episode in settled} == {SETTLED}


def test_one_customer_who_writes_a_hundred_times_a_day_is_no_episode() -> None:
    said = World().days(17, places=20, days=90)
    usual = len(episodes_of_days(said, Side.DOWN))
    days = (slice(None), slice(80, 83))
    said.voices[days] = (said.statements[days] + 100) ** 2 / (said.statements[days] + 100.0**2)
    said.statements[days] += 100
    said.total[days] -= 90
    said.squares[days] += 81
    said.heard[days] += HEARD
    assert len(episodes_of_days(said, Side.DOWN)) <= usual + 2
    assert len(find_episodes(volume_signal(said, seen(said)), Side.UP, threshold=threshold_for(1))) <= 2


def test_a_day_is_judged_by_the_days_before_it_alone() -> None:
    said = World(shift=-0.4, shift_on=70).days(18, places=30, days=120)
    until = Daily(0, *(grid[:, :90] for grid in grids(said)))
    known = [e for e in episodes_of_days(said, Side.DOWN) if e.noticed < 90]
    then = episodes_of_days(until, Side.DOWN)
    assert [(e.place, e.first, e.noticed, e.expected) for e in known] == [
        (e.place, e.first, e.noticed, e.expected) for e in then
    ]


def test_days_on_which_nothing_came_in_say_nothing() -> None:
    said = World().days(19, places=50, days=DAYS)
    for grid in grids(said):
        grid[:, 60:90] = 0
    there = seen(said)
    there[60:90] = False
    assert len(episodes_of_days(said, Side.DOWN)) <= 5
    assert len(find_episodes(volume_signal(said, there), Side.DOWN, threshold=THRESHOLD)) <= 5

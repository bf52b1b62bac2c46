"""What themes come to in a cut: counts, severity, trend, change, and how they go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_miner.domain import Theme, Tone
from feedback_miner.insights.means import Mean
from feedback_miner.insights.theme_figures import State, ThemeFigures, severity, theme_figures
from feedback_miner.insights.theme_shares import share_changes
from feedback_miner.taxonomy import load_default
from tests.insights.builders import FIRST_DAY, Row, facts

WEEKS = 12
LAST_DAY = FIRST_DAY + timedelta(days=7 * WEEKS - 1)


def theme(number: int, tone: Tone = Tone.PAIN, *, born: int = 0) -> Theme:
    return Theme(
        id=number,
        tone=tone,
        stage="use",
        touchpoint="none",
        name=f"Theme {number}",
        statements=1,
        born_on=FIRST_DAY + timedelta(days=born),
        last_on=LAST_DAY,
        model="rules/1",
        merged_into=None,
    )


def figures(rows: Sequence[Row], *themes: Theme) -> dict[int, ThemeFigures]:
    """Of the last 30 days against the 30 before."""
    trend = facts(rows)
    last = LAST_DAY.toordinal()
    return theme_figures(
        themes,
        trend.take(trend.day > last - 30),
        trend.take((trend.day > last - 60) & (trend.day <= last - 30)),
        trend,
        last_day=LAST_DAY,
        taxonomy=load_default(),
    )


def crowd(theme: int, days: Sequence[int], *, sentiment: float = -0.6, emotions: str = "") -> list[Row]:
    """A comment a day, each of another customer."""
    return [
        Row(customer=1000 * theme + n, theme=theme, day=day, sentiment=sentiment, emotions=emotions)
        for n, day in enumerate(days, 1)
    ]


ALL_DAYS = range(7 * WEEKS)
OTHERS = [Row(customer=n % 300 + 1, day=n % (7 * WEEKS)) for n in range(840)]


def test_counts_are_of_the_cut_and_weeks_of_the_trend() -> None:
    found = figures([*OTHERS, *crowd(1, ALL_DAYS), *crowd(2, [])], theme(1), theme(2))
    assert found[1].mean.statements == found[1].mean.customers == 30
    assert found[1].mean.sentiment == pytest.approx(-0.6)
    assert found[1].share == pytest.approx(30 / 330)
    assert [week.comments for week in found[1].weeks] == [7] * WEEKS
    assert found[1].weeks[-1].last_day == LAST_DAY
    assert found[1].weeks[0].first_day == FIRST_DAY
    assert found[2].mean.statements == 0
    assert found[2].severity is None


def test_how_themes_go() -> None:
    lately, earlier = range(56, 84), range(56)
    rows = [
        *OTHERS,
        *crowd(1, ALL_DAYS),
        *crowd(2, [*range(0, 56, 4), *lately, *lately]),
        *crowd(3, [*earlier, *range(56, 84, 7)]),
        *crowd(4, lately),
        *crowd(5, range(40)),
    ]
    found = figures(rows, theme(1), theme(2), theme(3), theme(4, born=56), theme(5))
    assert [found[n].state for n in (1, 2, 3, 4, 5)] == [
        State.STEADY,
        State.GROWING,
        State.FADING,
        State.NEW,
        State.FADING,
    ]


def test_nothing_is_new_where_everything_is() -> None:
    found = figures([row for row in OTHERS if row.day >= 60] + crowd(1, range(60, 84)), theme(1, born=60))
    assert found[1].state is State.STEADY


def test_one_customer_who_repeats_himself_does_not_make_a_theme_grow() -> None:
    rows = [*OTHERS, *(Row(customer=9999, theme=1, day=70 + n / 10) for n in range(40)), *crowd(1, range(9))]
    found = figures(rows, theme(1))
    assert found[1].change is not None
    assert not found[1].change.certain
    assert found[1].state is State.STEADY


@given(st.floats(-1, 1), st.floats(0, 1), st.sampled_from(Tone))
def test_severity_has_one_to_five_bars_and_grows_with_both_parts(
    sentiment: float, strong: float, tone: Tone
) -> None:
    found = severity(tone, Mean(1, 1, sentiment, None), strong)
    assert found is not None
    assert -1 <= found.value <= 1 + 1e-9
    assert 1 <= found.bars <= 5
    worse = severity(tone, Mean(1, 1, -1.0 if tone is Tone.PAIN else 1.0, None), 1.0)
    assert worse is not None
    assert worse.bars == 5
    assert worse.value >= found.value - 1e-9


def test_strong_emotions_of_the_theme_s_side_make_it_more_severe() -> None:
    angry = figures([*OTHERS, *crowd(1, ALL_DAYS, emotions="anger,confusion")], theme(1))[1]
    puzzled = figures([*OTHERS, *crowd(1, ALL_DAYS, emotions="confusion")], theme(1))[1]
    assert angry.severity is not None
    assert puzzled.severity is not None
    assert angry.severity.value == pytest.approx(puzzled.severity.value + 0.6)
    assert dict(angry.emotions) == {"anger": 1.0, "confusion": 1.0}


def test_the_change_of_a_share_covers_the_truth() -> None:
    """Customers write three comments a period, and who speaks of the theme does so often: 4 % before, 8 % now."""

    def period(draw: np.random.Generator, share: float) -> list[Row]:
        often = draw.beta(2 * share, 2 * (1 - share), size=300)
        return [
            Row(customer=customer + 1, theme=int(draw.random() < often[customer]))
            for customer in range(300)
            for _ in range(3)
        ]

    covered = 0
    for seed in range(100):
        draw = np.random.default_rng(seed)
        before, now = facts(period(draw, 0.04)), facts(period(draw, 0.08))
        (change,) = share_changes(np.array([1]), now, before)
        assert change is not None
        assert change.interval is not None
        covered += change.interval.low <= 0.04 <= change.interval.high
    assert covered >= 89


def test_no_themes_and_no_comments() -> None:
    assert figures(OTHERS) == {}
    found = figures([], theme(1))[1]
    assert (found.share, found.change, found.state) == (0.0, None, State.STEADY)

"""Two parts of the feedback against each other, as plain arithmetic."""

from __future__ import annotations

import numpy as np
import pytest

from feedback_miner.domain.facts import Facts
from feedback_miner.insights.change import Comparison, Contrast, compare
from feedback_miner.insights.differences import Difference
from feedback_miner.insights.segments import standing_out
from feedback_miner.journey.frame import Frame
from feedback_miner.taxonomy import load_default
from tests.insights.builders import Row, facts

FULL = Frame.of(load_default(), "full")


def compared(a: Facts, b: Facts, *, lens: str = "full", themes: tuple[int, ...] = ()) -> Comparison:
    emotions = [emotion.key for emotion in load_default().emotions]
    other = Frame.of(load_default(), lens)
    return compare(a, b, frame_a=FULL, frame_b=other, themes=themes, emotions=emotions)


def at(found: Comparison, stage: str, touchpoint: str | None = None) -> Contrast:
    return next(one for one in found.places if one.stage == stage and one.a.where.touchpoint == touchpoint)


def told(found: Difference | str) -> Difference:
    assert isinstance(found, Difference), found
    return found


def said(draw: np.random.Generator, customers: int, shift: float = 0.0, *, first: int = 1) -> list[Row]:
    """Customers who speak of use and support; in support `shift` better."""
    rows = []
    for customer in range(first, first + customers):
        temper = draw.normal(0, 0.2)
        for _ in range(draw.geometric(0.4)):
            stage = "support" if draw.random() < 0.4 else "use"
            mean = temper + (shift if stage == "support" else 0.0)
            sentiment = float(np.clip(draw.normal(mean, 0.2), -1, 1))
            rows.append(Row(customer=customer, stage=stage, touchpoint="staff", sentiment=sentiment))
    return rows


def test_a_planted_shift_is_found_where_it_is_and_nowhere_else() -> None:
    draw = np.random.default_rng(65)
    found = compared(facts(said(draw, 150, 0.3)), facts(said(draw, 150, first=101)))
    support = told(at(found, "support").sentiment)
    assert support.certain
    assert support.interval.low < 0.3 < support.interval.high
    assert not told(at(found, "use").sentiment).certain
    assert found.parting is not None
    assert found.parting.stage == "support"


def test_intervals_of_a_planted_shift_cover_it() -> None:
    draw = np.random.default_rng(66)
    hits = []
    for _ in range(60):
        found = compared(facts(said(draw, 25, 0.2)), facts(said(draw, 25, first=16)))
        for stage, truth in (("support", 0.2), ("use", 0.0)):
            interval = told(at(found, stage).sentiment).interval
            hits.append(interval.low <= truth <= interval.high)
    assert 0.92 <= np.mean(hits) <= 0.98


def test_shares_are_of_what_the_lens_shows() -> None:
    a = facts([Row(customer=n, stage=("use", "support", "none")[n % 3]) for n in range(1, 61)])
    b = facts([Row(customer=n, stage=("use", "support")[n % 4 == 0]) for n in range(1, 61)])
    found = compared(a, b)
    assert (found.whole.a.mean.statements, found.whole.b.mean.statements) == (40, 60)
    use = at(found, "use")
    assert (use.a.share, use.b.share) == (0.5, 0.75)
    assert told(use.share).value == pytest.approx(-0.25)


def test_only_places_of_both_lenses_are_compared() -> None:
    rows = facts([Row(customer=n, stage="use") for n in range(1, 20)])
    found = compared(rows, rows, lens="funnel")
    shown = {stage.key for stage in Frame.of(load_default(), "funnel").stages}
    assert {one.stage for one in found.places} == {stage.key for stage in FULL.stages} & shown


def test_a_theme_that_grew_comes_with_the_words_of_different_customers() -> None:
    def rows(share: float, mean: float) -> list[Row]:
        return [
            Row(customer=1 + n % 80, theme=7 if n % 10 < share * 10 else 3 + n % 2, sentiment=mean - n / 1000)
            for n in range(160)
        ]

    now = facts(rows(0.6, -0.5))
    found = compared(now, facts(rows(0.2, -0.5)), themes=(3, 4, 7, 9))
    assert [one.a.where.theme for one in found.themes] == [7, 3, 4]
    grown = found.themes[0]
    assert told(grown.share).value == pytest.approx(0.4)
    assert told(grown.share).certain
    quoted = now.take(np.isin(now.statement, grown.quotes))
    assert len(set(quoted.customer.tolist())) == 3
    assert set(quoted.theme.tolist()) == {7}
    lowest = now.statement[np.argmin(np.where(now.theme == 7, now.sentiment, 1))]
    assert grown.quotes[0] == lowest


def test_emotions_are_told_apart_word_by_word() -> None:
    a = facts([Row(customer=n, emotions=("anger,fear", "joy", "")[n % 3]) for n in range(1, 61)])
    b = facts([Row(customer=n, emotions="joy") for n in range(1, 61)])
    found = {one.a.where.emotion: told(one.share).value for one in compared(a, b).emotions}
    assert found["anger"] == pytest.approx(1 / 3)
    assert found["neutral"] == pytest.approx(1 / 3)
    assert found["joy"] == pytest.approx(-2 / 3)


def test_two_sides_on_which_nobody_spoke() -> None:
    found = compared(facts([]), facts([]))
    assert found.parting is None
    assert found.whole.sentiment == "too few customers: 0 and 0, where each side takes 5"


def test_a_segment_that_differs_stands_out_from_the_others() -> None:
    draw = np.random.default_rng(67)
    rows = [
        Row(
            customer=n % 90,
            sentiment=float(draw.normal(-0.4 if n % 3 == 0 else 0.1, 0.2)),
            segments={"plan": ("free", "pro", "team")[n % 3], "region": ("north", "south")[n % 90 % 2]},
        )
        for n in range(270)
    ]
    found = standing_out(facts([*rows, Row(customer=500, sentiment=-1.0)]), FULL)
    assert (found[0].name, found[0].value) == ("plan", "free")
    assert told(found[0].sentiment).value == pytest.approx(-0.5, abs=0.1)
    by_value = {one.value: one for one in found}
    assert not told(by_value["north"].sentiment).certain
    assert by_value["free"].side.share == pytest.approx(1 / 3)

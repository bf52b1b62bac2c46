"""Journeys: what was walked is what is counted, and no step is lost or counted twice."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_miner.domain import NONE
from feedback_miner.insights.paths import (
    Ending,
    Journeys,
    arriving,
    dropped,
    ending_with,
    journeys,
    statements_of,
)
from feedback_miner.insights.steps import Steps, steps
from feedback_miner.journey.frame import Frame
from feedback_miner.taxonomy import load_default
from tests.insights.builders import FIRST_DAY, Row, facts

LAST_DAY = FIRST_DAY.toordinal() + 100
STAGES = ["consideration", "purchase", "onboarding", "use", "support", "retention", "advocacy", NONE]


@st.composite
def messages(draw: st.DrawFn) -> list[Row]:
    """Messages of one to three statements, of named customers (1 … 5) and of nobody (0)."""
    rows = []
    for item in range(1, draw(st.integers(0, 25)) + 1):
        customer, day = draw(st.integers(0, 5)), float(draw(st.integers(0, 100)))
        for _ in range(draw(st.integers(1, 3))):
            stage, sentiment = (
                draw(st.sampled_from(STAGES)),
                draw(st.sampled_from([-0.9, -0.3, 0.0, 0.4, 0.9])),
            )
            rows.append(Row(customer, item, sentiment, stage, day=day))
    return rows


def walk(*stages: str, customer: int = 1, day: float = 0.0, sentiment: float = 0.0) -> list[Row]:
    """A customer who speaks of these stages on days one after the other."""
    return [
        Row(customer, customer * 1000 + n, sentiment, stage, day=day + n) for n, stage in enumerate(stages)
    ]


def read(rows: list[Row], lens: str = "full", silent_days: int = 30) -> tuple[Steps, Journeys]:
    walked = steps(facts(rows), Frame.of(load_default(), lens))
    return walked, journeys(walked, last_day=LAST_DAY, silent_days=silent_days)


@given(messages(), st.sampled_from(["full", "funnel"]), st.integers(1, 90))
def test_what_is_counted_adds_up(rows: list[Row], lens: str, silent_days: int) -> None:
    walked, found = read(rows, lens, silent_days)
    assert sum(one.share.count for one in found.transitions) == found.steps - found.customers
    for stage in walked.stage.values:
        leaving = [one.share for one in found.transitions if one.from_stage == stage]
        assert {share.of for share in leaving} <= {sum(share.count for share in leaving)}
    last = sum(one.share.count + one.open for one in found.drop_outs)
    assert last == found.customers
    named = {row.item for row in rows if row.customer and row.stage != NONE}
    assert found.steps == len(named)
    assert found.nobodys == len({row.item for row in rows if not row.customer and row.stage != NONE})


@given(messages())
def test_lists_hold_as_many_comments_as_numbers_say(rows: list[Row]) -> None:
    walked, found = read(rows)
    for one in found.transitions:
        chosen = arriving(walked, one.from_stage, one.to_stage)
        assert int(chosen.sum()) == one.share.count
        assert len(statements_of(walked, chosen)) == one.arriving.statements
    for out in found.drop_outs:
        chosen = dropped(walked, out.stage, last_day=LAST_DAY, silent_days=30)
        assert len(statements_of(walked, chosen)) == out.parting.statements
    for path in found.paths:
        chosen = ending_with(walked, path.ending, path.stages)
        assert len(statements_of(walked, chosen)) == path.final.statements
        assert int(chosen.sum()) == path.share.count


def test_loops_and_returns_are_transitions() -> None:
    _, found = read(walk("use", "use", "support", "use"))
    assert {(one.from_stage, one.to_stage): one.share.count for one in found.transitions} == {
        ("use", "use"): 1,
        ("use", "support"): 1,
        ("support", "use"): 1,
    }


def test_a_message_stands_at_the_stage_that_most_of_it_is_about() -> None:
    rows = [
        Row(1, 1, -0.5, "support", day=0),
        Row(1, 1, 0.9, "use", day=0),
        Row(1, 1, 0.7, "use", day=0),
        Row(1, 1, 0.0, NONE, day=0),
        Row(1, 2, 0.0, "purchase", day=3),
        Row(1, 2, 0.0, "use", day=3),
    ]
    walked, found = read(rows)
    assert [walked.stage.values[code] for code in walked.stage.codes] == ["use", "purchase"]
    assert walked.sentiment.tolist() == pytest.approx([0.8, 0.0])
    (one,) = found.transitions
    assert one.between.median == 3 * 86_400
    assert one.arriving.statements == 1


def test_shares_are_those_that_were_planted() -> None:
    random = np.random.default_rng(1)
    rows = []
    for customer in range(1, 801):
        following = random.choice(["support", "advocacy", "use"], p=[0.6, 0.3, 0.1])
        rows += walk("onboarding", str(following), customer=customer)
    shown = {one.to_stage: one.share for one in read(rows)[1].transitions}
    for stage, truth in (("support", 0.6), ("advocacy", 0.3), ("use", 0.1)):
        interval = shown[stage].interval
        assert interval is not None
        assert interval.low <= truth <= interval.high
        assert interval.high - interval.low < 0.08


def test_who_fell_silent_just_now_has_not_dropped_out() -> None:
    rows = [
        *walk("use", "support", day=10),
        *walk("support", customer=2, day=95),
        *walk("support", "use", customer=3),
    ]
    found = {one.stage: one for one in read(rows)[1].drop_outs}
    assert (found["support"].share.count, found["support"].share.of, found["support"].open) == (1, 2, 1)
    assert (found["use"].share.count, found["use"].share.of, found["use"].open) == (1, 2, 0)


def test_the_most_frequent_paths_to_leaving_and_praise_come_first() -> None:
    rows = []
    for customer in range(1, 31):
        rows += walk("use", "support", "support", customer=customer)
        leaves = customer <= 20
        rows.append(
            Row(
                customer,
                customer * 1000 + 9,
                -0.8 if leaves else 0.9,
                "retention" if leaves else "advocacy",
                day=9,
            )
        )
    rows += walk("purchase", "retention", customer=40, sentiment=-0.8)
    rows += walk("purchase", "retention", customer=41, sentiment=-0.8)
    found = read(rows)[1].paths
    assert [(one.ending, one.stages, one.share.count, one.share.of) for one in found] == [
        (Ending.PRAISE, ("use", "support", "advocacy"), 10, 10),
        (Ending.LEAVING, ("use", "support", "retention"), 20, 22),
        (Ending.LEAVING, ("purchase", "retention"), 2, 22),
    ]


def test_a_lens_folds_steps_and_endings_stay_those_of_the_taxonomy() -> None:
    rows = [row for customer in (1, 2) for row in walk("decision", "use", customer=customer)]
    rows += [Row(customer, customer * 1000 + 9, -0.9, "retention", day=9) for customer in (1, 2)]
    _, found = read(rows, "funnel")
    assert Counter(one.to_stage for one in found.transitions) == {"post_purchase": 2}
    assert [(one.ending, one.stages) for one in found.paths] == [
        (Ending.LEAVING, ("decision", "post_purchase"))
    ]


def test_nobody_walks_without_facts() -> None:
    walked, found = read([Row(0, stage="use")])
    assert (len(walked), found.customers, found.nobodys, found.transitions) == (0, 0, 1, ())


def test_a_period_as_short_as_the_silence_tells_no_drop_out_and_says_so() -> None:
    rows = [Row(customer=n, day=n % 5) for n in range(1, 11)]
    short, long = (
        journeys(
            steps(facts(rows), Frame.of(load_default(), "full")),
            last_day=FIRST_DAY.toordinal() + 5,
            silent_days=silent_days,
        )
        for silent_days in (30, 3)
    )
    assert short.too_early == (
        "No comment is 30 days old, so nobody can have been silent for so long: look at a longer period."
    )
    assert long.too_early is None

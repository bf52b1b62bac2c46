"""Competitors: found as words, compared by plain patterns, counted by stage and verdict."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from feedback_miner.domain import NONE, Labels, Source, StatementView
from feedback_miner.domain.team.competitors import Competitor
from feedback_miner.insights.comparisons import Verdict, name_pattern, verdict_of
from feedback_miner.insights.competitors import mentions, rivalry

NAMES = name_pattern(["Northbank", "Sky Ledger"])


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("So much better than Northbank ever was.", Verdict.BETTER),
        ("Your app is less confusing than the one of Northbank.", Verdict.BETTER),
        ("I switched from Northbank last year.", Verdict.BETTER),
        ("We left Sky  Ledger because of the fees.", Verdict.BETTER),
        ("I prefer you over northbank any day.", Verdict.BETTER),
        ("Northbank is slower and keeps crashing.", Verdict.BETTER),
        ("It isn't as bad as Northbank.", Verdict.BETTER),
        ("Northbank is cheaper.", Verdict.WORSE),
        ("Northbank’s app is much faster.", Verdict.WORSE),
        ("Support here is slower than at Northbank.", Verdict.WORSE),
        ("Not as good as Sky Ledger.", Verdict.WORSE),
        ("I am switching to Northbank next month.", Verdict.WORSE),
        ("I will leave you for Northbank.", Verdict.WORSE),
        ("I should have stayed with Northbank.", Verdict.WORSE),
        ("Please be more like Northbank.", Verdict.WORSE),
        ("You are no better than Northbank.", Verdict.EVEN),
        ("It costs the same as Northbank.", Verdict.EVEN),
        ("Northbank isn't any cheaper.", Verdict.EVEN),
        ("I also have an account at Northbank.", Verdict.NAMED),
        ("Northbanking is not a word, NorthbankX neither.", None),
        ("Better than everything else.", None),
    ],
)
def test_sentences_are_compared_as_people_read_them(text: str, verdict: Verdict | None) -> None:
    assert verdict_of(text, NAMES, 0.0) == verdict


def test_a_comparison_without_a_word_for_it_goes_by_the_mood() -> None:
    text = "Compared with Northbank this is something else."
    assert verdict_of(text, NAMES, 0.8) is Verdict.BETTER
    assert verdict_of(text, NAMES, -0.8) is Verdict.WORSE
    assert verdict_of(text, NAMES, 0.1) is Verdict.NAMED


def test_signs_of_regular_expressions_are_letters_of_a_name() -> None:
    names = name_pattern(["C++ Bank (UK)"])
    assert verdict_of("I left c++ bank (uk) for you.", names, 0.0) is Verdict.BETTER
    assert verdict_of("CCC Bank UK", names, 0.0) is None


def said(number: int, text: str, stage: str, sentiment: float, customer: str | None) -> StatementView:
    labels = Labels(stage, NONE, sentiment, ())
    return StatementView(
        number, number, text, 0, len(text), labels, labels, 1.0, 1.0, False, datetime(2026, 5, 1, tzinfo=UTC),
        Source.SURVEY, "email", customer, {},
    )  # fmt: skip


def test_figures_of_a_competitor_add_up() -> None:
    statements = [
        said(1, "Better than Northbank.", "use", 0.8, "c_1"),
        said(2, "Cheaper than Northbank.", "decision", 0.6, "c_2"),
        said(3, "Northbank is faster.", "use", -0.4, "c_3"),
        said(4, "I bank with Northbank, too.", NONE, 0.0, None),
        said(5, "Nothing of the kind.", "use", 0.0, "c_1"),
    ]
    northbank = Competitor("northbank", "Northbank")
    found = mentions(northbank, statements, {"use": "use", "decision": "decision"})
    assert [mention.statement for mention in found] == [1, 2, 3, 4]
    shown = rivalry(northbank, found, ["decision", "use"])
    assert (shown.mean.statements, shown.mean.customers) == (4, 4)
    assert [(stage, mean.statements) for stage, mean in shown.stages] == [
        ("decision", 1),
        ("use", 2),
        (NONE, 1),
    ]
    assert {verdict: mean.statements for verdict, mean in shown.verdicts.items()} == {
        Verdict.BETTER: 2,
        Verdict.WORSE: 1,
        Verdict.EVEN: 0,
        Verdict.NAMED: 1,
    }
    assert shown.ahead is not None
    assert (shown.ahead.count, shown.ahead.of) == (2, 3)

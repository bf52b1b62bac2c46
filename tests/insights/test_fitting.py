"""Suggestions that fit come first, and say why."""

from __future__ import annotations

from feedback_miner.insights.fitting import fitting
from feedback_miner.taxonomy import Suggestion, load_playbook

LATE = Suggestion("Late", "Promise less.", ("late", "delay"), ("frustration",))
BROKEN = Suggestion("Damaged", "Pack better.", ("damag", "box"), ("disappointment",))


def test_words_of_customers_go_before_emotions() -> None:
    found = fitting([LATE, BROKEN], ["The box was DAMAGED", "Crushed box"], {"frustration": 0.9})
    assert [one.suggestion for one in found] == [BROKEN, LATE]
    assert (found[0].words, found[0].fits) == (("damag", "box"), True)
    assert (found[1].emotions, found[1].fits) == (("frustration",), False)


def test_a_word_begins_a_word() -> None:
    (found,) = fitting([LATE], ["The plates were chocolate"], {})
    assert not found.fits


def test_without_a_ground_the_order_of_the_playbook_stands() -> None:
    assert [one.suggestion for one in fitting([LATE, BROKEN], [], {})] == [LATE, BROKEN]


def test_the_shipped_playbook_hears_what_customers_say() -> None:
    known = load_playbook().suggestions("payment")
    (first, *_) = fitting(known, ["Card declined, no reason given"], {})
    assert first.suggestion.pain == "A payment is refused without a reason"

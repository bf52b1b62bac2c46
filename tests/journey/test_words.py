"""The headline, pain points and the words for numbers."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_miner.domain import Cut
from feedback_miner.journey import compared_words, headline, pain_points, signed, tone, tone_word
from tests.journey.builders import Said, crowd, mapped, totals


def _around(mean: int, count: int) -> list[int]:
    """As many sentiments around a mean, in pairs that keep it."""
    draw = random.Random(mean)
    offsets = [draw.randint(1, 15) for _ in range(count // 2)]
    return [mean + sign * offset for offset in offsets for sign in (1, -1)]


LOW = crowd("onboarding", "account", _around(-41, 60))
HIGH = crowd("advocacy", "word_of_mouth", _around(59, 40), 100)
MIDDLE = crowd("use", "app", _around(10, 40), 200)


def test_the_headline_names_low_and_high_point_and_the_change() -> None:
    before = totals(crowd("onboarding", "account", _around(-18, 60)))
    assert str(headline(mapped(totals([*LOW, *HIGH, *MIDDLE]), before))) == (
        "Onboarding is the low point: −0.41, down 0.23 on the previous 30 days. Advocacy is the high point at +0.59."
    )


def test_the_headline_marks_the_stages_it_names() -> None:
    parts = headline(mapped(totals([*LOW, *HIGH]))).parts
    assert [part.stage for part in parts if part.stage] == ["onboarding", "advocacy"]


def test_a_change_that_may_be_chance_is_not_claimed() -> None:
    before = totals(crowd("onboarding", "account", _around(-42, 60)))
    text = str(headline(mapped(totals([*LOW, *HIGH]), before)))
    assert text.startswith("Onboarding is the low point: −0.41, no clear change on the previous 30 days.")


def test_stages_that_chance_can_part_are_not_ranked() -> None:
    said = [
        *crowd("use", "app", [-90, 90] * 6),
        *crowd("support", "support", [-85, 80] * 6, 50),
    ]
    text = str(headline(mapped(totals(said))))
    assert text.startswith("No stage clearly stands out")
    assert "low point" not in text


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ([], "No comments in this period."),
        (
            crowd("use", "app", [-90] * 9),
            "Few comments so far: no stage has 10 yet, too few to name a low point.",
        ),
        (
            crowd("use", "app", [-90] * 12),
            "Only Use has 10 comments or more: nothing to compare it with yet.",
        ),
    ],
)
def test_few_comments_get_honest_words(said: list[Said], sentence: str) -> None:
    assert str(headline(mapped(totals(said)))) == sentence


def test_what_is_compared_is_said_in_days_or_dates() -> None:
    journey = mapped(totals(LOW), totals(LOW))
    assert compared_words(journey) == "the previous 30 days"
    other = replace(journey, compared=Cut(date(2025, 9, 1), date(2025, 9, 30)))
    assert compared_words(other) == "1 Sep 2025 to 30 Sep 2025"
    assert compared_words(replace(journey, compared=None)) == "nothing"


def test_pain_points_are_ranked_by_what_they_cost_the_map() -> None:
    said = [
        *crowd("support", "support", [-30] * 50),
        *crowd("onboarding", "account", [-90] * 6, 100),
        *crowd("purchase", "payment", [-90] * 4, 200),
        *crowd("use", "app", [5] * 20, 300),
        *crowd("advocacy", "word_of_mouth", [80] * 20, 400),
    ]
    journey = mapped(totals(said))
    found = pain_points(journey, 10)
    assert [(pain.stage, pain.touchpoint) for pain in found] == [
        ("support", "support"),
        ("onboarding", "account"),
    ]
    assert journey.overall.sentiment is not None
    assert found[0].impact == pytest.approx(50 * (journey.overall.sentiment + 0.3))
    assert pain_points(journey, 1) == found[:1]


def test_a_happy_or_empty_map_has_no_pain_points() -> None:
    assert (
        pain_points(
            mapped(totals([*crowd("use", "app", [10] * 9), *crowd("use", "product", [90] * 9, 50)])), 5
        )
        == []
    )
    assert pain_points(mapped(totals([])), 5) == []


@given(st.floats(-1, 1))
def test_good_and_bad_are_mirrored(sentiment: float) -> None:
    assert tone(-sentiment) == -tone(sentiment)
    assert ("positive" in tone_word(sentiment)) == ("negative" in tone_word(-sentiment))


@pytest.mark.parametrize(
    ("sentiment", "step", "word", "text"),
    [
        (-0.61, -3, "very negative", "−0.61"),
        (-0.41, -2, "negative", "−0.41"),
        (-0.23, -1, "slightly negative", "−0.23"),
        (-0.004, 0, "neutral", "0.00"),
        (0.09, 1, "slightly positive", "+0.09"),
        (0.3, 2, "positive", "+0.30"),
        (0.59, 3, "very positive", "+0.59"),
    ],
)
def test_numbers_in_words(sentiment: float, step: int, word: str, text: str) -> None:
    assert (tone(sentiment), tone_word(sentiment), signed(sentiment)) == (step, word, text)

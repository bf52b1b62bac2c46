"""Phrases that could be headlines, read by the real parser."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings

from feedback_miner.text import EnglishPhrases
from feedback_miner.text.normalise import normalise
from feedback_miner.text.phrases import FEWEST_WORDS, MOST_WORDS
from tests.text.strategies import messages


@pytest.fixture(scope="module")
def phrases() -> EnglishPhrases:
    return EnglishPhrases()


def _read(phrases: EnglishPhrases, text: str) -> dict[str, bool]:
    (found,) = phrases.read([text])
    return {phrase.text: phrase.says for phrase in found}


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("My card was declined without any reason.", "Card was declined without any reason"),
        ("The app keeps crashing when I open my basket", "App keeps crashing"),
        ("I have been waiting for my refund for two weeks", "Waiting for my refund"),
        ("You charged me twice for one order!", "Charged me twice"),
        ("I did not receive my parcel.", "Did not receive my parcel"),
        ("YOUR STAFF WERE SO HELPFUL", "Staff were so helpful"),
        ("@novabank the agent hung up on me #angry", "Agent hung up on me"),
    ],
)
def test_clauses_say_something(phrases: EnglishPhrases, text: str, phrase: str) -> None:
    assert _read(phrases, text)[phrase] is True


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Such a rude driver, really.", "Rude driver"),
        ("Still no reply from your support team", "Still no reply from your support team"),
    ],
)
def test_nouns_name_something(phrases: EnglishPhrases, text: str, phrase: str) -> None:
    assert _read(phrases, text)[phrase] is False


@pytest.mark.parametrize(
    ("text", "broken_off"),
    [
        ("The driver is not friendly", "Driver is not"),
        ("I don't think the price is fair", "Price is fair"),
        ("The website keeps logging me out", "Website keeps"),
        ("<PERSON> was very rude to me", "<PERSON> was very rude"),
        ("Sooooo slow delivery", "Sooooo slow delivery"),
        ("Your shitty app crashed", "Shitty app crashed"),
        ("My card is still not here", "Card is still not"),
        ("Broken card reader tbh", "Broken card reader tbh"),
    ],
)
def test_what_is_broken_off_turned_round_or_hidden_is_no_phrase(
    phrases: EnglishPhrases, text: str, broken_off: str
) -> None:
    assert broken_off not in _read(phrases, text)


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("It took five working days to hear from you", "Five working days"),
        ("I told five friends about it", "Five friends"),
        ("My card was sent in March", "In March"),
    ],
)
def test_what_only_counts_is_no_headline(phrases: EnglishPhrases, text: str, counted: str) -> None:
    assert counted not in _read(phrases, text)


def test_what_is_said_of_a_count_is_one(phrases: EnglishPhrases) -> None:
    assert "Selfie was rejected six times" in _read(phrases, "My selfie was rejected six times.")


@settings(max_examples=30)
@given(messages)
def test_phrases_stand_in_the_text(phrases: EnglishPhrases, text: str) -> None:
    text = normalise(text)
    for phrase in _read(phrases, text):
        assert phrase.lower() in text.lower()
        assert FEWEST_WORDS <= len(phrase.split()) <= MOST_WORDS
        assert not re.search(r"[@#<>]|https?:", phrase)
        assert phrase[0] == phrase[0].upper()

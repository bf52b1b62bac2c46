"""Names of themes, with the real reader of phrases."""

from __future__ import annotations

import pytest

from feedback_miner.domain.themes import is_said
from feedback_miner.text import EnglishPhrases
from feedback_miner.themes.naming import Wording, name_theme
from feedback_miner.themes.words import stems

_DECLINED = [
    "My card was declined and nobody could tell me why.",
    "The card was declined at the till again.",
    "Card was declined, no reason given.",
    "They say my card was declined, but my bank knows of nothing.",
    "Why was my card declined?",
    "At the checkout my card was declined. My dog waited outside the old bakery.",
]
_CRASHES = [
    "The app keeps crashing when I open my basket.",
    "App keeps crashing since the update",
    "Your app keeps crashing on my tablet.",
    "It crashes whenever I search.",
]
_REST = ["The parcel came late.", "Nobody answers the phone.", "I love the colour.", "The shop was closed."]


@pytest.fixture(scope="module")
def phrases() -> EnglishPhrases:
    return EnglishPhrases()


def _named(phrases: EnglishPhrases, texts: list[str], taken: set[str] | None = None) -> str:
    everywhere = Wording.of([*_DECLINED, *_CRASHES, *_REST])
    return name_theme(texts, everywhere, read_phrases=phrases, taken=taken or set())


def test_a_name_says_what_most_of_them_say(phrases: EnglishPhrases) -> None:
    assert _named(phrases, _DECLINED) == "Card declined"
    assert _named(phrases, _CRASHES) == "App keeps crashing"


def test_no_two_themes_have_one_name(phrases: EnglishPhrases) -> None:
    other = _named(phrases, _DECLINED, {"Card declined"})
    assert other == "Card was declined"
    assert (
        _named(phrases, [*_DECLINED, "No reason given!"] * 2, {"Card declined", other}) == "No reason given"
    )


def test_a_theme_without_phrases_is_named_by_its_first_words(phrases: EnglishPhrases) -> None:
    assert _named(phrases, ["@novabank unacceptable!!", "Unacceptable."]) == "Unacceptable"
    assert _named(phrases, ["👍"] * 3, {"👍"}) == "👍 (2)"


def test_handles_and_placeholders_are_in_no_name(phrases: EnglishPhrases) -> None:
    name = _named(phrases, ["@novabank <PERSON> shouted at me", "<PERSON> shouted at me @novabank"])
    assert name == "Shouted at me"


def test_placeholders_are_no_words() -> None:
    assert stems("<PERSON> lost my parcel, <EMAIL>") == {"lost", "parce"}


@pytest.mark.parametrize(
    "texts",
    [
        ["MY CARD was DECLINED!!", "Card was declined"],
        ["I don’t trust it. It cannot work like this."],
        ["@novabank unacceptable!!", "Unacceptable."],
        ["Lost it: <EMAIL> never answered #fail me", "A re-booking  costs  money"],
        ["👍"],
    ],
)
def test_a_name_is_said_by_one_of_its_statements(phrases: EnglishPhrases, texts: list[str]) -> None:
    first = _named(phrases, texts)
    for name in (first, _named(phrases, texts, {first})):
        assert any(is_said(name, text) for text in texts), name


def test_what_is_said_otherwise_is_not_said() -> None:
    assert is_said("Card declined (2)", "My *card*  DECLINED again")
    assert not is_said("Card declined", "My card was declined")

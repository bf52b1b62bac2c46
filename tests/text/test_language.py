from __future__ import annotations

import json
from pathlib import Path

import pytest

from feedback_miner.text.language import UNDETERMINED, LanguageDetector

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "language_cases.jsonl").read_text("utf-8").splitlines()
]


@pytest.fixture(scope="module")
def detector() -> LanguageDetector:
    return LanguageDetector()


def test_no_short_english_is_taken_for_another_language(detector: LanguageDetector) -> None:
    english = [case["text"] for case in CASES if case["language"] == "en"]
    assert len(english) >= 50
    assert {
        text: told for text in english if (told := detector.detect(text)) not in ("en", UNDETERMINED)
    } == {}


def test_other_languages_are_told(detector: LanguageDetector) -> None:
    others = [case for case in CASES if case["language"] != "en"]
    right = sum(detector.detect(case["text"]) == case["language"] for case in others)
    assert right / len(others) >= 0.95


@pytest.mark.parametrize(
    "text", ["", "😡😡", "10/10", "@someone", "https://example.com/hola", "<PERSON> <EMAIL>"]
)
def test_without_words_the_language_is_undetermined(detector: LanguageDetector, text: str) -> None:
    assert detector.detect(text) == UNDETERMINED


def test_handles_and_hashtags_do_not_decide(detector: LanguageDetector) -> None:
    assert detector.detect("@LaTiendaDeMiBarrio #noestoycontento still waiting for the refund") == "en"


@pytest.mark.parametrize(
    ("hint", "told"), [("pt-BR", "pt"), ("EN", "en"), ("English", UNDETERMINED), (None, UNDETERMINED)]
)
def test_the_hint_decides_where_words_do_not(detector: LanguageDetector, hint: str | None, told: str) -> None:
    assert detector.detect("Super!", hint) == told
    assert detector.detect("Ich warte seit drei Wochen auf meine Rückerstattung", hint) == "de"

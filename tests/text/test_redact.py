"""The bars of redaction, on sentences written for it: `personal` spans must go, `keep` must stay."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings

from feedback_miner.text import Redactor, redact_structured
from feedback_miner.text.placeholders import PLACEHOLDER
from tests.text.strategies import messages


@dataclass(frozen=True)
class Case:
    text: str
    personal: frozenset[tuple[int, int, str]]
    keep: tuple[str, ...]
    redacted: str

    @property
    def replaced(self) -> list[tuple[int, int, str]]:
        """Which spans of the text the placeholders stand for."""
        kept = PLACEHOLDER.split(self.redacted)
        kinds = [placeholder.strip("<>") for placeholder in PLACEHOLDER.findall(self.redacted)]
        aligned = re.fullmatch("(.+?)".join(map(re.escape, kept)), self.text, re.DOTALL)
        assert aligned, self.redacted
        return [(*aligned.span(n + 1), kind) for n, kind in enumerate(kinds)]


@pytest.fixture(scope="module")
def cases(redactor: Redactor) -> list[Case]:
    lines = (Path(__file__).parent / "redaction_cases.jsonl").read_text("utf-8").splitlines()
    written = [json.loads(line) for line in lines]
    redacted = redactor.redact_all([case["text"] for case in written])
    return [
        Case(case["text"], frozenset((s, e, k) for s, e, k in case["personal"]), tuple(case["keep"]), result)
        for case, result in zip(written, redacted, strict=True)
    ]


def _missed(cases: list[Case], *, persons: bool) -> tuple[list[str], int]:
    wanted = [(case, span) for case in cases for span in case.personal if (span[2] == "PERSON") == persons]
    missed = [
        case.text[start:end]
        for case, (start, end, kind) in wanted
        if not any(s <= start and end <= e and k == kind for s, e, k in case.replaced)
    ]
    return missed, len(wanted)


def test_the_set_is_large_enough(cases: list[Case]) -> None:
    assert sum(bool(case.personal) for case in cases) >= 250
    assert sum(not case.personal for case in cases) >= 150


def test_structured_data_is_found(cases: list[Case]) -> None:
    missed, wanted = _missed(cases, persons=False)
    assert 1 - len(missed) / wanted >= 0.98, missed


def test_names_are_found(cases: list[Case]) -> None:
    missed, wanted = _missed(cases, persons=True)
    assert 1 - len(missed) / wanted >= 0.90, missed


def test_what_is_called_a_name_mostly_is_one(cases: list[Case]) -> None:
    called = [(case, span) for case in cases for span in case.replaced if span[2] == "PERSON"]
    wrong = [
        case.text[start:end]
        for case, (start, end, kind) in called
        if not any(s < end and start < e and k == kind for s, e, k in case.personal)
    ]
    assert 1 - len(wrong) / len(called) >= 0.95, wrong


def test_numbers_that_are_nobodys_survive(cases: list[Case]) -> None:
    kept = [(case, number) for case in cases for number in case.keep]
    lost = [number for case, number in kept if number not in case.redacted]
    assert 1 - len(lost) / len(kept) >= 0.99, lost


def test_brands_and_handles_stay(redactor: Redactor) -> None:
    text = "@tom_b says Netflix and Amazon beat Ben & Jerry's in Paris and San Antonio"
    assert redactor.redact(text) == text


def test_each_kind_has_its_placeholder(redactor: Redactor) -> None:
    text = "I am Priya Nair, jo@example.com, 07700 900123, 4111 1111 1111 1111, GB29 NWBK 6016 1331 9268 19"
    assert redactor.redact(text) == "I am <PERSON>, <EMAIL>, <PHONE>, <CARD>, <IBAN>"
    assert redact_structured(text) == "I am Priya Nair, <EMAIL>, <PHONE>, <CARD>, <IBAN>"


def test_many_are_redacted_like_one(redactor: Redactor, cases: list[Case]) -> None:
    some = cases[::17]
    assert [redactor.redact(case.text) for case in some] == [case.redacted for case in some]


def test_redacting_the_set_again_changes_nothing(redactor: Redactor, cases: list[Case]) -> None:
    once = [case.redacted for case in cases]
    assert redactor.redact_all(once) == once


@given(messages)
@settings(max_examples=150, deadline=None)
def test_redacting_twice_is_redacting_once(redactor: Redactor, text: str) -> None:
    once = redactor.redact(text)
    assert redactor.redact(once) == once


@given(messages)
def test_redacting_structured_data_twice_is_redacting_it_once(text: str) -> None:
    once = redact_structured(text)
    assert redact_structured(once) == once


@pytest.mark.parametrize(
    "hostile",
    [
        "1 " * 50_000,
        "1" * 100_000,
        "a@" * 50_000,
        "+1" * 50_000,
        "A" * 100_000,
        "Aa " * 33_000,
        "Maria " * 16_000,
    ],
    ids=lambda text: text[:6],
)
@pytest.mark.timeout(60)
def test_hostile_input_ends(redactor: Redactor, hostile: str) -> None:
    assert isinstance(redactor.redact(hostile), str)

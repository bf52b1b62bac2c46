from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings

from feedback_miner.text import EnglishPreparer
from feedback_miner.text.models import load_sentencer
from feedback_miner.text.split import LONGEST_WORDS, StatementSplitter
from tests.text.strategies import messages

SHARED = Path(__file__).parents[3] / "shared" / "data" / "items_train.jsonl"


def split(preparer: EnglishPreparer, text: str) -> list[str]:
    (prepared,) = preparer.prepare([text], hints=[None])
    return [prepared.text[s.start : s.end] for s in prepared.statements]


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("It broke. Nobody answers.", ["It broke.", "Nobody answers."]),
        ("great app love it", ["great app love it"]),
        ("slow delivery\nrude driver", ["slow delivery", "rude driver"]),
        ("Pros:\n- fast\n- cheap\n* pretty", ["Pros:", "fast", "cheap", "pretty"]),
        (
            "The room was lovely and clean, but the staff at reception were rude.",
            ["The room was lovely and clean,", "but the staff at reception were rude."],
        ),
        ("Slow but fine.", ["Slow but fine."]),
        (
            "Easy to set up at home; the manual is no help at all.",
            ["Easy to set up at home;", "the manual is no help at all."],
        ),
        ("Straightforward enough.Easy to use.", ["Straightforward enough.", "Easy to use."]),
        ("So angry!!! 😡😡", ["So angry!!! 😡😡"]),
        ("😡", ["😡"]),
        ("See https://example.com/Not.Here for it.", ["See https://example.com/Not.Here for it."]),
        ("10/10", []),
        ("", []),
        ("...", []),
    ],
)
def test_statements_stand_for_themselves(preparer: EnglishPreparer, text: str, statements: list[str]) -> None:
    assert split(preparer, text) == statements


def test_run_ons_are_cut_where_clauses_begin(preparer: EnglishPreparer) -> None:
    clause = "and then I waited another week for somebody to call me back about it "
    pieces = split(preparer, ("I ordered a desk in march " + clause * 12).strip())
    assert len(pieces) > 1
    assert all(piece.startswith("and then") for piece in pieces[1:])
    assert all(len(piece.split()) <= LONGEST_WORDS for piece in pieces)


@given(messages)
@settings(max_examples=200, deadline=None)
def test_spans_are_valid(preparer: EnglishPreparer, raw: str) -> None:
    (prepared,) = preparer.prepare([raw], hints=[None])
    last = 0
    for n, statement in enumerate(prepared.statements):
        piece = prepared.text[statement.start : statement.end]
        assert statement.n == n
        assert last <= statement.start < statement.end <= len(prepared.text)
        assert piece == piece.strip()
        assert any(c.isalpha() or ord(c) > 0x2000 for c in piece)
        last = statement.end


@given(messages)
@settings(max_examples=100, deadline=None)
def test_every_word_is_in_a_statement_and_no_placeholder_is_cut(preparer: EnglishPreparer, raw: str) -> None:
    (prepared,) = preparer.prepare([raw], hints=[None])
    covered = [prepared.text[s.start : s.end] for s in prepared.statements]
    assert sum(c.isalpha() for c in prepared.text) == sum(c.isalpha() for piece in covered for c in piece)
    for placeholder in ("<EMAIL>", "<PHONE>", "<CARD>", "<IBAN>", "<PERSON>"):
        assert prepared.text.count(placeholder) == sum(piece.count(placeholder) for piece in covered)


@pytest.mark.skipif(
    not SHARED.exists(), reason=f"{SHARED} is absent: the agreement with labelled spans is not measured"
)
def test_boundaries_agree_with_the_labelled_statements() -> None:
    items = [json.loads(line) for line in SHARED.read_text("utf-8").splitlines()]
    predicted = StatementSplitter(load_sentencer()).split([item["text"] for item in items])
    agreed = found = wanted = 0
    for item, statements in zip(items, predicted, strict=True):
        gold = {statement["start"] for statement in item["statements"][1:]}
        own = {statement.start for statement in statements[1:]}
        agreed, found, wanted = agreed + len(gold & own), found + len(own), wanted + len(gold)
    assert 2 * agreed / (found + wanted) >= 0.90

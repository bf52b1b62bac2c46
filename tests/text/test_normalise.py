from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given

from feedback_miner.text.normalise import CUT_MARK, MAX_CHARACTERS, limit, normalise
from tests.text.strategies import messages


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("cafe\u0301", "café"),
        ("a\x00b\x07c", "abc"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("wide\u00a0\u2003space\there", "wide space here"),
        ("zero\u200bwidth\ufeff and soft\u00adhyphen", "zerowidth and softhyphen"),
        ("a  \n\n \n\n  b", "a\n\nb"),
        ("line one\nline two", "line one\nline two"),
        ("family 👨‍👩‍👧 and flag 🏳️‍🌈", "family 👨‍👩‍👧 and flag 🏳️‍🌈"),
        ("stray\u200d joiner", "stray joiner"),
        ("I donâ€™t like it", "I don’t like it"),
        ("half a \ud83d pair", "half a \ufffd pair"),
        ("whole \ud83d\ude21 pair", "whole 😡 pair"),
        ("\u202eevil\u202c order", "evil order"),
        (" \n ", ""),
    ],
)
def test_text_comes_out_in_one_form(raw: str, expected: str) -> None:
    assert normalise(raw) == expected


@given(messages)
def test_any_text_becomes_storable(raw: str) -> None:
    text = normalise(raw)
    text.encode("utf-8")
    assert "\n\n\n" not in text
    assert text == text.strip()
    assert not any(unicodedata.category(c) == "Cc" for c in text if c != "\n")


def test_what_is_too_long_is_cut_and_marked() -> None:
    long = limit("word " * 30_000)
    assert len(long) <= MAX_CHARACTERS
    assert long.endswith(CUT_MARK)
    assert limit("word") == "word"

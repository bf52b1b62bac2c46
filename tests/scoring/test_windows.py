"""How a message becomes windows: nothing of a statement is lost, nothing is read twice, nothing is too long."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from feedback_miner.domain import ScorableMessage
from feedback_miner.scoring.encoding import MessageEncoder
from feedback_miner.scoring.layout import SpecialTokens

_MAX = 24
_CONTEXT = 6
_SENTENCES = st.lists(st.text("abc <.", min_size=1, max_size=40), max_size=12)


@pytest.fixture(scope="module")
def tokenizer(tiny_folder: Path) -> Tokenizer:
    return Tokenizer.from_file(str(tiny_folder / "tokenizer.json"))


@pytest.fixture(scope="module")
def encoder(tokenizer: Tokenizer) -> MessageEncoder:
    return MessageEncoder(
        tokenizer,
        SpecialTokens("[CLS]", "[SEP]", "[MASK]"),
        max_tokens=_MAX,
        context_tokens=_CONTEXT,
        sources=["ticket"],
        channels=["web"],
    )


def _message(sentences: list[str], source: str = "ticket") -> ScorableMessage:
    spans, at = [], 0
    for sentence in sentences:
        spans.append((at, at + len(sentence)))
        at += len(sentence) + 1
    return ScorableMessage(" ".join(sentences), source, "", tuple(spans))


@settings(max_examples=150, deadline=None)
@given(sentences=_SENTENCES, source=st.sampled_from(["ticket", "elsewhere"]))
def test_every_token_of_every_statement_is_owned_once(
    encoder: MessageEncoder, tokenizer: Tokenizer, sentences: list[str], source: str
) -> None:
    message = _message(sentences, source)
    windows = encoder.windows(message)
    owned = [(owner, w.token_ids[position]) for w in windows for position, owner in w.owned]
    expected = [
        (n, token)
        for n, sentence in enumerate(sentences)
        for token in tokenizer.encode(sentence, add_special_tokens=False).ids
    ]
    assert owned == expected
    assert all(len(window.token_ids) <= _MAX for window in windows)


@settings(max_examples=150, deadline=None)
@given(sentences=st.lists(st.text("abc", min_size=1, max_size=9), min_size=1, max_size=20))
def test_statements_that_fit_are_never_cut(encoder: MessageEncoder, sentences: list[str]) -> None:
    windows = encoder.windows(_message(sentences))
    seen = [sorted({owner for _, owner in window.owned}) for window in windows]
    assert [owner for owners in seen for owner in owners] == list(range(len(sentences)))


def test_a_later_window_begins_with_what_went_before(encoder: MessageEncoder, tokenizer: Tokenizer) -> None:
    sentences = ["aaaa aaaa"] * 3 + ["bbbb bbbb"] * 3
    windows = encoder.windows(_message(sentences))
    assert len(windows) > 1
    all_ids = tokenizer.encode(" ".join(sentences), add_special_tokens=False).ids
    prefix = len(tokenizer.encode("ticket: ", add_special_tokens=False).ids) + 1
    read = 0
    for window in windows:
        first_owned = window.owned[0][0]
        context = window.token_ids[prefix:first_owned]
        assert context == all_ids[max(0, read - _CONTEXT) : read]
        read += len(window.owned)


@pytest.mark.parametrize("placeholder", ["<EMAIL>", "<PHONE>", "<CARD>", "<IBAN>", "<PERSON>"])
def test_a_placeholder_is_one_token(encoder: MessageEncoder, placeholder: str) -> None:
    (window,) = encoder.windows(ScorableMessage(f"ask {placeholder}.", "", "", ((4, 4 + len(placeholder)),)))
    assert len(window.owned) == 1


@pytest.mark.parametrize(
    ("source", "channel", "prefix"),
    [
        ("ticket", "web", "ticket via web: "),
        ("ticket", "Web", "ticket via web: "),
        ("ticket", "", "ticket: "),
        ("ticket", "fax", "ticket: "),
        ("elsewhere", "web", ""),
        ("", "", ""),
    ],
)
def test_what_is_known_of_the_place_is_set_in_front(
    encoder: MessageEncoder, tokenizer: Tokenizer, source: str, channel: str, prefix: str
) -> None:
    (window,) = encoder.windows(ScorableMessage("great", source, channel, ((0, 5),)))
    words = tokenizer.encode(f"{prefix}great", add_special_tokens=False).ids
    assert window.token_ids == [2, *words, 3]

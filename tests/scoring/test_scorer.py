"""What every scorer promises, kept by the real code with tiny models of both kinds, in both number formats."""

from __future__ import annotations

import random
from collections.abc import Mapping
from itertools import product
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback_miner.domain import NEUTRAL, NONE, ScorableMessage, Scores
from feedback_miner.ports import Scorer
from feedback_miner.scoring import loading
from feedback_miner.scoring.network import JourneyNetwork
from feedback_miner.scoring.scorer import JourneyScorer

#: How far a score may move when a message is padded another way. bfloat16 keeps 8 bits of each number.
_TOLERANCE = {torch.float32: 1e-4, torch.bfloat16: 2e-2}

_DTYPES = pytest.mark.parametrize("dtype", list(_TOLERANCE), ids=["float32", "bfloat16"])
_KINDS = pytest.mark.parametrize("kind", ["bert", "mpnet"])

_WORDS = [
    "the card",
    "was late.",
    "<PERSON>",
    "great",
    "🙂",
    "\n",
    "refund!!!",
    "ž",
    "\x00",
    "[MASK]",
    "\u200b",
]
_TEXTS = st.text(max_size=400) | st.lists(st.sampled_from(_WORDS), max_size=120).map(" ".join)


@st.composite
def _messages(draw: st.DrawFn) -> ScorableMessage:
    text = draw(_TEXTS)
    border = st.integers(0, len(text))
    spans = draw(st.lists(st.tuples(border, border).map(lambda ab: (min(ab), max(ab))), max_size=6))
    source = draw(st.sampled_from(["review", "survey", "ticket", "social", "", "carrier pigeon"]))
    return ScorableMessage(text, source, draw(st.text(max_size=10)), tuple(spans))


def _message(text: str, *spans: tuple[int, int]) -> ScorableMessage:
    return ScorableMessage(text, "review", "web", spans or ((0, len(text)),))


def _numbers(scores: Scores) -> list[float]:
    return [*scores.stage.values(), *scores.touchpoint.values(), scores.sentiment, *scores.emotions.values()]


Scorers = Mapping[tuple[str, torch.dtype], JourneyScorer]


@pytest.fixture(scope="module")
def scorers(tiny_folder: Path, tiny_mpnet_folder: Path) -> Scorers:
    folders = {"bert": tiny_folder, "mpnet": tiny_mpnet_folder}
    with pytest.MonkeyPatch.context() as patch:
        made = {}
        for kind, dtype in product(folders, _TOLERANCE):
            patch.setattr(loading, "fastest_dtype", lambda dtype=dtype: dtype)
            made[kind, dtype] = loading.load_scorer(folders[kind], threads=1)
        return made


@settings(max_examples=80, deadline=None)
@given(messages=st.lists(_messages(), max_size=5))
def test_any_text_with_any_spans_gets_distributions(tiny: Scorer, messages: list[ScorableMessage]) -> None:
    results = tiny.score(messages)
    assert [len(result) for result in results] == [len(message.spans) for message in messages]
    for scores in (scores for result in results for scores in result):
        for distribution in (scores.stage, scores.touchpoint):
            assert NONE in distribution
            assert min(distribution.values()) >= 0.0
            assert sum(distribution.values()) == pytest.approx(1.0, abs=1e-9)
        assert -1.0 <= scores.sentiment <= 1.0
        assert NEUTRAL not in scores.emotions
        assert all(0.0 <= p <= 1.0 for p in scores.emotions.values())


@_KINDS
@settings(max_examples=25, deadline=None)
@given(messages=st.lists(_messages(), min_size=2, max_size=6))
def test_neighbours_do_not_change_a_score(
    scorers: Scorers, kind: str, messages: list[ScorableMessage]
) -> None:
    """In float32: what leaks from a neighbour shows there, while bfloat16's own rounding has no bound to search."""
    scorer = scorers[kind, torch.float32]
    for message, together in zip(messages, scorer.score(messages), strict=True):
        (alone,) = scorer.score([message])
        for a, b in zip(alone, together, strict=True):
            assert _numbers(a) == pytest.approx(_numbers(b), abs=_TOLERANCE[torch.float32])


@_KINDS
@_DTYPES
def test_order_and_number_of_messages_do_not_matter(scorers: Scorers, kind: str, dtype: torch.dtype) -> None:
    """More messages than one batch holds, of many lengths, so that sorting by length moves nearly all."""
    draw = random.Random(3)
    messages = [_message(" ".join(draw.choices(_WORDS, k=draw.randint(1, 30)))) for _ in range(90)]
    scorer = scorers[kind, dtype]
    forwards = scorer.score(messages)
    backwards = scorer.score(messages[::-1])[::-1]
    for a, b in zip(forwards, backwards, strict=True):
        assert _numbers(a[0]) == pytest.approx(_numbers(b[0]), abs=_TOLERANCE[dtype])
    assert len({round(a[0].stage["use"], 6) for a in forwards}) > 30


def test_the_same_call_gives_the_same_numbers(tiny: Scorer) -> None:
    messages = [_message("The card was late."), _message("Great refund!", (0, 5), (6, 13))]
    assert tiny.score(messages) == tiny.score(messages)


def test_nothing_in_nothing_out(tiny: Scorer) -> None:
    assert tiny.score([]) == []
    assert tiny.score([ScorableMessage("No statements here.", "ticket", "", ())]) == [[]]


@pytest.mark.parametrize("blank", ["", " ", "\n\t  ", "\u200b", "\x00\x01"])
def test_a_blank_statement_says_nothing(tiny: Scorer, blank: str) -> None:
    text = f"Great.{blank}Late."
    scored = tiny.score([_message(text, (0, 6), (6, 6 + len(blank)), (6 + len(blank), len(text)))])
    first, middle, last = scored[0]
    assert middle.stage[NONE] == 1.0
    assert middle.touchpoint[NONE] == 1.0
    assert middle.sentiment == 0.0
    assert set(middle.emotions.values()) == {0.0}
    assert first.stage[NONE] < 1.0
    assert last.stage[NONE] < 1.0


def test_a_statement_of_emoji_alone_is_read(tiny: Scorer) -> None:
    ((scores,),) = tiny.score([_message("🙂🙂🙂")])
    assert scores.stage[NONE] < 1.0


def test_context_counts(tiny: Scorer) -> None:
    """The same words in another message are another statement: the message is read whole."""
    late, great = tiny.score(
        [_message("It was late. Great!", (13, 19)), _message("My refund came. Great!", (16, 22))]
    )
    assert _numbers(late[0]) != pytest.approx(_numbers(great[0]), abs=1e-3)


def test_the_channel_counts(tiny: Scorer) -> None:
    by_web, by_fax, unknown = tiny.score(
        [ScorableMessage("late", "review", channel, ((0, 4),)) for channel in ("web", "fax", "")]
    )
    assert _numbers(by_web[0]) != pytest.approx(_numbers(unknown[0]), abs=1e-3)
    assert _numbers(by_fax[0]) == pytest.approx(_numbers(unknown[0]), abs=1e-5)


def test_the_source_counts(tiny: Scorer) -> None:
    as_review, as_ticket = tiny.score(
        [ScorableMessage("late", s, "", ((0, 4),)) for s in ("review", "ticket")]
    )
    assert _numbers(as_review[0]) != pytest.approx(_numbers(as_ticket[0]), abs=1e-3)


def test_a_message_of_100_000_characters(tiny: Scorer) -> None:
    sentence = "The card was late and the refund was great. "
    text = sentence * (100_000 // len(sentence))
    spans = tuple((at, at + len(sentence) - 1) for at in range(0, len(text), len(sentence)))
    (scored,) = tiny.score([_message(text, *spans)])
    assert len(scored) == len(spans)
    assert all(scores.stage[NONE] < 1.0 for scores in scored)


def test_one_statement_of_100_000_characters(tiny: Scorer) -> None:
    ((scores,),) = tiny.score([_message("late refund " * 8_333)])
    assert scores.stage[NONE] < 1.0


def test_overlapping_spans_are_scored_each_for_itself(tiny: Scorer) -> None:
    text = "The card was late."
    apart = [tiny.score([_message(text, span)])[0][0] for span in ((0, 18), (4, 8), (0, 18))]
    (together,) = tiny.score([_message(text, (0, 18), (4, 8), (0, 18))])
    for a, b in zip(apart, together, strict=True):
        assert _numbers(a) == pytest.approx(_numbers(b), abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(messages=st.lists(_messages(), max_size=5))
def test_vectors_come_with_the_same_scores(tiny: JourneyScorer, messages: list[ScorableMessage]) -> None:
    scores, vectors = tiny.score_with_vectors(messages)
    assert scores == tiny.score(messages)
    flat = [found for message in scores for found in message]
    assert vectors.shape == (len(flat), 32)
    assert vectors.dtype == np.float32
    silent = [found.stage[NONE] == 1.0 for found in flat]
    lengths = np.linalg.norm(vectors, axis=1)
    assert lengths == pytest.approx(np.where(silent, 0.0, 1.0), abs=1e-5)


def test_a_vector_is_of_its_statement(tiny: JourneyScorer) -> None:
    message = _message("The card was late. Great refund!", (0, 18), (19, 32))
    _, vectors = tiny.score_with_vectors([_message("late"), message])
    _, alone = tiny.score_with_vectors([message])
    assert vectors[1:] == pytest.approx(alone, abs=1e-4)
    assert alone[0] @ alone[1] < 0.999


def test_what_comes_twice_is_read_once(tiny: JourneyScorer, monkeypatch: pytest.MonkeyPatch) -> None:
    read = 0
    encode = JourneyNetwork.encode

    def counted(network: JourneyNetwork, token_ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        nonlocal read
        read += len(token_ids)
        return encode(network, token_ids, mask)

    monkeypatch.setattr(JourneyNetwork, "encode", counted)
    late, other_source = _message("late"), ScorableMessage("late", "ticket", "web", ((0, 4),))
    other_span = _message("late", (0, 2))
    scores, vectors = tiny.score_with_vectors([late, other_source, late, other_span, late])
    assert read == 3
    assert scores[0] == scores[2] == scores[4] != scores[1]
    assert (vectors[0] == vectors[2]).all()
    assert (vectors[0] != vectors[1]).any()


def test_the_labels_of_goemotions(tiny: JourneyScorer) -> None:
    found = tiny.goemotions(["great refund", "", "late", "great refund"])
    assert found.shape == (4, 28)
    assert found[0] == pytest.approx(found[3], abs=1e-6)
    assert (found[1] == 0).all()
    assert ((found[[0, 2]] > 0) & (found[[0, 2]] < 1)).all()
    assert tiny.goemotions([]).shape == (0, 28)

"""The words that carried a label: what attributions promise, with tiny models of both kinds."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback_miner.domain import NONE, LabelKind, Labels, Reason, ScorableMessage
from feedback_miner.errors import NotSupported
from feedback_miner.scoring import attribution
from feedback_miner.scoring.loading import fastest_dtype, load_scorer
from feedback_miner.scoring.scorer import JourneyScorer
from tests.tiny_model import build_tiny_model, build_tiny_mpnet

#: Parts of what moved by which a sum may be off: bfloat16 has two to three digits, and both sides are differences.
_EXACT = 0.05 if fastest_dtype() == torch.bfloat16 else 0.01
_TEXT = "The card was late.  Great refund!"
_MESSAGE = ScorableMessage(_TEXT, "ticket", "web", ((0, 18), (20, 33)))


def _likeliest(scorer: JourneyScorer, message: ScorableMessage, statement: int) -> Labels:
    scores = scorer.score([message])[0][statement]
    stage, touchpoint = (max(said, key=said.__getitem__) for said in (scores.stage, scores.touchpoint))
    return Labels(stage, touchpoint, scores.sentiment, ("joy", "anger"))


@pytest.fixture(params=["bert", "mpnet"])
def scorer(request: pytest.FixtureRequest, tiny: JourneyScorer, tiny_mpnet: JourneyScorer) -> JourneyScorer:
    return tiny if request.param == "bert" else tiny_mpnet


@pytest.mark.parametrize("build", [build_tiny_model, build_tiny_mpnet])
@pytest.mark.parametrize("statement", [0, 1])
def test_weights_add_up_to_what_the_words_changed(
    build: Callable[..., Path], statement: int, tmp_path: Path
) -> None:
    """With weights as even as a trained model's: answers that jump would need more steps."""
    scorer = load_scorer(build(tmp_path, spread=2.0), threads=1)
    labels = _likeliest(scorer, _MESSAGE, statement)
    why = scorer.why(_MESSAGE, statement, labels)
    assert [(reason.kind, reason.key) for reason in why.reasons] == [
        (LabelKind.STAGE, labels.stage),
        (LabelKind.TOUCHPOINT, labels.touchpoint),
        (LabelKind.SENTIMENT, ""),
        (LabelKind.EMOTION, "joy"),
        (LabelKind.EMOTION, "anger"),
    ]
    for reason in why.reasons:
        moved = sum(abs(weight) for weight in reason.weights)
        assert moved > 1e-3
        assert sum(reason.weights) == pytest.approx(reason.value - reason.hidden, abs=_EXACT * moved)


def test_values_are_the_scores(scorer: JourneyScorer) -> None:
    ((_, scores),) = scorer.score([_MESSAGE])
    labels = _likeliest(scorer, _MESSAGE, 1)
    stage, touchpoint, _, joy, anger = scorer.why(_MESSAGE, 1, labels).reasons
    assert stage.value == pytest.approx(scores.stage[labels.stage], abs=1e-4)
    assert touchpoint.value == pytest.approx(scores.touchpoint[labels.touchpoint], abs=1e-4)
    assert joy.value == pytest.approx(scores.emotions["joy"], abs=1e-4)
    assert anger.value == pytest.approx(scores.emotions["anger"], abs=1e-4)


@pytest.mark.parametrize("build", [build_tiny_model, build_tiny_mpnet])
def test_the_sentiment_within_its_bounds_is_the_score(build: Callable[..., Path], tmp_path: Path) -> None:
    scorer = load_scorer(build(tmp_path, spread=2.0), threads=1)
    ((_, scores),) = scorer.score([_MESSAGE])
    assert abs(scores.sentiment) < 1
    assert _sentiment(scorer).value == pytest.approx(scores.sentiment, abs=1e-3)


def test_the_sentiment_beyond_its_bounds_is_not_cut(scorer: JourneyScorer) -> None:
    """A score is cut to −1..1; reasons are given for what the network said, or they would not add up."""
    ((_, scores),) = scorer.score([_MESSAGE])
    value = _sentiment(scorer).value
    assert abs(value) > 1.01
    assert scores.sentiment == math.copysign(1, value)


def _sentiment(scorer: JourneyScorer) -> Reason:
    (only,) = scorer.why(_MESSAGE, 1, Labels("", "", 0.0, ())).reasons
    return only


def test_what_the_policy_overruled_has_no_reason(scorer: JourneyScorer) -> None:
    """Where it says "none" for want of certainty, no word carried that."""
    policy = replace(scorer.default_policy, stage_min=1.0)
    labels = policy.label(scorer.score([_MESSAGE])[0][1])
    assert (labels.stage, labels.touchpoint) == (NONE, NONE)
    said = {reason.kind for reason in scorer.why(_MESSAGE, 1, labels).reasons}
    assert not said & {LabelKind.STAGE, LabelKind.TOUCHPOINT}


def test_words_are_of_the_whole_message_and_context_counts(scorer: JourneyScorer) -> None:
    why = scorer.why(_MESSAGE, 1, _likeliest(scorer, _MESSAGE, 1))
    assert [_TEXT[start:end] for start, end in why.words] == [
        "The",
        "card",
        "was",
        "late.",
        "Great",
        "refund!",
    ]
    assert why.model == scorer.name
    for reason in why.reasons:
        assert len(reason.weights) == 6
    assert any(abs(weight) > 1e-4 for reason in why.reasons for weight in reason.weights[:4])


def test_where_the_words_say_what_hidden_words_say_nothing_is_due_to_them(tiny: JourneyScorer) -> None:
    message = ScorableMessage("[MASK] [MASK]", "ticket", "", ((0, 13),))
    why = tiny.why(message, 0, _likeliest(tiny, message, 0))
    assert len(why.reasons) == 5
    for reason in why.reasons:
        assert reason.weights == pytest.approx((0.0, 0.0), abs=1e-6)
        assert reason.value == pytest.approx(reason.hidden, abs=1e-6)


@settings(max_examples=15, deadline=None)
@given(text=st.text(max_size=60))
def test_any_text_has_reasons_or_none(tiny: JourneyScorer, text: str) -> None:
    message = ScorableMessage(text, "review", "", ((0, len(text)),))
    why = tiny.why(message, 0, _likeliest(tiny, message, 0))
    silent = tiny.score([message])[0][0].stage["none"] == 1.0
    assert (why.reasons == ()) == silent
    for start, end in why.words:
        assert text[start:end].strip() == text[start:end] != ""
    assert all(len(reason.weights) == len(why.words) for reason in why.reasons)


def test_a_key_that_the_model_does_not_know_has_no_reason(tiny: JourneyScorer) -> None:
    labels = Labels("afterlife", "moon", 0.0, ("ennui",))
    (only,) = tiny.why(_MESSAGE, 0, labels).reasons
    assert only.kind is LabelKind.SENTIMENT


def test_a_long_message_is_explained_by_the_windows_of_the_statement(tiny: JourneyScorer) -> None:
    sentences = ["the card was late."] * 40
    spans = tuple((n * 19, n * 19 + 18) for n in range(40))
    message = ScorableMessage(" ".join(sentences), "ticket", "", spans)
    why = tiny.why(message, 30, _likeliest(tiny, message, 30))
    assert len(why.words) < 48
    assert why.words[0][0] <= spans[30][0]
    assert why.words[-1][1] >= spans[30][1]


@pytest.mark.parametrize(
    ("statement", "read"), [((10, 14), (6, 18)), ((0, 4), (0, 12)), ((2, 6), (0, 12)), ((20, 24), (12, 24))]
)
def test_only_what_stands_around_the_statement_is_read(
    scorer: JourneyScorer, statement: tuple[int, int], read: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same is said of the stretch that is read as of a message that is no longer than it."""
    monkeypatch.setattr(attribution, "MOST_TOKENS", 12)
    text = "late card " * 12  # each word is a token of five characters with its blank
    start, end = statement[0] * 5, statement[1] * 5 - 1
    low, high = read[0] * 5, read[1] * 5 - 1
    whole = ScorableMessage(text, "ticket", "web", ((start, end),))
    stretch = ScorableMessage(text[low:high], "ticket", "web", ((start - low, end - low),))
    labels = _likeliest(scorer, stretch, 0)
    of_whole, of_stretch = scorer.why(whole, 0, labels), scorer.why(stretch, 0, labels)
    assert of_whole.words == tuple((first + low, last + low) for first, last in of_stretch.words)
    assert len(of_whole.words) == 12
    assert of_whole.reasons == of_stretch.reasons


def test_a_statement_that_is_too_long_is_refused(tiny: JourneyScorer) -> None:
    with pytest.raises(NotSupported, match=r"it has 97 tokens .* at most 96 can be"):
        tiny.why(_of_words(97), 0, Labels("", "", 0.0, ()))


def test_the_longest_statement_is_explained_over_all_its_windows(tiny: JourneyScorer) -> None:
    why = tiny.why(_of_words(96), 0, Labels("", "", 0.0, ()))
    assert len(why.words) == 96


def _of_words(count: int) -> ScorableMessage:
    text = " ".join(["late"] * count)
    return ScorableMessage(text, "", "", ((0, len(text)),))

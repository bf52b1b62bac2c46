"""Do two engines of one model come to the same labels?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from feedback_miner.domain import LabelPolicy, ScorableMessage, Scores
from feedback_miner.scoring.scorer import JourneyScorer

#: Where the classes of sentiment meet: negative, neither, positive.
SENTIMENT_BORDER = 0.25

_SENTENCE = re.compile(r"[^\s.!?][^.!?\n]*[.!?]*")


def as_message(text: str, source: str) -> ScorableMessage:
    """The text as a message, its sentences (roughly) as statements."""
    return ScorableMessage(text, source, "", tuple(match.span() for match in _SENTENCE.finditer(text)))


def agreement(
    reference: JourneyScorer, other: JourneyScorer, messages: Sequence[ScorableMessage]
) -> Mapping[str, float]:
    """For each kind of label the share of statements to which both scorers give the same one.

    Of emotions it is the share of pairs (statement, emotion) that both show, or both do not. Raises ValueError where
    there is no statement.
    """
    policy = reference.default_policy
    same: dict[str, list[float]] = {"stage": [], "touchpoint": [], "sentiment": [], "emotions": []}
    for here, there in zip(reference.score(messages), other.score(messages), strict=True):
        for one, two in zip(here, there, strict=True):
            for kind, share in _same(policy, one, two).items():
                same[kind].append(share)
    if not same["stage"]:
        raise ValueError("without a statement nothing can be compared")
    return {kind: float(np.mean(shares)) for kind, shares in same.items()}


def _same(policy: LabelPolicy, one: Scores, two: Scores) -> dict[str, float]:
    here, there = policy.label(one), policy.label(two)
    different = set(here.emotions) ^ set(there.emotions)
    return {
        "stage": float(here.stage == there.stage),
        "touchpoint": float(here.touchpoint == there.touchpoint),
        "sentiment": float(_class(here.sentiment) == _class(there.sentiment)),
        "emotions": 1.0 - len(different) / len(policy.emotion_min),
    }


def _class(sentiment: float) -> int:
    return int(sentiment > SENTIMENT_BORDER) - int(sentiment < -SENTIMENT_BORDER)

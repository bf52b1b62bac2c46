"""Scores of a model, and the labels that they come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from feedback_miner.domain.items import FeedbackItem, Statement
from feedback_miner.domain.vocabulary import NONE


@dataclass(frozen=True, slots=True)
class ScorableMessage:
    """What a scorer sees of a message: its text, where it was written, and the spans of its statements."""

    text: str
    source: str
    channel: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """What a model says of one statement, raw: probabilities are kept, thresholds belong to the label policy."""

    #: key → probability, over all stages and "none"; sums to 1
    stage: Mapping[str, float]
    #: key → probability, over all touchpoints and "none"; sums to 1
    touchpoint: Mapping[str, float]
    #: −1 (very negative) … 1 (very positive)
    sentiment: float
    #: key → probability, each 0…1 for itself; without "neutral"
    emotions: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Labels:
    """What counts on the map: of the model by a label policy, or of a person."""

    stage: str
    touchpoint: str
    #: −1 … 1
    sentiment: float
    #: strongest first; empty means neutral
    emotions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LabelPolicy:
    """How probabilities become labels. A version never changes in place: another one recounts the cells."""

    version: str
    #: below this probability the stage (and with it the touchpoint) is "none": the model abstains
    stage_min: float
    touchpoint_min: float
    emotion_min: Mapping[str, float]
    emotions_max: int = 3
    #: NAME/VERSION of the model whose probabilities it is made for; "": of any
    model: str = ""

    def label(self, scores: Scores) -> Labels:
        """The labels that these scores come to."""
        stage, stage_p = max(scores.stage.items(), key=lambda kv: kv[1])
        touchpoint, touchpoint_p = max(scores.touchpoint.items(), key=lambda kv: kv[1])
        if stage_p < self.stage_min:
            stage = NONE
        if stage == NONE or touchpoint_p < self.touchpoint_min:
            touchpoint = NONE
        shown = [(p, k) for k, p in scores.emotions.items() if p >= self.emotion_min.get(k, 0.5)]
        strongest = sorted(shown, key=lambda pk: (-pk[0], pk[1]))[: self.emotions_max]
        return Labels(stage, touchpoint, scores.sentiment, tuple(k for _, k in strongest))


@dataclass(frozen=True, slots=True)
class ScoredStatement:
    """A statement with what the model said of it."""

    statement: Statement
    scores: Scores
    #: what it is about, as `themes.pack` keeps it; None where it says nothing
    vector: bytes | None = None


@dataclass(frozen=True, slots=True)
class ScoredItem:
    """An item on its way into the store.

    `statements` is empty where nothing is to be scored: an agent's message, another language, a rating without words.
    """

    item: FeedbackItem
    statements: tuple[ScoredStatement, ...]
    #: name/version of the model that scored; "" where nothing was scored
    model: str = ""
    #: True: the caller found it stored unchanged, so it was not scored
    known: bool = False

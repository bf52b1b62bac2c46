"""Why a statement has its labels: the words that carried each."""

from __future__ import annotations

from dataclasses import dataclass

from feedback_miner.domain.vocabulary import LabelKind


@dataclass(frozen=True, slots=True)
class Reason:
    """What carried one label.

    `weights` holds one number for each word: how much of `value` is due to it. Together they come nearly
    to `value - hidden`; a word below zero spoke against the label.
    """

    kind: LabelKind
    #: of the taxonomy; "" for the sentiment
    key: str
    #: what the model says: a probability, or the sentiment from about −1 to about 1
    value: float
    #: what it would say if every word of the message were hidden
    hidden: float
    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """The reasons for a statement's labels: stage, touchpoint, sentiment, then each emotion."""

    #: the words that the model read together with the statement, as offsets in the message's text
    words: tuple[tuple[int, int], ...]
    reasons: tuple[Reason, ...]
    #: name/version of the model that says so
    model: str

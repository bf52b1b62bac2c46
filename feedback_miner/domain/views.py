"""Statements and messages as they are shown, and which of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from feedback_miner.domain.items import FeedbackItem
from feedback_miner.domain.labels import Labels
from feedback_miner.domain.vocabulary import Source

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class StatementFilter:
    """Which statements of a cut: None means any. `none` as a stage is a filter like every other."""

    stages: tuple[str, ...] | None = None
    touchpoint: str | None = None
    emotion: str | None = None
    #: "negative" (< −0.25), "neutral", "positive" (> 0.25)
    sentiment: str | None = None
    #: words that the statement must contain, any case
    text: str | None = None
    customer: str | None = None
    corrected: bool | None = None
    #: id of a theme; 0: those in no group
    theme: int | None = None
    #: "nps", "csat", "rating": of messages that carry this score
    outcome: str | None = None
    #: of messages that were first replied to after so many seconds at least, and fewer than so many
    reply_from: int | None = None
    reply_before: int | None = None
    #: these alone: what no other filter can say
    ids: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class StatementView:
    """A statement as it is shown: what it says, what counts, and what the model had said."""

    id: int
    item_id: int
    text: str
    #: offsets in the item's text
    start: int
    end: int
    #: what counts on the map: a person's labels where there are any, else the model's by the policy
    labels: Labels
    model_labels: Labels
    #: the model's probability of the stage and of the touchpoint that it names
    stage_confidence: float
    touchpoint_confidence: float
    corrected: bool
    occurred_at: datetime
    source: Source
    channel: str
    customer: str | None
    segments: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FeedbackView:
    """A message as it is stored, with its statements and the way back to where it came from."""

    id: int
    item: FeedbackItem
    statements: tuple[StatementView, ...]
    import_id: str
    model: str


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A page of a list; `next_cursor` is None on the last."""

    items: tuple[T, ...]
    next_cursor: str | None

"""One customer's messages as steps of a journey."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from feedback_miner.domain import NONE, FeedbackView


@dataclass(frozen=True, slots=True)
class Step:
    """A message at the stage that it is mainly about."""

    message: FeedbackView
    stage: str
    #: that most of its statements at this stage have; "none" where none has one
    touchpoint: str
    #: mean of its statements at this stage
    sentiment: float
    #: at this stage
    statements: int


def customer_steps(messages: Sequence[FeedbackView]) -> list[Step]:
    """The messages that speak of a stage, in their order."""
    found = (_step(message) for message in messages)
    return [step for step in found if step is not None]


def _step(message: FeedbackView) -> Step | None:
    stage = _most([statement.labels.stage for statement in message.statements])
    if stage == NONE:
        return None
    here = [statement.labels for statement in message.statements if statement.labels.stage == stage]
    sentiment = sum(labels.sentiment for labels in here) / len(here)
    return Step(message, stage, _most([labels.touchpoint for labels in here]), sentiment, len(here))


def _most(keys: Sequence[str]) -> str:
    """The key that most have, the first of them where several have as many; "none" where none has one."""
    counts = Counter(key for key in keys if key != NONE)
    return max(counts, key=lambda key: counts[key], default=NONE)

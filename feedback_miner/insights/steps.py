"""Steps of customers' journeys: what each message is mainly about, in the order of time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from feedback_miner.domain import NONE
from feedback_miner.domain.facts import Coded, Facts, Integers, Reals
from feedback_miner.journey.frame import Frame

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Steps:
    """Messages of named customers, one a row, in the order of customer and time.

    A step stands at the stage that most statements of its message have, the first of them where several have as many.
    Columns have the same length.
    """

    customer: Integers
    #: microseconds since 1970 UTC
    at: Integers
    #: ordinal
    day: Integers
    #: of the lens
    stage: Coded
    #: of the taxonomy
    full_stage: Coded
    #: mean of its statements at its stage
    sentiment: Reals
    #: the facts that steps are made of: the statements of each message at its main stage
    facts: Facts
    #: of each of these statements, its step
    step_of: Integers
    #: messages with a stage that name no customer, and are no steps of anybody
    nobodys: int

    def __len__(self) -> int:
        return len(self.customer)

    @property
    def follows(self) -> Flags:
        """Which steps have one of the same customer before them."""
        found = np.zeros(len(self), np.bool_)
        found[1:] = self.customer[1:] == self.customer[:-1]
        return found

    @property
    def last(self) -> Flags:
        """Which steps are their customer's last."""
        found = np.ones(len(self), np.bool_)
        found[:-1] = self.customer[1:] != self.customer[:-1]
        return found

    def at_stage(self, stage: str) -> Flags:
        """Which steps stand at a stage of the lens."""
        return self.stage.equal(stage)


def steps(facts: Facts, frame: Frame) -> Steps:
    """The steps of a cut, as a lens names their stages. Statements at hidden stages and at none are passed over."""
    shown = np.array([*(stage in frame.folded for stage in facts.stage.values), False])
    staged = facts.take(shown[facts.stage.codes])
    named = staged.customer > 0
    said = staged.take(named)
    message, main = _main_stages(said)
    said, message = said.take(main), message[main]
    first = np.flatnonzero(np.diff(message, prepend=-1))
    counts = np.bincount(message, minlength=len(first))
    return Steps(
        customer=said.customer[first],
        at=said.at[first],
        day=said.day[first],
        stage=_folded(said.stage.take(first), frame),
        full_stage=said.stage.take(first),
        sentiment=np.bincount(message, said.sentiment, len(first)) / np.maximum(counts, 1),
        facts=said,
        step_of=message,
        nobodys=len(np.unique(staged.item[~named])),
    )


def _main_stages(facts: Facts) -> tuple[Integers, Flags]:
    """The message of each statement, numbered in their order, and whether the statement is at its main stage."""
    changes = np.flatnonzero(np.diff(facts.item, prepend=0)) if len(facts) else np.zeros(0, np.int64)
    message = np.zeros(len(facts), np.int64)
    message[changes] = 1
    message = np.cumsum(message) - 1
    width = max(len(facts.stage.values), 1)
    pair = message * width + facts.stage.codes
    pairs, first, inverse, counts = np.unique(
        pair, return_index=True, return_inverse=True, return_counts=True
    )
    order = np.lexsort((first, -counts, pairs // width))
    best = order[np.flatnonzero(np.diff(pairs[order] // width, prepend=-1))]
    chosen = np.zeros(len(pairs), np.bool_)
    chosen[best] = True
    return message, chosen[inverse]


def _folded(stage: Coded, frame: Frame) -> Coded:
    values = tuple(one.key for one in frame.stages)
    number = {value: place for place, value in enumerate(values)}
    codes = [number.get(frame.folded.get(key, NONE), 0) for key in stage.values]
    return Coded(np.array([*codes, 0], np.int32)[stage.codes], values)

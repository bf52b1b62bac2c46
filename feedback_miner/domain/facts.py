"""Statements of a cut as columns: what drivers, paths, comparisons and channels are reckoned from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of few different values: row i has `values[codes[i]]`."""

    codes: NDArray[np.int32]
    values: tuple[str, ...]

    def equal(self, value: str) -> NDArray[np.bool_]:
        """Which rows have this value."""
        if value not in self.values:
            return np.zeros(len(self.codes), dtype=np.bool_)
        found: NDArray[np.bool_] = self.codes == self.values.index(value)
        return found

    def take(self, rows: NDArray[np.bool_] | NDArray[np.int64]) -> Coded:
        """Some of the rows, under the same codes."""
        return Coded(self.codes[rows], self.values)


@dataclass(frozen=True, slots=True)
class Sentiments:
    """Statements as far as a mean needs them, in columns of the same length."""

    #: number of the customer, or −item where nobody is named
    customer: Integers
    #: −1 … 1
    sentiment: Reals


@dataclass(frozen=True, slots=True)
class Facts:
    """Current statements, one a row, in the order of customer, time, message, and place in the message.

    Columns have the same length. What an item says of itself (scores, waiting, segments) stands at each of its
    statements; NaN, or "" of a segment, where it says nothing.
    """

    statement: Integers
    item: Integers
    #: number of the customer, or −item where nobody is named
    customer: Integers
    #: ordinal, in the workspace's zone
    day: Integers
    #: microseconds since 1970 UTC
    at: Integers
    #: −1 … 1
    sentiment: Reals
    #: 0 where it has found no group
    theme: Integers
    source: Coded
    channel: Coded
    #: "none" among them
    stage: Coded
    touchpoint: Coded
    #: emotions joined by ",", strongest first; "" is neutral
    emotions: Coded
    #: 0 … 10
    nps: Reals
    #: 1 … 5
    csat: Reals
    rating: Reals
    #: seconds
    first_reply: Reals
    solved: Reals
    #: of the segments that were asked for
    segments: Mapping[str, Coded] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.statement)

    def take(self, rows: NDArray[np.bool_] | NDArray[np.int64]) -> Facts:
        """Some of the rows."""
        return Facts(
            statement=self.statement[rows],
            item=self.item[rows],
            customer=self.customer[rows],
            day=self.day[rows],
            at=self.at[rows],
            sentiment=self.sentiment[rows],
            theme=self.theme[rows],
            source=self.source.take(rows),
            channel=self.channel.take(rows),
            stage=self.stage.take(rows),
            touchpoint=self.touchpoint.take(rows),
            emotions=self.emotions.take(rows),
            nps=self.nps[rows],
            csat=self.csat[rows],
            rating=self.rating[rows],
            first_reply=self.first_reply[rows],
            solved=self.solved[rows],
            segments={name: column.take(rows) for name, column in self.segments.items()},
        )

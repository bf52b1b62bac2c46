"""Statements of a cut as columns: what drivers, paths, comparisons and channels are reckoned from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Reals = NDArray[np.float64]
#: Which rows of a column.
Rows = NDArray[np.bool_] | NDArray[np.int64]


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

    def take(self, rows: Rows) -> Coded:
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
class Spoken:
    """Current statements as far as themes are reckoned from them, one a row; columns have the same length."""

    statement: Integers
    #: number of the customer, or −item where nobody is named
    customer: Integers
    #: ordinal, in the workspace's zone
    day: Integers
    #: −1 … 1
    sentiment: Reals
    #: 0 where it has found no group
    theme: Integers
    #: "none" among them
    stage: Coded
    touchpoint: Coded
    #: emotions joined by ",", strongest first; "" is neutral
    emotions: Coded

    def __len__(self) -> int:
        return len(self.statement)

    def take(self, rows: Rows) -> Self:
        """Some of the rows."""
        return type(self)(**{part.name: _taken(getattr(self, part.name), rows) for part in fields(self)})


@dataclass(frozen=True, slots=True)
class Facts(Spoken):
    """All that insights are reckoned from, in the order of customer, time, message, and place in the message.

    What an item says of itself (scores, waiting, segments) stands at each of its statements; NaN, or "" of a segment,
    where it says nothing.
    """

    item: Integers
    #: microseconds since 1970 UTC
    at: Integers
    source: Coded
    channel: Coded
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


def _taken(column: Any, rows: Rows) -> Any:  # noqa: ANN401 - a column of any kind, or columns by name
    if isinstance(column, Coded):
        return column.take(rows)
    if isinstance(column, Mapping):
        return {name: one.take(rows) for name, one in column.items()}
    return column[rows]

"""Two parts of the feedback side by side: the same customer has the same number on both."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from feedback_miner.domain import StatementFilter
from feedback_miner.domain.facts import Facts, Integers, Reals
from feedback_miner.insights.differences import (
    Difference,
    Everybody,
    Said,
    difference_of_means,
    difference_of_shares,
)
from feedback_miner.insights.folding import on_map
from feedback_miner.insights.means import Mean, mean
from feedback_miner.journey.frame import Frame

Rows = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Side:
    """What one side says at one place, of one theme, or in one emotion."""

    #: these statements, of the side's cut
    where: StatementFilter
    mean: Mean
    #: of the side's statements that are on the map; None where there are none
    share: float | None


@dataclass(frozen=True, slots=True)
class Part:
    """One side's statements that its lens shows, under the keys of the lens."""

    facts: Facts
    frame: Frame
    #: of each statement, from 0
    customer: Integers

    def side(self, rows: Rows, where: StatementFilter) -> Side:
        """Some of the statements; `where` says which."""
        found = mean(self.facts.customer[rows], self.facts.sentiment[rows])
        return Side(where, found, found.statements / len(rows) if len(rows) else None)

    @property
    def all(self) -> Rows:
        """All rows."""
        return np.ones(len(self.facts), np.bool_)

    def stages(self, stage: str = "") -> tuple[str, ...]:
        """The taxonomy's stages behind one of the lens, or behind all."""
        return tuple(key for one in self.frame.stages if stage in ("", one.key) for key in one.stages)


@dataclass(frozen=True, slots=True)
class Pair:
    """Both sides; the same customer has the same number on both."""

    a: Part
    b: Part
    everybody: Everybody

    def sentiment(self, rows_a: Rows, rows_b: Rows) -> Difference | str:
        """The difference of the means of some statements of a and some of b."""
        who, numbers_a, numbers_b = self._who(rows_a, rows_b)
        return difference_of_means(
            Said(
                by_customer(numbers_a, len(who), self.a.facts.sentiment[rows_a]),
                by_customer(numbers_a, len(who)),
            ),
            Said(
                by_customer(numbers_b, len(who), self.b.facts.sentiment[rows_b]),
                by_customer(numbers_b, len(who)),
            ),
        )

    def share(self, rows_a: Rows, rows_b: Rows) -> Difference | str:
        """The difference of how many of all statements these are."""
        who, numbers_a, numbers_b = self._who(rows_a, rows_b)
        return difference_of_shares(
            self.everybody, who, by_customer(numbers_a, len(who)), by_customer(numbers_b, len(who))
        )

    def _who(self, rows_a: Rows, rows_b: Rows) -> tuple[Integers, Integers, Integers]:
        """The customers of these statements, and of each statement its customer's place among them."""
        said_a, said_b = self.a.customer[rows_a], self.b.customer[rows_b]
        who, numbers = np.unique(np.concatenate([said_a, said_b]), return_inverse=True)
        return who, numbers[: len(said_a)], numbers[len(said_a) :]


def side_by_side(a: Facts, b: Facts, frame_a: Frame, frame_b: Frame) -> Pair:
    """Both sides as their lenses show them."""
    a, b = on_map(a, frame_a), on_map(b, frame_b)
    known, numbers = np.unique(np.concatenate([a.customer, b.customer]), return_inverse=True)
    of_a, of_b = numbers[: len(a)], numbers[len(a) :]
    return Pair(
        Part(a, frame_a, of_a),
        Part(b, frame_b, of_b),
        Everybody.of(by_customer(of_a, len(known)), by_customer(of_b, len(known))),
    )


def by_customer(numbers: Integers, customers: int, values: Reals | None = None) -> Reals:
    """Sums of values, or how many there are."""
    return np.bincount(numbers, values, customers).astype(np.float64)

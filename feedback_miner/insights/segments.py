"""Which segments stand out from the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from feedback_miner.domain import StatementFilter
from feedback_miner.domain.facts import Facts
from feedback_miner.insights.differences import Difference, Said, corrected, difference_of_means
from feedback_miner.insights.folding import on_map
from feedback_miner.insights.sides import Part, Rows, Side, by_customer
from feedback_miner.journey.frame import Frame


@dataclass(frozen=True, slots=True)
class StandingOut:
    """Those with one value of a segment, against those with any other value of it."""

    name: str
    value: str
    #: share: of the statements that have this segment
    side: Side
    #: mean sentiment of those; None where there are none
    others: float | None
    #: in words why there is none, where too few spoke
    sentiment: Difference | str


def standing_out(facts: Facts, frame: Frame) -> list[StandingOut]:
    """Every value of every segment of the facts: those that stand out first, and of them those that differ most.

    Who has none of a segment's values is left out of its comparisons. A customer who had several is on both sides.
    """
    found = [one for name in facts.segments for one in _values(facts, name, frame)]
    differences = corrected([one.sentiment for one in found])
    told = [replace(one, sentiment=said) for one, said in zip(found, differences, strict=True)]
    return sorted(told, key=_prominence)


def _values(facts: Facts, name: str, frame: Frame) -> Iterator[StandingOut]:
    having = on_map(facts.take(~facts.segments[name].equal("")), frame)
    known, numbers = np.unique(having.customer, return_inverse=True)
    part, column = Part(having, frame, numbers), having.segments[name]
    every = _said(part, part.all, len(known))
    for value in sorted(value for value in column.values if value):
        here = column.equal(value)
        if here.any():
            said = _said(part, here, len(known))
            others = Said(every.sums - said.sums, every.statements - said.statements)
            side = part.side(here, StatementFilter(stages=part.stages()))
            yield StandingOut(name, value, side, _mean(others), difference_of_means(said, others))


def _said(part: Part, rows: Rows, customers: int) -> Said:
    numbers, sentiment = part.customer[rows], part.facts.sentiment[rows]
    return Said(by_customer(numbers, customers, sentiment), by_customer(numbers, customers))


def _mean(said: Said) -> float | None:
    statements = said.statements.sum()
    return float(said.sums.sum() / statements) if statements else None


def _prominence(one: StandingOut) -> tuple[bool, bool, float]:
    if not isinstance(one.sentiment, Difference):
        return (True, True, -float(one.side.mean.statements))
    return (False, not one.sentiment.certain, -abs(one.sentiment.value))

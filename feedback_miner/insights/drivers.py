"""Drivers: how far sentiment at each place of the journey goes with an outcome. "Goes with" is not "causes"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from feedback_miner.domain import NONE
from feedback_miner.domain.facts import Facts
from feedback_miner.insights.outcomes import Answers, Unit, answers
from feedback_miner.insights.regression import effects
from feedback_miner.insights.sentiments import Column, columns, place_of
from feedback_miner.journey import Interval
from feedback_miner.journey.frame import Place

#: With fewer answers nothing is said.
LEAST_ANSWERS = 100
#: Customers of whom each side of yes and no has to have as many.
LEAST_OF_EACH = 30
#: Customers who must have said something at a place.
LEAST_CUSTOMERS = 30
#: Answers (of yes and no: of the rarer side) that each place needs: with fewer, chance looks like an effect.
_ANSWERS_A_PLACE = 20
_CUSTOMERS_A_PLACE = 6
_MOST_PLACES = 40

Level = Literal["touchpoint", "stage"]


@dataclass(frozen=True, slots=True)
class Driver:
    """How the outcome changes with one point of sentiment at a place, all other places being equal."""

    #: several where customers mention them together in one mood: they cannot be told apart
    places: tuple[Place, ...]
    #: in units of the outcome; of yes and no in shares (0.1: ten in a hundred)
    effect: float
    #: the intervals of all places that were looked at hold together, with 95 %
    interval: Interval
    #: messages, or customers, that mention it and have an outcome
    mentions: int
    #: of all that have an outcome
    share: float
    customers: int
    statements: int

    @property
    def certain(self) -> bool:
        """Whether the interval leaves out 0."""
        return not self.interval.low <= 0 <= self.interval.high


@dataclass(frozen=True, slots=True)
class TooRare:
    """Places of which too few spoke, or all in the same mood."""

    places: tuple[Place, ...]
    customers: int
    #: customers that it takes
    needed: int
    statements: int


@dataclass(frozen=True, slots=True)
class Drivers:
    """What goes with an outcome, and what cannot be told."""

    outcome: str
    #: whose outcome it is
    unit: Unit
    yes_no: bool
    #: messages, or customers, that have the outcome and say something on the map
    answers: int
    customers: int
    #: of the outcome; None without answers
    mean: float | None
    #: those whose interval leaves out 0, the one that the outcome varies most with first
    drivers: tuple[Driver, ...]
    #: those that were looked at too, in the same order
    unclear: tuple[Driver, ...]
    too_rare: tuple[TooRare, ...]
    #: why nothing is said, in words; None where something is
    too_early: str | None


def drivers(facts: Facts, outcome: str, *, level: Level = "touchpoint", seed: int = 0) -> Drivers:
    """What goes with "nps", "csat", "rating" or "segment.NAME", which has to be among the facts' segments.

    A driver that is not there is among `drivers` in at most one of twenty answers, however many places there are.
    Statements without a stage are left out. Raises QueryError for an outcome that is not known.
    """
    found = answers(facts.take(~facts.stage.equal(NONE)), outcome)
    count, customers = len(found.value), len(np.unique(found.customer))
    told = _too_early(found, customers)
    if told is not None:
        mean = float(found.value.mean()) if count else None
        return Drivers(outcome, found.unit, found.yes_no, count, customers, mean, (), (), (), told)
    place, places = place_of(found.facts, touchpoints=level == "touchpoint")
    looked_at, rare = _enough(columns(found, place, places), found)
    tested = _tested(looked_at, found, seed)
    if not tested:
        told = f"Too few speak of any one place: at most {max((one.customers for one in rare), default=0)}"
        told += f" of the {LEAST_CUSTOMERS} customers that this takes."
    return Drivers(
        outcome,
        found.unit,
        found.yes_no,
        count,
        customers,
        float(found.value.mean()),
        tuple(driver for driver in tested if driver.certain),
        tuple(driver for driver in tested if not driver.certain),
        rare,
        told,
    )


def _too_early(found: Answers, customers: int) -> str | None:
    count = len(found.value)
    if count < LEAST_ANSWERS:
        return f"Too few answers: {count} of the {LEAST_ANSWERS} that this takes."
    if customers < LEAST_CUSTOMERS:
        return f"Too few customers: {customers} of the {LEAST_CUSTOMERS} that this takes."
    if found.yes_no:
        rarer = _rarer(found)
        if rarer < LEAST_OF_EACH:
            return f"Too few of one side: {rarer} of the {LEAST_OF_EACH} that this takes."
    elif found.value.min() == found.value.max():
        return "All answers are the same: nothing can go with them."
    return None


def _rarer(found: Answers) -> int:
    yes = int(found.value.sum())
    return min(yes, len(found.value) - yes)


def _enough(all_columns: list[Column], found: Answers) -> tuple[list[Column], tuple[TooRare, ...]]:
    """Those that enough customers speak of; of too many, those that most do."""
    customers = len(np.unique(found.customer)) // _CUSTOMERS_A_PLACE
    room = min((_rarer(found) if found.yes_no else len(found.value)) // _ANSWERS_A_PLACE, customers)
    ordered = sorted(all_columns, key=lambda column: -column.customers)
    most = min(_MOST_PLACES, max(room, 1))
    frequent = [
        column for column in ordered if column.customers >= LEAST_CUSTOMERS and column.sentiment.any()
    ]
    kept = frequent[:most]
    needed = max(LEAST_CUSTOMERS, kept[-1].customers + 1 if len(kept) == most else 0)
    rare = tuple(
        TooRare(column.places, column.customers, needed, column.statements)
        for column in ordered
        if not any(column is other for other in kept)
    )
    return kept, rare


def _tested(looked_at: list[Column], found: Answers, seed: int) -> list[Driver]:
    if not looked_at:
        return []
    units = len(found.value)
    table = np.column_stack([column.of_all(column.sentiment, units) for column in looked_at])
    mentioned = np.column_stack([column.of_all(np.ones(len(column.units)), units) for column in looked_at])
    shown = effects(table, mentioned, found.value, found.customer, yes_no=found.yes_no, seed=seed)
    weight = np.abs(shown.effect) * table.std(axis=0)
    return [
        Driver(
            places=looked_at[n].places,
            effect=float(shown.effect[n]),
            interval=Interval(float(shown.low[n]), float(shown.high[n])),
            mentions=len(looked_at[n].units),
            share=len(looked_at[n].units) / units,
            customers=looked_at[n].customers,
            statements=looked_at[n].statements,
        )
        for n in np.argsort(-weight, kind="stable")
    ]

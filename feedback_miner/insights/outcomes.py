"""What sentiment may go with: scores of an item, and segments of a customer that say yes or no, or a number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Literal

import numpy as np

from feedback_miner.domain.facts import Coded, Facts, Integers, Reals
from feedback_miner.errors import QueryError

#: outcomes that an item says of itself
SCORES = ("nps", "csat", "rating")
SEGMENT = "segment."

_YES = frozenset({"yes", "y", "true", "t", "1"})
_NO = frozenset({"no", "n", "false", "f", "0"})
#: beyond this a number is a mistake, or an id
_LARGEST = 1e9

Unit = Literal["message", "customer"]


@dataclass(frozen=True, slots=True)
class Answers:
    """The outcome of each unit: of a message where it is a score, of a customer where it is a segment.

    Only statements of units that have an outcome are in `facts`.
    """

    facts: Facts
    #: of each statement of `facts` [statements]: the place of its unit in `value`
    unit_of: Integers
    #: of each unit; 0 and 1 where the outcome says no and yes
    value: Reals
    #: of each unit; −item where nobody is named
    customer: Integers
    unit: Unit
    yes_no: bool


def segment_of(outcome: str) -> str | None:
    """The segment that the outcome is read from; None where it is a score. Raises QueryError."""
    if outcome in SCORES:
        return None
    name = outcome.removeprefix(SEGMENT)
    if name == outcome or not name:
        raise QueryError(
            f"“{outcome[:60]}” is no outcome. Known: {', '.join(SCORES)}, segment.NAME.", where="outcome"
        )
    return name


def can_be_outcome(values: Iterable[str]) -> bool:
    """Whether a segment of these values says yes or no, or mostly numbers, so that something can go with it."""
    words = [value.strip().casefold() for value in values if value]
    if words and all(word in _YES | _NO for word in words):
        return True
    numbers = sum(not np.isnan(_number(word)) for word in words)
    return numbers > len(words) / 2


def answers(facts: Facts, outcome: str) -> Answers:
    """The outcomes of a cut. Of a customer whose segment changed the newest value counts.

    Raises QueryError for an outcome that is not known, and for a segment that says neither yes or no nor a number.
    """
    name = segment_of(outcome)
    if name is None:
        scores: Mapping[str, Reals] = {"nps": facts.nps, "csat": facts.csat, "rating": facts.rating}
        return _by_unit(facts, facts.item, scores[outcome], unit="message", yes_no=False)
    values, yes_no = _numbers(facts.segments[name], outcome)
    return _by_unit(facts, facts.customer, values, unit="customer", yes_no=yes_no)


def _by_unit(facts: Facts, units: Integers, said: Reals, *, unit: Unit, yes_no: bool) -> Answers:
    """Facts lie in the order of time, so the last value that is said of a unit is its newest."""
    numbers, unit_of = np.unique(units, return_inverse=True)
    value = np.full(len(numbers), np.nan)
    telling = ~np.isnan(said)
    value[unit_of[telling]] = said[telling]
    known = ~np.isnan(value)
    inside = known[unit_of]
    kept = facts.take(inside)
    customer = np.zeros(len(numbers), np.int64)
    customer[unit_of] = facts.customer
    renumbered = np.cumsum(known) - 1
    return Answers(kept, renumbered[unit_of[inside]], value[known], customer[known], unit, yes_no)


def _numbers(column: Coded, outcome: str) -> tuple[Reals, bool]:
    """Each statement's value, NaN where there is none; and whether it means yes or no."""
    said = {value for value in column.values if value}
    words = {value: value.strip().casefold() for value in said}
    if all(word in _YES | _NO for word in words.values()):
        read = {value: float(word in _YES) for value, word in words.items()}
        yes_no = True
    else:
        read, yes_no = {value: _number(value) for value in said}, False
    if said and all(np.isnan(list(read.values()))):
        shown = ", ".join(sorted(said)[:3])
        raise QueryError(
            f"A driver needs an outcome that says yes or no, or a number; this segment says {shown}.",
            where=outcome,
        )
    known = np.array([*(read.get(value, np.nan) for value in column.values), np.nan])
    return known[column.codes], yes_no


def _number(value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        return np.nan
    return number if isfinite(number) and abs(number) <= _LARGEST else np.nan

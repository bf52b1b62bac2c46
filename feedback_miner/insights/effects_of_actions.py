"""Whether an action helped: before and after at the place that was changed, against places that were not.

Difference in differences: the change of the mean sentiment at the place, less the change that touchpoints which nobody
touched saw in the same days (Angrist and Pischke, "Mostly Harmless Econometrics", 2009, chapter 5). Each untouched
touchpoint is compared with itself, and counts by n_b · n_a / (n_b + n_a) of its comments before and after, as in a
regression with a constant for each touchpoint: that more is said of one of them than before is not taken for a change
of temper. Intervals are those of `contrasts`. What else happened at the place in these days is not told apart from the
action.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from feedback_miner.domain.facts import Facts, Integers
from feedback_miner.insights.contrasts import Contrast, contrast

#: Most days on each side, and fewest: whole weeks, so that each side has every weekday equally often.
WINDOW, LEAST_DAYS = 28, 7
#: Fewest comments and customers on each side, at the place and elsewhere together.
LEAST_COMMENTS, LEAST_CUSTOMERS = 20, 10
_WEEK = 7

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Side:
    """What was said on one side of the action."""

    statements: int
    customers: int
    #: None without statements
    sentiment: float | None


@dataclass(frozen=True, slots=True)
class Compared:
    """A touchpoint that nobody touched."""

    touchpoint: str
    before: Side
    after: Side


@dataclass(frozen=True, slots=True)
class Effect:
    """Before and after. `missing` says in words what a number still takes; then there is none."""

    before: Side
    after: Side
    untouched: tuple[Compared, ...]
    #: how much more the mean sentiment rose than elsewhere
    sentiment: Contrast | None
    #: change of the place's share of all comments on the journey
    share: Contrast | None
    missing: str | None


def window_days(on: int, oldest: int, newest: int, *, most: int = WINDOW) -> tuple[range, range]:
    """Days (ordinals) before and after an action: whole weeks where there is one, at most `most` days on each side."""
    return (
        range(max(on - _weeks(on - oldest, most), oldest), on),
        range(on, min(on + _weeks(newest - on + 1, most), newest + 1)),
    )


def effect(facts: Facts, treated: Flags, untouched: Flags, before: range, after: range) -> Effect:
    """`treated`: statements at the place; `untouched`: those that it is compared with. Days are ordinals."""
    then, now = _within(facts.day, before), _within(facts.day, after)
    sides = _side(facts, treated & then), _side(facts, treated & now)
    parts = tuple(
        Compared(facts.touchpoint.values[code], _side(facts, rows & then), _side(facts, rows & now))
        for code in np.unique(facts.touchpoint.codes[untouched & (then | now)])
        for rows in [untouched & (facts.touchpoint.codes == code)]
    )
    usable = tuple(part for part in parts if min(part.before.customers, part.after.customers) >= 2)
    missing = _missing(before, after, sides, _together(facts, untouched, then, now, usable))
    if missing:
        return Effect(*sides, parts, None, None, missing)
    return Effect(
        *sides,
        usable,
        _sentiment(facts, treated, untouched, then, now, usable),
        _share(facts, treated, treated | untouched, then, now),
        None,
    )


def _weeks(days: int, most: int) -> int:
    within = min(max(days, 0), most)
    return within // _WEEK * _WEEK if within >= _WEEK else within


def untold(missing: str) -> Effect:
    """Of an action of which nothing can be reckoned; `missing` says why."""
    nobody = Side(0, 0, None)
    return Effect(nobody, nobody, (), None, None, missing)


def _within(day: Integers, days: range) -> Flags:
    found: Flags = (day >= days.start) & (day < days.stop)
    return found


def _side(facts: Facts, rows: Flags) -> Side:
    number = int(rows.sum())
    return Side(
        number,
        len(np.unique(facts.customer[rows])),
        float(facts.sentiment[rows].mean()) if number else None,
    )


def _together(
    facts: Facts, untouched: Flags, then: Flags, now: Flags, usable: tuple[Compared, ...]
) -> tuple[Side, Side]:
    known = [facts.touchpoint.values.index(part.touchpoint) for part in usable]
    rows = untouched & np.isin(facts.touchpoint.codes, known)
    return _side(facts, rows & then), _side(facts, rows & now)


def _missing(
    before: range, after: range, place: tuple[Side, Side], elsewhere: tuple[Side, Side]
) -> str | None:
    if len(after) < LEAST_DAYS:
        return f"Too early to tell: {len(after)} of the {LEAST_DAYS} days after it that this takes."
    if len(before) < LEAST_DAYS:
        return f"Too little before it: {len(before)} of the {LEAST_DAYS} days that this takes."
    early = len(after) < WINDOW
    for side, when, where in (
        (place[1], "after it", "here"),
        (place[0], "before it", "here"),
        (elsewhere[1], "after it", "at touchpoints that were not touched"),
        (elsewhere[0], "before it", "at touchpoints that were not touched"),
    ):
        words = "Too early to tell" if early and when == "after it" else "Too few comments"
        if side.statements < LEAST_COMMENTS:
            return (
                f"{words}: {side.statements} of the {LEAST_COMMENTS} comments {where} {when} that this takes."
            )
        if side.customers < LEAST_CUSTOMERS:
            return f"{words}: {side.customers} of the {LEAST_CUSTOMERS} customers {where} {when} that this takes."
    return None


def _sentiment(
    facts: Facts, treated: Flags, untouched: Flags, then: Flags, now: Flags, usable: tuple[Compared, ...]
) -> Contrast:
    """Groups 0 and 1: the place before and after; then two of each untouched touchpoint."""
    group = np.full(len(facts), -1)
    group[treated & then], group[treated & now] = 0, 1
    weights = [-1.0, 1.0]
    harmonic = [
        part.before.statements * part.after.statements / (part.before.statements + part.after.statements)
        for part in usable
    ]
    for number, (part, weight) in enumerate(zip(usable, harmonic, strict=True), start=1):
        rows = untouched & facts.touchpoint.equal(part.touchpoint)
        group[rows & then], group[rows & now] = 2 * number, 2 * number + 1
        weights += [weight / sum(harmonic), -weight / sum(harmonic)]
    rows = group >= 0
    return contrast(facts.sentiment[rows], group[rows], facts.customer[rows], np.array(weights))


def _share(facts: Facts, treated: Flags, among: Flags, then: Flags, now: Flags) -> Contrast:
    rows = among & (then | now)
    return contrast(
        treated[rows].astype(np.float64),
        now[rows].astype(np.int64),
        facts.customer[rows],
        np.array([-1.0, 1.0]),
    )

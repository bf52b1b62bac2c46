"""A world of customers: what is true of them, and what a seed lets them write.

A statement's sentiment is cut(m + u + e, −1, 1): m of its subject on its day, u ~ N(0, temper²) of its customer, so
that what one customer says goes together, and e ~ N(0, noise²) of its own. Cut normals are skewed, and pile up at the
ends, as the sentiments of models do. How much a customer writes is heavy-tailed, and may go with the temper: `anger`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from feedback_miner.domain import SENTIMENT_SCALE, Coded, Cut, Facts
from feedback_miner.domain.facts import Integers, Reals

#: Monday
FIRST_DAY = date(2026, 6, 1).toordinal()
_EPOCH = date(1970, 1, 1).toordinal()
_SECOND = 1_000_000
_DAY = 86_400 * _SECOND


@dataclass(frozen=True, slots=True)
class Subject:
    """What customers speak of: a touchpoint of a stage, how much of all they say, and how they feel about it.

    Each is a theme of its own, by its number from 1."""

    stage: str
    touchpoint: str
    share: float
    #: of the sentiment, before it is cut
    mean: float


@dataclass(frozen=True, slots=True)
class Shift:
    """Some subjects' mean is another, from a day on until another day (ordinals, both among them)."""

    touchpoints: frozenset[str]
    by: float
    first_day: int
    last_day: int = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an item's NPS comes about: base + Σ weight · mean sentiment at a touchpoint + what the customer always adds
    + chance, as a whole number of 0 … 10. A touchpoint without a weight has no part in it."""

    weights: Mapping[str, float]
    base: float = 6.0
    #: standard deviation of what a customer adds to all his answers
    customer: float = 1.0
    #: standard deviation of chance
    noise: float = 1.5


@dataclass(frozen=True, slots=True)
class World:
    """What is true. Every default is what the comments of a small company might be like."""

    subjects: tuple[Subject, ...]
    customers: int
    days: int = 30
    first_day: int = FIRST_DAY
    temper: float = 0.35
    noise: float = 0.45
    #: items of a customer beyond the first, on average; spread as a gamma-mixed Poisson of shape `evenness`
    more_items: float = 1.0
    evenness: float = 0.8
    #: statements of an item beyond the first, on average
    more_statements: float = 0.4
    #: of how much more the discontent write: e^anger as many further items at one `temper` below the mean
    anger: float = 0.0
    #: items of a Saturday or Sunday for each of another day
    weekend: float = 1.0
    #: by how much the mean of a Saturday or Sunday is another
    weekend_mood: float = 0.0
    shifts: tuple[Shift, ...] = ()
    outcome: Outcome | None = None
    #: name → value → share of customers
    segments: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    @property
    def cut(self) -> Cut:
        """All of its days."""
        return Cut(date.fromordinal(self.first_day), date.fromordinal(self.first_day + self.days - 1))

    @property
    def day_numbers(self) -> Integers:
        """Its days, as ordinals."""
        return np.arange(self.first_day, self.first_day + self.days)

    @property
    def day_shares(self) -> Reals:
        """How much of all that is written is written on each of its days."""
        shares = np.where(_at_weekend(self.day_numbers), self.weekend, 1.0)
        found: Reals = shares / shares.sum()
        return found

    def tempers(self, chance: np.random.Generator) -> Reals:
        """Who its customers are: the same ones may write in several worlds."""
        return chance.normal(0.0, 1.0, self.customers)

    def further_items(self, temper: Reals) -> Reals:
        """Expected items beyond the first of customers of these tempers (in standard deviations)."""
        return self.more_items * np.exp(-self.anger * temper)

    def means(self, subject: Integers, day: Integers) -> Reals:
        """What is felt about each subject (its index) on each day, before it is cut."""
        found: Reals = np.array([one.mean for one in self.subjects])[subject]
        found = found + self.weekend_mood * _at_weekend(day)
        for shift in self.shifts:
            touched = np.array([one.touchpoint in shift.touchpoints for one in self.subjects])[subject]
            found = found + shift.by * (touched & (shift.first_day <= day) & (day <= shift.last_day))
        return found


def simulate(world: World, seed: int, *, tempers: Reals | None = None, customers_from: int = 1) -> Facts:
    """What its customers write. `tempers`: of customers who have written elsewhere under the numbers from
    `customers_from` on; without them they are new. The same seed gives the same facts."""
    chance = np.random.default_rng(seed)
    temper = world.tempers(chance) if tempers is None else tempers
    gamma = chance.gamma(world.evenness, 1 / world.evenness, world.customers)
    items = 1 + chance.poisson(world.further_items(temper) * gamma)
    customer = np.repeat(np.arange(world.customers), items)
    day = world.day_numbers[_choose(chance, world.day_shares, len(customer))]
    at = (day - _EPOCH) * _DAY + chance.integers(0, 86_400, len(customer)) * _SECOND
    order = np.lexsort((at, customer))
    statements = 1 + chance.poisson(world.more_statements, len(customer))
    item = np.repeat(np.arange(len(customer)), statements)
    customer, day, at = customer[order][item], day[order][item], at[order][item]
    subject = _choose(chance, np.array([one.share for one in world.subjects]), len(item))
    latent = world.means(subject, day) + world.temper * temper[customer]
    sentiment = np.clip(latent + chance.normal(0.0, world.noise, len(item)), -1.0, 1.0)
    sentiment = np.round(sentiment * SENTIMENT_SCALE) / SENTIMENT_SCALE
    unsaid = np.full(len(item), np.nan)
    same = np.zeros(len(item), np.int32)
    return Facts(
        statement=np.arange(1, len(item) + 1),
        item=item + 1,
        customer=customer + customers_from,
        day=day,
        at=at,
        sentiment=sentiment,
        theme=subject + 1,
        source=Coded(same, ("survey",)),
        channel=Coded(same, ("web",)),
        stage=_coded(world, subject, lambda one: one.stage),
        touchpoint=_coded(world, subject, lambda one: one.touchpoint),
        emotions=Coded(same, ("",)),
        nps=unsaid if world.outcome is None else _answers(world, chance, item, customer, subject, sentiment),
        csat=unsaid,
        rating=unsaid,
        first_reply=unsaid,
        solved=unsaid,
        segments={name: _segment(world, chance, shares, customer) for name, shares in world.segments.items()},
    )


def _answers(
    world: World,
    chance: np.random.Generator,
    item: Integers,
    customer: Integers,
    subject: Integers,
    sentiment: Reals,
) -> Reals:
    """The NPS of each statement's item."""
    outcome = world.outcome or Outcome({})
    items = int(item[-1]) + 1
    usual = chance.normal(0.0, outcome.customer, world.customers)
    answer = outcome.base + chance.normal(0.0, outcome.noise, items)
    answer += usual[customer[np.searchsorted(item, np.arange(items))]]
    touchpoint = np.array([one.touchpoint for one in world.subjects])[subject]
    for name, weight in outcome.weights.items():
        there = touchpoint == name
        said = np.bincount(item[there], minlength=items)
        felt = np.bincount(item[there], sentiment[there], items)
        answer += weight * np.divide(felt, said, out=np.zeros(items), where=said > 0)
    found: Reals = np.clip(np.round(answer), 0, 10)[item]
    return found


def _segment(
    world: World, chance: np.random.Generator, shares: Mapping[str, float], customer: Integers
) -> Coded:
    chosen = _choose(chance, np.array(list(shares.values())), world.customers)
    return Coded(chosen[customer].astype(np.int32), tuple(shares))


def _at_weekend(day: Integers) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = (day - 1) % 7 >= 5
    return found


def _choose(chance: np.random.Generator, shares: Reals, size: int) -> Integers:
    edges = np.cumsum(shares / shares.sum())[:-1]
    return np.searchsorted(edges, chance.random(size), side="right").astype(np.int64)


def _coded(world: World, subject: Integers, of: Callable[[Subject], str]) -> Coded:
    names = [of(one) for one in world.subjects]
    values = tuple(dict.fromkeys(names))
    return Coded(np.array([values.index(name) for name in names], np.int32)[subject], values)

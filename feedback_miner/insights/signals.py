"""What an alert rule watches: a number a day for each place, on a scale on which days can be compared.

Counts and shares are transformed so that their spread does not hang on their height: 2·√(n + ⅜) of a Poisson count has
a variance near 1, arcsin √((x + ⅜) / (n + ¾)) of a share one near 1 / (4n + 2) (Anscombe, "The transformation of
Poisson, binomial and negative-binomial data", Biometrika 35, 1948).

Ten statements of one customer are not ten customers: a day weighs its effective number of customers, N² / Σ n_c² (Kish,
"Survey Sampling", 1965).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from feedback_miner.domain.facts import Facts

#: Statements of one customer on one day that count for volume: a flood by one is no news of many.
HEARD = 5

Grid = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Daily:
    """What was said, by place and day [places, days]; the days are without gaps."""

    #: ordinal
    first_day: int
    statements: Grid
    #: sums of the sentiments (−1 … 1 each) and of their squares
    total: Grid
    squares: Grid
    #: effective number of customers; 0 where nobody spoke
    voices: Grid
    #: statements, of one customer `HEARD` at most
    heard: Grid


@dataclass(frozen=True, slots=True)
class Signal:
    """What is watched [places, days]."""

    first_day: int
    #: on the scale on which days are compared
    value: Grid
    #: the variance of a day's value is a place's own number divided by this; 0 where there is nothing to see
    weight: Grid
    #: what a day says of that number if all customers were independent: a sum of squares, and its degrees of freedom
    scatter: Grid
    freedom: Grid
    #: effective number of customers that an alert can point at
    support: Grid
    #: how many statements a day counts for in a mean over several
    share: Grid
    #: back to the scale that people read
    readable: Callable[[Grid], Grid]
    #: that nobody speaks, or nobody speaks so, is itself something to tell of when it goes down
    silence_speaks: bool = False


def daily(facts: Facts, places: NDArray[np.int64], count: int, days: range) -> Daily:
    """Sums of facts by place (row i is at `places[i]`, below 0: at none) and day (ordinals)."""
    inside = (places >= 0) & (facts.day >= days.start) & (facts.day < days.stop)
    cell = places[inside] * len(days) + facts.day[inside] - days.start
    shape = (count, len(days))

    def sums(at: NDArray[np.int64], weights: Grid) -> Grid:
        return np.bincount(at, weights, count * len(days)).astype(np.float64).reshape(shape)

    customers = np.unique(facts.customer[inside], return_inverse=True)[1].astype(np.int64)
    most = customers.max(initial=0) + 1
    pairs, of_pair = np.unique(cell * most + customers, return_counts=True)
    spoke, times = pairs // most, of_pair.astype(np.float64)
    statements, sentiment = sums(spoke, times), facts.sentiment[inside]
    return Daily(
        days.start,
        statements,
        sums(cell, sentiment),
        sums(cell, sentiment**2),
        voices=_divided(statements**2, sums(spoke, times**2)),
        heard=sums(spoke, np.minimum(times, HEARD)),
    )


def sentiment_signal(said: Daily) -> Signal:
    """Mean sentiment."""
    n, alone = said.statements, _divided(said.voices, said.statements)
    mean = _divided(said.total, n)
    return Signal(
        said.first_day,
        mean,
        said.voices,
        scatter=np.maximum(said.squares - n * mean**2, 0.0) * alone,
        freedom=np.maximum(n - 1, 0.0),
        support=said.voices,
        share=n,
        readable=lambda value: np.clip(value, -1.0, 1.0),
    )


def volume_signal(said: Daily, seen: Flags) -> Signal:
    """Statements a day, as `heard`. `seen` [days]: on which days they could have come in at all."""
    there = np.broadcast_to(seen, said.statements.shape).astype(np.float64)
    return Signal(
        said.first_day,
        2 * np.sqrt(said.heard + 3 / 8),
        there,
        scatter=there,
        freedom=there,
        support=said.voices,
        share=there,
        readable=lambda value: np.maximum(np.maximum(value, 0.0) ** 2 / 4 - 1 / 8, 0.0),
        silence_speaks=True,
    )


def share_signal(hits: Daily, of: Daily) -> Signal:
    """Which share of the statements `of` are among the `hits`."""
    n, alone = of.statements, _divided(of.voices, of.statements)
    return Signal(
        of.first_day,
        np.arcsin(np.sqrt((hits.statements + 3 / 8) / (n + 3 / 4))),
        (4 * n + 2) * alone,
        scatter=alone,
        freedom=(n > 0).astype(np.float64),
        support=hits.voices,
        share=n,
        readable=lambda value: np.sin(np.clip(value, 0.0, np.pi / 2)) ** 2,
        silence_speaks=True,
    )


def _divided(above: Grid, below: Grid) -> Grid:
    return np.divide(above, below, out=np.zeros_like(above), where=below > 0)

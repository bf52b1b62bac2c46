"""Means and shares with 95 % intervals that know whose words they are."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from feedback_miner.domain.facts import Integers, Reals
from feedback_miner.journey import Interval
from feedback_miner.journey.intervals import Spread, mean_interval, spreads, student_t

_Z = student_t(1e9)


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean sentiment of some statements."""

    statements: int
    customers: int
    #: −1 … 1; None where there are no statements
    sentiment: float | None
    #: None where fewer than 2 customers spoke
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many."""

    count: int
    of: int
    #: whose they are
    customers: int
    #: 0 … 1
    share: float
    #: None under 2 customers
    interval: Interval | None


def means(group: NDArray[np.int64], customer: Integers, sentiment: Reals, groups: int) -> list[Mean]:
    """The mean of each of `groups` groups; `group`: of each statement, −1 where it is of none."""
    rows = _by_customer(group, customer, sentiment, groups)
    found = spreads(rows.group, rows.counts, rows.sums, groups)
    statements = np.bincount(rows.group, rows.counts, groups)
    sums = np.bincount(rows.group, rows.sums, groups)
    return [
        _mean(int(n), float(total), spread) for n, total, spread in zip(statements, sums, found, strict=True)
    ]


def mean(customer: Integers, sentiment: Reals) -> Mean:
    """The mean of all statements."""
    return means(np.zeros(len(customer), np.int64), customer, sentiment, 1)[0]


def shares(group: NDArray[np.int64], customer: Integers, hit: NDArray[np.bool_], groups: int) -> list[Share]:
    """The share of hits in each of `groups` groups; `group`: of each case, −1 where it is of none.

    Wilson's interval for as many independent cases as the customers' are worth (Korn, Graubard, "Confidence intervals
    for proportions with small expected number of positive counts estimated from survey data", Survey Methodology 24,
    1998; with Wilson's in the place of the exact one: Dean, Pagano, "Evaluating confidence interval methods for
    binomial proportions in clustered surveys", J. Survey Statistics and Methodology 3, 2015). Where all cases are
    alike, they are worth the effective number of customers.
    """
    rows = _by_customer(group, customer, hit.astype(np.float64), groups)
    found = spreads(rows.group, rows.counts, rows.sums, groups)
    cases = np.bincount(rows.group, rows.counts, groups)
    hits = np.bincount(rows.group, rows.sums, groups)
    return [_share(int(n), int(k), spread) for n, k, spread in zip(cases, hits, found, strict=True)]


@dataclass(frozen=True, slots=True)
class _Rows:
    """A row for each customer of each group."""

    group: NDArray[np.intp]
    counts: Reals
    sums: Reals


def _by_customer(group: NDArray[np.int64], customer: Integers, values: Reals, groups: int) -> _Rows:
    inside = group >= 0
    small = np.unique(customer[inside], return_inverse=True)[1]
    keys, row = np.unique(small * np.int64(groups) + group[inside], return_inverse=True)
    return _Rows(
        (keys % groups).astype(np.intp),
        np.bincount(row, minlength=len(keys)).astype(np.float64),
        np.bincount(row, values[inside], len(keys)).astype(
            np.float64
        ),  # without rows it would be of integers
    )


def _mean(statements: int, total: float, spread: Spread) -> Mean:
    if not statements:
        return Mean(0, 0, None, None)
    sentiment = total / statements
    return Mean(statements, spread.customers, sentiment, mean_interval(sentiment, spread))


def _share(cases: int, hits: int, spread: Spread) -> Share:
    if not cases:
        return Share(0, 0, 0, 0.0, None)
    share = hits / cases
    if spread.variance is None:
        return Share(hits, cases, spread.customers, share, None)
    alike = share * (1 - share)
    worth = alike / spread.variance if alike > 0 and spread.variance > 0 else spread.degrees
    worth = min(worth, float(cases)) * (_Z / student_t(spread.degrees)) ** 2
    return Share(hits, cases, spread.customers, share, _wilson(share, max(worth, 1.0)))


def _wilson(share: float, cases: float) -> Interval:
    """Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22, 1927."""
    squared = _Z * _Z / cases
    middle = (share + squared / 2) / (1 + squared)
    half = sqrt(share * (1 - share) * squared + squared * squared / 4) / (1 + squared)
    return Interval(max(0.0, middle - half), min(1.0, middle + half))

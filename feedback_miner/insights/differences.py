"""Differences of two means or shares with 95 % intervals, where customers are clusters and may be on both sides.

A mean is a ratio of sums over customers, Σs / Σn (s: sum of sentiments, n: statements), and so is a share (s: the
statements in question, n: all). The variance of a difference of two ratios is the delete-one-customer jackknife,

    V = (G − 1) / G · Σ_g (a₍₋g₎ − a − (b₍₋g₎ − b))²,

the cluster-robust estimator CV3 of MacKinnon, Nielsen, Webb, "Cluster-robust inference: A guide to empirical
practice", Journal of Econometrics 232, 2023. A customer of both sides is left out of both at once, so what such
customers have in common cancels, as in a paired test; sides may even overlap. Student's t has the degrees of Welch and
Satterthwaite, with the effective number of customers of each side less one (see `journey.intervals`), and never more
than that of both together less one: customers who are all on both sides are counted once.

Many differences are looked at in one answer: what stands out is judged by p-values that are corrected for all of a kind
(Benjamini, Hochberg, "Controlling the false discovery rate", J. R. Stat. Soc. B 57, 1995).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt

import numpy as np

from feedback_miner.domain.facts import Integers, Reals
from feedback_miner.journey import Interval

#: With fewer customers on one of the sides nothing is said.
LEAST_CUSTOMERS = 5
#: A share is not compared where fewer customers than this spoke of it, on both sides together.
LEAST_SPEAKERS = 10
#: Of those called certain this share may be there by chance.
FALSE_SHARE = 0.05
#: Equal numbers differ by less when they are summed in another order.
_LEAST_ERROR = 1e-9


@dataclass(frozen=True, slots=True)
class Difference:
    """One side less the other."""

    value: float
    #: 95 %, of this difference alone
    interval: Interval
    #: of there being no difference: for this one alone
    p: float
    #: for all of its kind in one answer
    corrected_p: float

    @property
    def certain(self) -> bool:
        """Whether it stands out, all that was looked at considered."""
        return self.corrected_p < FALSE_SHARE


@dataclass(frozen=True, slots=True)
class Said:
    """What customers said on one side: columns, in which both sides have the same customers in the same order."""

    #: of sentiments; 0 where a customer is not on this side
    sums: Reals
    statements: Reals


@dataclass(frozen=True, slots=True)
class Everybody:
    """All that customers said on both sides, which shares are of; reckoned once for all shares."""

    #: statements of each customer
    a: Reals
    b: Reals
    #: how far a share moves, as a part of itself, when a customer who did not speak of the thing is left out
    pull_a: Reals
    pull_b: Reals
    #: Σ pull_a², Σ pull_b², Σ pull_a·pull_b
    pulls: tuple[float, float, float]
    clusters: Clusters

    @staticmethod
    def of(a: Reals, b: Reals) -> Everybody:
        """`a`, `b`: statements of each customer."""
        pull_a, pull_b = _over(a, a.sum() - a), _over(b, b.sum() - b)
        pulls = _sum(pull_a, pull_a), _sum(pull_b, pull_b), _sum(pull_a, pull_b)
        return Everybody(a, b, pull_a, pull_b, pulls, Clusters.of(a, b))


@dataclass(frozen=True, slots=True)
class Clusters:
    """How many customers there are on a, on b, and on both together, and what they are worth in degrees of freedom."""

    customers: tuple[int, int, int]
    degrees: tuple[float, float, float]

    @staticmethod
    def of(a: Reals, b: Reals) -> Clusters:
        """`a`, `b`: statements of each customer."""
        both = a / max(a.sum(), 1.0) + b / max(b.sum(), 1.0)
        columns = (a, b, both)
        return Clusters(
            tuple(int(np.count_nonzero(one)) for one in columns),  # type: ignore[arg-type]
            tuple(max(_effective(one) - 1, 1.0) for one in columns),  # type: ignore[arg-type]
        )

    @property
    def too_few(self) -> str | None:
        """Why the sides cannot be compared, in words; None where they can."""
        a, b, _ = self.customers
        if min(a, b) >= LEAST_CUSTOMERS:
            return None
        return f"too few customers: {a:,} and {b:,}, where each side takes {LEAST_CUSTOMERS}"


def difference_of_means(a: Said, b: Said) -> Difference | str:
    """Mean sentiment of a less that of b; in words why there is none, where too few spoke."""
    clusters = Clusters.of(a.statements, b.statements)
    if clusters.too_few:
        return clusters.too_few
    mean_a, mean_b = (float(side.sums.sum() / side.statements.sum()) for side in (a, b))
    moves_a, moves_b = (
        _over(side.statements * mean - side.sums, side.statements.sum() - side.statements)
        for side, mean in ((a, mean_a), (b, mean_b))
    )
    apart = moves_a - moves_b
    squares = _sum(moves_a, moves_a), _sum(moves_b, moves_b), _sum(apart, apart)
    return _difference(mean_a - mean_b, clusters, squares, widest=2.0)


def difference_of_shares(everybody: Everybody, who: Integers, a: Reals, b: Reals) -> Difference | str:
    """Share of a less that of b; in words why there is none, where too few spoke.

    `who`: the customers who spoke of the thing, each once; `a`, `b`: how many of their statements did so on each side.
    Where fewer than 5 customers of a side did, they cannot show how much their number varies: at least the variance of
    a share with one more who did and one more who did not is then taken (Agresti, Caffo, "Simple and effective
    confidence intervals for proportions and differences", The American Statistician 54, 2000).
    """
    clusters = everybody.clusters
    if clusters.too_few:
        return clusters.too_few
    if len(who) < LEAST_SPEAKERS:
        return f"too few customers spoke of it: {len(who)} of the {LEAST_SPEAKERS} that this takes"
    share_a, share_b = float(a.sum() / everybody.a.sum()), float(b.sum() / everybody.b.sum())
    pull_a, pull_b = everybody.pull_a[who], everybody.pull_b[who]
    moves_a = share_a * pull_a - _over(a, everybody.a.sum() - everybody.a[who])
    moves_b = share_b * pull_b - _over(b, everybody.b.sum() - everybody.b[who])
    apart = moves_a - moves_b
    silent_a, silent_b, silent_both = (
        of_all - of_who
        for of_all, of_who in zip(
            everybody.pulls, (_sum(pull_a, pull_a), _sum(pull_b, pull_b), _sum(pull_a, pull_b)), strict=True
        )
    )
    own_a, own_b = share_a**2 * silent_a, share_b**2 * silent_b
    squares = (
        _sum(moves_a, moves_a) + own_a,
        _sum(moves_b, moves_b) + own_b,
        _sum(apart, apart) + own_a + own_b - 2 * share_a * share_b * silent_both,
    )
    unseen = _unseen_variance(share_a, a, clusters.degrees[0] + 1, squares[0])
    unseen += _unseen_variance(share_b, b, clusters.degrees[1] + 1, squares[1])
    return _difference(share_a - share_b, clusters, squares, widest=1.0, more_variance=unseen)


def corrected(differences: Sequence[Difference | str]) -> list[Difference | str]:
    """The same, with p-values corrected for all of them."""
    from scipy.stats import false_discovery_control  # half a second to import

    found = [one.p for one in differences if isinstance(one, Difference)]
    adjusted = iter(false_discovery_control(found, method="bh").tolist() if found else ())
    return [
        replace(one, corrected_p=next(adjusted)) if isinstance(one, Difference) else one
        for one in differences
    ]


def _difference(
    value: float,
    clusters: Clusters,
    squares: tuple[float, float, float],
    *,
    widest: float,
    more_variance: float = 0.0,
) -> Difference:
    """`squares`: sums of squares of the moves of a, of b, and of a less b."""
    from scipy.special import stdtr, stdtrit

    variances = [
        max(0.0, square) * (customers - 1) / customers
        for square, customers in zip(squares, clusters.customers, strict=True)
    ]
    parts, (degrees_a, degrees_b, most) = variances[:2], clusters.degrees
    spent = parts[0] ** 2 / degrees_a + parts[1] ** 2 / degrees_b
    degrees = min(sum(parts) ** 2 / spent, most) if spent else most
    error = max(sqrt(variances[2] + more_variance), _LEAST_ERROR)
    half = float(stdtrit(degrees, 0.975)) * error
    p = 2 * float(stdtr(degrees, -abs(value) / error))
    interval = Interval(max(-widest, value - half), min(widest, value + half))
    return Difference(value, interval, p, p)


def _unseen_variance(share: float, said: Reals, customers: float, seen: float) -> float:
    if np.count_nonzero(said) >= LEAST_CUSTOMERS:
        return 0.0
    adjusted = (share * customers + 1) / (customers + 2)
    return max(0.0, adjusted * (1 - adjusted) / (customers + 2) - seen)


def _effective(counts: Reals) -> float:
    """As many customers who all wrote equally much would say as much."""
    squares = _sum(counts, counts)
    return float(counts.sum()) ** 2 / squares if squares else 0.0


def _over(above: Reals, below: Reals) -> Reals:
    """0 where nobody is left below: then there are too few customers anyway."""
    return np.divide(above, below, out=np.zeros(len(above)), where=below > 0)


def _sum(one: Reals, other: Reals) -> float:
    return float((one * other).sum())  # np.dot would start threads, which costs more than it saves

"""How often a claim held, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

_Z = 1.959964


@dataclass(frozen=True, slots=True)
class Bar:
    """Between what a rate must lie."""

    low: float
    high: float


#: of a 95 % interval
COVERS = Bar(0.92, 0.98)


@dataclass(frozen=True, slots=True)
class Held:
    """What many sets say of one claim."""

    claim: str
    world: str
    sets: int
    #: that the sets made: too few customers, and nothing is claimed
    claims: int
    #: of a set, the median
    statements: int
    rate: float
    #: the rate's own 95 % interval
    low: float
    high: float
    bar: Bar
    #: what the rate is a number of, where it is no share
    unit: str = ""

    @property
    def holds(self) -> bool:
        """Whether the rate is within its bar."""
        return self.bar.low <= self.rate <= self.bar.high


@dataclass(frozen=True, slots=True)
class OneSet:
    """A set's size, and whether each of the claims that it made held."""

    statements: int
    held: tuple[bool, ...]


def covers(interval: tuple[float, float], truth: float) -> bool:
    """Whether the truth is inside, to the last digit that sentiments have."""
    return interval[0] - 1e-9 <= truth <= interval[1] + 1e-9


def counted(claim: str, world: str, sets: Iterable[OneSet], bar: Bar) -> Held:
    """The share of claims that held. Claims of one set go together: sets are the clusters of the share's interval."""
    sets = list(sets)
    low, high, rate = _share([one.held for one in sets])
    statements = int(np.median([one.statements for one in sets]))
    claims = sum(len(one.held) for one in sets)
    return Held(claim, world, len(sets), claims, statements, rate, low, high, bar)


def averaged(claim: str, world: str, sets: Iterable[tuple[int, float]], bar: Bar, unit: str) -> Held:
    """The mean of a number that each set (its statements, its number) came to."""
    sizes, found = map(np.array, zip(*sets, strict=True))
    half = _Z * float(found.std(ddof=1)) / sqrt(len(found))
    mean = float(found.mean())
    size = int(np.median(sizes))
    return Held(
        claim, world, len(found), len(found), size, mean, max(0.0, mean - half), mean + half, bar, unit
    )


def middle(claim: str, world: str, sets: Iterable[tuple[int, float]], bar: Bar, unit: str) -> Held:
    """The median of the same; its interval by order statistics, of which as many lie below as coins fall."""
    sizes, found = map(np.array, zip(*sets, strict=True))
    ordered, half = np.sort(found), _Z * sqrt(len(found)) / 2
    low, high = (int(np.clip(len(found) / 2 + by, 0, len(found) - 1)) for by in (-half, half))
    size = int(np.median(sizes))
    ends = float(ordered[low]), float(ordered[high])
    return Held(claim, world, len(found), len(found), size, float(np.median(ordered)), *ends, bar, unit)


def _share(held: Sequence[Sequence[bool]]) -> tuple[float, float, float]:
    """Ends of the interval and the share itself, by Wilson with the number of independent claims that the sets are
    worth: p (1 − p) / V, where V is the variance of the ratio Σ held / Σ claims over sets (Kish's design effect)."""
    claims, hits = np.array([len(one) for one in held]), np.array([sum(one) for one in held])
    whole = int(claims.sum())
    if not whole:
        return 0.0, 1.0, 0.0
    share = hits.sum() / whole
    variance = float(((hits - share * claims) ** 2).sum()) / whole**2
    worth = min(share * (1 - share) / variance, whole) if variance else whole
    return *wilson(share, worth), float(share)


def wilson(share: float, size: float) -> tuple[float, float]:
    """The 95 % interval of a share (E. B. Wilson, J. Am. Stat. Assoc. 22, 1927)."""
    spread = _Z**2 / size
    centre = (share + spread / 2) / (1 + spread)
    half = _Z * sqrt(share * (1 - share) / size + spread / (4 * size)) / (1 + spread)
    return max(0.0, centre - half), min(1.0, centre + half)

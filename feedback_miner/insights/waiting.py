"""How sentiment goes with the time that customers wait for a first reply."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import atanh, sqrt, tanh

import numpy as np

from feedback_miner.domain.facts import Facts, Integers, Reals
from feedback_miner.insights.means import Mean, mean
from feedback_miner.journey import Interval
from feedback_miner.journey.intervals import student_t

_HOUR, _DAY = 3_600, 86_400
#: Bounds of the bands of waiting, in seconds; the last band is open.
BANDS = (0, _HOUR, 4 * _HOUR, _DAY, 3 * _DAY)
#: Messages, and customers, that it takes to say how the two go together.
LEAST_MESSAGES = 20
LEAST_CUSTOMERS = 20
#: Fisher's scale has no end.
_MOST = 1 - 1e-9


@dataclass(frozen=True, slots=True)
class Band:
    """What those say who waited so long for a first reply: from `seconds_from` on, and less than `seconds_before`."""

    seconds_from: int
    seconds_before: int | None
    mean: Mean


@dataclass(frozen=True, slots=True)
class Correlation:
    """Spearman's: −1 the longer the wait the worse the words, 0 they do not go together, 1 the better."""

    rank: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class Waiting:
    """How sentiment goes with the time to the first reply."""

    messages: int
    customers: int
    #: None where they are too few, or all alike
    correlation: Correlation | None
    #: why nothing is said, in words
    too_early: str | None
    bands: tuple[Band, ...]


def waiting(facts: Facts) -> Waiting:
    """By the message: its mean sentiment beside its waiting. "Goes with", for a message is written before its reply."""
    known = facts.take(~np.isnan(facts.first_reply))
    _, first, item = np.unique(known.item, return_index=True, return_inverse=True)
    sentiment = np.bincount(item, known.sentiment) / np.maximum(np.bincount(item), 1)
    customer, seconds = known.customer[first], known.first_reply[first]
    customers = len(np.unique(customer))
    told = _too_early(len(first), customers)
    correlation = None if told else _spearman(seconds, sentiment, customer)
    if told is None and correlation is None:
        told = "All waited as long, or all sound alike: nothing can go together."
    return Waiting(len(first), customers, correlation, told, tuple(_bands(known)))


def _too_early(messages: int, customers: int) -> str | None:
    if messages < LEAST_MESSAGES:
        return f"Too few messages with a reply: {messages} of the {LEAST_MESSAGES} that this takes."
    if customers < LEAST_CUSTOMERS:
        return f"Too few customers with a reply: {customers} of the {LEAST_CUSTOMERS} that this takes."
    return None


def _bands(facts: Facts) -> Iterator[Band]:
    for low, high in zip(BANDS, (*BANDS[1:], None), strict=True):
        inside = facts.first_reply >= low
        if high is not None:
            inside &= facts.first_reply < high
        yield Band(low, high, mean(facts.customer[inside], facts.sentiment[inside]))


def _spearman(seconds: Reals, sentiment: Reals, customer: Integers) -> Correlation | None:
    """With the interval of a jackknife over customers on Fisher's scale, as that of the map's means.

    Ranks are those of all messages in every replicate: what one customer moves of them is of no account.
    """
    from scipy.stats import rankdata

    x, y = rankdata(seconds), rankdata(sentiment)
    x, y = x - x.mean(), y - y.mean()
    _, cluster = np.unique(customer, return_inverse=True)
    sums = np.stack([np.bincount(cluster, part) for part in (np.ones(len(x)), x, y, x * x, y * y, x * y)])
    whole = _pearson(sums.sum(axis=1)[:, None])[0]
    if np.isnan(whole):
        return None
    without = _pearson(sums.sum(axis=1)[:, None] - sums)
    if np.isnan(without).any():
        return None
    count = len(without)
    middle = atanh(_inside(whole))
    moved = np.arctanh(np.clip(without, -_MOST, _MOST)) - middle
    half = student_t(count - 1) * sqrt(float((moved**2).sum()) * (count - 1) / count)
    return Correlation(float(whole), Interval(tanh(middle - half), tanh(middle + half)))


def _inside(rank: float) -> float:
    return min(max(rank, -_MOST), _MOST)


def _pearson(sums: Reals) -> Reals:
    """Of columns of sums: n, x, y, x², y², xy; NaN where one of the two does not vary."""
    n, x, y, xx, yy, xy = sums
    n = np.maximum(n, 1.0)
    spread = (xx - x * x / n) * (yy - y * y / n)
    varies = spread > 1e-12
    found = np.full(len(spread), np.nan)
    found[varies] = (xy - x * y / n)[varies] / np.sqrt(spread[varies])
    return found

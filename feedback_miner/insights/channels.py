"""Channels: how much comes in by each, how it sounds, and how long customers wait there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from feedback_miner.domain.facts import Facts, Integers, Reals
from feedback_miner.insights.means import Mean, mean, shares
from feedback_miner.insights.waiting import Waiting, waiting
from feedback_miner.journey import Interval

#: With fewer messages no quantile is told.
LEAST_MESSAGES = 20


@dataclass(frozen=True, slots=True)
class Quantile:
    """The number of seconds that a given share of messages stays under."""

    seconds: float
    #: None under 2 customers, or where it has no end
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Times:
    """How long messages waited, in seconds."""

    messages: int
    customers: int
    #: None where they are too few
    median: Quantile | None
    #: nine of ten waited less
    ninety: Quantile | None


@dataclass(frozen=True, slots=True)
class Channel:
    """One channel."""

    channel: str
    messages: int
    mean: Mean
    #: of all statements of the cut
    share: float
    first_reply: Times
    solved: Times
    waiting: Waiting


@dataclass(frozen=True, slots=True)
class Channels:
    """The channels of a cut, and all of them together."""

    mean: Mean
    #: most statements first
    channels: tuple[Channel, ...]
    waiting: Waiting


def channels(facts: Facts) -> Channels:
    """Facts are as the map shows them: statements without a stage are left out before (`folding.on_map`)."""
    return Channels(mean(facts.customer, facts.sentiment), tuple(_channels(facts)), waiting(facts))


def _channels(facts: Facts) -> Iterator[Channel]:
    counts = np.bincount(facts.channel.codes, minlength=len(facts.channel.values))
    ends = np.cumsum(counts)
    by_channel = np.argsort(facts.channel.codes, kind="stable")
    for number in np.argsort(-counts, kind="stable"):
        if counts[number]:
            part = facts.take(by_channel[ends[number] - counts[number] : ends[number]])
            yield Channel(
                channel=facts.channel.values[number],
                messages=len(np.unique(part.item)),
                mean=mean(part.customer, part.sentiment),
                share=len(part) / len(facts),
                first_reply=_times(part, part.first_reply),
                solved=_times(part, part.solved),
                waiting=waiting(part),
            )


def _times(facts: Facts, seconds: Reals) -> Times:
    known = np.flatnonzero(~np.isnan(seconds))
    _, first = np.unique(facts.item[known], return_index=True)
    one_each = known[first]
    waited, customer = seconds[one_each], facts.customer[one_each]
    count, customers = len(waited), len(np.unique(customer))
    if count < LEAST_MESSAGES:
        return Times(count, customers, None, None)
    return Times(count, customers, _quantile(waited, customer, 0.5), _quantile(waited, customer, 0.9))


def _quantile(seconds: Reals, customer: Integers, share: float) -> Quantile:
    """With Woodruff's interval: that of the share of messages below the quantile, read off as seconds ("Confidence
    intervals for medians and other position measures", JASA 47, 1952)."""
    found = float(np.quantile(seconds, share))
    below = shares(np.zeros(len(seconds), np.int64), customer, seconds <= found, 1)[0]
    if below.interval is None:
        return Quantile(found, None)
    low, high = (share + end - below.share for end in (below.interval.low, below.interval.high))
    ends = np.quantile(seconds, np.clip((low, high), 0.0, 1.0))
    return Quantile(found, Interval(float(min(ends[0], found)), float(max(ends[1], found))))

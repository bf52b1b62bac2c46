"""Customers as the clusters of the intervals: what each said, at every place of a frame."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import count

import numpy as np
from numpy.typing import NDArray

from feedback_miner.domain import SENTIMENT_SCALE, CustomerTotal
from feedback_miner.journey.frame import Frame, Place
from feedback_miner.journey.intervals import Spread, spreads

#: numbers of customers up to here can be combined with a stage and touchpoint in one 64-bit key
_SMALL = 2**48


def customer_spreads(rows: Sequence[CustomerTotal], frame: Frame) -> Mapping[Place, Spread]:
    """The spread of the mean at each place where somebody spoke.

    Works on whole columns: a month of a busy workspace has tens of thousands of rows, and the map answers in
    milliseconds. Rows are sorted once, by customer and then by place, so that on every level (the whole, the stages,
    the touchpoints) what one customer said at one place stands together.
    """
    if not rows:
        return {}
    kind, places_of_kind = _kinds(rows, frame)
    key = _small(np.array([row.customer for row in rows], np.int64)) * len(places_of_kind) + kind
    order = np.argsort(key)
    customer, kind = np.divmod(key[order], len(places_of_kind))
    statements = np.array([row.statements for row in rows], np.float64)[order]
    sums = np.array([row.sentiment_sum for row in rows], np.float64)[order] / SENTIMENT_SCALE

    found: dict[Place, Spread] = {}
    for level in range(3):
        at_level = [places[level] if len(places) > level else None for places in places_of_kind]
        index = {place: number for number, place in enumerate(dict.fromkeys(filter(None, at_level)))}
        group = np.array([index[place] if place else -1 for place in at_level])[kind]
        starts = np.flatnonzero(np.diff(customer, prepend=-1) | np.diff(group, prepend=-2))
        counted = group[starts] >= 0
        level_spreads = spreads(
            group[starts][counted],
            np.add.reduceat(statements, starts)[counted],
            np.add.reduceat(sums, starts)[counted],
            len(index),
        )
        found.update(zip(index, level_spreads, strict=True))
    return found


def _kinds(rows: Sequence[CustomerTotal], frame: Frame) -> tuple[NDArray[np.int64], list[tuple[Place, ...]]]:
    """For each row the number of its stage and touchpoint, counted by place, and the places of each number."""
    fresh = count()
    seen: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(fresh.__next__))
    as_seen = np.array([seen[row.stage][row.touchpoint] for row in rows], np.int64)
    places = {
        number: frame.places(stage, touchpoint)
        for stage, touchpoints in seen.items()
        for touchpoint, number in touchpoints.items()
    }
    by_place = sorted(places, key=places.__getitem__)
    rank = np.empty(len(by_place), np.int64)
    rank[by_place] = np.arange(len(by_place))
    return rank[as_seen], [places[number] for number in by_place]


def _small(customers: NDArray[np.int64]) -> NDArray[np.int64]:
    """The same customers by numbers from 0 that leave room in a key: row ids are such numbers already."""
    if customers.min() >= 0 and customers.max() < _SMALL:
        return customers
    return np.unique(customers, return_inverse=True)[1].astype(np.int64)

"""Customers as the clusters of the intervals: what each said, at every place of a frame."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from feedback_miner.domain import SENTIMENT_SCALE, CustomerTotals
from feedback_miner.journey.frame import Frame, Place
from feedback_miner.journey.intervals import Spread, spreads

#: numbers of customers up to here can be combined with a stage and touchpoint in one 64-bit key
_SMALL = 2**48


def customer_spreads(totals: Sequence[CustomerTotals], frame: Frame) -> Mapping[Place, Spread]:
    """The spread of the mean at each place where somebody spoke.

    Works on whole columns: a month of a busy workspace has tens of thousands of rows, and the map answers in
    milliseconds. Rows are sorted once, by customer and then by place, so that on every level (the whole, the stages,
    the touchpoints) what one customer said at one place stands together.
    """
    shown = [part for part in totals if part.customers and frame.places(part.stage, part.touchpoint)]
    if not shown:
        return {}
    shown.sort(key=lambda part: frame.places(part.stage, part.touchpoint))
    places_of_part = [frame.places(part.stage, part.touchpoint) for part in shown]
    customer = _small(_column(part.customers for part in shown))
    part_number = np.repeat(np.arange(len(shown)), [len(part.customers) for part in shown])
    order = np.argsort(customer * len(shown) + part_number)
    customer, part_number = customer[order], part_number[order]
    statements = _column(part.statements for part in shown)[order]
    sums = _column(part.sentiment_sums for part in shown)[order]

    found: dict[Place, Spread] = {}
    for level in range(3):
        at_level = [places[level] if len(places) > level else None for places in places_of_part]
        index = {place: number for number, place in enumerate(dict.fromkeys(filter(None, at_level)))}
        group = np.array([index[place] if place else -1 for place in at_level])[part_number]
        starts = np.flatnonzero(np.diff(customer, prepend=-1) | np.diff(group, prepend=-2))
        counted = np.flatnonzero(group[starts] >= 0)
        level_spreads = spreads(
            group[starts[counted]],
            np.add.reduceat(statements, starts)[counted].astype(np.float64),
            np.add.reduceat(sums, starts)[counted] / SENTIMENT_SCALE,
            len(index),
        )
        found.update(zip(index, level_spreads, strict=True))
    return found


def _column(parts: Iterable[array[int]]) -> NDArray[np.int64]:
    return np.concatenate([np.frombuffer(part, np.int64) for part in parts])


def _small(customers: NDArray[np.int64]) -> NDArray[np.int64]:
    """The same customers by numbers from 0 that leave room in a key: row ids are such numbers already."""
    if customers.min() >= 0 and customers.max() < _SMALL:
        return customers
    return np.unique(customers, return_inverse=True)[1].astype(np.int64)

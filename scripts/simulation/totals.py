"""Facts summed as the store sums them."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

import numpy as np

from feedback_miner.domain import (
    NEUTRAL,
    SENTIMENT_SCALE,
    CellTotal,
    Coverage,
    CustomerTotals,
    CutTotals,
    Facts,
    JudgedTotal,
)
from feedback_miner.domain.facts import Integers

JUDGE = "planted/1"


def totals_of(facts: Facts) -> CutTotals:
    """Cells, customers and judges of these statements; nobody gave a score."""
    fixed = np.rint(facts.sentiment * SENTIMENT_SCALE).astype(np.int64)
    width = len(facts.touchpoint.values)
    place = facts.stage.codes.astype(np.int64) * width + facts.touchpoint.codes
    order = np.lexsort((facts.customer, place))
    place, customer, fixed = place[order], facts.customer[order], fixed[order]
    cells, customers, judged = [], [], []
    starts = np.flatnonzero(np.diff(place, prepend=-1))
    for start, end in zip(starts, np.append(starts[1:], len(place)), strict=True):
        stage = facts.stage.values[place[start] // width]
        touchpoint = facts.touchpoint.values[place[start] % width]
        here, whole = fixed[start:end], int(fixed[start:end].sum())
        statements = len(here)
        cells.append(CellTotal(stage, touchpoint, statements, whole, int(here @ here), {NEUTRAL: statements}))
        customers.append(_of_customers(stage, touchpoint, customer[start:end], here))
        judged.append(JudgedTotal(JUDGE, stage, statements, whole))
    items = len(np.unique(facts.item))
    coverage = Coverage(items=items, scored=items, statements=len(facts))
    return CutTotals(tuple(cells), tuple(customers), (), coverage, tuple(judged))


def _of_customers(stage: str, touchpoint: str, customer: Integers, fixed: Integers) -> CustomerTotals:
    starts = np.flatnonzero(np.diff(customer, prepend=customer[0] - 1))
    columns = (customer[starts], np.diff(np.append(starts, len(customer))), np.add.reduceat(fixed, starts))
    return CustomerTotals(stage, touchpoint, *map(_column, columns))


def _column(values: Iterable[int]) -> array[int]:
    found = array("q")
    found.frombytes(np.asarray(values, np.int64).tobytes())
    return found

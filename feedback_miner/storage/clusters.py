"""What each customer said over a cut, in columns: from cells, and from sums that were counted from rows."""

from __future__ import annotations

from array import array
from itertools import groupby
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from feedback_miner.domain import CustomerTotals, Cut
from feedback_miner.errors import Conflict
from feedback_miner.storage.base import plain_rows
from feedback_miner.storage.cell_queries import Slice, cells_in_order, customers_as_texts, narrowed_by
from feedback_miner.storage.contributions import Sums

Column = NDArray[np.int64]


def customers_of_cells(connection: Connection, part: Slice, cut: Cut) -> tuple[CustomerTotals, ...]:
    """Of a slice's cells, and its customers' cells, over a cut. Raises Conflict where the two differ.

    A map reads tens of thousands of customers' cells. As rows the driver would make objects of all their numbers, and
    grouped by place the database would sort them; so they come as three texts, in the order of their key. Both tables
    have the same key but for the customer, and a cell's statements are those of its customers: the cells tell where
    in the columns each place begins.
    """
    narrowed, given = narrowed_by(cut), part.given(cut)
    begins = plain_rows(connection, cells_in_order(narrowed), given)
    if not begins:
        return ()
    (texts,) = plain_rows(connection, customers_as_texts(narrowed), given)
    columns = [np.fromstring(text or "", np.int64, sep=" ") for text in texts]
    numbers: dict[tuple[str, str], int] = {}
    places = [numbers.setdefault((stage, touchpoint), len(numbers)) for stage, touchpoint, _ in begins]
    place = np.repeat(places, _rows_of_cells(columns[1], [statements for *_, statements in begins]))
    return _by_place(list(numbers), place, columns)


def customers_of_sums(sums: Sums) -> tuple[CustomerTotals, ...]:
    """Of sums by stage, touchpoint and customer."""
    rows = sorted((*key, *values) for key, values in sums.items())
    return tuple(
        CustomerTotals(
            stage, touchpoint, *(array("q", column) for column in [*zip(*at_place, strict=True)][2:])
        )
        for (stage, touchpoint), at_place in groupby(rows, key=itemgetter(0, 1))
    )


def _rows_of_cells(statements: Column, of_cells: list[int]) -> Column:
    """How many of the customers' cells, in their order, make up each cell."""
    so_far, ends = np.cumsum(statements), np.cumsum(of_cells)
    last = np.searchsorted(so_far, ends)
    if statements.sum() != ends[-1] or not np.array_equal(so_far[last], ends):
        raise Conflict(
            "the counts of this workspace contradict each other; count them anew with `feedback-miner doctor`"
        )
    return np.diff(last, prepend=-1)


def _by_place(
    places: list[tuple[str, str]], place: Column, columns: list[Column]
) -> tuple[CustomerTotals, ...]:
    order = np.argsort(place, kind="stable")
    sorted_columns = [array("q", column[order].tobytes()) for column in columns]
    ends = np.cumsum(np.bincount(place)).tolist()
    return tuple(
        CustomerTotals(*at, *(column[start:end] for column in sorted_columns))
        for at, start, end in zip(places, [0, *ends], ends, strict=False)
    )

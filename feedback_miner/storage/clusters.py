"""What each customer said over a cut, in columns: from cells, and from sums that were counted from rows."""

from __future__ import annotations

from array import array
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, Select, Text, cast, func, select

from feedback_miner.domain import CustomerTotals
from feedback_miner.errors import Conflict
from feedback_miner.storage.base import plain_rows
from feedback_miner.storage.contributions import Sums
from feedback_miner.storage.ledger import FAMILIES

_CELL, _CUSTOMER, *_ = FAMILIES

Column = NDArray[np.int64]


def customers_of_cells(
    connection: Connection, cells: ColumnElement[bool], customers: ColumnElement[bool]
) -> tuple[CustomerTotals, ...]:
    """Of the cells, and the customers' cells, that two conditions name alike. Raises Conflict where they differ.

    A map reads tens of thousands of customers' cells. As rows the driver would make objects of all their numbers, and
    grouped by place the database would sort them; so they come as three texts, in the order of their key. Both tables
    have the same key but for the customer, and a cell's statements are those of its customers: the cells tell where
    in the columns each place begins.
    """
    begins = plain_rows(connection, _cells_in_order(cells))
    if not begins:
        return ()
    (texts,) = plain_rows(connection, _columns_as_texts(customers))
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


def _cells_in_order(where: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    columns = _CELL.table.c
    by_key = [columns[name] for name in _CELL.key]
    return select(columns.stage, columns.touchpoint, columns.statements).where(where).order_by(*by_key)


def _columns_as_texts(where: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    columns = _CUSTOMER.table.c
    by_key = [columns[name] for name in _CUSTOMER.key]
    wanted = select(columns.customer, columns.statements, columns.sentiment_sum)
    rows = wanted.where(where).order_by(*by_key).subquery()
    return select(*(func.aggregate_strings(cast(column, Text), " ") for column in rows.c))


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

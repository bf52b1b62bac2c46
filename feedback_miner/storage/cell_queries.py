"""What is asked of cells, each statement made once: to make one anew takes as long as many take to be answered."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    Table,
    Text,
    and_,
    bindparam,
    cast,
    func,
    select,
)

from feedback_miner.domain import Cut
from feedback_miner.storage.ledger import FAMILIES, LABELLING, Family

_CELL, _CUSTOMER, _, _COVERAGE, _ = FAMILIES

_COVERED = _COVERAGE.table.c
_ITEMS = func.sum(_COVERED["items"])

_FIRST_DAY: BindParameter[int] = bindparam("first_day", type_=Integer)
_LAST_DAY: BindParameter[int] = bindparam("last_day", type_=Integer)


@dataclass(frozen=True, slots=True)
class Slice:
    """One family of cells: of the whole ("", "") or of one value of a declared segment."""

    workspace: str
    labelling: int
    segment: str = ""
    value: str = ""

    def given(self, cut: Cut | None = None) -> dict[str, Any]:
        """The parameters of a statement: of all days, or of a cut."""
        those = {
            "workspace": self.workspace,
            "labelling": self.labelling,
            "segment": self.segment,
            "value": self.value,
        }
        if cut is None:
            return those
        days = {"first_day": cut.first_day.toordinal(), "last_day": cut.last_day.toordinal()}
        return those | days | {name: getattr(cut, name) for name in narrowed_by(cut)}


def narrowed_by(cut: Cut) -> tuple[str, ...]:
    """The columns beside the day that a cut fixes."""
    return tuple(name for name in ("channel", "source") if getattr(cut, name) is not None)


@cache
def sums_of(family: Family, key: tuple[str, ...], narrowed: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    """Key and sums of a family over a cut, sorted by key."""
    columns = family.table.c
    by = [columns[name] for name in key]
    # A sum of big integers is a NUMERIC in PostgreSQL.
    sums = [cast(func.sum(columns[name]), BigInteger) for name in family.sums]
    return select(*by, *sums).where(_in_cut(family.table, narrowed)).group_by(*by).order_by(*by)


@cache
def weeks_of(narrowed: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    """Week (from the first day on), stage, touchpoint, statements and sum of sentiments over a cut, sorted."""
    columns = _CELL.table.c
    key = ((columns.day - _FIRST_DAY) // 7, columns.stage, columns.touchpoint)
    sums = (func.sum(columns.statements), func.sum(columns.sentiment_sum))
    return select(*key, *sums).where(_in_cut(_CELL.table, narrowed)).group_by(*key).order_by(*key)


@cache
def cells_in_order(narrowed: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    """Stage, touchpoint and statements of a cut's cells, in the order of their key."""
    columns = _CELL.table.c
    wanted = select(columns.stage, columns.touchpoint, columns.statements)
    return wanted.where(_in_cut(_CELL.table, narrowed)).order_by(*(columns[name] for name in _CELL.key))


@cache
def customers_as_texts(narrowed: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    """Customers, statements and sentiment sums of a cut's customers' cells: a text each, in the order of the key."""
    columns = _CUSTOMER.table.c
    wanted = select(columns.customer, columns.statements, columns.sentiment_sum)
    those = wanted.where(_in_cut(_CUSTOMER.table, narrowed))
    rows = those.order_by(*(columns[name] for name in _CUSTOMER.key)).subquery()
    return select(*(func.aggregate_strings(cast(column, Text), " ") for column in rows.c))


@cache
def items_by(name: str) -> Select[*tuple[Any, ...]]:
    """Values of a column with their items in a slice, the most first."""
    by = _COVERED[name]
    return select(by, _ITEMS).where(_in_slice(_COVERAGE.table)).group_by(by).order_by(_ITEMS.desc(), by)


def _in_cut(table: Table, narrowed: tuple[str, ...]) -> ColumnElement[bool]:
    """Cells of a slice, and of a cut's days, channel and source.

    Channel and source are ranges of one value, as in `cuts.in_days`.
    """
    columns = table.c
    fixed = (columns[name].between(bindparam(name), bindparam(name)) for name in narrowed)
    return and_(_in_slice(table), columns.day.between(_FIRST_DAY, _LAST_DAY), *fixed)


def _in_slice(table: Table) -> ColumnElement[bool]:
    return and_(
        *(table.c[name] == bindparam(name) for name in ("workspace", "labelling", "segment", "value"))
    )


#: Segment, value and items of all declared segments of a labelling, by segment, the most first.
ITEMS_BY_SEGMENT = (
    select(_COVERED.segment, _COVERED.value, _ITEMS)
    .where(_COVERED.workspace == bindparam("workspace"), _COVERED.labelling == bindparam("labelling"))
    .where(_COVERED.segment != "")
    .group_by(_COVERED.segment, _COVERED.value)
    .order_by(_COVERED.segment, _ITEMS.desc(), _COVERED.value)
)

#: The day of a workspace's newest item.
NEWEST_DAY = select(func.max(_COVERED.day)).where(
    _COVERED.workspace == bindparam("workspace"),
    _COVERED.labelling == LABELLING.scalar_subquery(),
    _COVERED.segment == "",
    _COVERED.value == "",
)

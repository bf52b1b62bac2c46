"""The map's sums: read from cells; combinations of segments from indexed rows, by the same counting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from feedback_miner.domain import (
    CellTotal,
    Coverage,
    Cut,
    CutTotals,
    JudgedTotal,
    MetricTotal,
    WeekTotal,
)
from feedback_miner.errors import QueryError
from feedback_miner.storage.base import Room, plain_rows
from feedback_miner.storage.cell_queries import (
    ITEMS_BY_SEGMENT,
    NEWEST_DAY,
    Slice,
    items_by,
    narrowed_by,
    sums_of,
    weeks_of,
)
from feedback_miner.storage.cell_tables import EMOTIONS
from feedback_miner.storage.clusters import customers_of_cells, customers_of_sums
from feedback_miner.storage.contributions import Amounts, total
from feedback_miner.storage.counting import counted_items
from feedback_miner.storage.cuts import versions_in
from feedback_miner.storage.ledger import FAMILIES, Family, Ledger, labelling_of
from feedback_miner.storage.segments import OTHER, declared

_CELL, _, _METRIC, _COVERAGE, _JUDGED = FAMILIES
_PLACE = ("stage", "touchpoint")
_JUDGE = ("judge", "stage")

#: Segment, value, day, source and channel stand before these in the keys of amounts.
_SLICE_WIDTH = 5
_DAY = 2


class MapRoom(Room):
    """Totals for the map."""

    def newest_day(self, workspace: str) -> date | None:
        """The day of the newest item, or None where there is none."""
        with self._db.ask() as connection:
            day = connection.execute(NEWEST_DAY, {"workspace": workspace}).scalar_one()
        return None if day is None else date.fromordinal(day)

    def totals(self, workspace: str, cut: Cut) -> CutTotals:
        """Sums over a cut."""
        with self._db.read() as connection:
            part = _slice(connection, workspace, cut)
            if part is None:
                return _totals(_amounts(connection, workspace, cut))
            ((items, *kinds),) = _sums(connection, part, cut, _COVERAGE, ())
            if not items:
                return CutTotals((), (), (), Coverage(), ())
            return CutTotals(
                cells=tuple(_cell_total(*row) for row in _sums(connection, part, cut, _CELL, _PLACE)),
                customers=customers_of_cells(connection, part, cut),
                metrics=tuple(MetricTotal(*row) for row in _sums(connection, part, cut, _METRIC, _PLACE)),
                coverage=Coverage(items, *kinds),
                judged=tuple(JudgedTotal(*row) for row in _sums(connection, part, cut, _JUDGED, _JUDGE)),
            )

    def weeks(self, workspace: str, cut: Cut, weeks: int) -> list[WeekTotal]:
        """Sums by week over the `weeks` weeks that end with the cut's last day, same filters."""
        if weeks < 1:
            raise QueryError("ask for one week at least", where="weeks")
        first = cut.last_day - timedelta(days=7 * weeks - 1)
        span = replace(cut, first_day=first)
        with self._db.read() as connection:
            part = _slice(connection, workspace, cut)
            if part is None:
                return _weeks(_amounts(connection, workspace, span), first)
            rows = plain_rows(connection, weeks_of(narrowed_by(span)), part.given(span))
            return [WeekTotal(n, s, t, int(count), int(sent)) for n, s, t, count, sent in rows]

    def dimensions(self, workspace: str) -> Mapping[str, Mapping[str, int]]:
        """What can be filtered by: "channel", "source" and "segment.NAME" → value → items, most first."""
        found: dict[str, dict[str, int]] = {"channel": {}, "source": {}}
        with self._db.read() as connection:
            whole = Slice(workspace, labelling_of(connection, workspace)).given()
            for name, values in found.items():
                values.update({value: int(n) for value, n in connection.execute(items_by(name), whole)})
            of_segments = {name: whole[name] for name in ("workspace", "labelling")}
            for segment, value, n in connection.execute(ITEMS_BY_SEGMENT, of_segments):
                found.setdefault(f"segment.{segment}", {})[value] = int(n)
        return found

    def recount(self, workspace: str) -> bool:
        """Builds all cells anew from the rows; True where they had been equal before. Raises NotFound."""
        with self._db.write() as connection:
            return Ledger.lock(connection, workspace, self._policy).rebuild()


def _slice(connection: Connection, workspace: str, cut: Cut) -> Slice | None:
    """The cells that answer a cut, or None where only the rows can."""
    labelling = labelling_of(connection, workspace)
    if not cut.segments:
        return Slice(workspace, labelling)
    if len(cut.segments) > 1:
        return None
    ((name, value),) = cut.segments.items()
    values = declared(connection, workspace).get(name)
    if values is None or (value not in values and value != OTHER):
        return None
    return Slice(workspace, labelling, name, value)


def _sums(
    connection: Connection, part: Slice, cut: Cut, family: Family, key: tuple[str, ...]
) -> list[tuple[Any, ...]]:
    """Key and sums of a family over a cut, sorted by key."""
    return plain_rows(connection, sums_of(family, key, narrowed_by(cut)), part.given(cut))


def _cell_total(
    stage: str, touchpoint: str, statements: int, sentiment_sum: int, squares: int, *emotions: int
) -> CellTotal:
    shown = {name: n for name, n in zip(EMOTIONS, emotions, strict=True) if n}
    return CellTotal(stage, touchpoint, statements, sentiment_sum, squares, shown)


# ── from rows ───────────────────────────────────────────────────────────────────────────────────────────────────


def _amounts(connection: Connection, workspace: str, cut: Cut) -> Amounts:
    items = counted_items(connection, versions_in(workspace, cut))
    return total(replace(item, buckets=()) for item in items)


def _totals(amounts: Amounts) -> CutTotals:
    folded = Amounts()
    for mine, theirs in zip(folded.families, amounts.families, strict=True):
        for key, values in theirs.items():
            place = key[_SLICE_WIDTH:]
            there = mine.get(place)
            mine[place] = values if there is None else [a + b for a, b in zip(there, values, strict=True)]
    coverage = next(iter(folded.coverage.values()), None)
    return CutTotals(
        cells=tuple(_cell_total(*key, *values) for key, values in sorted(folded.cells.items())),
        customers=customers_of_sums(folded.customers),
        metrics=tuple(MetricTotal(*key, *values) for key, values in sorted(folded.metrics.items())),
        coverage=Coverage() if coverage is None else Coverage(*coverage),
        judged=tuple(JudgedTotal(*key, *values) for key, values in sorted(folded.judged.items())),
    )


def _weeks(amounts: Amounts, first: date) -> list[WeekTotal]:
    found: dict[tuple[int, str, str], list[int]] = {}
    for key, values in amounts.cells.items():
        place = ((int(key[_DAY]) - first.toordinal()) // 7, str(key[-2]), str(key[-1]))
        sums = found.setdefault(place, [0, 0])
        sums[0] += values[0]
        sums[1] += values[1]
    return [WeekTotal(*place, *sums) for place, sums in sorted(found.items())]

"""Columns that are worked out of others: in each row, the first filled cell of several."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from feedback_miner.domain import RowError, SourceRecord
from feedback_miner.sources.file import DerivedColumn, SourceFile
from feedback_miner.sources.joining import join_texts

#: Columns whose cells are joined. A field that is one cell has sets of one column.
ColumnSet = Sequence[str]


def first_filled(sets: Sequence[ColumnSet]) -> str:
    """The name of the column that `with_first_filled` adds for these sets; of one that is one column, that column."""
    if len(sets) == 1 and len(sets[0]) == 1:
        return sets[0][0]
    return DerivedColumn(" or ".join(" + ".join(columns) for columns in sets))


def with_first_filled(file: SourceFile, choices: Iterable[Sequence[ColumnSet]]) -> SourceFile:
    """The file with a column for each choice of two sets or more: it holds the first set that is filled in the row.

    Other rows do not matter: which columns a system fills differs from row to row. The same file where nothing is to
    be chosen.
    """
    derived = {first_filled(sets): sets for sets in choices if len(sets) > 1}
    if not derived:
        return file

    def read() -> Iterator[SourceRecord | RowError]:
        for row in file.records():
            yield row if isinstance(row, RowError) else replace(row, cells=filled(row.cells))

    def filled(cells: Mapping[str, str]) -> dict[str, str]:
        return {**cells, **{name: _first(cells, sets) for name, sets in derived.items()}}

    zones = {name: zone for name, sets in derived.items() if (zone := _zone_of(file, sets))}
    columns = tuple(dict.fromkeys((*file.columns, *derived)))
    return replace(file, columns=columns, zones={**file.zones, **zones}, _read=read)


def _zone_of(file: SourceFile, sets: Sequence[ColumnSet]) -> str | None:
    """The zone of the columns, where it is one."""
    zones = {file.zones.get(column) for columns in sets for column in columns}
    return zones.pop() if len(zones) == 1 else None


def _first(cells: Mapping[str, str], sets: Sequence[ColumnSet]) -> str:
    joined = (join_texts(cells.get(column, "") for column in columns) for columns in sets)
    return next((text for text in joined if text), "")

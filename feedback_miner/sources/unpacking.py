"""Cells that hold a list or an object, as JSON or as Python writes it, become columns of their own."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from feedback_miner.domain import RowError, SourceRecord
from feedback_miner.sources.file import SourceFile
from feedback_miner.sources.flatten import to_cells
from feedback_miner.sources.limits import COLUMNS

#: Longest Python literal that is read; JSON is bounded by the cell.
_LITERAL_CHARS = 100_000
_SAMPLE_ROWS = 500
#: How many entries of a list of objects get columns.
_MOST_ENTRIES = 10


def unpacked(file: SourceFile, columns: Sequence[str]) -> SourceFile:
    """The file with cells for what the cells of `columns` hold.

    {"love": "x"} in "answers" becomes "answers.love"; ["a", "b"] becomes "a, b"; a list of objects becomes
    "answers.0.love", "answers.1.love". A cell that holds neither stays as it is. New columns stand last, by name: a
    row without an id is known by its cells in order, which must not depend on other rows.
    """
    if not columns:
        return file

    def read() -> Iterator[SourceRecord | RowError]:
        for row in file.records():
            yield row if isinstance(row, RowError) else replace(row, cells=ordered(row.cells))

    def ordered(cells: Mapping[str, str]) -> dict[str, str]:
        filled = blank | _opened(cells, columns)
        if len(filled) == len(blank):
            return filled
        return {name: filled[name] for name in (*file.columns, *sorted(filled.keys() - own))}

    sample = (row for row in islice(file.records(), _SAMPLE_ROWS) if isinstance(row, SourceRecord))
    own = frozenset(file.columns)
    found = {name for row in sample for name in _opened(row.cells, columns)} - own
    names = (*file.columns, *sorted(found))[:COLUMNS]
    blank = dict.fromkeys((*file.columns, *names), "")
    return replace(file, columns=names, unpacked=frozenset(names) - own, _read=read)


def _opened(cells: Mapping[str, str], columns: Sequence[str]) -> dict[str, str]:
    opened = dict(cells)
    for column in columns:
        value = _value(cells.get(column, "").strip())
        if value is not None:
            opened[column] = ""
            opened |= to_cells({column: _indexed(value)})
    return opened


def _indexed(value: object) -> object:
    """A list of objects as an object, its entries named by their place."""
    if isinstance(value, list) and value and all(isinstance(entry, dict) for entry in value):
        return {str(n): entry for n, entry in enumerate(value[:_MOST_ENTRIES])}
    return value


def _value(cell: str) -> dict[str, object] | list[object] | None:
    if cell[:1] not in ("[", "{"):
        return None
    try:
        value = json.loads(cell)
    except (ValueError, RecursionError):
        value = _literal(cell)
    return value if isinstance(value, dict | list) else None


def _literal(cell: str) -> object:
    """The value of a Python literal; names and calls are none, so nothing is ever run."""
    if len(cell) > _LITERAL_CHARS:
        return None
    try:
        # Python has keys that are no texts, and numbers that it refuses to write out: as JSON they fail here.
        return json.loads(json.dumps(ast.literal_eval(cell), default=str))
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None

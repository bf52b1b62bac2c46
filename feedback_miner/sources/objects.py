"""Files of objects (JSON, Parquet): their columns are the keys of the first ones, flattened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from feedback_miner.domain import RowError, SourceRecord
from feedback_miner.errors import FileError
from feedback_miner.sources.file import SourceFile
from feedback_miner.sources.flatten import to_record
from feedback_miner.sources.limits import COLUMNS

#: The objects of a file in its order; a text says what is wrong where one ought to be.
Objects = Iterator[dict[str, Any] | str]

_COLUMN_SAMPLE = 1_000


def object_file(name: str, format_: str, read: Callable[[], Objects]) -> SourceFile:
    """The objects that `read` gives from the top as a file. Raises FileError where none of the first has a field."""
    columns: dict[str, None] = {}
    trouble: RowError | None = None
    for row in islice(_records(read(), ()), _COLUMN_SAMPLE):
        if isinstance(row, SourceRecord):
            columns |= dict.fromkeys(row.cells)
        else:
            trouble = trouble or row
        if len(columns) >= COLUMNS:
            break
    if not columns:
        raise FileError(trouble.reason if trouble else "The file has no records, or none with fields in it.")
    known = tuple(columns)[:COLUMNS]
    return SourceFile(name=name, format=format_, columns=known, _read=lambda: _records(read(), known))


def _records(objects: Objects, columns: tuple[str, ...]) -> Iterator[SourceRecord | RowError]:
    """Numbered one by one: a line that holds several records gives each a number of its own."""
    for number, found in enumerate(objects, start=1):
        yield RowError(number, found) if isinstance(found, str) else to_record(number, found, columns)

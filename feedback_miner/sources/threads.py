"""Rows that hold a whole conversation become one record for each message, since each was written by somebody else.

How a system keeps its messages is the `[thread]` table of its preset. What comes of a row: its own cells, less those
that held the messages, and the columns of `MESSAGE_FIELDS`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from feedback_miner.domain import RowError, SourceRecord
from feedback_miner.sources.file import SourceFile
from feedback_miner.sources.thread_messages import Splitter
from feedback_miner.sources.thread_table import MESSAGE_FIELDS, RowColumns, Thread

#: Formats whose rows are counted as records, not as rows or lines of a table.
_RECORDS = ("json", "jsonl", "http-recording")
_REPEATED = re.compile(r" \(\d+\)$")


def threaded(file: SourceFile, thread: Thread, columns: RowColumns) -> SourceFile:
    """The file with a record for each message, counted from 1; the same file where no column holds messages."""
    lists = _message_columns(file.columns, thread)
    if not lists:
        return file
    splitter = Splitter(thread, lists, columns)
    kept = tuple(column for column in file.columns if column not in lists)

    place = "Record" if file.format in _RECORDS else "Row"

    def read() -> Iterator[SourceRecord | RowError]:
        number = 0
        for row in file.records():
            if isinstance(row, RowError):
                number += 1
                yield replace(row, row=number, reason=f"{place} {row.row:,}: {row.reason}")
                continue
            for cells in splitter.split(row.cells):
                number += 1
                yield SourceRecord(number, cells)

    return replace(file, columns=(*kept, *MESSAGE_FIELDS.values()), _read=read)


def _message_columns(columns: Iterable[str], thread: Thread) -> tuple[str, ...]:
    wanted = {name.lower() for name in thread.messages}
    return tuple(column for column in columns if _REPEATED.sub("", column).lower() in wanted)

"""Rows that are messages already: who wrote each, whether it was to be seen, and when it was answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, islice

from feedback_miner.domain import AuthorRole, RowError, SourceRecord
from feedback_miner.sources.file import SourceFile
from feedback_miner.sources.thread_messages import first_replies, moment
from feedback_miner.sources.thread_table import MESSAGE_FIELDS, RowColumns, Thread

#: Longest thread whose messages are looked at together.
_MOST_ROWS = 1_000
_REPLY = MESSAGE_FIELDS["first_reply_at"]
_ROLE = MESSAGE_FIELDS["author_role"]


def answered(file: SourceFile, thread: Thread, columns: RowColumns) -> SourceFile:
    """The file with columns that say who wrote, and when a customer's message was first answered.

    What the customer never saw loses its words, and so is skipped. The answer is told where columns name the thread
    and the day; the rows of a thread have to stand together, as exports have them.
    """
    thread = _as_written(thread, file)
    if thread.left_out:
        file = _seen(file, thread, columns)
    is_told = bool(columns.author_role or thread.host)
    if is_told:
        file = _told(file, thread, columns)
    if is_told and columns.thread and columns.date:
        file = _timed(file, thread, columns)
    return file


def _seen(file: SourceFile, thread: Thread, columns: RowColumns) -> SourceFile:
    silent = dict.fromkeys(columns.text, "")

    def read() -> Iterator[SourceRecord | RowError]:
        for row in file.records():
            hidden = isinstance(row, SourceRecord) and thread.leaves_out(row.cells)
            yield replace(row, cells={**row.cells, **silent}) if hidden else row

    return replace(file, _read=read)


def _told(file: SourceFile, thread: Thread, columns: RowColumns) -> SourceFile:
    """A word that the preset does not know stays as it is."""

    def read() -> Iterator[SourceRecord | RowError]:
        for row in file.records():
            if isinstance(row, RowError):
                yield row
                continue
            word = _first(row, columns.author_role)
            role = thread.told(word) or thread.of_host(row.cells, _all(row, columns.customer))
            yield SourceRecord(row.row, {**row.cells, _ROLE: role.value if role else word})

    return replace(file, columns=(*file.columns, _ROLE), _read=read)


def _timed(file: SourceFile, thread: Thread, columns: RowColumns) -> SourceFile:
    def read() -> Iterator[SourceRecord | RowError]:
        for _, rows in groupby(file.records(), key=lambda row: _first(row, columns.thread)):
            while part := list(islice(rows, _MOST_ROWS)):
                yield from _answered(part, thread, columns)

    return replace(file, columns=(*file.columns, _REPLY), _read=read)


def _answered(
    rows: list[SourceRecord | RowError], thread: Thread, columns: RowColumns
) -> Iterator[SourceRecord | RowError]:
    shown = [row for row in rows if isinstance(row, SourceRecord) and not thread.leaves_out(row.cells)]
    dates = {row.row: _first(row, columns.date) for row in shown}
    moments = {number: when for number, date in dates.items() if (when := moment(date)) is not None}
    shown = sorted((row for row in shown if row.row in moments), key=lambda row: moments[row.row])
    replies = first_replies([(_role(row), dates[row.row]) for row in shown])
    by_row = {row.row: reply for row, reply in zip(shown, replies, strict=True)}
    for row in rows:
        if isinstance(row, RowError):
            yield row
        else:
            yield SourceRecord(row.row, {**row.cells, _REPLY: by_row.get(row.row, "")})


def _as_written(thread: Thread, file: SourceFile) -> Thread:
    """The thread with fields of `left_out` also as the file writes them: case does not count."""
    by_name = {name.lower(): values for name, values in thread.left_out.items()}
    here = {column: by_name[column.lower()] for column in file.columns if column.lower() in by_name}
    return thread.model_copy(update={"left_out": {**thread.left_out, **here}})


def _role(row: SourceRecord) -> AuthorRole:
    return next((role for role in AuthorRole if role.value == row.cells[_ROLE]), AuthorRole.CUSTOMER)


def _first(row: SourceRecord | RowError, columns: Sequence[str]) -> str:
    return next(iter(_all(row, columns)), "")


def _all(row: SourceRecord | RowError, columns: Sequence[str]) -> list[str]:
    return [cell for column in columns if (cell := row.cells.get(column, "").strip())]

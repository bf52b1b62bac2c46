"""Rows of a CSV file, streaming. A misplaced quotation mark costs the row that it is in and no other."""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

from feedback_miner.domain import RowError
from feedback_miner.sources.dialect import Dialect
from feedback_miner.sources.limits import CELL_CHARS, RECORD_CHARS, RECORD_LINES
from feedback_miner.sources.table import Row

# The limit is the process's own. It only ever grows here; `_Lines` bounds what a record may hold before it is met.
csv.field_size_limit(max(csv.field_size_limit(), CELL_CHARS))

#: Characters that are read at once where lines are blank.
_BLOCK = 65_536
_BLANK = frozenset({"\n", "\r\n", "\r"})
_MISPLACED = "A quotation mark is misplaced or not closed"
_TOO_LARGE_CELL = f"A cell is larger than {CELL_CHARS:,} characters"
_TOO_LARGE = f"The row is larger than {RECORD_CHARS:,} characters"


def csv_rows(text: TextIO, dialect: Dialect) -> Iterator[Row | RowError]:
    """Every row with the line at which it begins; blank lines are left out.

    Where a row cannot be read, reading goes on at the next line, and lines that are no whole rows are counted to
    the broken one until a whole row follows.
    """
    lines = _Lines(text)
    reader = dialect.parse(lines)
    broken: _Broken | None = None
    while True:
        start = lines.begin_record()
        try:
            cells = _next_record(lines, reader, dialect)
        except StopIteration:
            break
        except _Unreadable as error:
            if broken:
                yield broken.as_row_error()
            broken = _Broken(start, start, error.reason)
            continue
        if broken and len(cells) != dialect.width:
            broken = _Broken(broken.first, lines.number, broken.reason)
        elif cells:
            if broken:
                yield broken.as_row_error()
            broken = None
            yield Row(start, cells, ended=lines.ended)
    if broken:
        yield broken.as_row_error()


def _next_record(lines: _Lines, reader: Iterator[list[str]], dialect: Dialect) -> list[str]:
    """The cells of the next record. After _Unreadable, `lines` stands after the record's first line."""
    try:
        cells = next(reader)
    except _Unreadable:
        lines.put_back_all_but_first()
        raise
    except csv.Error as error:
        lines.put_back_all_but_first()
        alone = _single_line(lines.taken[0], dialect)
        if alone is None:
            raise _Unreadable(_TOO_LARGE_CELL if "field limit" in str(error) else _MISPLACED) from error
        return alone
    if len(lines.taken) > 3 and _swallows_rows(lines.taken, dialect):
        lines.put_back_all_but_first()
        raise _Unreadable(_MISPLACED)
    return cells


@dataclass(frozen=True, slots=True)
class _Broken:
    first: int
    last: int
    reason: str

    def as_row_error(self) -> RowError:
        also = f"; lines {self.first} to {self.last} are left out" if self.last > self.first else ""
        return RowError(self.first, f"{self.reason}{also}.")


class _Unreadable(Exception):
    """The record at hand is no row."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _Lines:
    """Lines for `csv.reader`, counted and bounded; those of the record at hand can be put back."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._waiting: deque[str] = deque()
        self._size = 0
        #: how many lines have been handed out
        self.number = 0
        #: the lines of the record at hand
        self.taken: list[str] = []
        #: whether the last line had a line end: the last of a file that was cut off has none
        self.ended = True

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._waiting.popleft() if self._waiting else self._read()
        if not line:
            raise StopIteration
        self.number += 1
        self.taken.append(line)
        self._size += len(line)
        several = len(self.taken) > 1
        if self._size > RECORD_CHARS or (several and len(self.taken) > RECORD_LINES):
            raise _Unreadable(_MISPLACED if several else _TOO_LARGE)
        self.ended = line[-1] in "\r\n"
        return line

    def begin_record(self) -> int:
        """Forgets the record before and passes over blank lines; the number of the line at which the next begins."""
        self.taken = []
        self._size = 0
        while self._waiting and self._waiting[0] in _BLANK:
            self._waiting.popleft()
            self.number += 1
        if not self._waiting and (line := self._read()):
            self._waiting.append(line)
            if line in _BLANK:
                self._pass_over_blank()
        return self.number + 1

    def put_back_all_but_first(self) -> None:
        """The next record begins at the second line of the one at hand."""
        self.number -= len(self.taken) - 1
        self._waiting.extendleft(reversed(self.taken[1:]))

    def _pass_over_blank(self) -> None:
        """To the next line that is not blank, by blocks: there may be millions before it."""
        self._waiting.clear()
        self.number += 1
        while block := self._text.read(_BLOCK):
            while block[-1] == "\r" and (following := self._text.read(1)):
                block += following
            rest = block.lstrip("\r\n")
            blank = block[: len(block) - len(rest)]
            self.number += blank.count("\n") + blank.count("\r") - blank.count("\r\n")
            if rest:
                *whole, last = io.StringIO(rest, newline="")
                self._waiting.extend(line.replace("\0", "") for line in whole)
                self._waiting.append(
                    self._bounded(last if last[-1] in "\r\n" else last + self._rest_of_line())
                )
                return

    def _rest_of_line(self) -> str:
        return self._text.readline(RECORD_CHARS + 1)

    def _read(self) -> str:
        return self._bounded(self._rest_of_line())

    def _bounded(self, line: str) -> str:
        if len(line) > RECORD_CHARS:
            piece = line
            while piece and piece[-1] not in "\r\n":
                piece = self._text.readline(RECORD_CHARS)
        return line.replace("\0", "") if "\0" in line else line


def _single_line(line: str, dialect: Dialect) -> list[str] | None:
    """The cells of a line with bare quotation marks (`"so "good" it is",5`) where it is a whole row even so."""
    reader = dialect.parse([line, "\n"], strict=False)
    try:
        cells: list[str] = next(reader)
    except csv.Error:
        return None
    return cells if reader.line_num == 1 and len(cells) == dialect.width else None


def _swallows_rows(lines: list[str], dialect: Dialect) -> bool:
    """Whether every inner line of a record is a whole row by itself: then it begins with a stray quotation mark."""
    inner = lines[1:-1]
    if dialect.width < 3:
        return False
    try:
        return all(len(cells) == dialect.width for cells in dialect.parse(inner))
    except csv.Error:
        return False

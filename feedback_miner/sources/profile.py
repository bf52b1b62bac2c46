"""What the cells of a column look like, measured on a sample of rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from feedback_miner.domain import SourceRecord
from feedback_miner.sources.dates import parse_clock, parse_when, readings
from feedback_miner.sources.file import SourceFile
from feedback_miner.sources.limits import NAME_CHARS

#: The first rows, and some of those after them: exports are often sorted, and their head is not like the rest.
_FIRST_ROWS = 500
_SPREAD_OVER, _EVERY = 10_000, 20
_MOST_CELLS = 500_000
#: Of rows that are books, a few will do.
_MOST_CHARS = 20_000_000
#: Dates are the dearest to try.
_DATES_TRIED = 100

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")
_URL = re.compile(r"https?://\S+", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?\d{1,15}(?:[.,]\d+)?")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True)
class ColumnProfile:
    """A column's name as words, and shares (0…1) of what its filled cells are."""

    column: str
    #: name in lower-case words: "tweetId" and "Tweet #" are "tweet id" and "tweet number"
    name: str
    #: wording of the question, lower case; "" where there is none
    label: str
    native_id: str
    rows: int
    #: filled cells of the sample, stripped
    values: Sequence[str]

    @cached_property
    def filled(self) -> float:
        """Share of rows with a cell here."""
        return len(self.values) / self.rows if self.rows else 0.0

    @cached_property
    def kinds(self) -> int:
        """Different values."""
        return len(set(self.values))

    @cached_property
    def distinct(self) -> float:
        """Share of different values: 1 where none recurs."""
        return self.kinds / len(self.values) if self.values else 0.0

    @cached_property
    def words(self) -> float:
        """Mean number of words."""
        return sum(len(value.split()) for value in self.values) / len(self.values) if self.values else 0.0

    @cached_property
    def dates(self) -> float:
        """Share that is a date, in whatever order."""
        return self._share_of_tried(lambda v: parse_when(v, None) is not None or bool(readings(v)))

    @cached_property
    def orderless_dates(self) -> float:
        """Share that is a date whose order of day and month other dates must tell."""
        return self._share_of_tried(lambda v: bool(readings(v)))

    @cached_property
    def has_clock(self) -> bool:
        """Whether dates have a time of day with them."""
        return self._share_of_tried(lambda v: ":" in v or v.isdigit()) > 0.5

    @cached_property
    def clocks(self) -> float:
        """Share that is a time of day alone."""
        return self._share_of_tried(lambda v: parse_clock(v) is not None)

    @cached_property
    def emails(self) -> float:
        """Share that is an e-mail address."""
        return self._share_of_tried(lambda v: _EMAIL.fullmatch(v) is not None)

    @cached_property
    def urls(self) -> float:
        """Share that is a web address."""
        return self._share_of_tried(lambda v: _URL.fullmatch(v) is not None)

    @cached_property
    def numbers(self) -> Sequence[float]:
        """The cells that are numbers."""
        return [float(v.replace(",", ".")) for v in self.values if _NUMBER.fullmatch(v)]

    @property
    def numeric(self) -> float:
        """Share that is a number."""
        return len(self.numbers) / len(self.values) if self.values else 0.0

    def within(self, low: float, high: float) -> bool:
        """Whether the column is of numbers, all from low to high."""
        return self.numeric > 0.9 and min(self.numbers) >= low and max(self.numbers) <= high

    def _share_of_tried(self, is_kind: Callable[[str], bool]) -> float:
        tried = self.values[:: max(1, len(self.values) // _DATES_TRIED)]
        return sum(map(is_kind, tried)) / len(tried) if tried else 0.0


def profile_columns(file: SourceFile) -> list[ColumnProfile]:
    """A profile of each column, in the file's order."""
    most_rows = max(20, _MOST_CELLS // max(1, len(file.columns)))
    sample = list(_within(_MOST_CHARS, islice(_sample(file), most_rows)))
    return [
        ColumnProfile(
            column=column,
            name=name_words(column),
            label=file.labels.get(column, "")[:NAME_CHARS].lower(),
            native_id=file.native_ids.get(column, ""),
            rows=len(sample),
            values=[text for row in sample if (text := row.cells.get(column, "").strip())],
        )
        for column in file.columns
    ]


def name_words(column: str) -> str:
    """A column's name as lower-case words."""
    spaced = _CAMEL.sub(" ", column.replace("#", " number "))
    return " ".join(re.sub(r"[\W_]+", " ", spaced).lower().split())


def _within(chars: int, rows: Iterator[SourceRecord]) -> Iterator[SourceRecord]:
    """The first rows, until so many characters have been seen."""
    for row in rows:
        yield row
        chars -= sum(map(len, row.cells.values()))
        if chars < 0:
            return


def _sample(file: SourceFile) -> Iterator[SourceRecord]:
    rows = (row for row in file.records() if isinstance(row, SourceRecord))
    yield from islice(rows, _FIRST_ROWS)
    yield from islice(rows, 0, _SPREAD_OVER, _EVERY)

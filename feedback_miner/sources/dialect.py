"""How a CSV file is written: its delimiter and its way with quotation marks, by trying each on a sample."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import _csv

#: A delimiter that no file has: for files of a single column.
_NO_DELIMITER = "\x1f"
_DELIMITERS = (",", ";", "\t", "|")
#: A single column scores this; a table must be more regular than chance to beat it.
_SINGLE_COLUMN_SCORE = 0.1
#: So many misplaced quotation marks say enough.
_ERRORS_COUNTED = 50


class Quoting(StrEnum):
    """What a quotation mark within a cell looks like."""

    DOUBLED = "doubled"
    BACKSLASH = "backslash"
    #: doubled, with blanks after each delimiter
    SPACED = "spaced"
    #: quotation marks mean nothing
    NONE = "none"


_OPTIONS: dict[Quoting, dict[str, Any]] = {
    Quoting.DOUBLED: {},
    Quoting.BACKSLASH: {"escapechar": "\\"},
    Quoting.SPACED: {"skipinitialspace": True},
    Quoting.NONE: {"quoting": csv.QUOTE_NONE},
}


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file is written, and how many cells most of its rows have."""

    delimiter: str
    quoting: Quoting
    width: int

    def parse(self, lines: Iterable[str], *, strict: bool = True) -> _csv.Reader:
        """A `csv.reader` over lines."""
        return csv.reader(lines, delimiter=self.delimiter, strict=strict, **_OPTIONS[self.quoting])


def find_dialect(lines: list[str], *, whole: bool) -> Dialect:
    """The dialect under which the sample is the most regular table.

    `lines` are the first of the file, with their ends; `whole` tells that there are no others.
    """
    doubled = [_measure(lines, d, Quoting.DOUBLED, whole=whole) for d in _DELIMITERS]
    best = max(doubled, key=lambda m: m.score)
    others = [q for q in Quoting if _speaks_for(q, lines, best)]
    tried = [_measure(lines, d, q, whole=whole) for q in others for d in _DELIMITERS]
    best = max([best, *tried], key=lambda m: m.score)
    if best.score >= _SINGLE_COLUMN_SCORE:
        return best.dialect
    return _by_first_line(lines) or _measure(lines, _NO_DELIMITER, Quoting.DOUBLED, whole=whole).dialect


@dataclass(frozen=True, slots=True)
class _Measure:
    dialect: Dialect
    score: float
    errors: int


def _speaks_for(quoting: Quoting, lines: list[str], doubled: _Measure) -> bool:
    """Whether the sample has what only this way of quoting explains."""
    if quoting is Quoting.BACKSLASH:
        return any('\\"' in line for line in lines)
    if quoting is Quoting.SPACED:
        return any(f'{doubled.dialect.delimiter} "' in line for line in lines)
    return quoting is Quoting.NONE and doubled.errors >= 3


def _measure(lines: list[str], delimiter: str, quoting: Quoting, *, whole: bool) -> _Measure:
    trial = Dialect(delimiter, quoting, 1)
    widths = [width for width in _widths(trial, lines, whole=whole) if width != 0]
    counts = Counter(width for width in widths if width is not None)
    if not counts:
        return _Measure(trial, 0.0, len(widths))
    width = max(counts, key=lambda w: (counts[w], w))
    regular = counts[width] / len(widths)
    first_fits = 1.0 if widths[0] == width else 0.3
    score = regular**2 * (1 - 1 / width) * first_fits
    return _Measure(Dialect(delimiter, quoting, width), score, widths.count(None))


def _widths(dialect: Dialect, lines: list[str], *, whole: bool) -> Iterator[int | None]:
    """Cells of each record; 0 for a blank line, None for a misplaced quotation mark. After one, the next line."""
    start, errors = 0, 0
    while start < len(lines) and errors < _ERRORS_COUNTED:
        rows = dialect.parse(islice(lines, start, None))
        done = 0
        try:
            for row in rows:
                done = rows.line_num
                yield len(row)
            return
        except csv.Error:
            if start + rows.line_num >= len(lines) and not whole:
                return
            errors += 1
            start += done + 1
            yield None


def _by_first_line(lines: list[str]) -> Dialect | None:
    """For rows as irregular as can be: the delimiter that makes short names of the first line."""
    first = next((line.strip() for line in lines if line.strip()), "")
    names = {delimiter: first.split(delimiter) for delimiter in _DELIMITERS}
    delimiter, best = max(names.items(), key=lambda dn: len(dn[1]))
    is_header = len(best) > 1 and all(len(name) <= 40 and len(name.split()) <= 4 for name in best)
    return Dialect(delimiter, Quoting.DOUBLED, len(best)) if is_header else None

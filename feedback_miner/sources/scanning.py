"""The first whole pass over a file: how many rows, which of them are the same message, how its dates are meant."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from feedback_miner.domain import ColumnMapping, DateOrder, MappingQuestion, RowError, SourceRecord
from feedback_miner.sources.dates import readings
from feedback_miner.sources.file import SourceFile
from feedback_miner.sources.identity import identity_key, is_usable, key_hash
from feedback_miner.sources.scores import RatingScale, ScaleFinder

_PROGRESS_ROWS = 1_000
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Scan:
    """What only the whole file can tell."""

    #: records and row errors together
    rows: int
    #: `key_hash` of an identity key → how many usable records have it, for keys that occur more than once
    duplicates: Mapping[int, int]
    #: how the file's dates are meant, where they tell it themselves or the mapping says it
    date_order: DateOrder | None
    #: to be asked where dates can be read in two ways all through the file
    question: MappingQuestion | None
    rating_scale: RatingScale | None
    csat_scale: RatingScale | None


def scan(
    file: SourceFile, mapping: ColumnMapping, *, on_progress: Callable[[int], None] | None = None
) -> Scan:
    """Reads the whole file once, in flat memory: 8 bytes a row.

    `on_progress` is called with the number of rows read so far, every 1,000 rows and at the end.
    """
    hashes = array("Q")
    dates = _DateEvidence(mapping)
    rating, csat = (ScaleFinder(_wording(file, column)) for column in (mapping.rating, mapping.csat))
    rows = 0
    for rows, row in enumerate(file.records(), start=1):
        if on_progress and rows % _PROGRESS_ROWS == 0:
            on_progress(rows)
        if isinstance(row, RowError):
            continue
        if is_usable(row, mapping):
            hashes.append(key_hash(identity_key(row, mapping)))
        dates.see(row)
        if mapping.rating:
            rating.see(row.cells.get(mapping.rating, ""))
        if mapping.csat:
            csat.see(row.cells.get(mapping.csat, ""))
    if on_progress:
        on_progress(rows)
    order, question = dates.verdict()
    return Scan(rows, _repeated(hashes), order, question, rating.scale, csat.scale)


def _wording(file: SourceFile, column: str | None) -> str:
    return f"{column}\n{file.labels.get(column, '')}" if column else ""


def _repeated(hashes: array[int]) -> dict[int, int]:
    values, counts = np.unique(np.frombuffer(hashes, dtype=np.uint64), return_counts=True)
    again = counts > 1
    return dict(zip(values[again].tolist(), counts[again].tolist(), strict=True))


class _DateEvidence:
    """Collects in which orders the dates of a column can be read."""

    def __init__(self, mapping: ColumnMapping) -> None:
        self._column = mapping.date
        self._given = mapping.date_order
        self._presumed = mapping.presumed_order
        #: orders that some date leaves as the only one
        self._sure: set[DateOrder] = set()
        self._open: set[DateOrder] = set()
        self._examples: dict[str, None] = {}

    def see(self, row: SourceRecord) -> None:
        """Takes in the date of a row."""
        cell = row.cells.get(self._column, "") if self._column and not self._given else ""
        possible = readings(cell) if cell else frozenset()
        if len(possible) == 1:
            self._sure |= possible
        elif possible:
            self._open |= possible
            if len(self._examples) < _EXAMPLES:
                self._examples[cell.strip()] = None

    def verdict(self) -> tuple[DateOrder | None, MappingQuestion | None]:
        """The order that holds for the whole file, and the question where there is none to be told.

        What a preset presumes is what its system mostly does, on a machine set up as usual: the file knows better.
        """
        if self._given:
            return self._given, None
        if len(self._sure) == 1:
            return next(iter(self._sure)), None
        if not self._sure and self._presumed in self._open:
            return self._presumed, None
        if not self._open:
            return None, None
        examples = ", ".join(self._examples)
        why = "some rows put the day first, others the month" if self._sure else "no row settles it"
        message = (
            f"The dates in the column “{self._column}” can be read in two ways ({examples}; {why}). "
            "Does the day come first, or the month?"
        )
        return None, MappingQuestion(
            "date_order", message, tuple(order for order in DateOrder if order in self._open)
        )

"""What a person sees of a file that waits for an answer, to give that answer by."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from feedback_miner.domain import DateOrder, MappingGuess, SourceRecord
from feedback_miner.mining.mappings import explained
from feedback_miner.sources import SourceFile, parse_when
from feedback_miner.sources.dates import readings, zone_in_name

#: Rows that are shown.
ROWS = 20


@dataclass(frozen=True, slots=True)
class DoubtfulDate:
    """A date of the file that can be read in several ways, and the day that it is in each."""

    cell: str
    days: Mapping[DateOrder, date]


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows of an upload that waits, and what was guessed of its columns."""

    columns: tuple[str, ...]
    rows: tuple[SourceRecord, ...]
    guess: MappingGuess
    #: column → the wording of its question, where the file has one
    labels: Mapping[str, str]
    #: what the system that wrote the file is called; None where no preset knows it
    system: str | None
    #: how many further columns the file has
    left_out: int = 0

    def telling(self, most: int) -> Preview:
        """The same with at most so many columns, in the file's order: those that were guessed or are asked for
        stay, then those with cells in these rows, then the others."""
        guessed = {field.column for field in self.guess.fields}
        asked = {choice for question in self.guess.questions for choice in question.choices[:most]}
        filled = {column for row in self.rows for column, cell in row.cells.items() if cell.strip()}
        ranks: tuple[Collection[str], ...] = (guessed, asked, filled)
        ranked = sorted(self.columns, key=lambda column: [column not in rank for rank in ranks])
        kept = set(ranked[:most])
        columns = tuple(column for column in self.columns if column in kept)
        rows = tuple(
            SourceRecord(row.row, {column: row.cells.get(column, "") for column in columns})
            for row in self.rows
        )
        return replace(self, columns=columns, rows=rows, left_out=len(self.columns) - len(columns))

    def doubtful_date(self, column: str) -> DoubtfulDate | None:
        """The first date of a column that can be read in several ways; None where these rows have none."""
        for row in self.rows:
            cell = row.cells.get(column, "").strip()
            orders = readings(cell)
            days = {
                order: when.date()
                for order in DateOrder
                if order in orders and (when := parse_when(cell, order))
            }
            if len(set(days.values())) > 1:
                return DoubtfulDate(cell, days)
        return None

    def names_no_zone(self, column: str) -> bool:
        """Whether some date of a column, in these rows, says no time zone, and neither does the column's name."""
        if zone_in_name(column):
            return False
        orders = (None, *DateOrder)
        dates = (
            next((when for order in orders if (when := parse_when(row.cells.get(column, ""), order))), None)
            for row in self.rows
        )
        return any(when is not None and when.tzinfo is None for when in dates)


def preview_of(file: SourceFile, guess: MappingGuess) -> Preview:
    """The first rows as they are in the file, and the guess with a reason for each column that is in use."""
    return Preview(
        columns=file.columns,
        rows=tuple(file.preview(ROWS)),
        guess=explained(guess, guess.mapping),
        labels=file.labels,
        system=file.preset.title if file.preset else None,
    )

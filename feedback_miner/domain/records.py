"""Source records, untrusted rows of somebody's export, and what was understood of their columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum

from feedback_miner.domain.vocabulary import Source


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A row as somebody's export has it. Any text may be in its cells."""

    #: 1-based line of the file (text formats), row (XLSX) or record (JSON) where it begins.
    row: int
    #: column → cell, in the file's order; JSON is flattened to dotted names ("via.channel").
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RowError:
    """A row that could not be used, with a reason for people. The import goes on."""

    row: int
    reason: str
    cells: Mapping[str, str] = field(default_factory=dict)


class DateOrder(StrEnum):
    """How the numbers of a date such as 03/04/2026 are to be read."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"
    YEAR_FIRST = "year-first"


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Which column of a file is which field of a feedback item.

    `text` may name several columns (subject and description): they are joined by a blank line. Every other field
    names one column or None. `segments` maps a segment's name to its column.
    """

    text: tuple[str, ...] = ()
    date: str | None = None
    #: a second column with the time of day, where date and time are split
    time: str | None = None
    id: str | None = None
    customer: str | None = None
    rating: str | None = None
    nps: str | None = None
    csat: str | None = None
    channel: str | None = None
    author_role: str | None = None
    url: str | None = None
    thread: str | None = None
    language: str | None = None
    first_reply_at: str | None = None
    solved_at: str | None = None
    segments: Mapping[str, str] = field(default_factory=dict)
    #: as a person or the file itself says it; None: every date can be read in one way only, or that is not known yet
    date_order: DateOrder | None = None
    #: how the system that wrote the file mostly orders its dates: it counts where no date of the file tells
    presumed_order: DateOrder | None = None
    #: IANA name of the zone of dates that name none; None: the workspace's
    zone: str | None = None


#: The fields of a mapping that name columns; `segments` does it by names of its own.
COLUMN_FIELDS = tuple(
    f.name
    for f in fields(ColumnMapping)
    if f.name not in ("segments", "date_order", "presumed_order", "zone")
)


@dataclass(frozen=True, slots=True)
class FieldGuess:
    """One guessed field: which column, how sure (0…1), and why, in words."""

    field: str
    column: str
    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class MappingQuestion:
    """What only a person can settle before the import goes on."""

    #: "text" or "date_order"
    field: str
    message: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MappingGuess:
    """What was understood of a file: the mapping, why, and what must be asked."""

    mapping: ColumnMapping
    source: Source
    #: the connection that identities belong to unless the caller names another: the preset's name, or "file"
    connection: str
    #: the preset that recognised the file, or None where columns were guessed
    preset: str | None
    fields: tuple[FieldGuess, ...]
    questions: tuple[MappingQuestion, ...]

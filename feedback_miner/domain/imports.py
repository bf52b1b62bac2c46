"""One file, or one call of the API, on its way in or already in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from math import ceil

from feedback_miner.domain.jobs import Progress
from feedback_miner.domain.records import ColumnMapping, MappingGuess
from feedback_miner.domain.vocabulary import Source


class ImportState(StrEnum):
    """The life of an import: queued → (needs_mapping →) running → done, or failed, cancelled, expired.

    Each of them can be undone: → undoing → undone.
    """

    QUEUED = "queued"
    NEEDS_MAPPING = "needs_mapping"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    #: a person stopped it; what was written stays, and it can go on while its upload is there
    CANCELLED = "cancelled"
    #: it is taken out, portion by portion
    UNDOING = "undoing"
    UNDONE = "undone"
    #: its upload was removed (24 h passed, or a customer was erased) before it was complete
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, in counts of rows. read = added + updated + unchanged + merged + skipped + rejected."""

    read: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    #: rows whose id occurs again later in the same file: the last one stands
    merged: int = 0
    #: rows with nothing to keep (no text and no score), or of an erased customer
    skipped: int = 0
    rejected: int = 0
    #: of the stored: agents' and bots' messages, messages in other languages, ratings without words
    not_scored: int = 0
    statements: int = 0


@dataclass(frozen=True, slots=True)
class FeedDay:
    """What a feed did on one day (UTC), beside bringing messages in."""

    day: date
    #: why messages were left out ("reposts", "own accounts", "spam") → how many
    left_out: Mapping[str, int]
    #: messages that were gone at the place, and so were erased here
    deleted: int


@dataclass(frozen=True, slots=True)
class UnfinishedImport:
    """What is left to do, as far as a queue has to know it."""

    workspace: str
    id: str
    #: queued, running or undoing
    state: ImportState
    attempt: int
    #: what comes by one connection is read in the order in which it came; None: not known yet
    connection: str | None


@dataclass(frozen=True, slots=True)
class Import:
    """One file, or one call of the API, on its way in or already in."""

    id: str
    workspace: str
    file: str
    state: ImportState
    created_at: datetime
    report: ImportReport
    #: rows in the file, known after the first pass; None before
    rows_total: int | None = None
    connection: str | None = None
    guess: MappingGuess | None = None
    #: the mapping in use: guessed, remembered, or given
    mapping: ColumnMapping | None = None
    #: why it failed, in words
    error: str | None = None
    finished_at: datetime | None = None
    #: what the caller fixed beforehand; None: found out from the file
    source: Source | None = None
    #: of what a feed brought on a day: what else it did then; None where it left nothing out and deleted nothing
    beside: FeedDay | None = None
    #: when the first pass over the file was done
    started_at: datetime | None = None
    #: how many rows of the file are prepared, scored and written together; None before the first pass
    chunk_rows: int | None = None
    #: counts up each time that it is begun or taken up by a person
    attempt: int = 0
    #: how far it is; None where it is not under way
    progress: Progress | None = None

    @property
    def chunks(self) -> int:
        """Into how many pieces its file is cut; 0 before the first pass."""
        return ceil(self.rows_total / self.chunk_rows) if self.rows_total and self.chunk_rows else 0

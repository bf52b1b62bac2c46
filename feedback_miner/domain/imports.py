"""One file, or one call of the API, on its way in or already in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from feedback_miner.domain.records import ColumnMapping, MappingGuess
from feedback_miner.domain.vocabulary import Source


class ImportState(StrEnum):
    """The life of an import: queued → (needs_mapping →) running → done, or failed, cancelled, undone, expired."""

    QUEUED = "queued"
    NEEDS_MAPPING = "needs_mapping"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
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

"""What imports need: their part of the store, the private files of uploads, and the queue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from feedback_miner.domain import (
    ColumnMapping,
    Import,
    ImportReport,
    MappingGuess,
    Page,
    RowError,
    ScoredItem,
    Source,
    StatementView,
)


class ImportStore(Protocol):
    """Imports and what they bring. Every method is one transaction."""

    def create_import(
        self,
        workspace: str,
        import_id: str,
        *,
        file: str,
        created_at: datetime,
        source: Source | None,
        connection: str | None,
        mapping: ColumnMapping | None,
    ) -> Import:
        """A new import in the state `queued`."""

    def get_import(self, workspace: str, import_id: str) -> Import:
        """Raises NotFound."""

    def list_imports(self, workspace: str, *, cursor: str | None, limit: int) -> Page[Import]:
        """Newest first."""

    def open_imports(self) -> list[Import]:
        """Of all workspaces: those queued, running or waiting for a mapping (for recovery and the 24 h limit)."""

    def ask_mapping(self, workspace: str, import_id: str, guess: MappingGuess) -> None:
        """queued → needs_mapping."""

    def answer_mapping(
        self, workspace: str, import_id: str, mapping: ColumnMapping, source: Source | None
    ) -> None:
        """needs_mapping → queued, with this mapping. Raises Conflict in any other state."""

    def begin_import(
        self,
        workspace: str,
        import_id: str,
        *,
        guess: MappingGuess,
        mapping: ColumnMapping,
        connection: str,
        source: Source,
        rows_total: int,
    ) -> None:
        """queued → running."""

    def finish_import(self, workspace: str, import_id: str, *, at: datetime) -> Import:
        """running → done."""

    def fail_import(self, workspace: str, import_id: str, *, error: str, at: datetime) -> None:
        """Any open state → failed. What was written stays and can be undone."""

    def expire_import(self, workspace: str, import_id: str, *, at: datetime) -> None:
        """An open state → expired: its upload is gone."""

    def remembered_mapping(self, workspace: str, header: str) -> tuple[ColumnMapping, Source] | None:
        """What a person answered for this header (a fingerprint) before."""

    def remember_mapping(self, workspace: str, header: str, mapping: ColumnMapping, source: Source) -> None:
        """Keeps a person's answer for the next file with this header."""

    def chunks_done(self, workspace: str, import_id: str) -> int:
        """How many chunks, counted from 0 without gaps, are written."""

    def write_chunk(
        self,
        workspace: str,
        import_id: str,
        chunk: int,
        items: Sequence[ScoredItem],
        *,
        rejected: Sequence[RowError],
        merged: int,
        skipped: int,
    ) -> ImportReport:
        """Items, statements, scores, cells, rejected rows, guard row and progress in one transaction.

        A chunk that was written before changes nothing. Items of erased customers are left out and counted as
        skipped. Returns the report of the whole import so far. Raises Stale where an item that came as known is not.
        """

    def preview_chunk(self, workspace: str, items: Sequence[ScoredItem]) -> ImportReport:
        """What `write_chunk` would count as added, updated, unchanged, skipped; writes nothing."""

    def unchanged(self, workspace: str, connection: str, hashes: Mapping[str, str]) -> frozenset[str]:
        """Of external id → `FeedbackItem.content_hash()`: the ids stored with this very hash (they need no scoring)."""

    def rejected_rows(
        self, workspace: str, import_id: str, *, cursor: str | None, limit: int
    ) -> Page[RowError]:
        """Rows that could not be used, in the file's order, cells redacted."""

    def undo_import(self, workspace: str, import_id: str, *, at: datetime) -> Import:
        """Takes an import out, restoring what it had overwritten. Raises Conflict where it is undone."""

    def labels_by_row(
        self, workspace: str, import_id: str
    ) -> Iterator[tuple[int, tuple[StatementView, ...]]]:
        """For the export: row of the file → statements of the item that it became, in the file's order."""


class Spool(Protocol):
    """Private files (0600) that hold uploads until their import is complete."""

    def write(self, import_id: str, blocks: Iterable[bytes]) -> int:
        """Stores an upload; returns its size. Raises LimitExceeded, and then nothing is kept."""

    def path(self, import_id: str) -> str:
        """Where it lies. Raises NotFound where it is gone."""

    def remove(self, import_id: str) -> None:
        """Removes it; nothing happens where it is gone."""

    def sweep(self, kept: frozenset[str]) -> int:
        """Removes what a killed process left behind: old files of no import in `kept`; returns how many."""


class Jobs(Protocol):
    """Background work that survives."""

    def submit_import(self, workspace: str, import_id: str) -> None:
        """Runs an import soon; the same import twice runs once."""

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
    UnfinishedImport,
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
        asks: MappingGuess | None = None,
    ) -> Import:
        """A new import in the state `queued`, or `needs_mapping` where it `asks`."""

    def get_import(self, workspace: str, import_id: str) -> Import:
        """Raises NotFound."""

    def list_imports(self, workspace: str, *, cursor: str | None, limit: int) -> Page[Import]:
        """Newest first."""

    def open_imports(self) -> list[Import]:
        """Of all workspaces: those queued, running or waiting for a mapping (for the 24 h limit)."""

    def unfinished_imports(self) -> list[UnfinishedImport]:
        """Of all workspaces: those queued, running or being undone, oldest first."""

    def waiting_imports(self) -> int:
        """Of all workspaces: how many are queued or running."""

    def ask_mapping(self, workspace: str, import_id: str, guess: MappingGuess) -> None:
        """queued → needs_mapping."""

    def answer_mapping(
        self, workspace: str, import_id: str, mapping: ColumnMapping, source: Source | None
    ) -> Import:
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
        chunk_rows: int,
        at: datetime,
    ) -> Import:
        """queued → running."""

    def finish_import(self, workspace: str, import_id: str, *, at: datetime) -> Import:
        """running → done."""

    def fail_import(self, workspace: str, import_id: str, *, error: str, at: datetime) -> None:
        """Any open state → failed. What was written stays and can be undone."""

    def cancel_import(self, workspace: str, import_id: str, *, at: datetime) -> Import:
        """Any open state → cancelled. What was written stays. Raises Conflict."""

    def resume_import(self, workspace: str, import_id: str) -> Import:
        """cancelled → queued. Raises Conflict."""

    def note_retry(self, workspace: str, import_id: str, trouble: str) -> None:
        """A part of a running import is tried again, for this reason."""

    def expire_import(self, workspace: str, import_id: str, *, at: datetime) -> None:
        """An open state → expired: its upload is gone."""

    def remembered_mapping(self, workspace: str, header: str) -> tuple[ColumnMapping, Source] | None:
        """What a person answered for this header (a fingerprint) before."""

    def remember_mapping(self, workspace: str, header: str, mapping: ColumnMapping, source: Source) -> None:
        """Keeps a person's answer for the next file with this header."""

    def missing_chunks(self, workspace: str, import_id: str) -> list[int]:
        """The numbers of the chunks that are not written, rising. Raises NotFound."""

    def has_chunk(self, workspace: str, import_id: str, chunk: int) -> bool:
        """Whether this chunk is written."""

    def rows_since(self, workspace: str, import_id: str, since: datetime) -> int:
        """How many rows of the file were written since then."""

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
        at: datetime,
    ) -> ImportReport:
        """Items, statements, scores, cells, rejected rows, guard row and progress in one transaction.

        With the last chunk the import is done.

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
        """Takes a portion of an import out, restoring what it had overwritten: call again while it is `undoing`.

        Raises Conflict where it is undone.
        """

    def rows_to_undo(self, workspace: str, import_id: str) -> int:
        """How many rows of an import still stand."""

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

    def keep(self, import_id: str) -> None:
        """Lets it lie for an hour from now; nothing happens where it is gone."""

    def sweep(self, kept: frozenset[str]) -> int:
        """Removes what a killed process left behind: old files of no import in `kept`; returns how many."""

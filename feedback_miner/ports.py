"""What the use cases need of the rooms below, as Protocols. Built for real in `bootstrap`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from feedback_miner.domain import (
    Access,
    ApiKey,
    ColumnMapping,
    Cut,
    CutTotals,
    Delivery,
    Feed,
    FeedbackView,
    FeedFile,
    FeedPage,
    Import,
    ImportReport,
    LabelPolicy,
    Labels,
    MappingGuess,
    Page,
    PreparedText,
    PullReport,
    RowError,
    Scope,
    ScorableMessage,
    ScoredItem,
    ScoredPage,
    Scores,
    Source,
    StatementFilter,
    StatementView,
    WeekTotal,
    Why,
    Workspace,
)


class TextPreparer(Protocol):
    """Raw messages in; cleaned, redacted, split messages out."""

    def prepare(self, raw: Sequence[str], *, hints: Sequence[str | None]) -> list[PreparedText]:
        """One result for each text, in order. `hints`: the language that the export names, or None."""

    def redact(self, cells: Sequence[str]) -> list[str]:
        """Single cells with personal data replaced by typed placeholders."""

    def redact_values(self, values: Sequence[str]) -> list[str]:
        """Short values (a plan, a city): addresses and numbers are replaced, what reads like a name stays."""


class Scorer(Protocol):
    """A model: statements in the context of their message in, probabilities out."""

    @property
    def name(self) -> str:
        """name/version, such as "fast/1.0.0"."""

    @property
    def default_policy(self) -> LabelPolicy:
        """The label policy that the model was calibrated with."""

    def score(self, messages: Sequence[ScorableMessage]) -> list[list[Scores]]:
        """For each message, in order, the scores of each of its spans, in order."""

    def score_with_vectors(
        self, messages: Sequence[ScorableMessage]
    ) -> tuple[list[list[Scores]], NDArray[np.float32]]:
        """The scores, and vectors [statements, dimensions] of what the statements are about, in the same order.

        Statements are counted through over all messages. A vector has length 1; that of a blank statement is 0.
        """

    def why(self, message: ScorableMessage, statement: int, labels: Labels) -> Why:
        """The words of the message that carried these labels of its n-th span.

        Only a stretch around the statement is read. A stage or touchpoint that is not the likeliest there, or that the
        model does not know, has no reason, and a blank statement has none at all. Raises NotSupported where
        the statement is longer than can be explained.
        """


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


class FeedbackStore(Protocol):
    """Statements and messages, corrections, customers."""

    def statements(
        self, workspace: str, cut: Cut, where: StatementFilter, *, cursor: str | None, limit: int
    ) -> Page[StatementView]:
        """Everything behind a number, newest first."""

    def statement(self, workspace: str, statement_id: int) -> StatementView:
        """Raises NotFound."""

    def count_statements(self, workspace: str, cut: Cut, where: StatementFilter) -> int:
        """How many there are."""

    def quotes(
        self, workspace: str, cut: Cut, where: StatementFilter, *, most: str, limit: int
    ) -> list[StatementView]:
        """The `most` "negative" or "positive" statements, one a customer, 4 to 40 words."""

    def feedback(self, workspace: str, item_id: int) -> FeedbackView:
        """Raises NotFound."""

    def correct(
        self, workspace: str, statement_id: int, labels: Labels, *, by: str, at: datetime
    ) -> StatementView:
        """A person's labels count from now on; the model's are kept. Raises NotFound."""

    def uncorrect(self, workspace: str, statement_id: int) -> StatementView:
        """The model's labels count again. Raises NotFound."""

    def customer_items(self, workspace: str, customer: str) -> list[FeedbackView]:
        """A customer's messages, oldest first; empty where the pseudonym is not known."""

    def compact_if_due(self) -> None:
        """Rewrites the file where erased text may still lie in unused parts of it."""

    def erase_customer(self, workspace: str, customer: str, *, at: datetime) -> int:
        """Removes every trace and leaves a tombstone; returns the number of items removed."""


class FeedStore(Protocol):
    """Feeds, who pulls just now, and their pages. Every method is one transaction."""

    def add_feed(self, feed: Feed) -> None:
        """Raises Conflict where the name is taken."""

    def feed(self, workspace: str, name: str) -> Feed:
        """Raises NotFound."""

    def feeds(self, workspace: str) -> list[Feed]:
        """All of a workspace, by name."""

    def due_feeds(self, now: datetime) -> list[Feed]:
        """Of all workspaces: those that run by a schedule and are due, the longest waiting first."""

    def pause_feed(self, workspace: str, name: str, *, paused: bool, due_at: datetime | None) -> Feed:
        """Stops its schedule, or lets it run on with its next pull at `due_at`. Raises NotFound."""

    def remove_feed(self, workspace: str, name: str) -> None:
        """Nothing more is pulled; what came stays. Raises NotFound."""

    def hold_feed(
        self, workspace: str, name: str, holder: str, *, now: datetime, until: datetime
    ) -> Feed | None:
        """Takes the right to pull, or keeps it, until `until`; None where another has it. Raises NotFound."""

    def write_page(self, feed: Feed, holder: str | None, page: ScoredPage, *, at: datetime) -> PullReport:
        """A page with its cursor, in one transaction. What it did; `left_out` is not known here.

        What a feed brings on one day (UTC) is one import, which is done from its first page on: a pull that is killed
        leaves nothing half-way. `holder` is None where it was sent to us and nobody pulls. Raises Conflict where
        another pulls by now or the delivery came before, and Stale as `write_chunk` does.
        """

    def end_pull(
        self,
        workspace: str,
        name: str,
        holder: str,
        *,
        at: datetime,
        due_at: datetime | None,
        error: str | None,
    ) -> Feed | None:
        """Lets go of the right to pull, and counts failures; None where it was lost or the feed removed."""


class MapStore(Protocol):
    """Totals for the map, read from cells; combinations of segments from indexed rows."""

    def newest_day(self, workspace: str) -> date | None:
        """The day of the newest item, or None where there is none."""

    def totals(self, workspace: str, cut: Cut) -> CutTotals:
        """Sums over a cut. Raises Conflict where the cells contradict one another (a recount mends them)."""

    def weeks(self, workspace: str, cut: Cut, weeks: int) -> list[WeekTotal]:
        """Sums by week over the `weeks` weeks that end with the cut's last day, same filters."""

    def dimensions(self, workspace: str) -> Mapping[str, Mapping[str, int]]:
        """What can be filtered by: "channel", "source" and "segment.NAME" → value → items."""

    def recount(self, workspace: str) -> bool:
        """Builds all cells anew from the rows; True where they had been equal before."""


class AccessStore(Protocol):
    """Workspaces, keys, sign-in."""

    def create_workspace(self, workspace: str, *, name: str, time_zone: str) -> Workspace:
        """Does nothing where it is there."""

    def workspace(self, workspace: str) -> Workspace:
        """Raises NotFound."""

    def workspaces(self) -> list[Workspace]:
        """All, by id."""

    def set_time_zone(self, workspace: str, time_zone: str) -> Workspace:
        """Changes the zone and recounts the cells in the same transaction."""

    def add_key(
        self, workspace: str, *, key_id: str, name: str, scope: Scope, digest: str, at: datetime
    ) -> ApiKey:
        """Stores a key by its digest alone."""

    def keys(self, workspace: str) -> list[ApiKey]:
        """All, newest first."""

    def revoke_key(self, workspace: str, key_id: str, *, at: datetime) -> None:
        """Raises NotFound."""

    def access_of(self, digest: str) -> Access | None:
        """Who holds the (unrevoked) key with this digest."""

    def add_ticket(self, digest: str, access: Access, *, kind: str, expires_at: datetime) -> None:
        """A sign-in ticket by its digest; kind "link" (used once) or "session"."""

    def redeem_link(self, digest: str, *, now: datetime) -> Access | None:
        """The access of an unexpired link, which is used up by this."""

    def session(self, digest: str, *, now: datetime) -> Access | None:
        """The access of an unexpired session."""

    def end_session(self, digest: str) -> None:
        """Signs out."""

    def note(self, workspace: str, name: str) -> str | None:
        """A small named fact of the workspace: the taxonomy's changes, the sample's anchor."""

    def set_note(self, workspace: str, name: str, value: str) -> None:
        """Writes it, and counts the revision up: maps may show it."""

    def set_note_once(self, workspace: str, name: str, value: str) -> str:
        """Writes it where there is none; returns what stands."""


class Store(ImportStore, FeedStore, FeedbackStore, MapStore, AccessStore, Protocol):
    """The whole store. One object, many rooms."""

    def ping(self) -> None:
        """Raises where the database cannot be reached."""

    def close(self) -> None:
        """Lets go of connections."""


class Jobs(Protocol):
    """Background work that survives."""

    def submit_import(self, workspace: str, import_id: str) -> None:
        """Runs an import soon; the same import twice runs once."""


class Connector(Protocol):
    """One kind of place, as one feed has it: pages of messages from where the last pull ended."""

    @property
    def preset(self) -> str:
        """Which preset knows the keys of its messages."""

    def pages(
        self, cursor: str | None, *, since: datetime | None, now: datetime
    ) -> Iterator[FeedPage | FeedFile]:
        """What is new, oldest first where the place allows it; ends where there is no more for now.

        `cursor`: that of the last page that was stored, or None; nothing older than `since` is asked for. Raises
        FeedError.
        """


class Receiver(Protocol):
    """One kind of place that sends to us, as one feed has it."""

    @property
    def preset(self) -> str:
        """Which preset knows the keys of its messages."""

    def receive(self, body: bytes, signature: str, *, now: datetime) -> tuple[FeedPage, Delivery]:
        """What was sent, signed with the secret that both know. Raises AccessDenied, and FileError for the body."""


class Connectors(Protocol):
    """The kinds of places that are known."""

    def receiver(self, workspace: str, kind: str, options: Mapping[str, str]) -> Receiver:
        """Raises NotFound where nothing is sent by such a place, SetupError where a secret lacks."""

    def open(self, workspace: str, kind: str, options: Mapping[str, str]) -> Connector:
        """Reaches nothing yet. Raises QueryError for an unknown kind or option, SetupError where a secret lacks."""


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

"""What feeds need: their part of the store, and the kinds of places that are known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Protocol

from feedback_miner.domain import (
    Delivery,
    Event,
    EventKind,
    Feed,
    FeedDay,
    FeedFile,
    FeedPage,
    Page,
    PullReport,
    ScoredPage,
)


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

    def change_feed(self, feed: Feed) -> None:
        """Another schedule, zone, beginning or pause. A pull that is under way goes on. Raises NotFound."""

    def begin_feed_anew(self, feed: Feed) -> None:
        """Other options: it is pulled from its beginning. A pull that is under way may store nothing more.

        Raises NotFound.
        """

    def remove_feed(self, workspace: str, name: str, *, at: datetime) -> Event | None:
        """Nothing more is pulled; what came stays. The event that ends its alert, if any. Raises NotFound."""

    def feed_days(self, workspace: str, day: date) -> Mapping[str, FeedDay]:
        """What the feeds of a workspace did on a day (UTC), by name; those that did nothing are not there."""

    def files_taken(self, workspace: str, name: str) -> Mapping[str, str]:
        """Name → mark of the files of a watched folder that need not be taken in again.

        One whose import expired, since nobody answered what it asked, is not among them.
        """

    def hold_feed(
        self, workspace: str, name: str, holder: str, *, now: datetime, until: datetime
    ) -> Feed | None:
        """Takes the right to pull, until `until`; None where another has it. Raises NotFound."""

    def keep_feed(self, feed: Feed, holder: str, *, until: datetime) -> bool:
        """Keeps the right to pull until `until`; False where it was lost, or the feed removed."""

    def release_feed(self, workspace: str, name: str, holder: str) -> None:
        """Takes the right to pull away: it is as due as it was, and its pull may store nothing more."""

    def write_page(self, feed: Feed, holder: str | None, page: ScoredPage, *, at: datetime) -> PullReport:
        """A page with its cursor, in one transaction. What it did.

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
        rest_until: datetime | None,
    ) -> Event | None:
        """Lets go of the right to pull, and counts failures; nothing where it was lost or the feed removed.

        `rest_until`: until when the place asks to be left alone. Returns the event where an alert begins or ends.
        """

    def events(self, workspace: str, *, cursor: str | None, limit: int) -> Page[Event]:
        """What somebody should be told of, newest first. Raises QueryError for a foreign cursor."""

    def add_event(
        self, workspace: str, kind: EventKind, subject: str, message: str, *, at: datetime
    ) -> Event:
        """Keeps an event that no other change is about."""


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

    def named(self, kind: str, options: Mapping[str, str]) -> Mapping[str, str]:
        """The options by their names of today: those of a source that stands may have had others."""

    def open(self, workspace: str, kind: str, options: Mapping[str, str]) -> Connector:
        """Reaches nothing yet. Raises QueryError for an unknown kind or option, SetupError where a secret lacks."""

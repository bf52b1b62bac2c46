"""Use cases of feeds: add, list, pause, remove, and pull. A pull brings its messages in as an import does."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from feedback_miner.domain import REFUSED_DELIVERY, Feed, FeedFile, PullReport
from feedback_miner.errors import (
    AccessDenied,
    Busy,
    Conflict,
    FeedbackMinerError,
    FeedError,
    NotFound,
    QueryError,
    SetupError,
)
from feedback_miner.mining.imports import Imports
from feedback_miner.mining.pipeline import Pipeline
from feedback_miner.mining.pulls import Pull
from feedback_miner.mining.schedules import check_schedule, next_time
from feedback_miner.ports import Connectors, Store

#: How long a pull may go without storing a page before another may take over.
LEASE = timedelta(minutes=10)
#: How long a pull may go on: others wait for it.
LONGEST_PULL = timedelta(minutes=5)
#: After a failure the next pull by schedule waits twice as long as after the one before, within these.
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


class Feeds:
    """Places that messages are pulled from. Built in `bootstrap`."""

    def __init__(
        self,
        store: Store,
        connectors: Connectors,
        pipeline: Pipeline,
        imports: Imports,
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._connectors = connectors
        self._pipeline = pipeline
        self._imports = imports
        self._clock = clock

    def add(
        self,
        workspace: str,
        *,
        name: str,
        kind: str,
        options: Mapping[str, str],
        schedule: str = "",
        time_zone: str | None = None,
        since: datetime | None = None,
    ) -> Feed:
        """Adds one; the first pull by schedule is due at once. Raises QueryError, SetupError, Conflict."""
        if not _NAME.fullmatch(name):
            raise QueryError("a name is of small letters, digits, “-” and “_”, at most 64", where="name")
        try:
            self._connectors.open(workspace, kind, options)
        except SetupError as error:
            raise QueryError(error.message, where=error.where or "options") from None
        zone = time_zone or self._store.workspace(workspace).time_zone
        check_schedule(schedule, zone)
        now = self._clock()
        feed = Feed(
            workspace,
            name,
            kind,
            dict(options),
            now,
            schedule=schedule,
            time_zone=zone,
            since=since,
            due_at=now if schedule else None,
        )
        self._store.add_feed(feed)
        return feed

    def all(self, workspace: str) -> list[Feed]:
        """By name."""
        return self._store.feeds(workspace)

    def get(self, workspace: str, name: str) -> Feed:
        """Raises NotFound."""
        return self._store.feed(workspace, name)

    def pause(self, workspace: str, name: str) -> Feed:
        """Its schedule stops; by hand it can still be pulled. Raises NotFound."""
        return self._store.pause_feed(workspace, name, paused=True, due_at=None)

    def resume(self, workspace: str, name: str) -> Feed:
        """Its schedule goes on, with a pull at once. Raises NotFound."""
        scheduled = self._store.feed(workspace, name).schedule
        due_at = self._clock() if scheduled else None
        return self._store.pause_feed(workspace, name, paused=False, due_at=due_at)

    def remove(self, workspace: str, name: str) -> None:
        """Nothing more is pulled; what came stays, and its imports can be undone. Raises NotFound."""
        self._store.remove_feed(workspace, name)

    def due(self) -> list[Feed]:
        """Of all workspaces: what a schedule would pull now."""
        return self._store.due_feeds(self._clock())

    def waiting(self, workspace: str) -> list[Feed]:
        """What `pull` is for when nobody names one: what is due, and what has no schedule and is not paused."""
        by_hand = [feed for feed in self._store.feeds(workspace) if not feed.schedule and not feed.paused]
        return [feed for feed in self.due() if feed.workspace == workspace] + by_hand

    def pull(self, workspace: str, name: str) -> PullReport:
        """Pulls what is new. A failure is said in the report; what came before it stays, and is not asked for again.

        Raises NotFound, and Busy where it is being pulled already.
        """
        holder = secrets.token_hex(8)
        feed = self._hold(workspace, name, holder)
        if feed is None:
            raise Busy(f"The source “{name}” is being pulled just now.")
        pull = Pull(self._store, self._pipeline, feed, holder, self._clock)
        began = self._clock()
        error: FeedbackMinerError | None = None
        try:
            connector = self._connectors.open(workspace, feed.kind, feed.options)
            for page in connector.pages(feed.cursor, since=feed.since, now=self._clock()):
                if isinstance(page, FeedFile):
                    pull.take_file(page, self._imports)
                else:
                    pull.take(page, connector.preset)
                if self._hold(workspace, name, holder) is None:
                    raise Conflict(f"the source “{name}” is pulled from elsewhere")
                if self._clock() - began > LONGEST_PULL:
                    break  # the cursor is stored: the next pull goes on here
        except NotFound:
            raise
        except FeedbackMinerError as failure:
            error = failure
        except BaseException:
            self._end(feed, holder, FeedError("The pull was stopped before its end; the log may say why."))
            raise
        error = error or pull.trouble
        self._end(feed, holder, error, moved=pull.report.pages > 0)
        return replace(pull.report, error=str(error) if error else None)

    def receive(self, workspace: str, name: str, body: bytes, signature: str) -> PullReport:
        """Takes in what a place sent to us. Raises AccessDenied, FileError, and Conflict where it came before."""
        try:
            feed = self._store.feed(workspace, name)
            receiver = self._connectors.receiver(workspace, feed.kind, feed.options)
        except (NotFound, QueryError, SetupError):
            raise AccessDenied(REFUSED_DELIVERY) from None
        page, delivery = receiver.receive(body, signature, now=self._clock())
        if feed.paused:
            raise Conflict(f"The source “{name}” is paused.")
        pull = Pull(self._store, self._pipeline, feed, None, self._clock)
        pull.take(page, receiver.preset, delivery)
        return pull.report

    def _hold(self, workspace: str, name: str, holder: str) -> Feed | None:
        now = self._clock()
        return self._store.hold_feed(workspace, name, holder, now=now, until=now + LEASE)

    def _end(self, feed: Feed, holder: str, error: FeedbackMinerError | None, *, moved: bool = False) -> None:
        now = self._clock()
        asked = error.retry_after if isinstance(error, FeedError) else None
        due_at = next_time(feed.schedule, feed.time_zone, now) if feed.schedule else None
        if due_at and error:
            wait = min(FIRST_WAIT * 2 ** min(feed.failures, 16), LONGEST_WAIT)
            due_at = max(due_at, now + max(wait, asked or wait))
        # A long back-fill is asked to wait again and again: as long as it comes on, nobody need look at it.
        failed = error and not (asked and moved)
        self._store.end_pull(
            feed.workspace, feed.name, holder, at=now, due_at=due_at, error=str(error) if failed else None
        )

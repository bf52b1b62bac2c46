"""Who pulls what, and when: one pull of a feed at a time, pages of one feed at a time, and an end when it must be."""

from __future__ import annotations

import logging
import secrets
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Condition, Lock

from feedback_miner.domain import REFUSED_DELIVERY, Event, Feed, FeedFile, PullReport
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
from feedback_miner.mining.schedules import next_time
from feedback_miner.ports import Connectors, Store

#: How long a pull may go without storing a page before another may take over.
LEASE = timedelta(minutes=10)
#: How long a pull may go on: others wait for it.
LONGEST_PULL = timedelta(minutes=5)
#: After a failure the next pull by schedule waits twice as long as after the one before, within these.
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
#: How long pulls may take to end when they must, in seconds.
PATIENCE = 5.0

_log = logging.getLogger(__name__)


class Puller:
    """Carries pulls out. Safe to share between threads."""

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
        #: held while a page is read and scored: several feeds wait for their places, one at a time for the processor
        self._at_work = Lock()
        self._change = Condition()
        #: who pulls just now → workspace and name of what
        self._under_way: dict[str, tuple[str, str]] = {}
        self._stopped = False

    def due(self) -> list[Feed]:
        """Of all workspaces: what a schedule would pull now."""
        return self._store.due_feeds(self._clock())

    def waiting(self, workspace: str) -> list[Feed]:
        """What `pull` is for when nobody names one: what is due, and what has no schedule and is not paused.

        What asks to be left alone is not among them, nor what is being pulled, nor what sends to us.
        """
        by_hand = [feed for feed in self._store.feeds(workspace) if not feed.schedule and not feed.paused]
        return self.waiting_by_schedule(workspace) + [feed for feed in by_hand if self._is_free(feed)]

    def waiting_by_schedule(self, workspace: str) -> list[Feed]:
        """Of these, what is due by its schedule."""
        return [feed for feed in self.due() if feed.workspace == workspace and self._is_free(feed)]

    def pull(self, workspace: str, name: str) -> PullReport:
        """Pulls what is new. A failure is said in the report; what came before it stays, and is not asked for again.

        Raises NotFound, and Busy where it is being pulled already, asks to be left alone, or the database is busy.
        """
        with self._held(workspace, name) as (feed, holder):
            return self._pulled(feed, holder)

    def pull_due(self, workspace: str, name: str) -> PullReport:
        """The same by schedule: raises Busy, too, where it was paused or pulled since it was found to be due."""
        with self._held(workspace, name) as (feed, holder):
            if feed.paused or feed.due_at is None or feed.due_at > self._clock():
                raise Busy(f"The source “{name}” is not due any more.")
            return self._pulled(feed, holder)

    def receive(self, workspace: str, name: str, body: bytes, signature: str) -> PullReport:
        """Takes in what a place sent to us.

        Raises AccessDenied, FileError, Conflict where it came before, and Busy where the source is paused: it is to
        be sent again.
        """
        try:
            feed = self._store.feed(workspace, name)
            receiver = self._connectors.receiver(workspace, feed.kind, feed.options)
        except (NotFound, QueryError, SetupError):
            raise AccessDenied(REFUSED_DELIVERY) from None
        page, delivery = receiver.receive(body, signature, now=self._clock())
        if feed.paused:
            raise Busy(f"The source “{name}” is paused: send it again later.")
        pull = Pull(self._store, self._pipeline, self._imports, feed, None, self._clock)
        pull.take(page, receiver.preset, delivery)
        return pull.report

    def stop(self) -> bool:
        """Ends all pulls after the page in hand, and begins none; whether they ended in time.

        One that did not, since its place does not answer, may store nothing more: it is pulled again as if it had
        not begun.
        """
        with self._change:
            self._stopped = True
            in_time = self._change.wait_for(lambda: not self._under_way, timeout=PATIENCE)
            left = dict(self._under_way)
        for holder, (workspace, name) in left.items():
            with suppress(Busy):  # its lease ends by itself
                self._store.release_feed(workspace, name, holder)
        return in_time

    @contextmanager
    def _held(self, workspace: str, name: str) -> Iterator[tuple[Feed, str]]:
        """The right to pull, and who has it now. Raises NotFound, and Busy where there is none.

        What the block raises is no failure of the source: it is as due as it was, and free again.
        """
        holder, now = secrets.token_hex(8), self._clock()
        with self._change:
            self._refuse_where_stopped()
            self._under_way[holder] = (workspace, name)
        try:
            feed = self._store.hold_feed(workspace, name, holder, now=now, until=now + LEASE)
            if feed is None:
                raise Busy(f"The source “{name}” is being pulled just now.")
            try:
                # Whoever stops releases what is held by then; this one may have come to it only now.
                self._refuse_where_stopped()
                self._refuse_where_resting(feed)
                yield feed, holder
            except BaseException:
                with suppress(Busy):
                    self._store.release_feed(workspace, name, holder)
                raise
        finally:
            with self._change:
                del self._under_way[holder]
                self._change.notify_all()

    def _pulled(self, feed: Feed, holder: str) -> PullReport:
        pull = Pull(self._store, self._pipeline, self._imports, feed, holder, self._clock)
        cut_short, error = False, None
        try:
            cut_short = self._take_pages(pull, feed, holder)
        except Busy:
            raise
        except FeedbackMinerError as failure:
            error = failure
        except Exception as defect:
            error = _told(defect, feed)
        error = error or pull.trouble
        self._end(feed, holder, error, moved=pull.report.pages > 0, cut_short=cut_short)
        return replace(pull.report, error=str(error) if error else None, more=cut_short)

    def _take_pages(self, pull: Pull, feed: Feed, holder: str) -> bool:
        """Takes what is new, and tells whether there may be more: others have their turn, or all must end."""
        began = self._clock()
        connector = self._connectors.open(feed.workspace, feed.kind, feed.options)
        for page in connector.pages(feed.cursor, since=feed.since, now=began):
            if isinstance(page, FeedFile):
                if not pull.take_file(page):
                    continue
            else:
                with self._at_work:
                    pull.take(page, connector.preset)
            now = self._clock()
            if not self._store.keep_feed(feed, holder, until=now + LEASE):
                raise Conflict(f"the source “{feed.name}” is pulled from elsewhere, or was removed")
            if self._stopped or now - began > LONGEST_PULL:
                return True  # the cursor is stored: the next pull goes on here
        return False

    def _end(
        self,
        feed: Feed,
        holder: str,
        error: FeedbackMinerError | None,
        *,
        moved: bool = False,
        cut_short: bool = False,
    ) -> None:
        now = self._clock()
        with suppress(NotFound):  # it may have another schedule by now
            feed = self._store.feed(feed.workspace, feed.name)
        asked = error.retry_after if isinstance(error, FeedError) else None
        due_at = next_time(feed.schedule, feed.time_zone, now) if feed.schedule else None
        if due_at and error:
            wait = min(FIRST_WAIT * 2 ** min(feed.failures, 16), LONGEST_WAIT)
            due_at = now + max(wait, asked or wait)
        elif due_at and cut_short:
            due_at = now
        # A long back-fill is asked to wait again and again: as long as it comes on, nobody need look at it.
        failed = error and not (asked and moved)
        event = self._store.end_pull(
            feed.workspace,
            feed.name,
            holder,
            at=now,
            due_at=due_at,
            error=str(error) if failed else None,
            rest_until=now + asked if asked else None,
        )
        tell(event)

    def _refuse_where_stopped(self) -> None:
        if self._stopped:
            raise Busy("The service is stopping: the source is pulled after its next start.")

    def _refuse_where_resting(self, feed: Feed) -> None:
        if self._rests(feed):
            raise Busy(
                f"The place of “{feed.name}” asks to be left alone until {feed.rest_until:%Y-%m-%d %H:%M:%S} UTC, so "
                "it was not asked. Run it again then."
            )

    def _is_free(self, feed: Feed) -> bool:
        held = feed.held_until is not None and self._clock() < feed.held_until
        return not (held or feed.sends or self._rests(feed))

    def _rests(self, feed: Feed) -> bool:
        return feed.rest_until is not None and self._clock() < feed.rest_until


def _told(defect: Exception, feed: Feed) -> FeedError:
    """Only the kind of a defect is told and logged: its message may hold customers' words, or the key of an address."""
    where = "".join(traceback.format_tb(defect.__traceback__))
    kind = type(defect).__name__
    _log.error("the pull of %s/%s stopped: %s\n%s", feed.workspace, feed.name, kind, where)
    return FeedError(
        f"The pull ended because of a defect in the program ({kind}); the log says more. What came before it stays."
    )


def tell(event: Event | None) -> None:
    """Writes an event to the log, in one line: who is on call may have nothing else."""
    if event:
        at = event.at.astimezone(UTC).isoformat(timespec="seconds")
        said = " ".join(event.message.split())
        _log.warning(
            "%s at=%s workspace=%s source=%s: %s", event.kind.value, at, event.workspace, event.subject, said
        )

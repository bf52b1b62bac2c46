"""One worker of DBOS, run inside `serve`: the queue of imports, the queue of pulls, and the schedules.

Pulls wait for their places more than they work, so several go on at once, one of a source at a time.

An import's durable progress is its own: each chunk of rows is one transaction of the store with a guard row, so that
a workflow that is started again goes on where it was, and one that is started twice counts nothing twice. DBOS keeps
the queue, restarts after a crash, and the clock of the schedules.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, ScheduleInput, SetEnqueueOptions
from dbos import error as dbos_error

from feedback_miner.domain import Feed
from feedback_miner.errors import Busy, NotFound

QUEUE = "imports"
FEED_QUEUE = "feeds"
#: Pending work of another version is stranded by the engine: this changes only when workflows change in kind.
VERSION = "1"
#: Slot of the one worker; a restarted slot takes its own unfinished work up again.
SLOT = "serve"
#: Seconds that a chunk may take to end when the worker is stopped.
CHUNK_TIME = 10
#: Sources that are pulled at once.
PULLS = 4
#: How long the engine remembers what is done; each minute of the schedule is a row.
MEMORY = timedelta(days=1)
#: Most rows that are forgotten in one transaction.
_BATCH = 500
_DONE = ["SUCCESS", "ERROR", "CANCELLED"]


class ImportRunner(Protocol):
    """What the jobs carry out: `mining.imports`."""

    def run(self, workspace: str, import_id: str) -> object:
        """Carries an import to its end."""

    def recover(self) -> int:
        """Queues again what was left open."""

    def expire(self) -> int:
        """Removes uploads that have waited too long."""

    def pause(self) -> None:
        """Ends running imports after their chunk; `recover` takes them up again."""


class FeedRunner(Protocol):
    """What the schedules carry out: `mining.feeds`."""

    def due(self) -> Sequence[Feed]:
        """What a schedule would pull now."""

    def pull_due(self, workspace: str, name: str) -> object:
        """Pulls what is new. Raises Busy where that is under way or no longer due, and NotFound."""

    def stop(self) -> bool:
        """Ends pulls after their page, within seconds; False where one did not end, and may store nothing more."""


class Worker:
    """The queue of imports. What is submitted while it is not `running` stays queued for the next time."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._running = False

    @contextmanager
    def running(self, runner: ImportRunner, feeds: FeedRunner) -> Iterator[None]:
        """Runs the engine while the block lasts, beginning with what a stopped process left open.

        At the end a running import stops after its chunk, and a pull after its page; they go on with the next start.
        """
        _runners[QUEUE], _feeds[FEED_QUEUE] = runner, feeds
        logging.getLogger("dbos").setLevel(logging.WARNING)
        DBOS(config=_config(self._url))
        DBOS.launch()
        DBOS.register_queue(QUEUE, worker_concurrency=1, polling_interval_sec=0.2)
        DBOS.register_queue(FEED_QUEUE, worker_concurrency=PULLS, polling_interval_sec=1.0)
        hourly = ScheduleInput(
            schedule_name="expire-uploads", workflow_fn=expire_uploads, schedule="0 * * * *"
        )
        each_minute = ScheduleInput(schedule_name="pull-due", workflow_fn=pull_due, schedule="* * * * *")
        forgetting = ScheduleInput(
            schedule_name="forget-done", workflow_fn=forget_done, schedule="30 * * * *"
        )
        DBOS.apply_schedules([hourly, each_minute, forgetting])
        self._running = True
        try:
            runner.recover()
            yield
        finally:
            self._running = False
            runner.pause()
            patience = 0
            try:
                # Who waits for a pull that does not end would wait for ever; a chunk had its time meanwhile.
                patience = CHUNK_TIME if feeds.stop() else 0
            finally:
                DBOS.destroy(workflow_completion_timeout_sec=patience)

    def submit_import(self, workspace: str, import_id: str) -> None:
        """Runs an import soon; the same import twice runs once."""
        if not self._running:
            return
        try:
            with SetEnqueueOptions(deduplication_id=import_id):
                DBOS.enqueue_workflow(QUEUE, run_import, workspace, import_id)
        except dbos_error.DBOSQueueDeduplicatedError:
            return


_runners: dict[str, ImportRunner] = {}
_feeds: dict[str, FeedRunner] = {}


@DBOS.workflow()
def run_import(workspace: str, import_id: str) -> None:
    """Only ids travel: everything else is in the database."""
    _carry_import(workspace, import_id)


@DBOS.step(retries_allowed=True, max_attempts=20, interval_seconds=5, backoff_rate=1.2)
def _carry_import(workspace: str, import_id: str) -> None:
    _runners[QUEUE].run(workspace, import_id)


@DBOS.workflow()
def expire_uploads(_scheduled: datetime, _context: Any) -> None:  # noqa: ANN401 - the engine's signature
    """Every hour: uploads that waited for an answer for too long go."""
    _expire()


@DBOS.step()
def _expire() -> int:
    return _runners[QUEUE].expire()


@DBOS.workflow()
def pull_due(_scheduled: datetime, _context: Any) -> None:  # noqa: ANN401 - the engine's signature
    """Every minute: what a schedule would pull now is queued, each source once."""
    for workspace, name in _due():
        with (
            suppress(dbos_error.DBOSQueueDeduplicatedError),
            SetEnqueueOptions(deduplication_id=f"{workspace}/{name}"),
        ):
            DBOS.enqueue_workflow(FEED_QUEUE, pull_feed, workspace, name)


@DBOS.step()
def _due() -> list[list[str]]:
    return [[feed.workspace, feed.name] for feed in _feeds[FEED_QUEUE].due()]


@DBOS.workflow()
def pull_feed(workspace: str, name: str) -> None:
    """One pull. What fails is noted at the source, and its own schedule tries again."""
    _pull(workspace, name)


@DBOS.step()
def _pull(workspace: str, name: str) -> None:
    with suppress(
        Busy, NotFound
    ):  # it is pulled by hand just now, or was paused or removed since it was queued
        _feeds[FEED_QUEUE].pull_due(workspace, name)


@DBOS.workflow()
def forget_done(_scheduled: datetime, _context: Any) -> None:  # noqa: ANN401 - the engine's signature
    """Every hour: what was done more than a day ago."""
    _forget()


@DBOS.step()
def _forget() -> int:
    before = (datetime.now(UTC) - MEMORY).isoformat()
    forgotten = 0
    while done := DBOS.list_workflows(
        status=_DONE, completed_before=before, limit=_BATCH, load_input=False, load_output=False
    ):
        DBOS.delete_workflows([workflow.workflow_id for workflow in done])
        forgotten += len(done)
    return forgotten


def _config(url: str) -> DBOSConfig:
    config: DBOSConfig = {
        "name": "feedback-miner",
        "system_database_url": url,
        "executor_id": SLOT,
        "application_version": VERSION,
        "serializer": DBOSPortableJSONSerializer(),
        "log_level": "WARNING",
        "enable_otlp": False,
    }
    if url.startswith("sqlite"):
        config["db_engine_kwargs"] = {"connect_args": {"timeout": 30}}
    return config

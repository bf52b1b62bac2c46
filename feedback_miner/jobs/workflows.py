"""What the engine runs: thin workflows around the use cases. Only ids travel; everything else is in the database.

The use cases are safe to be run twice, and to be killed at any moment: an import's chunk is one transaction with its
guard row, an undo a row of transactions, a pull one for each page. So a workflow that a dead worker leaves behind is
simply run again by another.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from dbos import DBOS, SetEnqueueOptions, SetWorkflowID
from dbos import error as dbos_error

from feedback_miner.domain import Feed
from feedback_miner.errors import Busy, NotFound

IMPORTS, CHUNKS, UNDOS, FEEDS = "imports", "chunks", "undos", "feeds"
#: How long the engine remembers what is done; each minute of the schedule is a row.
MEMORY = timedelta(days=1)
#: Chunks of one import that come in a row where others wait, too.
_TURN = 8
#: Most rows that are forgotten in one transaction.
_BATCH = 500
#: Versions of former releases (see `worker.VERSION`).
_FORMER = ["1", "2"]
_ENDED = ["SUCCESS", "ERROR", "CANCELLED"]
#: What failed for good, and would stand in the way of the same work submitted anew.
_FAILED = ["ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]


class ImportRunner(Protocol):
    """What the jobs carry out of imports: `mining.runs`."""

    def begin(self, workspace: str, import_id: str) -> Sequence[int]:
        """The first pass; the numbers of the chunks to be carried."""

    def carry(self, workspace: str, import_id: str, number: int) -> None:
        """Reads, scores and stores a chunk."""

    def undo_rest(self, workspace: str, import_id: str) -> None:
        """Takes out what is left of an import."""

    def note_retry(self, workspace: str, import_id: str, trouble: str) -> None:
        """Says at the import that a part of it is tried again, and why."""

    def recover(self) -> int:
        """Submits again what is left open."""

    def expire(self) -> int:
        """Removes uploads that have waited too long."""


class FeedRunner(Protocol):
    """What the schedules carry out: `mining.feeds`."""

    def due(self) -> Sequence[Feed]:
        """What a schedule would pull now."""

    def pull_due(self, workspace: str, name: str) -> object:
        """Pulls what is new. Raises Busy where that is under way or no longer due, and NotFound."""

    def stop(self) -> bool:
        """Ends pulls after their page, within seconds; False where one did not end, and may store nothing more."""


class _Runners:
    """Of this process: workflows are functions of a module, so what they call has to be found by name."""

    imports: ImportRunner
    feeds: FeedRunner


def install(imports: ImportRunner, feeds: FeedRunner) -> None:
    """From now on the workflows of this process call these."""
    _Runners.imports, _Runners.feeds = imports, feeds


def submit_import(workspace: str, import_id: str, attempt: int) -> None:
    """The same import of the same attempt runs once."""
    with SetWorkflowID(f"import/{workspace}/{import_id}/{attempt}"):
        DBOS.enqueue_workflow(IMPORTS, run_import, workspace, import_id, attempt)


def submit_undo(workspace: str, import_id: str) -> None:
    """The same undo runs once."""
    with SetWorkflowID(f"undo/{workspace}/{import_id}"):
        DBOS.enqueue_workflow(UNDOS, run_undo, workspace, import_id)


@DBOS.workflow()
def run_import(workspace: str, import_id: str, attempt: int) -> None:
    """The first pass and the first chunk; the others are queued before it. A small import is done with that."""
    numbers = _begin(workspace, import_id)
    for number in numbers[1:]:
        # Later chunks wait for the early ones of others: a small import is not stuck behind a large one. By some at
        # a time: a worker that goes from file to file has to keep them all open.
        with (
            SetWorkflowID(f"chunk/{workspace}/{import_id}/{attempt}/{number}"),
            SetEnqueueOptions(priority=1 + number // _TURN),
        ):
            DBOS.enqueue_workflow(CHUNKS, run_chunk, workspace, import_id, number)
    for number in numbers[:1]:
        _carry(workspace, import_id, number)


@DBOS.workflow()
def run_chunk(workspace: str, import_id: str, number: int) -> None:
    """One chunk of an import."""
    _carry(workspace, import_id, number)


@DBOS.workflow()
def run_undo(workspace: str, import_id: str) -> None:
    """What is left of an import that is being undone."""
    _undo(workspace, import_id)


@DBOS.step(retries_allowed=True, max_attempts=100, interval_seconds=2, backoff_rate=1.2)
def _begin(workspace: str, import_id: str) -> list[int]:
    return list(_Runners.imports.begin(workspace, import_id))


@DBOS.step(retries_allowed=True, max_attempts=100, interval_seconds=2, backoff_rate=1.2)
def _carry(workspace: str, import_id: str, number: int) -> None:
    try:
        _Runners.imports.carry(workspace, import_id, number)
    except Busy as error:
        _Runners.imports.note_retry(workspace, import_id, error.message)
        raise


@DBOS.step(retries_allowed=True, max_attempts=100, interval_seconds=2, backoff_rate=1.2)
def _undo(workspace: str, import_id: str) -> None:
    _Runners.imports.undo_rest(workspace, import_id)


# ── schedules ───────────────────────────────────────────────────────────────────────────────────────────────────────


@DBOS.workflow()
def expire_uploads(_scheduled: datetime, _context: Any) -> None:  # noqa: ANN401 - the engine's signature
    """Every hour: uploads that waited for an answer for too long go."""
    _expire()


@DBOS.step()
def _expire() -> int:
    return _Runners.imports.expire()


@DBOS.workflow()
def pull_due(_scheduled: datetime, _context: Any) -> None:  # noqa: ANN401 - the engine's signature
    """Every minute: what a schedule would pull now is queued, each source once."""
    for workspace, name in _due():
        with (
            suppress(dbos_error.DBOSQueueDeduplicatedError),
            SetEnqueueOptions(deduplication_id=f"{workspace}/{name}"),
        ):
            DBOS.enqueue_workflow(FEEDS, pull_feed, workspace, name)


@DBOS.step()
def _due() -> list[list[str]]:
    return [[feed.workspace, feed.name] for feed in _Runners.feeds.due()]


@DBOS.workflow()
def pull_feed(workspace: str, name: str) -> None:
    """One pull. What fails is noted at the source, and its own schedule tries again."""
    _pull(workspace, name)


@DBOS.step()
def _pull(workspace: str, name: str) -> None:
    with suppress(
        Busy, NotFound
    ):  # it is pulled by hand just now, or was paused or removed since it was queued
        _Runners.feeds.pull_due(workspace, name)


@DBOS.workflow()
def forget_done(_scheduled: datetime, _context: Any) -> None:  # noqa: ANN401 - the engine's signature
    """Every hour: what was done more than a day ago."""
    _forget()


@DBOS.step()
def _forget() -> int:
    forget_failed()
    before = (datetime.now(UTC) - MEMORY).isoformat()
    forgotten = 0
    while done := DBOS.list_workflows(
        status=_ENDED, completed_before=before, limit=_BATCH, load_input=False, load_output=False
    ):
        DBOS.delete_workflows([workflow.workflow_id for workflow in done])
        forgotten += len(done)
    return forgotten


def forget_failed() -> int:
    """Forgets work that failed for good, or that is of kinds of another release, which nobody would ever take up.

    What is still open is then submitted anew. Returns how many.
    """
    old = DBOS.list_workflows(
        status=["ENQUEUED", "PENDING"], app_version=_FORMER, load_input=False, load_output=False
    )
    DBOS.delete_workflows([workflow.workflow_id for workflow in old])
    forgotten = len(old)
    while failed := DBOS.list_workflows(status=_FAILED, limit=_BATCH, load_input=False, load_output=False):
        ids = [workflow.workflow_id for workflow in failed]
        # With a chunk the import that queued it: else it would be taken for done, and queue the chunk no more.
        DBOS.delete_workflows([*ids, *{_import_of(one) for one in ids if one.startswith("chunk/")}])
        forgotten += len(failed)
    return forgotten


def _import_of(chunk: str) -> str:
    """The workflow that queued a chunk's."""
    return "import/" + chunk.removeprefix("chunk/").rpartition("/")[0]


def at_work() -> set[str]:
    """The slots that are at some work, or were when they died."""
    pending = DBOS.list_workflows(status="PENDING", load_input=False, load_output=False)
    return {workflow.executor_id for workflow in pending if workflow.executor_id}


def take_over(slot: str) -> int:
    """Queues again what a worker that is gone was at; returns how many."""
    left = DBOS.list_workflows(status="PENDING", executor_id=slot, load_input=False, load_output=False)
    for workflow in left:
        DBOS.resume_workflow(workflow.workflow_id, queue_name=workflow.queue_name)
    return len(left)

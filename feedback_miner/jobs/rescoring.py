"""Re-scorings as workflows: a parent that stays until the end, and a child for each chunk."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from contextlib import suppress
from typing import Protocol

from dbos import DBOS, SetEnqueueOptions, SetWorkflowID
from dbos import error as dbos_error

from feedback_miner.domain import Rescore
from feedback_miner.errors import Busy, Conflict

RESCORES, RESCORE_CHUNKS = "rescores", "rescore-chunks"
#: Seconds between two looks of the parent, whether it has ended.
_LOOK = 5

_log = logging.getLogger(__name__)


class RescoreRunner(Protocol):
    """What the jobs carry out of re-scorings: `mining.rescoring`."""

    @property
    def model(self) -> str:
        """NAME/VERSION of the model that this process scores with."""

    def unfinished(self) -> Sequence[Rescore]:
        """Of all workspaces: those that wait or run."""

    def get(self, workspace: str, rescore_id: str) -> Rescore:
        """Raises NotFound."""

    def chunks_left(self, workspace: str, rescore_id: str) -> list[int]:
        """Numbers of the chunks that are still to be carried, rising."""

    def carry_chunk(self, workspace: str, rescore_id: str, number: int) -> Rescore:
        """Scores and stores one chunk."""

    def finish(self, workspace: str, rescore_id: str) -> Rescore:
        """Makes the new labels count."""

    def note_retry(self, workspace: str, rescore_id: str, trouble: str) -> None:
        """Says that a part of it is tried again, and why."""

    def fail(self, workspace: str, rescore_id: str, error: str) -> Rescore:
        """Says why it stopped."""


class _Runner:
    """Of this process: workflows are functions of a module, so what they call has to be found by name."""

    rescoring: RescoreRunner


def install(rescoring: RescoreRunner) -> None:
    """From now on the workflows of this process call this."""
    _Runner.rescoring = rescoring


def submit_open() -> None:
    """Queues what waits or runs, each once: as long as its parent is there, there is no second one."""
    for rescore in _Runner.rescoring.unfinished():
        own = f"rescore/{rescore.workspace}/{rescore.id}"
        if not _is_at_work(f"{own}/"):
            with (
                suppress(dbos_error.DBOSQueueDeduplicatedError),
                SetWorkflowID(f"{own}/{secrets.token_hex(4)}"),
                SetEnqueueOptions(deduplication_id=own),
            ):
                DBOS.enqueue_workflow(RESCORES, run_rescore, rescore.workspace, rescore.id)


@DBOS.workflow()
def run_rescore(workspace: str, rescore_id: str) -> None:
    """Queues the chunks, and stays as long as one of them is queued or carried; the last one finishes it.

    What is still open when it leaves, for a chunk failed and somebody began it again, is found at the next look.
    """
    left = _rescore_left(workspace, rescore_id)
    if not left:
        _finish_rescore(workspace, rescore_id)
    for number in left:
        with SetWorkflowID(f"{DBOS.workflow_id}/{number}"):
            DBOS.enqueue_workflow(RESCORE_CHUNKS, run_rescore_chunk, workspace, rescore_id, number)
    while _is_rescore_under_way(workspace, rescore_id, f"{DBOS.workflow_id}/"):
        DBOS.sleep(_LOOK)


@DBOS.workflow()
def run_rescore_chunk(workspace: str, rescore_id: str, number: int) -> None:
    """One chunk; with the last one the new labels count."""
    if _carry_rescored(workspace, rescore_id, number):
        _finish_rescore(workspace, rescore_id)


@DBOS.step(retries_allowed=True, max_attempts=100, interval_seconds=2, backoff_rate=1.2)
def _rescore_left(workspace: str, rescore_id: str) -> list[int]:
    return _Runner.rescoring.chunks_left(workspace, rescore_id)


@DBOS.step(retries_allowed=True, max_attempts=100, interval_seconds=2, backoff_rate=1.2)
def _is_rescore_under_way(workspace: str, rescore_id: str, children: str) -> bool:
    if not _is_open(_Runner.rescoring.get(workspace, rescore_id)):
        return False
    return _is_at_work(children)


@DBOS.step(retries_allowed=True, max_attempts=100, interval_seconds=2, backoff_rate=1.2)
def _carry_rescored(workspace: str, rescore_id: str, number: int) -> bool:
    """Whether that was the last chunk."""
    rescoring = _Runner.rescoring
    now = rescoring.get(workspace, rescore_id)
    if not _is_open(now):
        return False
    if now.model != rescoring.model:
        ours = f"A worker scores with {rescoring.model}, and this is a re-scoring by {now.model}."
        _fail(workspace, rescore_id, f"{ours} Set one model for all workers, and begin again.")
        return False
    try:
        done = rescoring.carry_chunk(workspace, rescore_id, number)
    except Busy as error:
        rescoring.note_retry(workspace, rescore_id, error.message)
        raise
    except Exception as error:
        # Without its message: that may quote customers.
        _log.error("re-scoring %s stopped: %s", rescore_id, type(error).__name__)
        _fail(workspace, rescore_id, f"A chunk could not be scored ({type(error).__name__}).")
        return False
    return _is_open(done) and done.carried


@DBOS.step(retries_allowed=True, max_attempts=100, interval_seconds=2, backoff_rate=1.2)
def _finish_rescore(workspace: str, rescore_id: str) -> None:
    try:
        with suppress(Conflict):  # it was cancelled, or chunks are carried elsewhere
            _Runner.rescoring.finish(workspace, rescore_id)
    except Busy as error:
        _Runner.rescoring.note_retry(workspace, rescore_id, error.message)
        raise
    except Exception as error:
        _log.error("the end of re-scoring %s failed: %s", rescore_id, type(error).__name__)
        _fail(workspace, rescore_id, f"Its end could not be written ({type(error).__name__}).")


def _is_at_work(prefix: str) -> bool:
    """Whether a workflow whose id begins so is queued or carried."""
    left = DBOS.list_workflows(
        status=["ENQUEUED", "PENDING"], workflow_id_prefix=prefix, limit=1, load_input=False
    )
    return bool(left)


def _fail(workspace: str, rescore_id: str, error: str) -> None:
    with suppress(Conflict):  # it was ended from elsewhere
        _Runner.rescoring.fail(workspace, rescore_id, error)


def _is_open(rescore: Rescore) -> bool:
    """One that failed waits for somebody who begins it again."""
    return rescore.state in ("queued", "running")

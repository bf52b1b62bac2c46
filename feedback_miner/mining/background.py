"""What is under way, how far it is, and who does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from feedback_miner.domain import GONE_AFTER, Job, JobKind, WorkerSlot
from feedback_miner.domain import ImportState as State
from feedback_miner.mining.progress import with_progress
from feedback_miner.mining.rescoring import Rescoring
from feedback_miner.ports import Store

#: Most imports that are shown at a time, the oldest.
SHOWN = 100


class Background:
    """Background work, to be looked at. Built in `bootstrap`."""

    def __init__(self, store: Store, rescoring: Rescoring, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._rescoring = rescoring
        self._clock = clock

    def jobs(self, workspace: str) -> list[Job]:
        """What waits or runs in a workspace, the oldest first."""
        jobs = [*self._imports(workspace), *self._rescorings(workspace), *self._pulls(workspace)]
        return sorted(jobs, key=lambda job: job.since)

    def workers(self) -> list[WorkerSlot]:
        """Those that were seen of late, by slot."""
        since = self._clock() - GONE_AFTER
        return [worker for worker in self._store.workers() if worker.seen_at > since]

    def _imports(self, workspace: str) -> Iterator[Job]:
        now = self._clock()
        mine = [job for job in self._store.unfinished_imports() if job.workspace == workspace]
        for unfinished in mine[:SHOWN]:
            job = with_progress(self._store, self._store.get_import(workspace, unfinished.id), now)
            kind = JobKind.UNDO if job.state is State.UNDOING else JobKind.IMPORT
            yield Job(kind, job.id, job.file, job.state.value, job.created_at, job.progress)

    def _rescorings(self, workspace: str) -> Iterator[Job]:
        for rescore in self._rescoring.unfinished():
            if rescore.workspace == workspace:
                progress = self._rescoring.progress(rescore)
                yield Job(
                    JobKind.RESCORE,
                    rescore.id,
                    rescore.model,
                    rescore.state.value,
                    rescore.created_at,
                    progress,
                )

    def _pulls(self, workspace: str) -> Iterator[Job]:
        now = self._clock()
        for feed in self._store.feeds(workspace):
            if feed.held_until is not None and feed.held_until > now:
                since = feed.pulled_at or feed.created_at
                yield Job(JobKind.PULL, feed.name, feed.name, "running", since, None)

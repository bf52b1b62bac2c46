"""How far background work is, and how fast."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from feedback_miner.domain import Import, ImportState, Progress
from feedback_miner.ports import Store

#: A rate is one of the last minute: what was before may have been another machine's work.
SPAN = timedelta(minutes=1)


def with_progress(store: Store, job: Import, now: datetime) -> Import:
    """An import with how far its reading, or its undoing, is."""
    if job.state is ImportState.UNDOING:
        return replace(job, progress=_undoing(store, job))
    if job.progress is None or job.started_at is None:
        return job
    since = max(now - SPAN, job.started_at)
    rows, seconds = store.rows_since(job.workspace, job.id, since), (now - since).total_seconds()
    rate = rows / seconds if rows and seconds > 0 else None
    return replace(job, progress=replace(job.progress, rate=rate))


def _undoing(store: Store, job: Import) -> Progress:
    left = store.rows_to_undo(job.workspace, job.id)
    total = max(left, job.report.added + job.report.updated + job.report.unchanged)
    return Progress(total - left, total)

"""Background work: what is under way, how far it is, and who does it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import ConfigDict, Field, TypeAdapter

from api.schemas.common import Out
from feedback_miner.domain import Job, JobKind, Progress, WorkerSlot

JOBS_EXAMPLE: dict[str, Any] = {
    "jobs": [
        {
            "kind": "import",
            "id": "imp_5f1d0c2a9b7e4d63",
            "name": "tickets-may.csv",
            "state": "running",
            "since": "2026-06-01T09:30:00Z",
            "progress": {
                "done": 20480,
                "total": 120000,
                "rate": 212.4,
                "seconds_left": 468.5,
                "retries": 0,
                "trouble": None,
            },
        }
    ],
    "workers": [
        {
            "slot": "serve",
            "host": "cx-1",
            "seen_at": "2026-06-01T09:31:30Z",
            "started_at": "2026-06-01T07:02:11Z",
        }
    ],
}


class ProgressOut(Out):
    """How far a piece of work is."""

    done: int
    total: int | None = Field(description="null: not known yet.")
    rate: float | None = Field(description="A second, over the last minute.")
    seconds_left: float | None = Field(description="At that rate.")
    retries: int = Field(description="How often a part of it had to be tried again.")
    trouble: str | None = Field(description="Why that was so the last time.")

    @classmethod
    def from_domain(cls, progress: Progress | None) -> ProgressOut | None:
        """Mirrors the domain's."""
        if progress is None:
            return None
        return cls(
            done=progress.done,
            total=progress.total,
            rate=progress.rate,
            seconds_left=progress.seconds_left,
            retries=progress.retries,
            trouble=progress.trouble,
        )


class JobOut(Out):
    """A piece of background work that is under way or waits."""

    kind: JobKind
    id: str = Field(description="Of the import, the re-scoring or the source.")
    name: str
    state: str
    since: datetime
    progress: ProgressOut | None

    @classmethod
    def from_domain(cls, job: Job) -> JobOut:
        """Mirrors the domain's."""
        return cls(
            kind=job.kind,
            id=job.id,
            name=job.name,
            state=job.state,
            since=job.since,
            progress=ProgressOut.from_domain(job.progress),
        )


class WorkerOut(Out):
    """A worker that was seen in the last minute."""

    slot: str
    host: str
    started_at: datetime
    seen_at: datetime

    @classmethod
    def from_domain(cls, worker: WorkerSlot) -> WorkerOut:
        """Mirrors the domain's."""
        return cls(slot=worker.slot, host=worker.host, started_at=worker.started_at, seen_at=worker.seen_at)


class JobsOut(Out):
    """What is under way in this workspace, and who works."""

    model_config = ConfigDict(json_schema_extra={"examples": [JOBS_EXAMPLE]})

    jobs: list[JobOut]
    workers: list[WorkerOut]

    @classmethod
    def from_domain(cls, jobs: Sequence[Job], workers: Sequence[WorkerSlot]) -> JobsOut:
        """Mirrors the domain's."""
        return cls(
            jobs=[JobOut.from_domain(job) for job in jobs],
            workers=[WorkerOut.from_domain(worker) for worker in workers],
        )


_JOBS = TypeAdapter(list[JobOut])


def jobs_json(jobs: Sequence[Job]) -> str:
    """The list of jobs as JSON, for the stream of changes."""
    return _JOBS.dump_json([JobOut.from_domain(job) for job in jobs]).decode()

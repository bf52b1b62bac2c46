"""Background work: how far it is, and who does it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a piece of work is, in rows, messages or whatever it goes through."""

    done: int
    #: None: not known yet
    total: int | None
    #: a second, over the last minute; None where nothing was done in it
    rate: float | None = None
    #: how often a part of it had to be tried again
    retries: int = 0
    #: why that was so the last time, in words
    trouble: str | None = None

    @property
    def seconds_left(self) -> float | None:
        """At the rate of the last minute; None where that cannot be told."""
        if self.total is None or not self.rate:
            return None
        return max(0, self.total - self.done) / self.rate


class JobKind(StrEnum):
    """What is done in the background."""

    IMPORT = "import"
    UNDO = "undo"
    RESCORE = "rescore"
    PULL = "pull"


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of background work that is under way or waits."""

    kind: JobKind
    #: of the import, the re-scoring or the source
    id: str
    #: its file, model or source, for people
    name: str
    state: str
    since: datetime
    #: None: nobody can tell
    progress: Progress | None


#: A worker that was not seen for so long is gone.
GONE_AFTER = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class WorkerSlot:
    """A worker, by the name that it keeps over restarts."""

    slot: str
    host: str
    pid: int
    #: of the program
    version: str
    started_at: datetime
    seen_at: datetime

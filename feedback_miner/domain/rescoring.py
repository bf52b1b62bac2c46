"""Bringing all history to another model: what was scored before is scored anew beside it, and then takes its place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from feedback_miner.domain.labels import ScorableMessage, Scores


class RescoreState(StrEnum):
    """The life of a re-scoring: queued → running → done, or failed (and run again), or cancelled."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    #: it stopped, and goes on from there when it is begun again
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Rescore:
    """One re-scoring of a workspace, on its way or done. Until it is done the map shows what was there before."""

    id: str
    workspace: str
    #: NAME/VERSION of the model that scores
    model: str
    state: RescoreState
    #: it goes by chunks, which are numbered from 0
    chunks: int
    chunks_done: int
    #: items that were there when it began, whether they are scored or not
    items_total: int
    items_done: int
    created_at: datetime
    finished_at: datetime | None = None
    #: why it failed or was ended, in words
    error: str | None = None
    #: how often a part of it had to be tried again, and why that was so the last time, in words
    retries: int = 0
    trouble: str | None = None

    @property
    def open(self) -> bool:
        """Whether it can still go on."""
        return self.state in (RescoreState.QUEUED, RescoreState.RUNNING, RescoreState.FAILED)

    @property
    def carried(self) -> bool:
        """Whether every chunk is written, so that it may be finished."""
        return self.chunks_done == self.chunks


@dataclass(frozen=True, slots=True)
class ScorableVersion:
    """A stored version of an item that another model scored."""

    version_id: int
    message: ScorableMessage


@dataclass(frozen=True, slots=True)
class RescoredVersion:
    """A stored version of an item, and what the model says of its statements, in their order."""

    version_id: int
    scores: tuple[Scores, ...]
    #: what each is about, as `themes.pack` keeps it
    vectors: tuple[bytes | None, ...]


@dataclass(frozen=True, slots=True)
class ScorablePortion:
    """What is to be scored of one chunk; it may be nothing."""

    number: int
    versions: tuple[ScorableVersion, ...]


@dataclass(frozen=True, slots=True)
class RescoredPortion:
    """A chunk, scored."""

    number: int
    versions: tuple[RescoredVersion, ...]

"""What re-scoring needs: its part of the store, and who scores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Protocol

from feedback_miner.domain import (
    Rescore,
    RescoredPortion,
    RescoredVersion,
    ScorablePortion,
    ScorableVersion,
)


class RescoreStore(Protocol):
    """Re-scorings: new scores and cells beside those that count. Every method is one transaction."""

    def begin_rescore(
        self, workspace: str, rescore_id: str, *, model: str, chunk_items: int, at: datetime
    ) -> Rescore | None:
        """The open re-scoring by this model, else a new one; None where all is of this model already.

        One that failed goes on. One that is open by another model is cancelled.
        """

    def rescore(self, workspace: str, rescore_id: str) -> Rescore:
        """Raises NotFound."""

    def rescores(self, workspace: str, *, limit: int) -> list[Rescore]:
        """Newest first."""

    def unfinished_rescores(self) -> list[Rescore]:
        """Of all workspaces: those queued or running, oldest first."""

    def rescore_chunks_left(self, workspace: str, rescore_id: str) -> list[int]:
        """Numbers of the chunks that are not written yet, rising."""

    def rescore_portion(self, workspace: str, rescore_id: str, number: int) -> ScorablePortion | None:
        """What is to be scored of a chunk; None where it is written. Raises Conflict where it is not open."""

    def write_rescore_chunk(
        self, workspace: str, rescore_id: str, portion: RescoredPortion, *, at: datetime
    ) -> Rescore:
        """Scores, cells, guard row and progress in one transaction; a chunk that comes twice changes nothing.

        Raises Conflict where the re-scoring is not open.
        """

    def items_rescored_since(self, workspace: str, rescore_id: str, since: datetime) -> int:
        """Items of the chunks that were written since then."""

    def note_rescore_retry(self, workspace: str, rescore_id: str, trouble: str) -> None:
        """A part of it is tried again, for this reason."""

    def late_versions(self, workspace: str, rescore_id: str) -> list[ScorableVersion]:
        """Some of what another model scored since it began; empty where there is nothing."""

    def write_late_versions(
        self, workspace: str, rescore_id: str, versions: Sequence[RescoredVersion]
    ) -> None:
        """Scores and cells of those in one transaction. Raises Conflict where it is not open."""

    def switch_rescore(self, workspace: str, rescore_id: str, *, at: datetime) -> bool:
        """Makes the new scores those that count; False where there are late versions. Twice is once.

        Raises Conflict where chunks are missing, or it was cancelled.
        """

    def fail_rescore(self, workspace: str, rescore_id: str, *, error: str) -> Rescore:
        """open → failed: what is written stays, and `begin_rescore` goes on from there."""

    def cancel_rescore(self, workspace: str, rescore_id: str, *, at: datetime) -> Rescore:
        """open → cancelled. Raises Conflict where it is done."""

    def sweep_rescores(self) -> bool:
        """Deletes a batch of what re-scorings left behind, of all workspaces; False where nothing is left."""


class RescoreEngine(Protocol):
    """Who scores chunks."""

    def scored(self, portions: Iterable[ScorablePortion]) -> Iterator[RescoredPortion]:
        """Each portion with its scores, in any order."""

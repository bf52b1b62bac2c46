"""What background work needs: its part of the store, and the queue."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from feedback_miner.domain import WorkerSlot


class WorkerStore(Protocol):
    """Heart-beats of workers. They belong to no workspace."""

    def beat(self, worker: WorkerSlot) -> None:
        """Notes that this worker lives."""

    def workers(self) -> list[WorkerSlot]:
        """All that were seen and not forgotten, by slot."""

    def forget_worker(self, slot: str, *, seen_before: datetime) -> bool:
        """Removes one that was not seen since then; False where it was."""


class Jobs(Protocol):
    """Background work that survives: what is submitted is done soon, and the same twice is done once."""

    def submit_import(self, workspace: str, import_id: str, *, attempt: int) -> None:
        """Runs an import. `attempt`: another number where a person takes a cancelled one up again."""

    def import_ended(self) -> None:
        """Others may have waited for it."""

    def submit_undo(self, workspace: str, import_id: str) -> None:
        """Takes out what is left of an import that is being undone."""

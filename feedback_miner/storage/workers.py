"""Who works, and when it was last seen."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import datetime

from sqlalchemy import delete, select

from feedback_miner.domain import WorkerSlot
from feedback_miner.storage.base import Room
from feedback_miner.storage.engine import upsert
from feedback_miner.storage.job_tables import WorkerSlotTable
from feedback_miner.storage.tables import METADATA

SLOT = METADATA.tables[str(WorkerSlotTable.__tablename__)]
_COLUMNS = tuple(f.name for f in fields(WorkerSlot))


class WorkerRoom(Room):
    """Heart-beats of workers. They belong to no workspace."""

    def beat(self, worker: WorkerSlot) -> None:
        """Notes that this worker lives."""
        row = asdict(worker)
        with self._db.write() as connection:
            statement = upsert(connection, SLOT).values(row)
            connection.execute(statement.on_conflict_do_update(index_elements=[SLOT.c.slot], set_=row))

    def workers(self) -> list[WorkerSlot]:
        """All that were seen and not forgotten, by slot."""
        with self._db.ask() as connection:
            rows = connection.execute(select(SLOT).order_by(SLOT.c.slot)).all()
        return [WorkerSlot(**{name: getattr(row, name) for name in _COLUMNS}) for row in rows]

    def forget_worker(self, slot: str, *, seen_before: datetime) -> bool:
        """Removes one that was not seen since then; False where it was."""
        silent = (SLOT.c.slot == slot, SLOT.c.seen_at < seen_before)
        with self._db.write() as connection:
            return connection.execute(delete(SLOT).where(*silent)).rowcount == 1

"""The table of workers; the job engine's own tables are not ours."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from feedback_miner.storage.tables import Base, Instant


class WorkerSlotTable(Base, table=True):
    """Who works by which name, and when it was last seen."""

    __tablename__ = "worker_slot"
    slot: str = Field(primary_key=True)
    host: str
    pid: int
    version: str
    started_at: datetime = Field(sa_type=Instant)
    seen_at: datetime = Field(sa_type=Instant)

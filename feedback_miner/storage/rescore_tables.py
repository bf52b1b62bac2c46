"""The tables of re-scorings: what another model says stands beside what counts, until all of it is there."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from feedback_miner.storage.tables import Base, Instant, RowId


class RescoreTable(Base, table=True):
    """One re-scoring of a workspace. At most one of a workspace is open."""

    __tablename__ = "rescore"
    __table_args__ = (Index("rescore_newest", "workspace", "created_at", "id"),)
    workspace: str = Field(primary_key=True, foreign_key="workspace.id")
    id: str = Field(primary_key=True)
    model: str
    state: str
    #: the labelling whose cells it builds, and the one that counted when it began
    labelling: int
    replaces: int
    #: of those that were there when it began: chunk n is of the items from first_item + n × chunk_items on
    first_item: int = Field(sa_type=RowId)
    last_item: int = Field(sa_type=RowId)
    last_version: int = Field(sa_type=RowId)
    chunk_items: int
    chunks_done: int = 0
    items_total: int
    items_done: int = 0
    created_at: datetime = Field(sa_type=Instant)
    finished_at: datetime | None = Field(default=None, sa_type=Instant)
    error: str | None = None
    retries: int = 0
    #: why a part of it was tried again the last time
    trouble: str | None = None
    #: whether what it left behind is deleted
    swept: bool = False


class RescoreChunkTable(Base, table=True):
    """Guard: a chunk that has its row here is written, and its items are in the new labelling's cells."""

    __tablename__ = "rescore_chunk"
    __table_args__ = ({"sqlite_with_rowid": False},)
    workspace: str = Field(primary_key=True)
    rescore_id: str = Field(primary_key=True)
    chunk: int = Field(primary_key=True)
    items: int
    written_at: datetime = Field(sa_type=Instant)


class RescoredStatementTable(Base, table=True):
    """What the new model says of a stored statement: the n-th of its version."""

    __tablename__ = "rescored_statement"
    workspace: str = Field(primary_key=True)
    labelling: int = Field(primary_key=True)
    version_id: int = Field(primary_key=True, sa_type=RowId)
    n: int = Field(primary_key=True)
    model_stage: str
    model_touchpoint: str
    #: fixed point
    model_sentiment: int
    model_emotions: str
    stage_confidence: float
    touchpoint_confidence: float
    #: as in `statement`
    scores: str
    #: as in `statement_vector`; None where the statement says nothing
    vector: bytes | None = None

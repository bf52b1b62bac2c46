"""The table of what a team writes down itself."""

from __future__ import annotations

from sqlmodel import Field

from feedback_miner.storage.tables import Base


class TeamRecordTable(Base, table=True):
    """A record of some kind: an action, a persona, a rule."""

    __tablename__ = "team_record"
    workspace: str = Field(primary_key=True, foreign_key="workspace.id")
    kind: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    #: the record as JSON
    body: str

"""The tables of themes: what statements are about, and the groups that they form."""

from __future__ import annotations

from sqlalchemy import Index
from sqlmodel import Field

from feedback_miner.storage.tables import Base, RowId


class StatementVectorTable(Base, table=True):
    """What a statement is about, by the model that its version was scored with. One that says nothing has none."""

    __tablename__ = "statement_vector"
    statement_id: int = Field(primary_key=True, sa_type=RowId, foreign_key="statement.id")
    workspace: str
    #: `domain.themes.pack`: a byte a dimension
    vector: bytes


class ThemeTable(Base, table=True):
    """A group of statements. How many it has, and since when, its statements say (`statement.theme_id`)."""

    __tablename__ = "theme"
    __table_args__ = (
        Index("theme_workspace", "workspace", "id"),
        {"sqlite_autoincrement": True},
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=RowId)
    workspace: str = Field(foreign_key="workspace.id")
    tone: str
    stage: str
    touchpoint: str
    name: str
    #: little-endian float32
    centre: bytes
    #: NAME/VERSION
    model: str
    #: day of its first statement when it was born
    born_on: int
    #: the theme that it went into
    merged_into: int | None = Field(default=None, sa_type=RowId)

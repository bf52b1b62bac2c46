"""The tables of feeds; like all others, they never leave this room."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from feedback_miner.storage.tables import Base, Instant, RowId


class FeedTable(Base, table=True):
    """A place that messages are pulled from, and how far that has come."""

    __tablename__ = "feed"
    workspace: str = Field(primary_key=True, foreign_key="workspace.id")
    name: str = Field(primary_key=True)
    kind: str
    #: option → text, as JSON; secrets by their name alone
    options: str
    schedule: str
    time_zone: str
    created_at: datetime = Field(sa_type=Instant)
    since: datetime | None = Field(default=None, sa_type=Instant)
    paused: bool = False
    cursor: str | None = None
    pulled_at: datetime | None = Field(default=None, sa_type=Instant)
    due_at: datetime | None = Field(default=None, sa_type=Instant)
    failures: int = 0
    error: str | None = None
    #: who pulls just now, and until when nobody else may
    holder: str | None = None
    held_until: datetime | None = Field(default=None, sa_type=Instant)


class DeliveryTable(Base, table=True):
    """What was sent to a feed, by its digest, until it would be refused as too old: the same is not taken twice."""

    __tablename__ = "delivery"
    workspace: str = Field(primary_key=True, foreign_key="workspace.id")
    feed: str = Field(primary_key=True)
    digest: str = Field(primary_key=True)
    expires_at: datetime = Field(sa_type=Instant)


class FeedRestTable(Base, table=True):
    """Until when a place asked to be left alone."""

    __tablename__ = "feed_rest"
    workspace: str = Field(primary_key=True, foreign_key="workspace.id")
    feed: str = Field(primary_key=True)
    until: datetime = Field(sa_type=Instant)


class FeedFileTable(Base, table=True):
    """A file of a watched folder that was taken in, or could not be read."""

    __tablename__ = "feed_file"
    workspace: str = Field(primary_key=True, foreign_key="workspace.id")
    feed: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    #: what it was when it was taken in
    mark: str
    import_id: str | None = None


class FeedDayTable(Base, table=True):
    """What a feed left out and deleted on a day (UTC). It stays when the feed is removed: its imports show it."""

    __tablename__ = "feed_day"
    workspace: str = Field(primary_key=True, foreign_key="workspace.id")
    feed: str = Field(primary_key=True)
    day: int = Field(primary_key=True)
    #: why → how many, as JSON
    left_out: str
    deleted: int


class CompactionTable(Base, table=True):
    """When the file is rewritten without what places deleted; no row where nothing is owed."""

    __tablename__ = "compaction"
    id: int = Field(primary_key=True)
    due_at: datetime = Field(sa_type=Instant)


class EventTable(Base, table=True):
    """Something that somebody should be told of."""

    __tablename__ = "event"
    __table_args__ = (Index("event_newest", "workspace", "id"), {"sqlite_autoincrement": True})
    id: int | None = Field(default=None, primary_key=True, sa_type=RowId)
    workspace: str = Field(foreign_key="workspace.id")
    at: datetime = Field(sa_type=Instant)
    kind: str
    subject: str
    message: str

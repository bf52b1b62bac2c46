"""The tables of feeds; like all others, they never leave this room."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from feedback_miner.storage.tables import Base, Instant


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

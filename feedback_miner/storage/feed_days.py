"""What feeds do on a day beside bringing messages in: what they leave out, and what they delete."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from feedback_miner.domain import Feed, FeedDay, Import
from feedback_miner.storage.engine import upsert
from feedback_miner.storage.feed_tables import FeedDayTable
from feedback_miner.storage.tables import METADATA

FEED_DAY = METADATA.tables[str(FeedDayTable.__tablename__)]

#: How ids of imports begin that no file was uploaded for.
PULLED = "pull_"


def count_day(
    connection: Connection, feed: Feed, at: datetime, *, left_out: Mapping[str, int], deleted: int
) -> None:
    """Adds to the day. Called where the workspace is locked: nobody else counts meanwhile."""
    if not (deleted or any(left_out.values())):
        return
    day = at.astimezone(UTC).date()
    before = feed_days(connection, feed.workspace, day, feed=feed.name).get(feed.name)
    counted = Counter(left_out) + Counter(before.left_out if before else {})
    values = {
        "left_out": json.dumps(dict(sorted(counted.items())), ensure_ascii=False),
        "deleted": deleted + (before.deleted if before else 0),
    }
    key = {"workspace": feed.workspace, "feed": feed.name, "day": day.toordinal()}
    statement = upsert(connection, FEED_DAY).values(**key, **values)
    connection.execute(
        statement.on_conflict_do_update(index_elements=list(FEED_DAY.primary_key.columns), set_=values)
    )


def feed_days(
    connection: Connection, workspace: str, day: date, *, feed: str | None = None
) -> Mapping[str, FeedDay]:
    """Of one day, by feed: those of a workspace, or one alone."""
    query = select(FEED_DAY).where(FEED_DAY.c.workspace == workspace, FEED_DAY.c.day == day.toordinal())
    if feed is not None:
        query = query.where(FEED_DAY.c.feed == feed)
    return {row.feed: _to_day(row) for row in connection.execute(query)}


def with_day(connection: Connection, found: Import) -> Import:
    """An import with what its feed did that day beside it, where a feed brought it."""
    if not found.id.startswith(PULLED) or found.connection is None:
        return found
    day = found.created_at.astimezone(UTC).date()
    days = feed_days(connection, found.workspace, day, feed=found.connection)
    return replace(found, beside=days.get(found.connection))


def _to_day(row: Row[*tuple[Any, ...]]) -> FeedDay:
    return FeedDay(date.fromordinal(row.day), json.loads(row.left_out), row.deleted)

"""Events, in the order in which they happened."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select

from feedback_miner.domain import Event, EventKind, Page
from feedback_miner.storage.base import Room, before, check_limit, from_cursor, to_page
from feedback_miner.storage.feed_tables import EventTable
from feedback_miner.storage.tables import METADATA

EVENT = METADATA.tables[str(EventTable.__tablename__)]


class EventRoom(Room):
    """What somebody should be told of."""

    def events(self, workspace: str, *, cursor: str | None, limit: int) -> Page[Event]:
        """Newest first. Raises QueryError for a cursor that is not of this list."""
        check_limit(limit)
        query = select(EVENT).where(EVENT.c.workspace == workspace)
        if cursor is not None:
            query = query.where(before((EVENT.c.id,), from_cursor(cursor, (int,))))
        query = query.order_by(EVENT.c.id.desc()).limit(limit + 1)
        with self._db.ask() as connection:
            found = [
                Event(row.id, row.workspace, row.at, EventKind(row.kind), row.subject, row.message)
                for row in connection.execute(query)
            ]
        return to_page(found, [(event.id,) for event in found], limit)

    def add_event(
        self, workspace: str, kind: EventKind, subject: str, message: str, *, at: datetime
    ) -> Event:
        """Keeps an event that no other change is about."""
        with self._db.write() as connection:
            return add_event(connection, workspace, kind, subject, message, at=at)


def add_event(
    connection: Connection, workspace: str, kind: EventKind, subject: str, message: str, *, at: datetime
) -> Event:
    """Keeps an event in the transaction of what it is about: there is neither without the other."""
    row = {"workspace": workspace, "at": at, "kind": kind.value, "subject": subject, "message": message}
    number = connection.execute(insert(EVENT).returning(EVENT.c.id), row).scalar_one()
    return Event(number, workspace, at, kind, subject, message)

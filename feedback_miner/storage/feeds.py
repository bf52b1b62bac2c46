"""Feeds: what is pulled from where, who pulls just now, and how it went."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, delete, insert, or_, select, update

from feedback_miner.domain import ALERT_AFTER, Event, EventKind, Feed, FeedDay
from feedback_miner.errors import Conflict, NotFound
from feedback_miner.storage.base import Room
from feedback_miner.storage.engine import upsert
from feedback_miner.storage.events import add_event
from feedback_miner.storage.feed_days import feed_days
from feedback_miner.storage.feed_pages import DELIVERY, FEED, FEED_FILE
from feedback_miner.storage.feed_tables import FeedRestTable
from feedback_miner.storage.ledger import Ledger
from feedback_miner.storage.tables import METADATA

FEED_REST = METADATA.tables[str(FeedRestTable.__tablename__)]

#: What of a feed is kept elsewhere: in a table of its own, or by the day.
_ELSEWHERE = ("rest_until", "held_until", "today")
#: What people may change of one that stands.
_CHANGEABLE = ("schedule", "time_zone", "since", "paused", "due_at")


class FeedRoom(Room):
    """Feeds, and who pulls them."""

    def add_feed(self, feed: Feed) -> None:
        """Raises Conflict where the name is taken, NotFound where the workspace is not there."""
        with self._db.write() as connection:
            Ledger.lock(connection, feed.workspace, self._policy)
            added = upsert(connection, FEED).values(_to_row(feed)).on_conflict_do_nothing()
            if connection.execute(added).rowcount == 0:
                raise Conflict(f"there is a source “{feed.name}” already", where="name")

    def feed(self, workspace: str, name: str) -> Feed:
        """Raises NotFound."""
        with self._db.ask() as connection:
            return _get(connection, workspace, name)

    def feeds(self, workspace: str) -> list[Feed]:
        """All of a workspace, by name."""
        with self._db.ask() as connection:
            return _found(connection, _feeds().where(FEED.c.workspace == workspace).order_by(FEED.c.name))

    def feed_days(self, workspace: str, day: date) -> Mapping[str, FeedDay]:
        """What the feeds of a workspace did on a day (UTC), by name; those that did nothing are not there."""
        with self._db.ask() as connection:
            return feed_days(connection, workspace, day)

    def due_feeds(self, now: datetime) -> list[Feed]:
        """Of all workspaces: those that run by a schedule and are due, the longest waiting first."""
        due = (FEED.c.paused.is_(False), FEED.c.due_at <= now)
        with self._db.ask() as connection:
            return _found(connection, _feeds().where(*due).order_by(FEED.c.due_at))

    def pause_feed(self, workspace: str, name: str, *, paused: bool, due_at: datetime | None) -> Feed:
        """Stops its schedule, or lets it run on with its next pull at `due_at`. Raises NotFound."""
        with self._db.write() as connection:
            _get(connection, workspace, name)
            connection.execute(update(FEED).where(_is(workspace, name)).values(paused=paused, due_at=due_at))
            return _get(connection, workspace, name)

    def change_feed(self, feed: Feed) -> None:
        """Another schedule, zone, beginning or pause. A pull that is under way goes on. Raises NotFound."""
        values = {name: getattr(feed, name) for name in _CHANGEABLE}
        with self._db.write() as connection:
            _get(connection, feed.workspace, feed.name)
            connection.execute(update(FEED).where(_is(feed.workspace, feed.name)).values(values))

    def begin_feed_anew(self, feed: Feed) -> None:
        """Other options: it is pulled from its beginning. A pull that is under way may store nothing more.

        What the old place asked for no longer counts.

        Raises NotFound.
        """
        row = _to_row(feed)
        changed = {name: row[name] for name in (*_CHANGEABLE, "options")}
        values = {**changed, "cursor": None, "holder": None, "held_until": None}
        with self._db.write() as connection:
            _get(connection, feed.workspace, feed.name)
            connection.execute(update(FEED).where(_is(feed.workspace, feed.name)).values(values))
            taken = (FEED_FILE.c.workspace == feed.workspace, FEED_FILE.c.feed == feed.name)
            connection.execute(delete(FEED_FILE).where(*taken))
            _rest(connection, feed.workspace, feed.name, None)

    def remove_feed(self, workspace: str, name: str, *, at: datetime) -> Event | None:
        """Nothing more is pulled; what came stays. The event that ends its alert, if any. Raises NotFound."""
        with self._db.write() as connection:
            before = _get(connection, workspace, name)
            connection.execute(delete(FEED).where(_is(workspace, name)))
            for table in (DELIVERY, FEED_FILE, FEED_REST):
                connection.execute(delete(table).where(table.c.workspace == workspace, table.c.feed == name))
            if not before.alert:
                return None
            said = "The source was removed."
            return add_event(connection, workspace, EventKind.SOURCE_RECOVERED, name, said, at=at)

    def hold_feed(
        self, workspace: str, name: str, holder: str, *, now: datetime, until: datetime
    ) -> Feed | None:
        """Takes the right to pull, until `until`; None where another has it. Raises NotFound."""
        free = or_(FEED.c.holder.is_(None), FEED.c.held_until <= now)
        with self._db.write() as connection:
            held = update(FEED).where(_is(workspace, name), free).values(holder=holder, held_until=until)
            taken = connection.execute(held).rowcount == 1
            # Read after it is taken: until then the one before may move the cursor.
            feed = _get(connection, workspace, name)
            return feed if taken else None

    def keep_feed(self, feed: Feed, holder: str, *, until: datetime) -> bool:
        """Keeps the right to pull until `until`; False where it was lost, or the feed removed."""
        mine = (_is(feed.workspace, feed.name), FEED.c.holder == holder)
        with self._db.write() as connection:
            return connection.execute(update(FEED).where(*mine).values(held_until=until)).rowcount == 1

    def release_feed(self, workspace: str, name: str, holder: str) -> None:
        """Takes the right to pull away: it is as due as it was, and its pull may store nothing more."""
        mine = (_is(workspace, name), FEED.c.holder == holder)
        with self._db.write() as connection:
            connection.execute(update(FEED).where(*mine).values(holder=None, held_until=None))

    def end_pull(
        self,
        workspace: str,
        name: str,
        holder: str,
        *,
        at: datetime,
        due_at: datetime | None,
        error: str | None,
        rest_until: datetime | None,
    ) -> Event | None:
        """Lets go of the right to pull, and counts failures; nothing where it was lost or the feed removed.

        `rest_until`: until when the place asks to be left alone. Returns the event where an alert begins or ends.
        """
        mine = (_is(workspace, name), FEED.c.holder == holder)
        ended = {"holder": None, "held_until": None, "pulled_at": at, "error": error, "due_at": due_at}
        with self._db.write() as connection:
            # Locked: what is written beside it below must not outlive a right that is lost meanwhile.
            held = select(FEED.c.failures).where(*mine).with_for_update()
            failed = connection.execute(held).scalar_one_or_none()
            if failed is None:
                return None
            failures = failed + 1 if error else 0
            connection.execute(update(FEED).where(*mine).values(**ended, failures=failures))
            _rest(connection, workspace, name, rest_until)
            if error and failures == ALERT_AFTER:
                return add_event(connection, workspace, EventKind.SOURCE_FAILING, name, error, at=at)
            if failed >= ALERT_AFTER and not error:
                said = f"It is pulled again, after {failed} failures."
                return add_event(connection, workspace, EventKind.SOURCE_RECOVERED, name, said, at=at)
            return None


def _is(workspace: str, name: str) -> ColumnElement[bool]:
    return and_(FEED.c.workspace == workspace, FEED.c.name == name)


def _feeds() -> Select[*tuple[Any, ...]]:
    same = and_(FEED_REST.c.workspace == FEED.c.workspace, FEED_REST.c.feed == FEED.c.name)
    return select(FEED, FEED_REST.c.until.label("rest_until")).outerjoin(FEED_REST, same)


def _found(connection: Connection, query: Select[*tuple[Any, ...]]) -> list[Feed]:
    return [_to_feed(row) for row in connection.execute(query)]


def _get(connection: Connection, workspace: str, name: str) -> Feed:
    found = _found(connection, _feeds().where(_is(workspace, name)))
    if not found:
        raise NotFound(f"there is no source “{name}”")
    return found[0]


def _to_feed(row: Row[*tuple[Any, ...]]) -> Feed:
    columns = row._asdict()
    del columns["holder"]
    return Feed(**{**columns, "options": json.loads(row.options)})


def _to_row(feed: Feed) -> dict[str, Any]:
    columns = {name: value for name, value in asdict(feed).items() if name not in _ELSEWHERE}
    return {**columns, "options": json.dumps(dict(feed.options))}


def _rest(connection: Connection, workspace: str, name: str, until: datetime | None) -> None:
    this = and_(FEED_REST.c.workspace == workspace, FEED_REST.c.feed == name)
    connection.execute(delete(FEED_REST).where(this))
    if until:
        connection.execute(insert(FEED_REST), {"workspace": workspace, "feed": name, "until": until})

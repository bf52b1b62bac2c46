"""Feeds: what is pulled from where, who pulls just now, and each page in one transaction with its cursor."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, insert, or_, select, update

from feedback_miner.domain import (
    Delivery,
    Feed,
    Import,
    ImportReport,
    ImportState,
    PullReport,
    ScoredPage,
    Source,
)
from feedback_miner.errors import Conflict, NotFound
from feedback_miner.storage.base import Room
from feedback_miner.storage.chunks import bring
from feedback_miner.storage.engine import upsert
from feedback_miner.storage.erasure import erase_items
from feedback_miner.storage.feed_tables import DeliveryTable, FeedTable
from feedback_miner.storage.import_rows import IMPORT, get_import
from feedback_miner.storage.ledger import ITEM, VERSION, Ledger
from feedback_miner.storage.tables import METADATA

FEED = METADATA.tables[str(FeedTable.__tablename__)]
DELIVERY = METADATA.tables[str(DeliveryTable.__tablename__)]

#: How ids of imports begin that no file was uploaded for.
_PULLED = "pull_"


class FeedRoom(Room):
    """Feeds and their pages."""

    def add_feed(self, feed: Feed) -> None:
        """Raises Conflict where the name is taken, NotFound where the workspace is not there."""
        with self._db.write() as connection:
            Ledger.lock(connection, feed.workspace, self._policy)
            row = {**asdict(feed), "options": json.dumps(dict(feed.options))}
            added = upsert(connection, FEED).values(row).on_conflict_do_nothing()
            if connection.execute(added).rowcount == 0:
                raise Conflict(f"there is a source “{feed.name}” already", where="name")

    def feed(self, workspace: str, name: str) -> Feed:
        """Raises NotFound."""
        with self._db.read() as connection:
            return _get(connection, workspace, name)

    def feeds(self, workspace: str) -> list[Feed]:
        """All of a workspace, by name."""
        query = select(FEED).where(FEED.c.workspace == workspace).order_by(FEED.c.name)
        with self._db.read() as connection:
            return [_to_feed(row) for row in connection.execute(query)]

    def due_feeds(self, now: datetime) -> list[Feed]:
        """Of all workspaces: those that run by a schedule and are due, the longest waiting first."""
        due = (FEED.c.paused.is_(False), FEED.c.due_at <= now)
        with self._db.read() as connection:
            return [
                _to_feed(row) for row in connection.execute(select(FEED).where(*due).order_by(FEED.c.due_at))
            ]

    def pause_feed(self, workspace: str, name: str, *, paused: bool, due_at: datetime | None) -> Feed:
        """Stops its schedule, or lets it run on with its next pull at `due_at`. Raises NotFound."""
        with self._db.write() as connection:
            _get(connection, workspace, name)
            connection.execute(update(FEED).where(_is(workspace, name)).values(paused=paused, due_at=due_at))
            return _get(connection, workspace, name)

    def remove_feed(self, workspace: str, name: str) -> None:
        """Nothing more is pulled; what came stays. Raises NotFound."""
        with self._db.write() as connection:
            if connection.execute(delete(FEED).where(_is(workspace, name))).rowcount == 0:
                raise NotFound(f"there is no source “{name}”")
            sent = (DELIVERY.c.workspace == workspace, DELIVERY.c.feed == name)
            connection.execute(delete(DELIVERY).where(*sent))

    def hold_feed(
        self, workspace: str, name: str, holder: str, *, now: datetime, until: datetime
    ) -> Feed | None:
        """Takes the right to pull, or keeps it, until `until`; None where another has it. Raises NotFound."""
        free = or_(FEED.c.holder.is_(None), FEED.c.holder == holder, FEED.c.held_until <= now)
        with self._db.write() as connection:
            held = update(FEED).where(_is(workspace, name), free).values(holder=holder, held_until=until)
            taken = connection.execute(held).rowcount == 1
            # Read after it is taken: until then the one before may move the cursor.
            feed = _get(connection, workspace, name)
            return feed if taken else None

    def write_page(self, feed: Feed, holder: str | None, page: ScoredPage, *, at: datetime) -> PullReport:
        """A page with its cursor, in one transaction. What it did; `left_out` is not known here.

        What a feed brings on one day (UTC) is one import, which is done from its first page on: a pull that is killed
        leaves nothing half-way. `holder` is None where it was sent to us and nobody pulls. Raises Conflict where
        another pulls by now or the delivery came before, and Stale as `write_chunk` does.
        """
        with self._db.write() as connection:
            ledger = Ledger.lock(connection, feed.workspace, self._policy)
            _move(connection, feed, holder, page.cursor)
            if page.delivery:
                _take(connection, feed, page.delivery, at)
            done = PullReport(feed.name, pages=1, deleted=_erase(ledger, feed.name, page.deleted))
            if not (page.items or page.rejected or page.merged or page.skipped):
                return done
            today = _import_of_the_day(connection, feed, page.source, at)
            total = bring(
                ledger, today, page.items, rejected=page.rejected, merged=page.merged, skipped=page.skipped
            )
            counted = {name: n - getattr(today.report, name) for name, n in asdict(total).items()}
            return replace(done, import_id=today.id, report=ImportReport(**counted))

    def end_pull(
        self,
        workspace: str,
        name: str,
        holder: str,
        *,
        at: datetime,
        due_at: datetime | None,
        error: str | None,
    ) -> Feed | None:
        """Lets go of the right to pull, and counts failures; None where it was lost or the feed removed."""
        failures = FEED.c.failures + 1 if error else 0
        ended = {"holder": None, "held_until": None, "pulled_at": at, "error": error, "failures": failures}
        mine = (_is(workspace, name), FEED.c.holder == holder)
        with self._db.write() as connection:
            if connection.execute(update(FEED).where(*mine).values(**ended, due_at=due_at)).rowcount == 0:
                return None
            return _get(connection, workspace, name)


def _is(workspace: str, name: str) -> ColumnElement[bool]:
    return and_(FEED.c.workspace == workspace, FEED.c.name == name)


def _get(connection: Connection, workspace: str, name: str) -> Feed:
    row = connection.execute(select(FEED).where(_is(workspace, name))).one_or_none()
    if row is None:
        raise NotFound(f"there is no source “{name}”")
    return _to_feed(row)


def _to_feed(row: Row[*tuple[Any, ...]]) -> Feed:
    columns = row._asdict()
    del columns["holder"], columns["held_until"]
    return Feed(**{**columns, "options": json.loads(row.options)})


def _move(connection: Connection, feed: Feed, holder: str | None, cursor: str | None) -> None:
    """Sets the cursor, as long as this holder may pull."""
    mine = (_is(feed.workspace, feed.name), *([FEED.c.holder == holder] if holder else []))
    stays = FEED.c.cursor if cursor is None else cursor
    if connection.execute(update(FEED).where(*mine).values(cursor=stays)).rowcount == 0:
        raise Conflict(f"the source “{feed.name}” is pulled from elsewhere, or was removed")


def _take(connection: Connection, feed: Feed, delivery: Delivery, at: datetime) -> None:
    """Notes a delivery; those that are too old to come again are forgotten."""
    theirs = (DELIVERY.c.workspace == feed.workspace, DELIVERY.c.feed == feed.name)
    connection.execute(delete(DELIVERY).where(*theirs, DELIVERY.c.expires_at < at))
    row = {"workspace": feed.workspace, "feed": feed.name, **asdict(delivery)}
    taken = upsert(connection, DELIVERY).values(row).on_conflict_do_nothing()
    if connection.execute(taken).rowcount == 0:
        raise Conflict("this very delivery came before: it is not taken twice", where="signature")


def _import_of_the_day(connection: Connection, feed: Feed, source: Source, at: datetime) -> Import:
    """The import that this feed has brought things by today, unless it was undone; else a new one."""
    midnight = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    query = select(IMPORT.c.id).where(
        IMPORT.c.workspace == feed.workspace,
        IMPORT.c.created_at >= midnight,
        IMPORT.c.id.startswith(_PULLED, autoescape=True),
        IMPORT.c.connection == feed.name,
        IMPORT.c.state == ImportState.DONE.value,
    )
    import_id = connection.execute(query.limit(1)).scalar_one_or_none()
    if import_id is None:
        import_id = _PULLED + secrets.token_hex(8)
        row = {
            **asdict(ImportReport()),
            "workspace": feed.workspace,
            "id": import_id,
            "file": feed.name,
            "state": ImportState.DONE.value,
            "created_at": at,
            "finished_at": at,
            "connection": feed.name,
            "source": source.value,
        }
        connection.execute(insert(IMPORT), row)
    return get_import(connection, feed.workspace, import_id)


def _erase(ledger: Ledger, connection_name: str, external_ids: Sequence[str]) -> int:
    """With a message go the further ones of its thread: their ids begin with its own and a “/”, and they name it."""
    mine = (ITEM.c.workspace == ledger.workspace, ITEM.c.connection == connection_name)
    item_ids: set[int] = set()
    for external_id in external_ids:
        # “0” is what follows “/”: a range, unlike a pattern, is answered from the index.
        below = and_(ITEM.c.external_id > f"{external_id}/", ITEM.c.external_id < f"{external_id}0")
        of_thread = select(VERSION.c.item_id).where(
            VERSION.c.item_id == ITEM.c.id, VERSION.c.thread == external_id
        )
        further = and_(below, of_thread.exists())
        gone = select(ITEM.c.id).where(*mine, or_(ITEM.c.external_id == external_id, further))
        item_ids.update(ledger.connection.scalars(gone))
    if item_ids:
        erase_items(ledger, sorted(item_ids))
    return len(item_ids)

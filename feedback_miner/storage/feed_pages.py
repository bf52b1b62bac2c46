"""Pages of feeds: each in one transaction with the place where the next one begins."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime

from sqlalchemy import Connection, and_, delete, insert, or_, select, update

from feedback_miner.domain import (
    Delivery,
    Feed,
    Import,
    ImportReport,
    ImportState,
    PullReport,
    ScoredPage,
    Source,
    TakenFile,
)
from feedback_miner.errors import Conflict
from feedback_miner.storage.base import Room
from feedback_miner.storage.chunks import bring
from feedback_miner.storage.engine import upsert
from feedback_miner.storage.erasure import erase_items
from feedback_miner.storage.feed_days import PULLED, count_day
from feedback_miner.storage.feed_tables import DeliveryTable, FeedFileTable, FeedTable
from feedback_miner.storage.import_rows import IMPORT, get_import
from feedback_miner.storage.ledger import ITEM, VERSION, Ledger
from feedback_miner.storage.tables import METADATA

FEED = METADATA.tables[str(FeedTable.__tablename__)]
DELIVERY = METADATA.tables[str(DeliveryTable.__tablename__)]
FEED_FILE = METADATA.tables[str(FeedFileTable.__tablename__)]


class FeedPageRoom(Room):
    """What pulls and deliveries bring."""

    def write_page(self, feed: Feed, holder: str | None, page: ScoredPage, *, at: datetime) -> PullReport:
        """A page with its cursor, in one transaction. What it did.

        What a feed brings on one day (UTC) is one import, which is done from its first page on: a pull that is killed
        leaves nothing half-way. `holder` is None where it was sent to us and nobody pulls. Raises Conflict where
        another pulls by now or the delivery came before, and Stale as `write_chunk` does.
        """
        with self._db.write() as connection:
            ledger = Ledger.lock(connection, feed.workspace, self._policy)
            _move(connection, feed, holder, page.cursor)
            if page.delivery:
                _take(connection, feed, page.delivery, at)
            if page.file:
                _note_file(connection, feed, page.file)
            deleted = _erase(ledger, feed.name, page.deleted, at)
            count_day(connection, feed, at, left_out=page.left_out, deleted=deleted)
            done = PullReport(feed.name, pages=1, deleted=deleted, left_out=page.left_out)
            if not (page.items or page.rejected or page.merged or page.skipped):
                return done
            today = _import_of_the_day(connection, feed, page.source, at)
            total = bring(
                ledger, today, page.items, rejected=page.rejected, merged=page.merged, skipped=page.skipped
            )
            counted = {name: n - getattr(today.report, name) for name, n in asdict(total).items()}
            return replace(done, import_id=today.id, report=ImportReport(**counted))

    def files_taken(self, workspace: str, name: str) -> Mapping[str, str]:
        """Name → mark of the files of a watched folder that need not be taken in again.

        One whose import expired, since nobody answered what it asked, is not among them.
        """
        same = and_(IMPORT.c.workspace == FEED_FILE.c.workspace, IMPORT.c.id == FEED_FILE.c.import_id)
        query = (
            select(FEED_FILE.c.name, FEED_FILE.c.mark)
            .outerjoin(IMPORT, same)
            .where(FEED_FILE.c.workspace == workspace, FEED_FILE.c.feed == name)
            .where(or_(IMPORT.c.state.is_(None), IMPORT.c.state != ImportState.EXPIRED.value))
        )
        with self._db.ask() as connection:
            return {row.name: row.mark for row in connection.execute(query)}


def _move(connection: Connection, feed: Feed, holder: str | None, cursor: str | None) -> None:
    """Sets the cursor, as long as this holder may pull."""
    mine = [FEED.c.workspace == feed.workspace, FEED.c.name == feed.name]
    if holder:
        mine.append(FEED.c.holder == holder)
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


def _note_file(connection: Connection, feed: Feed, file: TakenFile) -> None:
    taken = {"mark": file.mark, "import_id": file.import_id}
    row = {"workspace": feed.workspace, "feed": feed.name, "name": file.name, **taken}
    statement = upsert(connection, FEED_FILE).values(row)
    connection.execute(
        statement.on_conflict_do_update(index_elements=list(FEED_FILE.primary_key.columns), set_=taken)
    )


def _import_of_the_day(connection: Connection, feed: Feed, source: Source, at: datetime) -> Import:
    """The import that this feed has brought things by today, unless it was undone; else a new one."""
    midnight = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    query = select(IMPORT.c.id).where(
        IMPORT.c.workspace == feed.workspace,
        IMPORT.c.created_at >= midnight,
        IMPORT.c.id.startswith(PULLED, autoescape=True),
        IMPORT.c.connection == feed.name,
        IMPORT.c.state == ImportState.DONE.value,
    )
    import_id = connection.execute(query.limit(1)).scalar_one_or_none()
    if import_id is None:
        import_id = PULLED + secrets.token_hex(8)
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


def _erase(ledger: Ledger, connection_name: str, external_ids: Sequence[str], at: datetime) -> int:
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
        erase_items(ledger, sorted(item_ids), at=at)
    return len(item_ids)

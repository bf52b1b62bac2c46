"""Erasing a customer: every row that came from them, what it added to the cells, and its bytes in the file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, delete, select, update

from feedback_miner.storage.base import Room
from feedback_miner.storage.bulk import among
from feedback_miner.storage.chunks import REJECTED
from feedback_miner.storage.engine import upsert
from feedback_miner.storage.feed_tables import CompactionTable
from feedback_miner.storage.ledger import VERSION, Ledger
from feedback_miner.storage.plan import TOMBSTONE
from feedback_miner.storage.tables import METADATA
from feedback_miner.storage.theme_erasure import forget_empty, named_by, themes_of, unname_unsaid
from feedback_miner.storage.versions import (
    CORRECTION,
    CUSTOMER,
    apply_corrections,
    customers_of,
    promote,
    remove_shells,
    remove_versions,
    sweep,
)

SCHEMA = METADATA.tables["schema_version"]
COMPACTION = METADATA.tables[str(CompactionTable.__tablename__)]

#: How long deletions at places are gathered: they come all day, and each rewriting of the file takes all of it.
GATHERED = timedelta(days=1)


class ErasureRoom(Room):
    """The right to be forgotten."""

    def erase_customer(self, workspace: str, customer: str, *, at: datetime) -> int:
        """Removes every trace and leaves a tombstone; returns the number of items removed. Raises NotFound.

        An item that another import has since given to another customer loses the versions of this one.
        """
        with self._db.write() as connection:
            ledger = Ledger.lock(connection, workspace, self._policy)
            stone = upsert(connection, TOMBSTONE).values(workspace=workspace, pseudonym=customer, at=at)
            connection.execute(stone.on_conflict_do_nothing())
            removed = _erase(ledger, customer)
            mentions = REJECTED.c.cells.contains(customer, autoescape=True)
            connection.execute(delete(REJECTED).where(REJECTED.c.workspace == workspace, mentions))
            connection.execute(update(SCHEMA).values(compaction_due=True))
        self.compact_if_due()
        return removed

    def compact_if_due(self, *, now: datetime | None = None) -> None:
        """Rewrites the file where erased text may still lie in unused parts of it.

        At once for an erased customer, once a day for what places deleted. `now`: None is the clock's.
        """
        now = now or datetime.now(UTC)
        with self._db.read() as connection:
            due = _compaction_is_due(connection, now)
        if due and self._db.compact():
            with self._db.write() as connection:
                connection.execute(update(SCHEMA).values(compaction_due=False))
                connection.execute(delete(COMPACTION).where(COMPACTION.c.due_at <= now + GATHERED))


def erase_items(ledger: Ledger, item_ids: Sequence[int], *, at: datetime) -> None:
    """Removes items with all their versions and corrections.

    What lies in unused parts of the file goes within a day, or with the first opening after it.
    """
    connection = ledger.connection
    with ledger.changing(item_ids):
        of_items = among(connection, CORRECTION.c.item_id, item_ids)
        corrected = connection.scalars(
            select(CORRECTION.c.customer_id).where(of_items, CORRECTION.c.customer_id.is_not(None))
        ).all()
        connection.execute(delete(CORRECTION).where(of_items))
        versions = connection.scalars(
            select(VERSION.c.id).where(among(connection, VERSION.c.item_id, item_ids))
        ).all()
        customers, themes = {*customers_of(connection, versions), *corrected}, themes_of(connection, versions)
        named = named_by(connection, ledger.workspace, versions)
        remove_versions(ledger, versions)
        promote(ledger, item_ids)
        remove_shells(ledger, item_ids)
        sweep(ledger, sorted(customers))
    forget_empty(connection, ledger.workspace, themes)
    unname_unsaid(connection, ledger.workspace, named)
    owed = upsert(connection, COMPACTION).values(id=1, due_at=at + GATHERED)
    connection.execute(owed.on_conflict_do_nothing())


def _compaction_is_due(connection: Connection, now: datetime) -> bool:
    gathered = select(COMPACTION.c.id).where(COMPACTION.c.due_at <= now)
    return connection.execute(select(SCHEMA.c.compaction_due)).scalar_one() or (
        connection.execute(gathered).first() is not None
    )


def _erase(ledger: Ledger, pseudonym: str) -> int:
    connection = ledger.connection
    number = connection.execute(
        select(CUSTOMER.c.id).where(
            CUSTOMER.c.workspace == ledger.workspace, CUSTOMER.c.pseudonym == pseudonym
        )
    ).scalar_one_or_none()
    if number is None:
        forget_empty(connection, ledger.workspace, ())
        return 0
    theirs = select(VERSION.c.id, VERSION.c.item_id).where(VERSION.c.customer_id == number)
    versions = connection.execute(theirs.order_by(VERSION.c.item_id)).all()
    item_ids = list(dict.fromkeys(row.item_id for row in versions))
    corrected = connection.scalars(
        select(CORRECTION.c.item_id).where(CORRECTION.c.customer_id == number)
    ).all()
    touched, themes = sorted({*item_ids, *corrected}), themes_of(connection, [row.id for row in versions])
    named = named_by(connection, ledger.workspace, [row.id for row in versions])
    with ledger.changing(touched):
        connection.execute(delete(CORRECTION).where(CORRECTION.c.customer_id == number))
        remove_versions(ledger, [row.id for row in versions])
        promote(ledger, touched)
        apply_corrections(ledger, corrected)
        remove_shells(ledger, touched)
        sweep(ledger, [number])
    forget_empty(connection, ledger.workspace, themes)
    unname_unsaid(connection, ledger.workspace, named)
    return len(item_ids)

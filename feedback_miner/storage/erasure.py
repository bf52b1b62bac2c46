"""Erasing a customer: every row that came from them, what it added to the cells, and its bytes in the file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update

from feedback_miner.storage.base import Room
from feedback_miner.storage.chunks import REJECTED
from feedback_miner.storage.engine import upsert
from feedback_miner.storage.ledger import VERSION, Ledger, batches
from feedback_miner.storage.plan import TOMBSTONE
from feedback_miner.storage.tables import METADATA
from feedback_miner.storage.versions import (
    CORRECTION,
    CUSTOMER,
    apply_corrections,
    promote,
    remove_shells,
    remove_versions,
    sweep,
)

SCHEMA = METADATA.tables["schema_version"]


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

    def compact_if_due(self) -> None:
        """Rewrites the file where erased text may still lie in unused parts of it."""
        with self._db.read() as connection:
            due = connection.execute(select(SCHEMA.c.compaction_due)).scalar_one()
        if due and self._db.compact():
            with self._db.write() as connection:
                connection.execute(update(SCHEMA).values(compaction_due=False))


def erase_items(ledger: Ledger, item_ids: Sequence[int]) -> None:
    """Removes items with all their versions and corrections. What lies in unused parts of the file goes later."""
    connection = ledger.connection
    with ledger.changing(item_ids):
        for ids in batches(item_ids):
            connection.execute(delete(CORRECTION).where(CORRECTION.c.item_id.in_(ids)))
            versions = connection.scalars(select(VERSION.c.id).where(VERSION.c.item_id.in_(ids))).all()
            remove_versions(ledger, versions)
        promote(ledger, item_ids)
        remove_shells(ledger, item_ids)
        sweep(ledger)
    connection.execute(update(SCHEMA).values(compaction_due=True))


def _erase(ledger: Ledger, pseudonym: str) -> int:
    connection = ledger.connection
    number = connection.execute(
        select(CUSTOMER.c.id).where(
            CUSTOMER.c.workspace == ledger.workspace, CUSTOMER.c.pseudonym == pseudonym
        )
    ).scalar_one_or_none()
    if number is None:
        return 0
    theirs = select(VERSION.c.id, VERSION.c.item_id).where(VERSION.c.customer_id == number)
    versions = connection.execute(theirs.order_by(VERSION.c.item_id)).all()
    item_ids = list(dict.fromkeys(row.item_id for row in versions))
    corrected = connection.scalars(
        select(CORRECTION.c.item_id).where(CORRECTION.c.customer_id == number)
    ).all()
    touched = sorted({*item_ids, *corrected})
    with ledger.changing(touched):
        connection.execute(delete(CORRECTION).where(CORRECTION.c.customer_id == number))
        remove_versions(ledger, [row.id for row in versions])
        promote(ledger, touched)
        apply_corrections(ledger, corrected)
        remove_shells(ledger, touched)
        sweep(ledger)
    return len(item_ids)

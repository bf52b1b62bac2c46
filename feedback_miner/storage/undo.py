"""Taking an import out: its claims fall, versions that nobody claims go, and what they covered stands again."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, delete, func, select, update

from feedback_miner.storage.ledger import VERSION, Ledger, batches
from feedback_miner.storage.versions import IMPORT_ROW, promote, remove_versions, sweep, unclaimed


def take_out(ledger: Ledger, import_id: str) -> None:
    """Makes the rows what they would be without this import, in whatever order imports are taken out."""
    mine = and_(IMPORT_ROW.c.workspace == ledger.workspace, IMPORT_ROW.c.import_id == import_id)
    item_ids = ledger.connection.scalars(
        select(IMPORT_ROW.c.item_id).where(mine).order_by(IMPORT_ROW.c.item_id)
    ).all()
    if not item_ids:
        return
    with ledger.changing(item_ids):
        version_ids = ledger.connection.scalars(select(IMPORT_ROW.c.version_id).where(mine)).all()
        ledger.connection.execute(delete(IMPORT_ROW).where(mine))
        remove_versions(ledger, unclaimed(ledger.connection, version_ids))
        _hand_over(ledger, import_id, version_ids)
        promote(ledger, item_ids)
        sweep(ledger, item_ids)


def _hand_over(ledger: Ledger, import_id: str, version_ids: Sequence[int]) -> None:
    """Versions of this import that others claim become those of the first of these."""
    connection = ledger.connection
    for ids in batches(version_ids):
        mine = and_(VERSION.c.id.in_(ids), VERSION.c.import_id == import_id)
        heirs = (
            select(IMPORT_ROW.c.version_id, func.min(IMPORT_ROW.c.import_id).label("import_id"))
            .join_from(VERSION, IMPORT_ROW, IMPORT_ROW.c.version_id == VERSION.c.id)
            .where(mine)
            .group_by(IMPORT_ROW.c.version_id)
            .subquery()
        )
        query = select(IMPORT_ROW).join(
            heirs,
            and_(IMPORT_ROW.c.version_id == heirs.c.version_id, IMPORT_ROW.c.import_id == heirs.c.import_id),
        )
        for heir in connection.execute(query).all():
            connection.execute(
                update(VERSION)
                .where(VERSION.c.id == heir.version_id)
                .values(import_id=heir.import_id, file=heir.file, row=heir.row)
            )

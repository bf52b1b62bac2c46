"""Taking an import out: its claims fall, versions that nobody claims go, and what they covered stands again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, and_, delete, func, select, update

from feedback_miner.storage.bulk import among
from feedback_miner.storage.chunks import REJECTED
from feedback_miner.storage.ledger import VERSION, Ledger
from feedback_miner.storage.versions import (
    IMPORT_ROW,
    customers_of,
    promote,
    remove_shells,
    remove_versions,
    sweep,
    unclaimed,
)

#: How many items one transaction takes out: more keep other writers waiting, fewer take longer.
PORTION = 5_000


def take_out_portion(ledger: Ledger, import_id: str) -> bool:
    """Makes a portion of the rows what they would be without this import, in whatever order imports are taken out.

    True where nothing of it is left: an import of any size is taken out in transactions of the same size.
    """
    connection = ledger.connection
    rejected = and_(REJECTED.c.workspace == ledger.workspace, REJECTED.c.import_id == import_id)
    connection.execute(delete(REJECTED).where(rejected))
    claims = _first_claims(ledger, import_id)
    if claims:
        customers = customers_of(connection, list(claims.values()))
        with ledger.changing(list(claims)):
            _give_up(ledger, import_id, claims)
        sweep(ledger, customers)
    return len(claims) < PORTION


def claims_left(connection: Connection, workspace: str, import_id: str) -> int:
    """How many rows of an import are still to be taken out."""
    mine = and_(IMPORT_ROW.c.workspace == workspace, IMPORT_ROW.c.import_id == import_id)
    return connection.scalar(select(func.count()).select_from(IMPORT_ROW).where(mine)) or 0


def _first_claims(ledger: Ledger, import_id: str) -> dict[int, int]:
    """Item id → version id, of a portion of those that this import still claims."""
    mine = and_(IMPORT_ROW.c.workspace == ledger.workspace, IMPORT_ROW.c.import_id == import_id)
    query = select(IMPORT_ROW.c.item_id, IMPORT_ROW.c.version_id).where(mine)
    rows = ledger.connection.execute(query.order_by(IMPORT_ROW.c.item_id).limit(PORTION))
    return {row.item_id: row.version_id for row in rows}


def _give_up(ledger: Ledger, import_id: str, claims: Mapping[int, int]) -> None:
    connection, item_ids, version_ids = ledger.connection, list(claims), list(claims.values())
    mine = and_(IMPORT_ROW.c.workspace == ledger.workspace, IMPORT_ROW.c.import_id == import_id)
    connection.execute(delete(IMPORT_ROW).where(mine, among(connection, IMPORT_ROW.c.item_id, item_ids)))
    remove_versions(ledger, unclaimed(connection, version_ids))
    _hand_over(connection, import_id, version_ids)
    promote(ledger, item_ids)
    remove_shells(ledger, item_ids)


def _hand_over(connection: Connection, import_id: str, version_ids: Sequence[int]) -> None:
    """Versions of this import that others claim become those of the first of these."""
    mine = and_(among(connection, VERSION.c.id, version_ids), VERSION.c.import_id == import_id)
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

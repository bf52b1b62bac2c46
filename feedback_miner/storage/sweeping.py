"""What re-scorings leave behind: cells that count no more, staged scores that took their place or never will."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, delete, select, tuple_, update

from feedback_miner.domain import RescoreState
from feedback_miner.storage.ledger import FAMILIES, WORKSPACE
from feedback_miner.storage.staging import OPEN, RESCORE, RESCORE_CHUNK, RESCORED, Staging

#: How many rows of a table one transaction deletes: so few that writers hardly wait.
ROWS = 5_000


def sweep_batch(connection: Connection) -> bool:
    """Deletes some of it; False where nothing was left. What is left is known by the rows: a crash loses nothing."""
    ended = select(RESCORE).where(RESCORE.c.swept.is_(False), RESCORE.c.state.not_in(OPEN))
    row = connection.execute(ended.order_by(RESCORE.c.workspace, RESCORE.c.id).limit(1)).one_or_none()
    if row is None:
        return False
    # Who writes cells has this row locked, too.
    connection.execute(
        select(WORKSPACE.c.id).where(WORKSPACE.c.id == row.workspace).with_for_update(key_share=True)
    )
    if not _delete_some(connection, row):
        this = (RESCORE.c.workspace == row.workspace, RESCORE.c.id == row.id)
        connection.execute(update(RESCORE).where(*this).values(swept=True))
    return True


def _delete_some(connection: Connection, row: Row[*tuple[Any, ...]]) -> int:
    staging = Staging.of_row(row)
    stale = row.replaces if row.state == RescoreState.DONE.value else row.labelling
    deleted = _delete(connection, RESCORED, staging.staged())
    for table in (family.table for family in FAMILIES):
        mine = (table.c.workspace == row.workspace) & (table.c.labelling == stale)
        deleted += _delete(connection, table, mine)
    guards = (RESCORE_CHUNK.c.workspace == row.workspace) & (RESCORE_CHUNK.c.rescore_id == row.id)
    return deleted + _delete(connection, RESCORE_CHUNK, guards)


def _delete(connection: Connection, table: Table, where: ColumnElement[bool]) -> int:
    key = list(table.primary_key.columns)
    some = select(*key).where(where).limit(ROWS)
    return connection.execute(delete(table).where(tuple_(*key).in_(some))).rowcount

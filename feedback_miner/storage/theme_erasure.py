"""Themes of which erasure leaves nothing: their names are customers' words, and their centres come of them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, or_, select

from feedback_miner.storage.bulk import among
from feedback_miner.storage.ledger import STATEMENT
from feedback_miner.storage.theme_rows import THEME


def themes_of(connection: Connection, version_ids: Sequence[int]) -> list[int]:
    """The themes that statements of these versions stand in."""
    theirs = (among(connection, STATEMENT.c.version_id, version_ids), STATEMENT.c.theme_id > 0)
    return list(connection.scalars(select(STATEMENT.c.theme_id).where(*theirs).distinct()))


def forget_empty(connection: Connection, workspace: str, touched: Sequence[int]) -> None:
    """Removes themes that have no statements left, and those that went into them.

    Of those that lost some just now, and where nothing waits to be placed, of all: a re-scoring makes all statements of
    a theme wait, and they are to find it again.
    """
    mine = (STATEMENT.c.workspace == workspace, STATEMENT.c.current.in_([True, False]))
    waiting = select(STATEMENT.c.id).where(*mine, STATEMENT.c.theme_id.is_(None)).exists()
    inhabited = select(STATEMENT.c.id).where(*mine, STATEMENT.c.theme_id == THEME.c.id).exists()
    empty = select(THEME.c.id).where(
        THEME.c.workspace == workspace,
        THEME.c.merged_into.is_(None),
        ~inhabited,
        or_(among(connection, THEME.c.id, touched), ~waiting),
    )
    gone = connection.scalars(empty).all()
    these = or_(among(connection, THEME.c.id, gone), among(connection, THEME.c.merged_into, gone))
    connection.execute(delete(THEME).where(THEME.c.workspace == workspace, these))

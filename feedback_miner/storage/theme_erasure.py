"""Themes of which erasure leaves nothing: their names are customers' words, and their centres come of them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, func, or_, select, update

from feedback_miner.domain.themes import UNNAMED, is_said
from feedback_miner.storage.bulk import among
from feedback_miner.storage.ledger import STATEMENT, VERSION
from feedback_miner.storage.theme_rows import THEME


def themes_of(connection: Connection, version_ids: Sequence[int]) -> list[int]:
    """The themes that statements of these versions stand in."""
    theirs = (among(connection, STATEMENT.c.version_id, version_ids), STATEMENT.c.theme_id > 0)
    return list(connection.scalars(select(STATEMENT.c.theme_id).where(*theirs).distinct()))


def named_by(connection: Connection, workspace: str, version_ids: Sequence[int]) -> list[int]:
    """The themes of the workspace whose names are in the words of these versions."""
    named = connection.execute(select(THEME.c.id, THEME.c.name).where(THEME.c.workspace == workspace))
    names = {row.id: row.name for row in named}
    found: list[int] = []
    for text in connection.scalars(
        select(VERSION.c.text).where(among(connection, VERSION.c.id, version_ids))
    ):
        said = [theme for theme, name in names.items() if is_said(name, text)]
        found += said
        for theme in said:
            del names[theme]
    return found


def unname_unsaid(connection: Connection, workspace: str, themes: Sequence[int]) -> None:
    """Takes the names of those of these themes that no statement that is left in them says."""
    mine = select(THEME.c.id, THEME.c.name, THEME.c.merged_into).where(THEME.c.workspace == workspace)
    for theme in connection.execute(mine.where(among(connection, THEME.c.id, themes))).all():
        if not _is_still_said(connection, workspace, theme.name, theme.merged_into or theme.id):
            connection.execute(update(THEME).where(THEME.c.id == theme.id).values(name=UNNAMED))


def _is_still_said(connection: Connection, workspace: str, name: str, theme: int) -> bool:
    words = func.substr(
        VERSION.c.text, STATEMENT.c.span_start + 1, STATEMENT.c.span_end - STATEMENT.c.span_start
    )
    theirs = (
        STATEMENT.c.workspace == workspace,
        STATEMENT.c.current.is_(True),
        STATEMENT.c.theme_id == theme,
    )
    query = select(words).join_from(STATEMENT, VERSION, VERSION.c.id == STATEMENT.c.version_id).where(*theirs)
    found = connection.execute(query)
    try:
        return any(is_said(name, text) for text in found.scalars())
    finally:
        found.close()


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

"""Themes: groups of statements that say the same thing, and what placing statements needs of both."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import String, bindparam, delete, exists, select, update

from feedback_miner.domain import Regrouping, StatementVectors, Theme, ThemeCentre
from feedback_miner.domain.themes import UNNAMED
from feedback_miner.errors import NotFound
from feedback_miner.storage.base import Room
from feedback_miner.storage.ledger import STATEMENT, VERSION, count_up, lock_workspace
from feedback_miner.storage.regrouping import regroup
from feedback_miner.storage.theme_rows import (
    THEME,
    living,
    read_vectors,
    theme_query,
    to_centre,
    to_theme,
)
from feedback_miner.storage.versions import STATEMENT_VECTOR

_ANY = STATEMENT.c.theme_id > 0
#: As the index `statement_theme` has it: PostgreSQL sorts no rows that it finds by "theme_id IS NULL".
_OLDEST = (STATEMENT.c.theme_id, STATEMENT.c.day, STATEMENT.c.occurred_at, STATEMENT.c.id)
_NEWEST = tuple(column.desc() for column in _OLDEST)

_WORKSPACE = bindparam("workspace", type_=String)
#: Made once, for they are asked for all the time.
_LIVING = theme_query(_WORKSPACE, _ANY).where(living(_WORKSPACE))


class ThemeRoom(Room):
    """Themes. What changes them moves the workspace's revision on."""

    def themes(self, workspace: str) -> list[Theme]:
        """Those that live and have current statements, by id."""
        with self._db.ask() as connection:
            found = connection.execute(_LIVING, {"workspace": workspace})
            return [to_theme(row) for row in found if row.statements]

    def theme(self, workspace: str, theme_id: int) -> Theme:
        """Also one that went into another, or has no statements now. Raises NotFound."""
        this = theme_query(workspace, STATEMENT.c.theme_id == theme_id).where(THEME.c.id == theme_id)
        with self._db.ask() as connection:
            row = connection.execute(this).one_or_none()
        if row is None:
            raise NotFound(f"there is no theme {theme_id}")
        return to_theme(row)

    def awaits_a_name(self, workspace: str, model: str) -> bool:
        """Whether a living theme of this model's vectors, with current statements, lost its name with erased words."""
        here = (STATEMENT.c.workspace == workspace, STATEMENT.c.current.is_(True))
        spoken = exists().where(*here, STATEMENT.c.theme_id == THEME.c.id)
        unnamed = (living(workspace), THEME.c.model == model, THEME.c.name == UNNAMED, spoken)
        with self._db.ask() as connection:
            return connection.execute(select(THEME.c.id).where(*unnamed).limit(1)).first() is not None

    def theme_centres(self, workspace: str, model: str) -> list[ThemeCentre]:
        """Those that live and are of this model's vectors, by id: also those that have no statements now."""
        mine = theme_query(workspace, _ANY).where(living(workspace), THEME.c.model == model)
        with self._db.ask() as connection:
            return [to_centre(row) for row in connection.execute(mine)]

    def unplaced(self, workspace: str, model: str, *, limit: int) -> StatementVectors:
        """Current statements with a vector of this model that nobody has looked at yet, the oldest of them."""
        waiting = STATEMENT.c.theme_id.is_(None) & (VERSION.c.model == model)
        with self._db.ask() as connection:
            return read_vectors(connection, workspace, waiting, _OLDEST, limit)

    def ungrouped(self, workspace: str, model: str, *, since: date, limit: int) -> StatementVectors:
        """Current statements that found no group, the newest of them, in the order of their ids."""
        of_days = STATEMENT.c.day >= since.toordinal()
        alone = (STATEMENT.c.theme_id == 0) & of_days & (VERSION.c.model == model)
        with self._db.ask() as connection:
            return read_vectors(connection, workspace, alone, _NEWEST, limit)

    def theme_vectors(self, workspace: str, theme_id: int, *, limit: int) -> StatementVectors:
        """Current statements of a theme, the newest of them, in the order of their ids."""
        with self._db.ask() as connection:
            return read_vectors(connection, workspace, STATEMENT.c.theme_id == theme_id, _NEWEST, limit)

    def regroup(self, workspace: str, regrouping: Regrouping) -> Mapping[int, int]:
        """Writes it in one transaction; the ids of the themes that were born, by their numbers below 0.

        Raises NotFound.
        """
        with self._db.write() as connection:
            lock_workspace(connection, workspace)
            born = regroup(connection, workspace, regrouping)
            count_up(connection, workspace)
        return born

    def forget_themes(self, workspace: str) -> None:
        """All statements that have a vector are unplaced again, and all themes gone. Raises NotFound."""
        with self._db.write() as connection:
            lock_workspace(connection, workspace)
            spoken = exists().where(STATEMENT_VECTOR.c.statement_id == STATEMENT.c.id)
            looked_at = (STATEMENT.c.workspace == workspace, STATEMENT.c.theme_id.is_not(None))
            connection.execute(update(STATEMENT).where(*looked_at, spoken).values(theme_id=None))
            connection.execute(delete(THEME).where(THEME.c.workspace == workspace))
            count_up(connection, workspace)

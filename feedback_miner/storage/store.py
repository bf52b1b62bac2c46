"""The whole store: one object, many rooms."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, insert, select, text, update

from feedback_miner.domain import LabelPolicy
from feedback_miner.errors import SetupError
from feedback_miner.storage.access import KeyRoom, WorkspaceRoom
from feedback_miner.storage.cells import MapRoom
from feedback_miner.storage.chunks import ChunkRoom
from feedback_miner.storage.engine import Database
from feedback_miner.storage.erasure import SCHEMA, ErasureRoom
from feedback_miner.storage.events import EventRoom
from feedback_miner.storage.feed_pages import FeedPageRoom
from feedback_miner.storage.feedback import MessageRoom, StatementRoom
from feedback_miner.storage.feeds import FeedRoom
from feedback_miner.storage.imports import ImportRoom
from feedback_miner.storage.ledger import WORKSPACE, Ledger
from feedback_miner.storage.relabel import relabel
from feedback_miner.storage.tables import METADATA

#: Counts up with every change of the tables, but for whole new ones. 2: cells that say who judged.
SCHEMA_VERSION = 2


class SqlStore(
    ImportRoom,
    ChunkRoom,
    FeedRoom,
    FeedPageRoom,
    EventRoom,
    StatementRoom,
    MessageRoom,
    ErasureRoom,
    MapRoom,
    WorkspaceRoom,
    KeyRoom,
):
    """The store on a SQL database; satisfies `ports.Store`. Safe to share between threads."""

    def ping(self) -> None:
        """Raises where the database cannot be reached."""
        with self._db.read() as connection:
            connection.execute(text("SELECT 1"))

    def close(self) -> None:
        """Lets go of connections."""
        self._db.close()


def open_store(url: str, policy: LabelPolicy) -> SqlStore:
    """Opens a store, creating the schema where there is none, and labels anew where the policy is another.

    A database of an older schema is brought to this one. `url`: sqlite:////path/file.db or
    postgresql+psycopg://…. Raises SetupError for another kind of database, or a schema of a newer version.
    """
    database = Database(url)
    found = _create_tables(database)
    relabelled = relabel(database, policy)
    if found < SCHEMA_VERSION:
        _count_anew(database, policy, counted=relabelled)
    store = SqlStore(database, policy)
    store.compact_if_due()
    return store


def _create_tables(database: Database) -> int:
    """Creates the tables that are not there; returns the version of what was there."""
    with database.write() as connection:
        METADATA.create_all(connection)
        found = _lock_version(connection)
        if found is None:
            connection.execute(insert(SCHEMA), {"version": SCHEMA_VERSION, "compaction_due": False})
            return SCHEMA_VERSION
        return found


def _lock_version(connection: Connection) -> int | None:
    """The version of the schema, which nobody else changes in this transaction; None in a new database."""
    found: int | None = connection.execute(select(SCHEMA.c.version).with_for_update()).scalar_one_or_none()
    if found is not None and found > SCHEMA_VERSION:
        raise SetupError(
            f"the database has schema {found}, and this program knows {SCHEMA_VERSION}; use the matching version"
        )
    return found


def _count_anew(database: Database, policy: LabelPolicy, counted: Collection[str]) -> None:
    """Fills the cells of this schema from the rows: so far, every change of the tables was one of cells alone.

    One transaction a workspace, but for those that this opening has `counted` already. Where it ends half-way the
    version stays the old one, and the next opening starts over; a workspace that is counted twice is the same.
    """
    with database.read() as connection:
        workspaces = connection.scalars(select(WORKSPACE.c.id).order_by(WORKSPACE.c.id)).all()
    for workspace in workspaces:
        if workspace not in counted:
            with database.write() as connection:
                Ledger.lock(connection, workspace, policy).refill()
    with database.write() as connection:
        # A newer program may have been here meanwhile: its version is refused, not lowered.
        _lock_version(connection)
        connection.execute(update(SCHEMA).values(version=SCHEMA_VERSION))

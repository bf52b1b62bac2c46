"""The whole store: one object, many rooms."""

from __future__ import annotations

from sqlalchemy import insert, select, text

from feedback_miner.domain import LabelPolicy
from feedback_miner.errors import SetupError
from feedback_miner.storage.access import KeyRoom, WorkspaceRoom
from feedback_miner.storage.cells import MapRoom
from feedback_miner.storage.chunks import ChunkRoom
from feedback_miner.storage.engine import Database
from feedback_miner.storage.erasure import SCHEMA, ErasureRoom
from feedback_miner.storage.feedback import MessageRoom, StatementRoom
from feedback_miner.storage.imports import ImportRoom
from feedback_miner.storage.relabel import relabel
from feedback_miner.storage.tables import METADATA

#: Counts up with every change of the tables.
SCHEMA_VERSION = 1


class SqlStore(
    ImportRoom, ChunkRoom, StatementRoom, MessageRoom, ErasureRoom, MapRoom, WorkspaceRoom, KeyRoom
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

    `url`: sqlite:////path/file.db or postgresql+psycopg://…. Raises SetupError for another kind of database, or a
    schema of a newer version.
    """
    database = Database(url)
    with database.write() as connection:
        METADATA.create_all(connection)
        found = connection.execute(select(SCHEMA.c.version)).scalar_one_or_none()
        if found is None:
            connection.execute(insert(SCHEMA), {"version": SCHEMA_VERSION, "compaction_due": False})
        elif found != SCHEMA_VERSION:
            raise SetupError(
                f"the database has schema {found}, and this program knows {SCHEMA_VERSION}; use the matching version"
            )
    relabel(database, policy)
    store = SqlStore(database, policy)
    store.compact_if_due()
    return store

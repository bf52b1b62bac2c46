"""The whole store: one object, many rooms."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select, text, update

from feedback_miner.domain import LabelPolicy
from feedback_miner.storage.access import KeyRoom, WorkspaceRoom
from feedback_miner.storage.cells import MapRoom
from feedback_miner.storage.chunks import ChunkRoom
from feedback_miner.storage.engine import Database
from feedback_miner.storage.erasure import SCHEMA, ErasureRoom
from feedback_miner.storage.events import EventRoom
from feedback_miner.storage.facts import FactRoom
from feedback_miner.storage.feed_pages import FeedPageRoom
from feedback_miner.storage.feedback import MessageRoom, StatementRoom
from feedback_miner.storage.feeds import FeedRoom
from feedback_miner.storage.imports import ImportRoom
from feedback_miner.storage.ledger import WORKSPACE, Ledger
from feedback_miner.storage.quotes import QuoteRoom
from feedback_miner.storage.relabel import relabel
from feedback_miner.storage.rescoring import RescoreRoom
from feedback_miner.storage.schema import upgrade
from feedback_miner.storage.team import TeamRoom
from feedback_miner.storage.themes import ThemeRoom
from feedback_miner.storage.workers import WorkerRoom

#: Counts up with every step of the schema; a database whose number stayed behind has its cells counted anew. Programs
#: from before there were steps refuse a number above 2.
SCHEMA_VERSION = 4


class SqlStore(
    ImportRoom,
    ChunkRoom,
    FeedRoom,
    FeedPageRoom,
    EventRoom,
    StatementRoom,
    QuoteRoom,
    MessageRoom,
    ErasureRoom,
    MapRoom,
    FactRoom,
    ThemeRoom,
    TeamRoom,
    RescoreRoom,
    WorkspaceRoom,
    KeyRoom,
    WorkerRoom,
):
    """The store on a SQL database; satisfies `ports.Store`. Safe to share between threads."""

    def ping(self) -> None:
        """Raises where the database cannot be reached."""
        with self._db.ask() as connection:
            connection.execute(text("SELECT 1"))

    def close(self) -> None:
        """Lets go of connections."""
        self._db.close()


def open_store(url: str, policy: LabelPolicy) -> SqlStore:
    """Opens a store, bringing its schema to this program's, and labels anew where the policy is another.

    `url`: sqlite:////path/file.db or postgresql+psycopg://…. Raises SetupError for another kind of database, one that
    cannot be reached, or a schema of a newer program, and Busy where another process changes the schema for long.
    """
    database = Database(url)
    try:
        database.check()
        _bring_up_to_date(database, policy)
    except BaseException:
        database.close()
        raise
    store = SqlStore(database, policy)
    store.compact_if_due()
    return store


def _bring_up_to_date(database: Database, policy: LabelPolicy) -> None:
    upgrade(database)
    with database.read() as connection:
        found: int = connection.execute(select(SCHEMA.c.version)).scalar_one()
    relabelled = relabel(database, policy)
    if found < SCHEMA_VERSION:
        _count_anew(database, policy, counted=relabelled)


def _count_anew(database: Database, policy: LabelPolicy, counted: Collection[str]) -> None:
    """Fills the cells from the rows.

    One transaction a workspace, but for those that this opening has `counted` already. Where it ends half-way the
    number stays the old one, and the next opening starts over; a workspace that is counted twice is the same.
    """
    with database.read() as connection:
        workspaces = connection.scalars(select(WORKSPACE.c.id).order_by(WORKSPACE.c.id)).all()
    for workspace in workspaces:
        if workspace not in counted:
            with database.write() as connection:
                Ledger.lock(connection, workspace, policy).refill()
    with database.write() as connection:
        connection.execute(
            update(SCHEMA).where(SCHEMA.c.version < SCHEMA_VERSION).values(version=SCHEMA_VERSION)
        )

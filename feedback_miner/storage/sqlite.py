"""What is SQLite's own: how a file is opened, how transactions begin, what a lock means, and compaction."""

from __future__ import annotations

import logging
import sqlite3

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext

from feedback_miner.errors import Busy, SetupError

_log = logging.getLogger(__name__)

#: How long a writer waits for another before it gives up, in milliseconds.
BUSY_TIMEOUT_MS = 20_000
_LOCKED = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)

#: How long compaction waits for readers before it is put off, in milliseconds.
COMPACTION_TIMEOUT_MS = 2_000

#: Execution option: what is executed to begin a transaction.
BEGIN = "begin"
#: A write transaction begins IMMEDIATE: it waits, and never fails half-way.
WRITING = ("BEGIN IMMEDIATE",)
#: Tables that others refer to can only be made anew while nobody checks.
MIGRATING = ("PRAGMA foreign_keys=OFF", "BEGIN IMMEDIATE")

_PRAGMAS = (
    f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA cache_size=-32000",
)


def sqlite_engine(url: URL) -> Engine:
    """An engine for a file. Raises SetupError where none is named."""
    if url.database in (None, "", ":memory:"):
        raise SetupError(
            "a database in memory cannot be shared between threads; name a file", where="database_url"
        )
    engine = create_engine(
        url,
        hide_parameters=True,
        connect_args={"check_same_thread": False},
        pool_size=8,
        max_overflow=40,
        # The last used comes first: it has most of the file's pages in its cache.
        pool_use_lifo=True,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _tell_busy)
    return engine


def compact(engine: Engine) -> bool:
    """Rewrites the file without what was deleted, and empties the log. False where others keep it busy.

    `secure_delete` zeroes deleted cells, but rebalancing may have left copies of them in unused parts of pages.
    """
    # On the driver's connection, for VACUUM cannot run in the transaction that the engine would begin.
    pooled = engine.raw_connection()
    cursor = pooled.cursor()
    try:
        cursor.execute(f"PRAGMA busy_timeout={COMPACTION_TIMEOUT_MS}")
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        checkpoint = cursor.fetchone()
        busy = checkpoint is None or bool(checkpoint[0])
    except sqlite3.OperationalError:
        busy = True
    finally:
        cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        pooled.close()
    if busy:
        _log.warning("the database was busy: erased text is compacted away at the next erasure or start")
    return not busy


def _tell_busy(context: ExceptionContext) -> None:
    """A lock held for longer than the time-out (a large undo, say) is no defect."""
    cause = context.original_exception
    if isinstance(cause, sqlite3.OperationalError) and cause.sqlite_errorcode in _LOCKED:
        raise Busy() from None


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    # The driver's own BEGIN comes late and is deferred: transactions are begun by `_begin`.
    connection.isolation_level = None
    # SQLite's own lower() knows ASCII only.
    connection.create_function("lower", 1, _lower, deterministic=True)
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _begin(connection: Connection) -> None:
    for statement in connection.get_execution_options().get(BEGIN, ("BEGIN",)):
        connection.exec_driver_sql(statement)


def _lower(text: str | None) -> str | None:
    return None if text is None else text.lower()

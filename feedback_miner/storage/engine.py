"""The database: one engine, reading and writing transactions, and what differs between databases."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import ArgumentError

from feedback_miner.errors import Busy, SetupError

_log = logging.getLogger(__name__)

#: How long a writer waits for another before it gives up, in milliseconds.
BUSY_TIMEOUT_MS = 20_000
_LOCKED = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)

#: How long compaction waits for readers before it is put off, in milliseconds.
COMPACTION_TIMEOUT_MS = 2_000

_PRAGMAS = (
    f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA cache_size=-32000",
)


class Database:
    """Connections for threads. SQLite begins its write transactions IMMEDIATE: they wait, and never fail half-way."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        is_sqlite = self.engine.dialect.name == "sqlite"
        reading: dict[str, Any] = {} if is_sqlite else {"isolation_level": "REPEATABLE READ"}
        self._readers = self.engine.execution_options(**reading)
        self._writers = self.engine.execution_options(begin="BEGIN IMMEDIATE")

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database and changes nothing."""
        with self._readers.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that is written whole, or not at all."""
        with self._writers.begin() as connection:
            yield connection

    def compact(self) -> bool:
        """Rewrites the file without what was deleted, and empties the log. False where others keep it busy.

        `secure_delete` zeroes deleted cells, but rebalancing may have left copies of them in unused parts of pages.
        """
        if self.engine.dialect.name != "sqlite":
            return True
        # On the driver's connection, for VACUUM cannot run in the transaction that the engine would begin.
        pooled = self.engine.raw_connection()
        cursor = pooled.cursor()
        try:
            cursor.execute(f"PRAGMA busy_timeout={COMPACTION_TIMEOUT_MS}")
            cursor.execute("VACUUM")
            busy = bool(cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0])
        except sqlite3.OperationalError:
            busy = True
        finally:
            cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
            pooled.close()
        if busy:
            _log.warning("the database was busy: erased text is compacted away at the next erasure or start")
        return not busy

    def close(self) -> None:
        """Lets go of connections."""
        self.engine.dispose()


def upsert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that knows ON CONFLICT, in the dialect of this connection."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def _engine(url: str) -> Engine:
    """Its errors hide parameters: they carry customers' words, and errors end in logs."""
    try:
        parsed = make_url(url)
        dialect = parsed.get_backend_name()
    except ArgumentError as error:
        raise SetupError(
            "this is not a database URL; use one such as sqlite:////path/feedback.db", where="database_url"
        ) from error
    if dialect == "postgresql":
        return create_engine(parsed, hide_parameters=True, pool_pre_ping=True)
    if dialect != "sqlite":
        raise SetupError(
            f"{dialect} is not supported; use sqlite or postgresql+psycopg", where="database_url"
        )
    if parsed.database in (None, "", ":memory:"):
        raise SetupError(
            "a database in memory cannot be shared between threads; name a file", where="database_url"
        )
    engine = create_engine(
        parsed,
        hide_parameters=True,
        connect_args={"check_same_thread": False},
        pool_size=8,
        max_overflow=40,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    event.listen(engine, "handle_error", _tell_busy)
    return engine


def _tell_busy(context: ExceptionContext) -> None:
    """A lock held for longer than the time-out (a large undo, say) is no defect."""
    cause = context.original_exception
    if isinstance(cause, sqlite3.OperationalError) and cause.sqlite_errorcode in _LOCKED:
        raise Busy(
            "The database is busy with other work. Nothing was changed; try again in a moment."
        ) from None


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # The driver's own BEGIN comes late and is deferred: transactions are begun by `_begin_sqlite`.
    connection.isolation_level = None
    # SQLite's own lower() knows ASCII only.
    connection.create_function("lower", 1, _lower, deterministic=True)
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


def _lower(text: str | None) -> str | None:
    return None if text is None else text.lower()

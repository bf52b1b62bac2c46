"""What is PostgreSQL's own: how it is connected to, what its errors mean, and rows by COPY."""

from __future__ import annotations

import select
from collections.abc import Iterable, Sequence
from typing import Any, cast

import psycopg
from sqlalchemy import URL, Connection, Engine, Table, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, DisconnectionError

from feedback_miner.errors import Busy, FeedbackMinerError, QueryError

#: Set for each session. Who waits for a lock gives up after a while; a machine that vanishes within a transaction
#: must not keep its locks: its silence is noticed within a minute, where the system's own time-out is two hours. To
#: compile a query takes longer than any of ours runs.
_SESSION = """
SET lock_timeout = '20s';
SET idle_in_transaction_session_timeout = '10min';
SET tcp_keepalives_idle = 30;
SET tcp_keepalives_interval = 10;
SET tcp_keepalives_count = 3;
SET jit = off;
"""

#: A number of our own among the database's advisory locks.
_SCHEMA_LOCK = 7_305_802_911

#: serialization_failure, deadlock_detected, lock_not_available
_IN_THE_WAY = ("40001", "40P01", "55P03")
#: idle_in_transaction_session_timeout, too_many_connections, admin_shutdown, crash_shutdown, cannot_connect_now
_LOST = ("25P03", "53300", "57P01", "57P02", "57P03")
_CONNECTION_EXCEPTION = "08"


def postgresql_engine(url: URL) -> Engine:
    """An engine whose errors are told in words, or at least without what customers wrote."""
    engine = create_engine(
        url,
        hide_parameters=True,
        # How many rows an INSERT … ON CONFLICT DO NOTHING has added is otherwise not known once it is done.
        execution_options={"preserve_rowcount": True},
        # Those beyond the size are opened and closed each time. The last used comes first: it knows most statements.
        pool_size=16,
        max_overflow=8,
        pool_use_lifo=True,
        pool_timeout=20,
        connect_args={} if "connect_timeout" in url.query else {"connect_timeout": 10},
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "checkout", _look_at)
    event.listen(engine, "handle_error", _tell)
    return engine


def lock_schema(connection: Connection) -> None:
    """Waits until nobody else changes the schema, and keeps them waiting until the transaction ends."""
    connection.exec_driver_sql("SET LOCAL lock_timeout = '10min'")
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_SCHEMA_LOCK})")


def copy_rows(
    connection: Connection, table: Table, names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Adds rows, whose values are in the order of the columns' names, by COPY."""
    quote = connection.dialect.identifier_preparer.quote
    columns = ", ".join(quote(name) for name in names)
    cursor = cast(psycopg.Connection, connection.connection.driver_connection).cursor()
    try:
        with cursor, cursor.copy(f"COPY {quote(table.name)} ({columns}) FROM STDIN".encode()) as copy:
            for row in rows:
                copy.write_row(row)
    except psycopg.Error as error:
        raise _in_words(error) or _as_sqlalchemy_has_it(connection, error) from None


def _prepare(connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute(_SESSION)
    cursor.close()
    connection.commit()


def _look_at(connection: DBAPIConnection, _record: object, _proxy: object) -> None:
    """Raises DisconnectionError, and so has another one opened, where the server has closed its end meanwhile.

    That can be seen without asking it, which would take one more round trip for every transaction.
    """
    if not _is_open(cast(psycopg.Connection, connection)):
        raise DisconnectionError("the server has closed this connection")


def _is_open(connection: psycopg.Connection) -> bool:
    if connection.closed:
        return False
    end = select.poll()
    end.register(connection, select.POLLIN)
    # Between transactions a server says nothing but that it ends.
    return not end.poll(0)


def _tell(context: ExceptionContext) -> None:
    error = context.original_exception
    if not isinstance(error, psycopg.Error):
        return
    said = _in_words(error)
    if said:
        raise said
    _without_rows(error)
    if context.sqlalchemy_exception:
        context.sqlalchemy_exception.args = (str(error),)


def _in_words(error: psycopg.Error) -> FeedbackMinerError | None:
    """What is no defect, as what it is."""
    state = error.sqlstate
    if state in _IN_THE_WAY:
        return Busy()
    lost = state is None or state in _LOST or state.startswith(_CONNECTION_EXCEPTION)
    if lost and isinstance(error, psycopg.OperationalError):
        return Busy("The database cannot be reached just now; try again in a moment.")
    if state is None and isinstance(error, psycopg.DataError) and "NUL" in str(error):
        return QueryError("a text with a NUL character cannot be stored, nor found")
    return None


def _without_rows(error: psycopg.Error) -> None:
    """Leaves of a server's message its first line: the others quote the row that it is about."""
    if error.diag.message_primary:
        error.args = (error.diag.message_primary,)


def _as_sqlalchemy_has_it(connection: Connection, error: psycopg.Error) -> BaseException:
    """The error as it is raised where SQLAlchemy executes."""
    _without_rows(error)
    return DBAPIError.instance(
        "COPY", None, error, psycopg.Error, hide_parameters=True, dialect=connection.dialect
    )

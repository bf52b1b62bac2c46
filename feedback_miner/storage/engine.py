"""The database: one engine, reading and writing transactions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from sqlalchemy import Connection, Engine, Table, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from feedback_miner.errors import Busy, SetupError
from feedback_miner.storage.postgresql import lock_schema, postgresql_engine
from feedback_miner.storage.sqlite import BEGIN, BUSY_TIMEOUT_MS, MIGRATING, WRITING, compact, sqlite_engine


class Database:
    """Connections for threads. Writers of PostgreSQL see what others have written once they have its lock."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        self._line = Lock()
        if self.is_sqlite:
            self._readers = self.engine
            self._askers = self.engine
            self._writers = self.engine.execution_options(**{BEGIN: WRITING})
        else:
            self._askers = self.engine.execution_options(isolation_level="AUTOCOMMIT")
            self._readers = self.engine.execution_options(isolation_level="REPEATABLE READ")
            self._writers = self.engine.execution_options(isolation_level="READ COMMITTED")

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file, with one writer at a time."""
        return self.engine.dialect.name == "sqlite"

    def check(self) -> None:
        """Raises SetupError where the database cannot be reached."""
        try:
            self.engine.connect().close()
        except (Busy, OperationalError) as error:
            reason = str(error.__cause__ or error).strip()
            raise SetupError(f"the database cannot be reached: {reason}", where="database_url") from error

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database and changes nothing. Raises Busy."""
        with _connected(self._readers) as connection, connection.begin():
            yield connection

    @contextmanager
    def ask(self) -> Iterator[Connection]:
        """For one SELECT alone, which sees one state of the database by itself. Raises Busy.

        On PostgreSQL that takes a third of the round trips of a transaction.
        """
        with _connected(self._askers) as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that is written whole, or not at all. Raises Busy."""
        with self._turn(), _connected(self._writers) as connection, connection.begin():
            yield connection

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """SQLite has one writer at a time, and lets those who wait try again now and then, whoever came first.

        So the threads of a process wait in line before they ask; other processes are still met by trying again.
        """
        if not self.is_sqlite:
            yield
            return
        if not self._line.acquire(timeout=BUSY_TIMEOUT_MS / 1000):
            raise Busy()
        try:
            yield
        finally:
            self._line.release()

    @contextmanager
    def migrate(self) -> Iterator[Connection]:
        """A transaction that may change the schema, of which there is one at a time. Raises Busy."""
        if self.is_sqlite:
            engine = self.engine.execution_options(**{BEGIN: MIGRATING})
            with _connected(engine) as connection:
                # It checks no references from now on, and so is nobody else's.
                connection.detach()
                with connection.begin():
                    yield connection
            return
        with self.write() as connection:
            lock_schema(connection)
            yield connection

    def compact(self) -> bool:
        """Removes from the file what was deleted; False where others keep it busy. PostgreSQL does so by itself."""
        return compact(self.engine) if self.is_sqlite else True

    def close(self) -> None:
        """Lets go of connections."""
        self.engine.dispose()


def upsert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that knows ON CONFLICT, in the dialect of this connection."""
    return upsert_of(connection.dialect.name, table)


def upsert_of(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    """The same for the dialect of this name, for statements that outlive a connection."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


def _connected(engine: Engine) -> Connection:
    try:
        return engine.connect()
    except NoConnectionFree as error:
        raise Busy("All connections to the database are in use; try again in a moment.") from error


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
        return postgresql_engine(parsed.set(drivername="postgresql+psycopg"))
    if dialect != "sqlite":
        raise SetupError(
            f"{dialect} is not supported; use sqlite or postgresql+psycopg", where="database_url"
        )
    return sqlite_engine(parsed)

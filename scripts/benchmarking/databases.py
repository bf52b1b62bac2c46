"""Databases to measure on: a SQLite file, a PostgreSQL of our own, or one that is given by its URL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, create_engine, make_url, text

from tests.postgres import own_server

SQLITE, POSTGRESQL = "sqlite", "postgresql"

#: name of a database → its URL; it is new and empty
Databases = Callable[[str], str]


@contextmanager
def databases(kind: str, folder: Path) -> Iterator[Databases]:
    """New databases while the block lasts. `kind`: sqlite, postgresql, or the URL of a PostgreSQL server.

    SQLite's lie in `folder`. A PostgreSQL of our own runs as it comes, but for the number of connections, and lies in
    a temporary folder of its own. All of them are removed at the end, but for what lies in `folder`.
    """
    if kind == SQLITE:
        yield lambda name: f"sqlite:///{folder / name}.sqlite3"
    elif kind == POSTGRESQL:
        with own_server(settings="max_connections=200\n") as url:
            yield from _on_server(make_url(url))
    else:
        yield from _on_server(make_url(kind))


def _on_server(url: URL) -> Iterator[Databases]:
    url = url.set(drivername="postgresql+psycopg")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    made: list[str] = []

    def create(name: str) -> str:
        full = f"feedback_miner_{name}"
        with engine.connect() as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{full}" WITH (FORCE)'))
            connection.execute(text(f'CREATE DATABASE "{full}"'))
        made.append(full)
        return url.set(database=full).render_as_string(hide_password=False)

    try:
        yield create
    finally:
        with engine.connect() as connection:
            for full in made:
                connection.execute(text(f'DROP DATABASE IF EXISTS "{full}" WITH (FORCE)'))
        engine.dispose()


def refresh_statistics(url: str) -> None:
    """What PostgreSQL does by itself in the minutes after many writes; SQLite has nothing of the kind."""
    if url.startswith(SQLITE):
        return
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("VACUUM ANALYZE"))
    engine.dispose()

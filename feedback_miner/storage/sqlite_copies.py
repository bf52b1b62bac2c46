"""Copies of a SQLite file."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import NullPool, create_engine
from sqlalchemy.exc import DBAPIError

from feedback_miner.errors import Conflict, FileError, SetupError
from feedback_miner.storage.contents import PASSING, Contents, contents_of, our_tables

_BLOCK = 1 << 20
#: How long a lock is waited for, in seconds.
_PATIENCE = 5.0
_NAME = "database.sqlite3"


class SqliteCopies:
    """One file. A copy is a file like it, without unused pages."""

    kind = "sqlite"
    packed = False

    def __init__(self, file: Path) -> None:
        self._file = file

    def server(self) -> None:
        """There is none."""
        return

    def contents(self) -> Contents:
        """Nothing where there is no file."""
        if not self._file.exists():
            return Contents(None, empty=True, tables=frozenset())
        return _look_into(self._file)

    def copy(self, target: BinaryIO, scratch: Path) -> None:
        """By VACUUM INTO, which reads one state, keeps no writer waiting, and leaves behind what was deleted."""
        whole = scratch / _NAME
        with _told(), closing(_connect(self._file)) as connection:
            connection.execute("VACUUM INTO ?", (str(whole),))
        with _told(), closing(_connect(whole)) as copied:
            _leave_out(copied)
            if (defect := _defect(copied)) is not None:
                raise SetupError(
                    f"The database did not pass its own check ({defect}): keep the backups that you have, and look at"
                    " the disk."
                )
        with whole.open("rb") as file:
            shutil.copyfileobj(file, target, _BLOCK)
        whole.unlink()

    def refuse_in_use(self) -> None:
        """A database leaves the mode that the program gives it only where nobody else has it open."""
        if not self._file.exists():
            return
        with closing(_connect(self._file)) as connection:
            _take_alone(connection)

    def put_back(self, part: BinaryIO, scratch: Path) -> None:
        """Page by page in one transaction of SQLite's own, so that a crash leaves the one or the other."""
        staged = scratch / _NAME
        with staged.open("wb") as file:
            shutil.copyfileobj(part, file, _BLOCK)
        with _told(), closing(_connect(staged)) as source:
            _refuse_strange(source)
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not self._file.exists():
                self._file.touch(mode=0o600)
            with closing(_connect(self._file)) as target:
                _take_alone(target)
                source.backup(target)
        staged.unlink()


def _look_into(file: Path) -> Contents:
    engine = create_engine(
        "sqlite://", creator=lambda: sqlite3.connect(file, timeout=_PATIENCE), poolclass=NullPool
    )
    with _told(), engine.connect() as connection:
        return contents_of(connection)


def _connect(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(file, timeout=_PATIENCE, isolation_level=None)


def _take_alone(connection: sqlite3.Connection) -> None:
    try:
        connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError:
        raise Conflict(
            "Another process has the database open. Stop `serve` and all workers, and restore then."
        ) from None


def _leave_out(copied: sqlite3.Connection) -> None:
    """Takes what is of the day out of a copy. It needs no journal, for it is thrown away where this fails."""
    copied.execute("PRAGMA journal_mode=OFF")
    copied.execute("PRAGMA secure_delete=ON")
    for (name,) in copied.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        if name in PASSING:
            copied.execute(f"DELETE FROM {name}")  # noqa: S608 - a name of ours
        elif name not in our_tables() and not name.startswith("sqlite_"):
            quoted = name.replace('"', '""')
            copied.execute(f'DROP TABLE "{quoted}"')


def _refuse_strange(staged: sqlite3.Connection) -> None:
    """Raises FileError where this is no copy of ours: triggers and views would run by themselves."""
    staged.execute("PRAGMA trusted_schema=OFF")
    strange = staged.execute(
        "SELECT name FROM sqlite_master WHERE type NOT IN ('table', 'index') OR sql LIKE 'CREATE VIRTUAL%'"
    ).fetchone()
    if strange or (defect := _defect(staged)) is not None:
        found = f"it holds {strange[0]}" if strange else defect
        raise FileError(f"This is not a database of feedback-miner: {found}. Nothing was changed.")


def _defect(database: sqlite3.Connection) -> str | None:
    """The first thing that SQLite's own check finds."""
    (found,) = database.execute("PRAGMA integrity_check(1)").fetchone()
    return None if found == "ok" else str(found)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (sqlite3.DatabaseError, DBAPIError) as error:
        said = error.orig if isinstance(error, DBAPIError) else error
        raise SetupError(f"SQLite says: {said}.", where="database") from None

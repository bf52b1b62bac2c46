"""Copies of the whole database while it is used, and putting one back.

The job engine's tables are left out. They tell which process was at what; put back, they would run work again that
was done since, or wait for processes that are gone. What is still to be done stands in our own rows, and every start
takes it up from there.
"""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO, Protocol

from feedback_miner.storage.contents import Contents
from feedback_miner.storage.engine import Database
from feedback_miner.storage.postgres_copies import PostgresCopies
from feedback_miner.storage.sqlite_copies import SqliteCopies


class Copies(Protocol):
    """Copies one database."""

    @property
    def kind(self) -> str:
        """ "sqlite" or "postgresql": a copy goes back into the same kind alone."""

    @property
    def packed(self) -> bool:
        """Whether its copies are compressed already."""

    def server(self) -> int | None:
        """Main version of the database server; None where there is none. Raises SetupError."""

    def contents(self) -> Contents:
        """What is in the database. Raises SetupError where it cannot be reached."""

    def copy(self, target: BinaryIO, scratch: Path) -> None:
        """Writes one state of the database while others write on. Raises SetupError.

        `scratch`: a private folder with room for the database.
        """

    def refuse_in_use(self) -> None:
        """Raises Conflict where another process has the database open."""

    def put_back(self, part: BinaryIO, scratch: Path) -> None:
        """Replaces what is there by what `copy` wrote, whole or not at all. Raises FileError, Conflict, SetupError."""


def open_copies(url: str) -> Copies:
    """For the database of this URL. Raises SetupError where it is none."""
    database = Database(url)
    if database.engine.dialect.name == "sqlite":
        return SqliteCopies(Path(str(database.engine.url.database)))
    return PostgresCopies(database.engine.url)

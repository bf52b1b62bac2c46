"""Years of history in minutes: one block of days that was really imported, copied day by day into later ones.

A copy has new numbers, new customers and later days; everything else, cells included, is what the import had made of
the block, as it would have made it of the same messages in those days. `recount` finds nothing to mend. Content hashes
are the block's, too, though dates go into them: nothing is searched by them.
"""

from __future__ import annotations

import csv
import random
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Table,
    and_,
    case,
    event,
    func,
    insert,
    literal,
    select,
    type_coerce,
)

from feedback_miner.domain import ImportState, PreparedText, Statement
from feedback_miner.mining import Wish
from feedback_miner.storage.engine import Database
from feedback_miner.storage.ledger import FAMILIES
from feedback_miner.storage.tables import METADATA
from scripts.benchmarking.messages import authored_statements
from scripts.benchmarking.stand_ins import WholeMessages
from scripts.benchmarking.way_in import WayIn

#: Statements of a message, here.
STATEMENTS = 2

_COLUMNS = ("id", "created_at", "customer", "rating", "channel", "plan", "comment")
#: How `write_messages` is read.
WISH = Wish(
    overrides=(
        "id=id",
        "date=created_at",
        "customer=customer",
        "rating=rating",
        "channel=channel",
        "segment.plan=plan",
        "text=comment",
    )
)
#: Messages of a customer in a block, on average.
_EACH = 3

#: In the order in which they refer to one another.
_ROWS = tuple(
    METADATA.tables[name]
    for name in (
        "customer",
        "item",
        "item_version",
        "statement",
        "statement_vector",
        "item_segment",
        "import",
        "import_chunk",
        "import_row",
    )
)
_CELLS = tuple(family.table for family in FAMILIES)
_MICROSECONDS = 86_400_000_000
_CAREFREE_SQLITE = ("PRAGMA synchronous=OFF", "PRAGMA foreign_keys=OFF", "PRAGMA cache_size=-1000000")
_CAREFREE_POSTGRESQL = ("SET synchronous_commit=off", "SET session_replication_role=replica")


class Halves(WholeMessages):
    """A text room stood in for: every message is two English statements, and nothing in it is personal."""

    def prepare(self, raw: Sequence[str], *, hints: Sequence[str | None]) -> list[PreparedText]:  # noqa: ARG002
        """One result for each message, in order."""
        return [PreparedText(text, "en", _halves(text)) for text in raw]


@dataclass(frozen=True, slots=True)
class History:
    """So many blocks of days, one after the other, each with as many statements."""

    blocks: int
    statements: int
    days: int
    #: the day after the last one
    end: date

    def begin(self, block: int) -> date:
        """The first day of a block, from 0."""
        return self.end - timedelta(days=(self.blocks - block) * self.days)


def write_history(way_in: WayIn, database: Database, workspace: str, history: History, folder: Path) -> None:
    """Fills an empty workspace: the first block is imported, then copied, and the last one is imported.

    Ids rise with time, and the last block is the same messages whatever the history before it.
    """
    if history.blocks > 1:
        _hurry(database)
        first = _import(way_in, history, 0, folder)
        for block in range(1, history.blocks - 1):
            with database.write() as connection:
                _copy(connection, _Copy(workspace, first, block, history))
        with database.write() as connection:
            _move_sequences_on(connection)
    _import(way_in, history, history.blocks - 1, folder)


def write_messages(file: Path, name: str, rows: int, *, first_day: date, days: int, seed: int = 0) -> None:
    """Writes a CSV of messages of our own writing, evenly over the days. `name`: what their ids begin with."""
    chance, said = random.Random(seed), authored_statements()
    begin, step = datetime.combine(first_day, time(), UTC), timedelta(days=days) / rows
    with file.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out)
        table.writerow(_COLUMNS)
        for n in range(rows):
            table.writerow(
                (
                    f"{name}-{n}",
                    (begin + n * step).isoformat(timespec="seconds"),
                    f"customer-{name}-{chance.randrange(rows // _EACH + 1)}",
                    chance.randint(1, 5),
                    chance.choice(("email", "chat", "app store")),
                    chance.choice(("free", "team", "pro")),
                    f"{chance.choice(said)} {chance.choice(said)} ({n})",
                )
            )


def _import(way_in: WayIn, history: History, block: int, folder: Path) -> str:
    """Imports a block; the import's id."""
    file, rows = folder / f"block-{block:04}.csv", history.statements // STATEMENTS
    write_messages(file, f"{block:04}", rows, first_day=history.begin(block), days=history.days)
    done = way_in.bring(file, WISH)
    if done.state is not ImportState.DONE or done.report.statements != rows * STATEMENTS:
        raise SystemExit(f"{done.state.value}: {done.report.statements:,} statements; {done.error or ''}")
    return done.id


def _hurry(database: Database) -> None:
    """Nobody minds if what is written here is lost with the machine, and a copy refers to what a copy has."""
    event.listen(database.engine, "connect", _carefree)


def _carefree(connection: Any, _record: object) -> None:  # noqa: ANN401 - of either driver
    sqlite = isinstance(connection, sqlite3.Connection)
    for statement in _CAREFREE_SQLITE if sqlite else _CAREFREE_POSTGRESQL:
        connection.execute(statement)
    if not sqlite:
        connection.commit()


def _copy(connection: Connection, copy: _Copy) -> None:
    for table in (*_ROWS, *_CELLS):
        connection.execute(
            insert(table).from_select(
                [c.name for c in table.columns], select(*map(copy.of, table.columns)).where(copy.whole(table))
            )
        )


@dataclass(frozen=True, slots=True)
class _Copy:
    """How a row of the first block becomes one of another."""

    workspace: str
    #: the first block's import
    import_id: str
    block: int
    history: History

    def whole(self, table: Table) -> ColumnElement[bool]:
        """The rows of the first block."""
        return and_(table.c.workspace == self.workspace, self._within(table))

    def of(self, column: Column[Any]) -> ColumnElement[Any]:
        """What stands in a column of the copy."""
        name, shift = column.name, self.block * self.history.days
        if name == "import_id" or (name == "id" and column.table.name == "import"):
            return literal(f"{self.import_id}{self.block}")
        if name in ("id", "item_id", "version_id", "statement_id", "customer_id"):
            return column + self._numbers
        if name == "customer":
            # not known: minus the number of the item
            return case((column > 0, column + self._numbers), else_=column - self._numbers)
        if name == "day":
            return column + shift
        if name == "occurred_at":
            return type_coerce(column, BigInteger) + shift * _MICROSECONDS
        if name in ("external_id", "pseudonym"):
            return column + f"-{self.block}"
        return column

    @property
    def _numbers(self) -> int:
        """How far apart the numbers of two blocks are: a block has no table with more rows."""
        return self.block * self.history.statements

    def _within(self, table: Table) -> ColumnElement[bool]:
        if "import_id" in table.c:
            return table.c.import_id == self.import_id
        if "day" in table.c:
            begin = self.history.begin(0).toordinal()
            return table.c.day.between(begin, begin + self.history.days - 1)
        if table.name == "import":
            return table.c.id == self.import_id
        named_by = {"item_segment": "version_id", "statement_vector": "statement_id"}
        return table.c[named_by.get(table.name, "id")] <= self.history.statements


def _move_sequences_on(connection: Connection) -> None:
    """SQLite moves its own."""
    if connection.dialect.name != "postgresql":
        return
    for table in _ROWS:
        if table.name in ("customer", "item", "item_version", "statement"):
            sequence = func.pg_get_serial_sequence(table.name, "id")
            last = select(func.max(table.c.id)).scalar_subquery()
            connection.execute(select(func.setval(sequence, last)))


def _halves(text: str) -> tuple[Statement, ...]:
    middle = text.find(" ", len(text) // 2)
    return Statement(0, 0, middle), Statement(1, middle + 1, len(text))

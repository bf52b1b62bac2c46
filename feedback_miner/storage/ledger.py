"""The cells' bookkeeping: whatever changes rows does it inside `changing`, and the cells follow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from sqlalchemy import Connection, Insert, Table, and_, bindparam, delete, select, update

from feedback_miner.domain import LabelPolicy
from feedback_miner.errors import NotFound, Outdated
from feedback_miner.storage import cell_tables
from feedback_miner.storage.bulk import among, execute_rows
from feedback_miner.storage.contributions import Amounts, Sums, total
from feedback_miner.storage.counting import counted_items
from feedback_miner.storage.engine import upsert_of
from feedback_miner.storage.staging import Staging, in_workspace
from feedback_miner.storage.tables import METADATA

#: How many rows are read and held at once.
BATCH = 500

#: How many items are counted before their sums are written: more take more memory, fewer take longer.
PORTION = 5_000

WORKSPACE = METADATA.tables["workspace"]
ITEM = METADATA.tables["item"]
VERSION = METADATA.tables["item_version"]
STATEMENT = METADATA.tables["statement"]
ITEM_SEGMENT = METADATA.tables["item_segment"]

#: Which cells of a workspace count.
LABELLING = select(WORKSPACE.c.labelling).where(WORKSPACE.c.id == bindparam("workspace"))

T = TypeVar("T")


def batches(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Runs of at most `BATCH` values."""
    for start in range(0, len(values), BATCH):
        yield values[start : start + BATCH]


@dataclass(frozen=True, slots=True)
class Family:
    """A table of cells: the columns of its key after workspace and labelling, and those that are summed."""

    table: Table

    @property
    def key(self) -> tuple[str, ...]:
        """In the order of `contributions.Key`."""
        return tuple(c.name for c in self.table.primary_key.columns)[2:]

    @property
    def sums(self) -> tuple[str, ...]:
        """In the order of the lists in `contributions.Amounts`; the first is 0 only where all are."""
        return tuple(c.name for c in self.table.columns if not c.primary_key)


#: In the order of `Amounts.families`.
FAMILIES = tuple(
    Family(METADATA.tables[str(model.__tablename__)])
    for model in (
        cell_tables.CellTable,
        cell_tables.CustomerCellTable,
        cell_tables.MetricCellTable,
        cell_tables.CoverageCellTable,
        cell_tables.JudgedCellTable,
    )
)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The cells of one workspace inside one write transaction, which has the workspace's row locked."""

    connection: Connection
    workspace: str
    time_zone: str
    policy: LabelPolicy
    #: the labelling that counts
    labelling: int
    #: the one that a re-scoring builds beside it, where one is open
    staging: Staging | None

    @staticmethod
    def lock(connection: Connection, workspace: str, policy: LabelPolicy) -> Ledger:
        """Raises NotFound, or Conflict where the labels are made by another label policy."""
        row = connection.execute(
            select(WORKSPACE.c.time_zone, WORKSPACE.c.policy, WORKSPACE.c.labelling)
            .where(WORKSPACE.c.id == workspace)
            # Rows that name the workspace may be written meanwhile, but for those that this lock is about.
            .with_for_update(key_share=True)
        ).one_or_none()
        if row is None:
            raise NotFound(f'there is no workspace "{workspace}"')
        if row.policy != policy.version:
            raise Outdated(
                f'the labels are now made by policy "{row.policy}", and this process works with "{policy.version}"; '
                "restart it"
            )
        staging = Staging.of(connection, workspace)
        return Ledger(connection, workspace, row.time_zone, policy, row.labelling, staging)

    @contextmanager
    def changing(self, item_ids: Sequence[int]) -> Iterator[Amounts]:
        """Takes these items out of the cells, lets the caller change them, and puts what they have become in.

        To the amounts that the block is given, it adds what items come to that were never stored before.
        """
        added = Amounts()
        changes = {labelling: Amounts() for labelling in self._labellings()}
        self._count(changes, item_ids, -1)
        yield added
        self._count(changes, item_ids)
        for labelling, amounts in changes.items():
            amounts.add(added)
            self._apply(labelling, amounts.without_zeros())
        count_up(self.connection, self.workspace)

    def count_in(self, staging: Staging, item_ids: Sequence[int]) -> None:
        """Adds items, which it holds from now on, to the cells of the labelling that is built."""
        amounts = Amounts()
        self._count({staging.labelling: amounts}, item_ids)
        self._apply(staging.labelling, amounts)

    def rebuild(self) -> bool:
        """Makes all cells anew from the rows; True where they had been equal before."""
        expected = {labelling: Amounts() for labelling in self._labellings()}
        for ids in self._all_items():
            self._count(expected, ids)
        if stored_amounts(self.connection, self.workspace, list(expected)) == expected:
            return True
        self._clear()
        for labelling, amounts in expected.items():
            self._apply(labelling, amounts)
        count_up(self.connection, self.workspace)
        return False

    def refill(self) -> None:
        """Makes all cells anew from the rows, whatever they were, in memory that does not grow with the history."""
        self._clear()
        for ids in self._all_items():
            portion = {labelling: Amounts() for labelling in self._labellings()}
            self._count(portion, ids)
            for labelling, amounts in portion.items():
                self._apply(labelling, amounts)
        count_up(self.connection, self.workspace)

    def _labellings(self) -> dict[int, Staging | None]:
        """Those whose cells are kept: the one that counts, and the one that is built."""
        built = {self.staging.labelling: self.staging} if self.staging else {}
        return {self.labelling: None, **built}

    def _clear(self) -> None:
        for family in FAMILIES:
            self.connection.execute(delete(family.table).where(family.table.c.workspace == self.workspace))

    def _all_items(self) -> Iterator[Sequence[int]]:
        mine = select(ITEM.c.id).where(in_workspace(ITEM, self.workspace), ITEM.c.version_id.is_not(None))
        last = 0
        while ids := self.connection.scalars(
            mine.where(ITEM.c.id > last).order_by(ITEM.c.id).limit(PORTION)
        ).all():
            yield ids
            last = ids[-1]

    def _count(self, amounts: Mapping[int, Amounts], item_ids: Sequence[int], sign: int = 1) -> None:
        """Adds what the current versions of these items come to in each labelling."""
        known = self._labellings()
        for ids in batches(item_ids):
            mine = and_(in_workspace(VERSION, self.workspace), among(self.connection, VERSION.c.item_id, ids))
            for labelling, sums in amounts.items():
                sums.add(total(counted_items(self.connection, mine, known[labelling])), sign)

    def _apply(self, labelling: int, amounts: Amounts) -> None:
        for family, sums in zip(FAMILIES, amounts.families, strict=True):
            if sums:
                self._apply_family(labelling, family, sums)

    def _apply_family(self, labelling: int, family: Family, sums: Sums) -> None:
        # Sorted, so that two writers of PostgreSQL take their row locks in the same order.
        table, connection = family.table, self.connection
        names = ("workspace", "labelling", *family.key, *family.sums)
        fixed = (self.workspace, labelling)
        rows = [(*fixed, *key, *values) for key, values in sorted(sums.items())]
        execute_rows(connection, _adding(connection.dialect.name, family), names, rows)
        lowered = [key for key, values in sums.items() if values[0] < 0]
        if lowered:
            places = [f"at_{c.name}" for c in table.primary_key.columns]
            there = [
                c == bindparam(place) for c, place in zip(table.primary_key.columns, places, strict=True)
            ]
            connection.execute(
                delete(table).where(*there, table.c[family.sums[0]] == 0),
                [dict(zip(places, (*fixed, *key), strict=True)) for key in lowered],
            )


@cache
def _adding(dialect: str, family: Family) -> Insert:
    """Adds to what is there; kept, so that it is compiled once."""
    table = family.table
    new = upsert_of(dialect, table)
    sums = {name: table.c[name] + new.excluded[name] for name in family.sums}
    return new.on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=sums)


def lock_workspace(connection: Connection, workspace: str) -> None:
    """Keeps others who change what the workspace shows waiting until the transaction ends. Raises NotFound."""
    query = select(WORKSPACE.c.id).where(WORKSPACE.c.id == workspace).with_for_update(key_share=True)
    if connection.execute(query).first() is None:
        raise NotFound(f'there is no workspace "{workspace}"')


def count_up(connection: Connection, workspace: str) -> None:
    """Moves the workspace's revision on: maps that were kept are read again."""
    connection.execute(
        update(WORKSPACE).where(WORKSPACE.c.id == workspace).values(revision=WORKSPACE.c.revision + 1)
    )


def labelling_of(connection: Connection, workspace: str) -> int:
    """Which cells of a workspace count; where there is no such workspace, one that has none."""
    found: int | None = connection.scalar(LABELLING, {"workspace": workspace})
    return found or 0


def stored_amounts(connection: Connection, workspace: str, labellings: Sequence[int]) -> dict[int, Amounts]:
    """All cells of a workspace in these labellings."""
    found = {labelling: Amounts() for labelling in labellings}
    for n, family in enumerate(FAMILIES):
        width = len(family.key)
        columns = family.table.c
        query = select(columns.labelling, *(columns[name] for name in (*family.key, *family.sums)))
        mine = (columns.workspace == workspace, columns.labelling.in_(labellings))
        for labelling, *rest in connection.execute(query.where(*mine)):
            found[labelling].families[n][tuple(rest[:width])] = rest[width:]
    return found

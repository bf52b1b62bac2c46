"""The cells' bookkeeping: whatever changes rows does it inside `changing`, and the cells follow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, Table, and_, bindparam, delete, select, update

from feedback_miner.domain import PERSON, LabelPolicy
from feedback_miner.errors import Conflict, NotFound
from feedback_miner.storage import cell_tables
from feedback_miner.storage.bulk import among, execute_rows
from feedback_miner.storage.contributions import Amounts, CountedItem, CountedStatement, Kind, Sums, total
from feedback_miner.storage.engine import upsert
from feedback_miner.storage.rows import Columns, hundredths, to_emotions
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

T = TypeVar("T")


def batches(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Runs of at most `BATCH` values."""
    for start in range(0, len(values), BATCH):
        yield values[start : start + BATCH]


@dataclass(frozen=True, slots=True)
class Family:
    """A table of cells: the columns of its key after workspace and policy, and those that are summed."""

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

    @staticmethod
    def lock(connection: Connection, workspace: str, policy: LabelPolicy) -> Ledger:
        """Raises NotFound, or Conflict where the cells were made with another label policy."""
        row = connection.execute(
            select(WORKSPACE.c.time_zone, WORKSPACE.c.policy)
            .where(WORKSPACE.c.id == workspace)
            .with_for_update()
        ).one_or_none()
        if row is None:
            raise NotFound(f'there is no workspace "{workspace}"')
        if row.policy != policy.version:
            raise Conflict(
                f'the labels are now made by policy "{row.policy}", and this process works with "{policy.version}"; '
                "restart it"
            )
        return Ledger(connection, workspace, row.time_zone, policy)

    @contextmanager
    def changing(self, item_ids: Sequence[int]) -> Iterator[Amounts]:
        """Takes these items out of the cells, lets the caller change them, and puts what they have become in.

        To the amounts that the block is given, it adds what items come to that were never stored before.
        """
        amounts = Amounts()
        amounts.add(self._sums(item_ids), -1)
        yield amounts
        amounts.add(self._sums(item_ids))
        self._apply(amounts.without_zeros())
        count_up(self.connection, self.workspace)

    def rebuild(self) -> bool:
        """Makes all cells anew from the rows; True where they had been equal before."""
        amounts = Amounts()
        for ids in self._all_items():
            amounts.add(self._sums(ids))
        expected = {self.policy.version: amounts} if amounts.coverage else {}
        if stored_amounts(self.connection, self.workspace) == expected:
            return True
        self._clear()
        self._apply(amounts)
        count_up(self.connection, self.workspace)
        return False

    def refill(self) -> None:
        """Makes all cells anew from the rows, whatever they were, in memory that does not grow with the history."""
        self._clear()
        for ids in self._all_items():
            self._apply(self._sums(ids))
        count_up(self.connection, self.workspace)

    def _clear(self) -> None:
        for family in FAMILIES:
            self.connection.execute(delete(family.table).where(family.table.c.workspace == self.workspace))

    def _all_items(self) -> Iterator[Sequence[int]]:
        mine = select(ITEM.c.id).where(ITEM.c.workspace == self.workspace, ITEM.c.version_id.is_not(None))
        last = 0
        while ids := self.connection.scalars(
            mine.where(ITEM.c.id > last).order_by(ITEM.c.id).limit(PORTION)
        ).all():
            yield ids
            last = ids[-1]

    def _sums(self, item_ids: Sequence[int]) -> Amounts:
        """What the current versions of these items add to the cells."""
        amounts = Amounts()
        for ids in batches(item_ids):
            of_items = among(self.connection, VERSION.c.item_id, ids)
            mine = and_(VERSION.c.workspace == self.workspace, of_items)
            amounts.add(total(counted_items(self.connection, mine)))
        return amounts

    def _apply(self, amounts: Amounts) -> None:
        for family, sums in zip(FAMILIES, amounts.families, strict=True):
            if sums:
                self._apply_family(family, sums)

    def _apply_family(self, family: Family, sums: Sums) -> None:
        # Sorted, so that two writers of PostgreSQL take their row locks in the same order.
        table, connection = family.table, self.connection
        names = ("workspace", "policy", *family.key, *family.sums)
        fixed = (self.workspace, self.policy.version)
        rows = [
            dict(zip(names, (*fixed, *key, *values), strict=True)) for key, values in sorted(sums.items())
        ]
        insert = upsert(connection, table)
        adding = {name: table.c[name] + insert.excluded[name] for name in family.sums}
        execute_rows(
            connection,
            insert.on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=adding),
            rows,
        )
        counter = family.sums[0]
        lowered = [row for row in rows if row[counter] < 0]
        if lowered:
            key = [c == bindparam(f"at_{c.name}") for c in table.primary_key.columns]
            connection.execute(
                delete(table).where(*key, table.c[counter] == 0),
                [{f"at_{c.name}": row[c.name] for c in table.primary_key.columns} for row in lowered],
            )


def count_up(connection: Connection, workspace: str) -> None:
    """Moves the workspace's revision on: maps that were kept are read again."""
    connection.execute(
        update(WORKSPACE).where(WORKSPACE.c.id == workspace).values(revision=WORKSPACE.c.revision + 1)
    )


def stored_amounts(connection: Connection, workspace: str) -> dict[str, Amounts]:
    """All cells of a workspace, by label policy."""
    found: dict[str, Amounts] = defaultdict(Amounts)
    for n, family in enumerate(FAMILIES):
        width = 1 + len(family.key)
        names = ("policy", *family.key, *family.sums)
        query = select(*(family.table.c[name] for name in names)).where(family.table.c.workspace == workspace)
        for policy, *rest in connection.execute(query):
            found[policy].families[n][tuple(rest[: width - 1])] = rest[width - 1 :]
    return dict(found)


def counted_items(connection: Connection, where: ColumnElement[bool]) -> list[CountedItem]:
    """What the current versions that a condition on `item_version` names come to."""
    where = and_(where, VERSION.c.current.is_(True))
    versions = (
        connection.execute(
            select(
                VERSION.c.id,
                VERSION.c.item_id,
                VERSION.c.day,
                VERSION.c.source,
                VERSION.c.channel,
                VERSION.c.kind,
                VERSION.c.customer_id,
                VERSION.c.nps,
                VERSION.c.csat,
                VERSION.c.rating,
                VERSION.c.model,
            ).where(where)
        )
        .mappings()
        .all()
    )
    statements = _statements_of(connection, where)
    buckets = _buckets_of(connection, where)
    return [counted_item(row, buckets.get(row["id"], ()), statements.get(row["id"], ())) for row in versions]


def counted_item(
    version: Columns, buckets: Iterable[tuple[str, str]], statements: Iterable[Columns]
) -> CountedItem:
    """A current version as cells count it, from its row and those of its statements."""
    return CountedItem(
        day=version["day"],
        source=version["source"],
        channel=version["channel"],
        kind=Kind(version["kind"]),
        customer=customer_number(version),
        nps=version["nps"],
        csat=hundredths(version["csat"]),
        rating=hundredths(version["rating"]),
        buckets=tuple(buckets),
        statements=tuple(
            CountedStatement(
                row["stage"],
                row["touchpoint"],
                row["sentiment"],
                to_emotions(row["emotions"]),
                PERSON if row["corrected"] else version["model"],
            )
            for row in statements
        ),
    )


def customer_number(version: Columns) -> int:
    """A customer's number in the cells: who is not known is counted as somebody of their own."""
    customer: int | None = version["customer_id"]
    return -version["item_id"] if customer is None else customer


def _statements_of(connection: Connection, where: ColumnElement[bool]) -> dict[int, list[Columns]]:
    found: dict[int, list[Columns]] = defaultdict(list)
    query = (
        select(
            STATEMENT.c.version_id,
            STATEMENT.c.stage,
            STATEMENT.c.touchpoint,
            STATEMENT.c.sentiment,
            STATEMENT.c.emotions,
            STATEMENT.c.corrected,
        )
        .join_from(VERSION, STATEMENT, STATEMENT.c.version_id == VERSION.c.id)
        .where(where)
    )
    for row in connection.execute(query).mappings():
        found[row["version_id"]].append(row)
    return found


def _buckets_of(connection: Connection, where: ColumnElement[bool]) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    query = (
        select(ITEM_SEGMENT.c.version_id, ITEM_SEGMENT.c.name, ITEM_SEGMENT.c.bucket)
        .join_from(VERSION, ITEM_SEGMENT, ITEM_SEGMENT.c.version_id == VERSION.c.id)
        .where(where, ITEM_SEGMENT.c.bucket != "")
    )
    for version_id, name, bucket in connection.execute(query):
        found[version_id].append((name, bucket))
    return found

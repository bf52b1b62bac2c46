"""A re-scoring under way, as far as the cells know of it: which items its labelling holds, and with which labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Row, Table, and_, delete, exists, or_, select

from feedback_miner.domain import RescoreState
from feedback_miner.storage.bulk import among
from feedback_miner.storage.contributions import Kind
from feedback_miner.storage.rescore_tables import RescoreChunkTable, RescoredStatementTable, RescoreTable
from feedback_miner.storage.tables import METADATA

VERSION = METADATA.tables["item_version"]
STATEMENT = METADATA.tables["statement"]
RESCORE = METADATA.tables[str(RescoreTable.__tablename__)]
RESCORE_CHUNK = METADATA.tables[str(RescoreChunkTable.__tablename__)]
RESCORED = METADATA.tables[str(RescoredStatementTable.__tablename__)]

#: Of a re-scoring that failed the cells are kept right, so that it can go on.
OPEN = (RescoreState.QUEUED.value, RescoreState.RUNNING.value, RescoreState.FAILED.value)


@dataclass(frozen=True, slots=True)
class Staging:
    """The labelling that a re-scoring builds beside the one that counts.

    It holds an item from the chunk on that the item is in, and those that came after the beginning at once: with the
    staged scores where a version has them, else with the labels that count.
    """

    workspace: str
    rescore_id: str
    model: str
    labelling: int
    first_item: int
    last_item: int
    last_version: int
    chunk_items: int

    @staticmethod
    def of(connection: Connection, workspace: str) -> Staging | None:
        """That of the workspace's open re-scoring, where there is one."""
        mine = (RESCORE.c.workspace == workspace, RESCORE.c.state.in_(OPEN))
        row = connection.execute(select(RESCORE).where(*mine)).one_or_none()
        return None if row is None else Staging.of_row(row)

    @staticmethod
    def of_row(row: Row[*tuple[object, ...]]) -> Staging:
        """That of a row of `rescore`."""
        return Staging(
            workspace=row.workspace,
            rescore_id=row.id,
            model=row.model,
            labelling=row.labelling,
            first_item=row.first_item,
            last_item=row.last_item,
            last_version=row.last_version,
            chunk_items=row.chunk_items,
        )

    @property
    def chunks(self) -> int:
        """How many there are."""
        return (self.last_item - self.first_item) // self.chunk_items + 1

    def items_of(self, chunk: int) -> tuple[int, int]:
        """First and last id of a chunk's items."""
        first = self.first_item + chunk * self.chunk_items
        return first, min(first + self.chunk_items - 1, self.last_item)

    def holds(self) -> ColumnElement[bool]:
        """Versions of items that are in the labelling's cells."""
        chunk = (VERSION.c.item_id - self.first_item) // self.chunk_items
        written = exists().where(
            RESCORE_CHUNK.c.workspace == self.workspace,
            RESCORE_CHUNK.c.rescore_id == self.rescore_id,
            RESCORE_CHUNK.c.chunk == chunk,
        )
        return or_(VERSION.c.item_id > self.last_item, written)

    def due(self) -> ColumnElement[bool]:
        """Versions that another model scored, current or not, and that are not staged."""
        # The query around them may read these tables, too.
        scored = exists().where(STATEMENT.c.version_id == VERSION.c.id).correlate(VERSION)
        staged = exists().where(self.staged(), RESCORED.c.version_id == VERSION.c.id).correlate(VERSION)
        other = and_(VERSION.c.kind == Kind.SCORED.value, VERSION.c.model != self.model)
        return and_(in_workspace(VERSION, self.workspace), other, scored, ~staged)

    def late(self) -> ColumnElement[bool]:
        """Of the due versions those that no chunk holds, for they came after the beginning."""
        return and_(VERSION.c.id > self.last_version, self.due())

    def staged(self) -> ColumnElement[bool]:
        """Rows of `rescored_statement` that are this labelling's."""
        return and_(RESCORED.c.workspace == self.workspace, RESCORED.c.labelling == self.labelling)

    def forget(self, connection: Connection, version_ids: Sequence[int]) -> None:
        """Deletes what is staged of versions."""
        connection.execute(
            delete(RESCORED).where(self.staged(), among(connection, RESCORED.c.version_id, version_ids))
        )


def in_workspace(table: Table, workspace: str) -> ColumnElement[bool]:
    """A workspace's rows of a table, where their ids are given as well.

    No index answers it: SQLite would rather go through a workspace's whole history than through some ids.
    """
    return table.c.workspace.concat("") == workspace


def is_behind(connection: Connection, workspace: str, model: str) -> bool:
    """Whether another model scored a version, current or not. Asked as two ranges, which an index answers."""
    mine = (VERSION.c.workspace == workspace, VERSION.c.kind == Kind.SCORED.value)
    others = (VERSION.c.model < model, VERSION.c.model > model)
    return any(
        connection.execute(select(VERSION.c.id).where(*mine, other).limit(1)).first() is not None
        for other in others
    )

"""What a team writes down itself: one table for records of all kinds."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import ColumnElement, Connection, Insert, and_, bindparam, delete, func, select

from feedback_miner.domain.team import Record
from feedback_miner.errors import LimitExceeded, NotFound, SetupError
from feedback_miner.storage.base import Room
from feedback_miner.storage.engine import upsert
from feedback_miner.storage.ledger import count_up, lock_workspace
from feedback_miner.storage.tables import METADATA
from feedback_miner.storage.team_tables import TeamRecordTable

RECORD = METADATA.tables[str(TeamRecordTable.__tablename__)]

#: All of a kind, made once, for they are asked for all the time.
_RECORDS = (
    select(RECORD.c.id, RECORD.c.body)
    .where(RECORD.c.workspace == bindparam("workspace"), RECORD.c.kind == bindparam("kind"))
    .order_by(RECORD.c.id)
)

#: Most characters of a record as JSON, and most records of one kind in a workspace.
RECORD_SIZE = 64_000
RECORDS = 10_000

R = TypeVar("R", bound=Record)


class TeamRoom(Room):
    """Records by kind. What changes one moves the workspace's revision on."""

    def put_record(self, workspace: str, record: Record) -> None:
        """Adds it, or takes the place of the one with its id. Raises NotFound, LimitExceeded."""
        values = _values(workspace, record)
        with self._db.write() as connection:
            new = upsert(connection, RECORD).values(values)
            replacing = new.on_conflict_do_update(
                index_elements=list(RECORD.primary_key.columns), set_={"body": values["body"]}
            )
            _write(connection, workspace, record, replacing)

    def add_record(self, workspace: str, record: Record) -> bool:
        """Adds it; False (and nothing changes) where there is one with its id. Raises NotFound, LimitExceeded."""
        with self._db.write() as connection:
            new = upsert(connection, RECORD).values(_values(workspace, record))
            return _write(connection, workspace, record, new.on_conflict_do_nothing())

    def records(self, workspace: str, kind: type[R]) -> list[R]:
        """All of a kind, by id."""
        mine = {"workspace": workspace, "kind": kind.kind}
        with self._db.ask() as connection:
            return [_record(kind, row.id, row.body) for row in connection.execute(_RECORDS, mine)]

    def record(self, workspace: str, kind: type[R], record_id: str) -> R:
        """Raises NotFound."""
        this = select(RECORD.c.body).where(_of_kind(workspace, kind), RECORD.c.id == record_id)
        with self._db.ask() as connection:
            body = connection.scalar(this)
        if body is None:
            raise _missing(kind, record_id)
        return _record(kind, record_id, body)

    def remove_record(self, workspace: str, kind: type[Record], record_id: str) -> None:
        """Raises NotFound."""
        this = delete(RECORD).where(_of_kind(workspace, kind), RECORD.c.id == record_id)
        with self._db.write() as connection:
            lock_workspace(connection, workspace)
            if connection.execute(this).rowcount == 0:
                raise _missing(kind, record_id)
            count_up(connection, workspace)


@cache
def _adapter(kind: type[R]) -> TypeAdapter[R]:
    return TypeAdapter(kind)


def _values(workspace: str, record: Record) -> dict[str, str]:
    adapter: TypeAdapter[Any] = _adapter(type(record))
    body = adapter.dump_json(record, warnings="error").decode()
    if len(body) > RECORD_SIZE:
        raise LimitExceeded(
            f"This {record.kind} has {len(body):,} characters; {RECORD_SIZE:,} are kept at most. Shorten it."
        )
    return {"workspace": workspace, "kind": record.kind, "id": record.id, "body": body}


def _write(connection: Connection, workspace: str, record: Record, insert: Insert) -> bool:
    """False where nothing was to be written."""
    lock_workspace(connection, workspace)
    if connection.execute(insert).rowcount == 0:
        return False
    many = select(func.count()).select_from(RECORD).where(_of_kind(workspace, type(record)))
    if (connection.scalar(many) or 0) > RECORDS:
        raise LimitExceeded(f"There are {RECORDS:,} of the kind “{record.kind}” already: remove some first.")
    count_up(connection, workspace)
    return True


def _of_kind(workspace: str, kind: type[Record]) -> ColumnElement[bool]:
    return and_(RECORD.c.workspace == workspace, RECORD.c.kind == kind.kind)


def _record(kind: type[R], record_id: str, body: str) -> R:
    try:
        return cast(R, _adapter(kind).validate_json(body))
    except ValidationError as error:
        told = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(map(str, told["loc"]))
        raise SetupError(
            f"What is stored cannot be read ({field}: {told['msg']}). Was it written by another version of this"
            " program? Remove it, or go back to that version.",
            where=f"{kind.kind} {record_id}",
        ) from None


def _missing(kind: type[Record], record_id: str) -> NotFound:
    return NotFound(f"there is no {kind.kind} {record_id}")

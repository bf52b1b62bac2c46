"""Statements and messages as they are read, and a person's corrections of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, func, select, tuple_

from feedback_miner.domain import Cut, FeedbackView, Labels, Page, StatementFilter, StatementView
from feedback_miner.errors import NotFound
from feedback_miner.storage.base import Room, before, check_limit, from_cursor, to_page
from feedback_miner.storage.bulk import among
from feedback_miner.storage.cuts import filtered, statements_in
from feedback_miner.storage.engine import upsert
from feedback_miner.storage.ledger import STATEMENT, VERSION, Ledger
from feedback_miner.storage.rows import label_values, to_view
from feedback_miner.storage.staging import in_workspace
from feedback_miner.storage.versions import CORRECTION, CUSTOMER, apply_corrections
from feedback_miner.storage.views import feedback_views, statement_query


class StatementRoom(Room):
    """Statements behind the numbers, and their labels."""

    def statements(
        self, workspace: str, cut: Cut, where: StatementFilter, *, cursor: str | None, limit: int
    ) -> Page[StatementView]:
        """Everything behind a number, newest first. Raises QueryError."""
        check_limit(limit)
        place = (STATEMENT.c.day, STATEMENT.c.occurred_at, STATEMENT.c.id)
        query = statement_query().order_by(*(column.desc() for column in place)).limit(limit + 1)
        if cursor is not None:
            query = query.where(before(place, from_cursor(cursor, (int, datetime, int))))
        with self._db.ask() as connection:
            rows = connection.execute(query.where(statements_in(connection, workspace, cut, where))).all()
        keys = [(row.day, row.occurred_at, row.id) for row in rows]
        return to_page([to_view(row) for row in rows], keys, limit)

    def statement(self, workspace: str, statement_id: int) -> StatementView:
        """One statement. Raises NotFound."""
        query = statement_query().where(_current(workspace, statement_id))
        with self._db.ask() as connection:
            found = connection.execute(query).one_or_none()
        if found is None:
            raise NotFound(f"there is no statement {statement_id}")
        return to_view(found)

    def count_statements(self, workspace: str, cut: Cut, where: StatementFilter) -> int:
        """How many there are. Raises QueryError."""
        with self._db.ask() as connection:
            query = filtered(connection, select(func.count()), workspace, cut, where)
            return int(connection.execute(query).scalar_one())

    def correct(
        self, workspace: str, statement_id: int, labels: Labels, *, by: str, at: datetime
    ) -> StatementView:
        """A person's labels count from now on; the model's are kept. Raises NotFound, QueryError."""
        given = {**label_values(labels), "by": by, "at": at}
        with self._db.write() as connection:
            ledger = Ledger.lock(connection, workspace, self._policy)
            words = _words(connection, workspace, statement_id)
            with ledger.changing([words.item_id]):
                statement = upsert(connection, CORRECTION).values(**asdict(words), **given)
                connection.execute(
                    statement.on_conflict_do_update(
                        index_elements=list(CORRECTION.primary_key.columns),
                        set_={**given, "customer_id": words.customer_id},
                    )
                )
                apply_corrections(ledger, [words.item_id])
            return _view(connection, workspace, statement_id)

    def uncorrect(self, workspace: str, statement_id: int) -> StatementView:
        """The model's labels count again. Raises NotFound."""
        with self._db.write() as connection:
            ledger = Ledger.lock(connection, workspace, self._policy)
            words = _words(connection, workspace, statement_id)
            this = tuple_(*CORRECTION.primary_key.columns) == words.key
            with ledger.changing([words.item_id]):
                connection.execute(delete(CORRECTION).where(this))
                apply_corrections(ledger, [words.item_id])
            return _view(connection, workspace, statement_id)


class MessageRoom(Room):
    """Whole messages."""

    def feedback(self, workspace: str, item_id: int) -> FeedbackView:
        """A message with its statements. Raises NotFound."""
        this = and_(in_workspace(VERSION, workspace), VERSION.c.item_id == item_id)
        with self._db.read() as connection:
            found = feedback_views(connection, this)
        if not found:
            raise NotFound(f"there is no feedback {item_id}")
        return found[0]

    def messages(self, workspace: str, ids: Collection[int]) -> list[FeedbackView]:
        """Those of them that are there, oldest first."""
        with self._db.read() as connection:
            these = and_(in_workspace(VERSION, workspace), among(connection, VERSION.c.item_id, ids))
            return feedback_views(connection, these)

    def customer_items(self, workspace: str, customer: str) -> list[FeedbackView]:
        """A customer's messages, oldest first; empty where the pseudonym is not known."""
        number = select(CUSTOMER.c.id).where(
            CUSTOMER.c.workspace == workspace, CUSTOMER.c.pseudonym == customer
        )
        theirs = and_(in_workspace(VERSION, workspace), VERSION.c.customer_id == number.scalar_subquery())
        with self._db.read() as connection:
            return feedback_views(connection, theirs)


@dataclass(frozen=True, slots=True)
class _Words:
    """What a correction is keyed by."""

    workspace: str
    item_id: int
    text_hash: str
    occurrence: int
    customer_id: int | None

    @property
    def key(self) -> tuple[int, str, int]:
        """The key of `correction`."""
        return self.item_id, self.text_hash, self.occurrence


def _words(connection: Connection, workspace: str, statement_id: int) -> _Words:
    said = (STATEMENT.c.workspace, STATEMENT.c.item_id, STATEMENT.c.text_hash, STATEMENT.c.occurrence)
    query = select(*said, VERSION.c.customer_id).join_from(
        STATEMENT, VERSION, VERSION.c.id == STATEMENT.c.version_id
    )
    row = connection.execute(query.where(_current(workspace, statement_id))).one_or_none()
    if row is None:
        raise NotFound(f"there is no statement {statement_id}")
    return _Words(*row)


def _view(connection: Connection, workspace: str, statement_id: int) -> StatementView:
    return to_view(connection.execute(statement_query().where(_current(workspace, statement_id))).one())


def _current(workspace: str, statement_id: int) -> ColumnElement[bool]:
    return and_(
        STATEMENT.c.workspace == workspace, STATEMENT.c.id == statement_id, STATEMENT.c.current.is_(True)
    )

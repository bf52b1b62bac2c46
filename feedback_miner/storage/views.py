"""Statements and messages as they are shown, read by a condition on their tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, Select, select

from feedback_miner.domain import FeedbackView, StatementView
from feedback_miner.storage.ledger import ITEM, STATEMENT, VERSION
from feedback_miner.storage.rows import to_item, to_view
from feedback_miner.storage.tables import METADATA

CUSTOMER = METADATA.tables["customer"]

_SHOWN = [
    c for c in STATEMENT.columns if c.name not in ("scores", "text_hash", "occurrence", "words", "current")
]


def statement_query() -> Select[*tuple[object, ...]]:
    """Statements with what a view needs of their version and customer."""
    return (
        select(*_SHOWN, VERSION.c.text, VERSION.c.segments, CUSTOMER.c.pseudonym)
        .join_from(STATEMENT, VERSION, VERSION.c.id == STATEMENT.c.version_id)
        .outerjoin(CUSTOMER, CUSTOMER.c.id == VERSION.c.customer_id)
    )


def views(connection: Connection, where: ColumnElement[bool]) -> dict[int, list[StatementView]]:
    """Version id → its statements in the message's order."""
    found: dict[int, list[StatementView]] = defaultdict(list)
    query = statement_query().where(where).order_by(STATEMENT.c.version_id, STATEMENT.c.n)
    for row in connection.execute(query):
        found[row.version_id].append(to_view(row))
    return found


def feedback_views(connection: Connection, where: ColumnElement[bool]) -> list[FeedbackView]:
    """Current versions as messages, oldest first."""
    query = (
        select(VERSION, ITEM.c.connection, ITEM.c.external_id, CUSTOMER.c.pseudonym)
        .join_from(VERSION, ITEM, ITEM.c.id == VERSION.c.item_id)
        .outerjoin(CUSTOMER, CUSTOMER.c.id == VERSION.c.customer_id)
        .where(where, VERSION.c.current.is_(True))
        .order_by(VERSION.c.occurred_at, VERSION.c.item_id)
    )
    rows = connection.execute(query).all()
    shown: dict[int, Sequence[StatementView]] = {}
    for start in range(0, len(rows), 500):
        shown |= views(connection, STATEMENT.c.version_id.in_([row.id for row in rows[start : start + 500]]))
    return [
        FeedbackView(row.item_id, to_item(row), tuple(shown.get(row.id, ())), row.import_id, row.model)
        for row in rows
    ]

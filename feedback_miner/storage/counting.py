"""What stored items come to: their rows, read as `contributions` counts them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, and_, case, literal, select

from feedback_miner.domain import PERSON
from feedback_miner.storage.contributions import CountedItem, CountedStatement, Kind
from feedback_miner.storage.rows import Columns, hundredths, to_emotions
from feedback_miner.storage.staging import RESCORED, STATEMENT, VERSION, Staging
from feedback_miner.storage.tables import METADATA

ITEM_SEGMENT = METADATA.tables["item_segment"]


def counted_items(
    connection: Connection, where: ColumnElement[bool], staging: Staging | None = None
) -> list[CountedItem]:
    """What the current versions that a condition on `item_version` names come to.

    `staging`: in the labelling that it builds, which need not hold all of them; None in the one that counts.
    """
    where = and_(where, VERSION.c.current.is_(True))
    if staging is not None:
        where = and_(where, staging.holds())
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
            ).where(where)
        )
        .mappings()
        .all()
    )
    statements = _statements_of(connection, where, staging)
    buckets = _buckets_of(connection, where)
    return [counted_item(row, buckets.get(row["id"], ()), statements.get(row["id"], ())) for row in versions]


def counted_item(
    version: Columns, buckets: Iterable[tuple[str, str]], statements: Iterable[CountedStatement]
) -> CountedItem:
    """A current version as cells count it, from its row."""
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
        statements=tuple(statements),
    )


def counted_statement(row: Columns, model: str) -> CountedStatement:
    """A statement as cells count it, from its labels; `model` gave those that are nobody's correction."""
    return CountedStatement(
        row["stage"],
        row["touchpoint"],
        row["sentiment"],
        to_emotions(row["emotions"]),
        PERSON if row["corrected"] else model,
    )


def customer_number(version: Columns) -> int:
    """A customer's number in the cells: who is not known is counted as somebody of their own."""
    customer: int | None = version["customer_id"]
    return -version["item_id"] if customer is None else customer


def _statements_of(
    connection: Connection, where: ColumnElement[bool], staging: Staging | None
) -> dict[int, list[CountedStatement]]:
    found: dict[int, list[CountedStatement]] = defaultdict(list)
    names = ("stage", "touchpoint", "sentiment", "emotions")
    columns: list[ColumnElement[object]] = [STATEMENT.c[name] for name in names]
    model: ColumnElement[str] = VERSION.c.model
    source = VERSION.join(STATEMENT, STATEMENT.c.version_id == VERSION.c.id)
    if staging is not None:
        same = and_(RESCORED.c.version_id == STATEMENT.c.version_id, RESCORED.c.n == STATEMENT.c.n)
        source = source.outerjoin(RESCORED, and_(staging.staged(), same))
        stands = STATEMENT.c.corrected.is_(True) | RESCORED.c.n.is_(None)
        columns = [
            case((stands, STATEMENT.c[name]), else_=RESCORED.c[f"model_{name}"]).label(name) for name in names
        ]
        model = case((RESCORED.c.n.is_(None), VERSION.c.model), else_=literal(staging.model)).label("model")
    query = select(STATEMENT.c.version_id, STATEMENT.c.corrected, model, *columns).select_from(source)
    for row in connection.execute(query.where(where)).mappings():
        found[row["version_id"]].append(counted_statement(row, row["model"]))
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

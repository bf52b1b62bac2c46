"""Versions of items: bringing in, taking out, and making the newest that stands the current one.

All of it happens inside `Ledger.changing`, so that the cells follow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, RowMapping, and_, bindparam, delete, exists, func, insert, select, update

from feedback_miner.domain import ScoredItem
from feedback_miner.storage.contributions import Kind, kind_of
from feedback_miner.storage.ledger import ITEM, ITEM_SEGMENT, STATEMENT, VERSION, Ledger, batches
from feedback_miner.storage.rows import (
    Values,
    day_of,
    effective_values,
    statement_values,
    version_values,
)
from feedback_miner.storage.segments import Buckets, prune_segments
from feedback_miner.storage.tables import METADATA

CORRECTION = METADATA.tables["correction"]
CUSTOMER = METADATA.tables["customer"]
IMPORT_ROW = METADATA.tables["import_row"]


@dataclass(frozen=True, slots=True)
class Arrival:
    """An item on its way into a version of its own."""

    item_id: int
    scored: ScoredItem


def add_versions(ledger: Ledger, import_id: str, arrivals: Sequence[Arrival]) -> dict[int, int]:
    """Writes versions with their statements and segments, not yet current; item id → version id."""
    connection, zone = ledger.connection, ZoneInfo(ledger.time_zone)
    customers = _customer_ids(ledger, {a.scored.item.customer for a in arrivals} - {None})
    rows = [
        {
            **version_values(a.scored.item),
            "workspace": ledger.workspace,
            "item_id": a.item_id,
            "import_id": import_id,
            "current": False,
            "day": day_of(a.scored.item.occurred_at, zone),
            "kind": kind_of(a.scored.item, model=a.scored.model).value,
            "customer_id": customers.get(a.scored.item.customer),
            "content_hash": a.scored.item.content_hash(),
            "model": a.scored.model,
        }
        for a in arrivals
    ]
    connection.execute(insert(VERSION), rows)
    newest = _newest_versions(connection, [a.item_id for a in arrivals])
    for row in rows:
        row["id"] = newest[row["item_id"]]
    _add_statements(ledger, arrivals, rows)
    _add_segments(ledger, arrivals, newest)
    return newest


def _newest_versions(connection: Connection, item_ids: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for ids in batches(item_ids):
        newest = select(VERSION.c.item_id, func.max(VERSION.c.id)).where(VERSION.c.item_id.in_(ids))
        found.update(connection.execute(newest.group_by(VERSION.c.item_id)).all())
    return found


def promote(ledger: Ledger, item_ids: Sequence[int]) -> None:
    """Makes the newest version of each item current; an item without any becomes a shell."""
    connection = ledger.connection
    for ids in batches(item_ids):
        newest = select(func.max(VERSION.c.id)).where(VERSION.c.item_id == ITEM.c.id).scalar_subquery()
        connection.execute(update(ITEM).where(ITEM.c.id.in_(ids)).values(version_id=newest))
        chosen = select(ITEM.c.version_id).where(ITEM.c.id == VERSION.c.item_id).scalar_subquery()
        connection.execute(
            update(VERSION).where(VERSION.c.item_id.in_(ids)).values(current=VERSION.c.id == chosen)
        )
        of_item = select(ITEM.c.version_id).where(ITEM.c.id == STATEMENT.c.item_id).scalar_subquery()
        connection.execute(
            update(STATEMENT)
            .where(STATEMENT.c.item_id.in_(ids))
            .values(current=STATEMENT.c.version_id == of_item)
        )


def remove_versions(ledger: Ledger, version_ids: Sequence[int]) -> None:
    """Deletes versions with their statements, segments and the claims to them."""
    for ids in batches(version_ids):
        for table, column in (
            (STATEMENT, STATEMENT.c.version_id),
            (ITEM_SEGMENT, ITEM_SEGMENT.c.version_id),
            (IMPORT_ROW, IMPORT_ROW.c.version_id),
            (VERSION, VERSION.c.id),
        ):
            ledger.connection.execute(delete(table).where(column.in_(ids)))


def unclaimed(connection: Connection, version_ids: Sequence[int]) -> list[int]:
    """Those of these versions that no import claims."""
    claimed: set[int] = set()
    for ids in batches(version_ids):
        claimed.update(
            connection.scalars(select(IMPORT_ROW.c.version_id).where(IMPORT_ROW.c.version_id.in_(ids)))
        )
    return [version_id for version_id in version_ids if version_id not in claimed]


def remove_shells(ledger: Ledger, item_ids: Sequence[int]) -> None:
    """Deletes those of these items that have neither a version nor a correction."""
    corrected = exists().where(CORRECTION.c.item_id == ITEM.c.id)
    for ids in batches(item_ids):
        shells = (ITEM.c.id.in_(ids), ITEM.c.version_id.is_(None), ~corrected)
        ledger.connection.execute(delete(ITEM).where(*shells))


def sweep(ledger: Ledger) -> None:
    """Removes what nothing refers to any more: customers, segments and values."""
    connection = ledger.connection
    versions = exists().where(VERSION.c.customer_id == CUSTOMER.c.id)
    corrections = exists().where(CORRECTION.c.customer_id == CUSTOMER.c.id)
    unseen = (CUSTOMER.c.workspace == ledger.workspace, ~versions, ~corrections)
    connection.execute(delete(CUSTOMER).where(*unseen))
    prune_segments(connection, ledger.workspace)


def apply_corrections(ledger: Ledger, item_ids: Sequence[int]) -> None:
    """Makes the labels that count those of the items' corrections, and the model's elsewhere."""
    corrections = corrections_of(ledger.connection, item_ids)
    for ids in batches(item_ids):
        query = select(STATEMENT).where(STATEMENT.c.item_id.in_(ids))
        labels = [
            {
                "at_id": row["id"],
                **effective_values(
                    row, corrections.get((row["item_id"], row["text_hash"], row["occurrence"]))
                ),
            }
            for row in ledger.connection.execute(query).mappings().all()
        ]
        if labels:
            ledger.connection.execute(update(STATEMENT).where(STATEMENT.c.id == bindparam("at_id")), labels)


def corrections_of(connection: Connection, item_ids: Sequence[int]) -> dict[tuple[int, str, int], RowMapping]:
    """(item, hash of the words, occurrence) → columns of the correction."""
    found: dict[tuple[int, str, int], RowMapping] = {}
    for ids in batches(item_ids):
        for row in connection.execute(select(CORRECTION).where(CORRECTION.c.item_id.in_(ids))).mappings():
            found[row["item_id"], row["text_hash"], row["occurrence"]] = row
    return found


def _add_statements(ledger: Ledger, arrivals: Sequence[Arrival], versions: Sequence[Values]) -> None:
    corrections = corrections_of(ledger.connection, [a.item_id for a in arrivals])
    rows: list[Values] = []
    for arrival, version in zip(arrivals, versions, strict=True):
        if version["kind"] != Kind.SCORED:
            continue
        customer = version["customer_id"]
        for values in statement_values(arrival.scored.item, arrival.scored.statements, ledger.policy):
            correction = corrections.get((arrival.item_id, values["text_hash"], values["occurrence"]))
            rows.append(
                {
                    **values,
                    **effective_values(values, correction),
                    "workspace": ledger.workspace,
                    "item_id": arrival.item_id,
                    "version_id": version["id"],
                    "current": False,
                    "day": version["day"],
                    "customer": -arrival.item_id if customer is None else customer,
                }
            )
    if rows:
        ledger.connection.execute(insert(STATEMENT), rows)


def _add_segments(ledger: Ledger, arrivals: Sequence[Arrival], versions: Mapping[int, int]) -> None:
    buckets = Buckets(ledger.connection, ledger.workspace)
    rows = [
        {
            "version_id": versions[arrival.item_id],
            "workspace": ledger.workspace,
            "name": name,
            "value": value,
            "bucket": buckets.of(name, value),
        }
        for arrival in arrivals
        for name, value in arrival.scored.item.segments.items()
        if name and value
    ]
    if rows:
        ledger.connection.execute(insert(ITEM_SEGMENT), rows)


def _customer_ids(ledger: Ledger, pseudonyms: Iterable[str | None]) -> dict[str | None, int]:
    connection, wanted = ledger.connection, sorted(p for p in pseudonyms if p is not None)
    found = _known_customers(ledger, wanted)
    new = [{"workspace": ledger.workspace, "pseudonym": p} for p in wanted if p not in found]
    if new:
        connection.execute(insert(CUSTOMER), new)
        found |= _known_customers(ledger, [row["pseudonym"] for row in new])
    return found


def _known_customers(ledger: Ledger, pseudonyms: Sequence[str]) -> dict[str | None, int]:
    found: dict[str | None, int] = {}
    for some in batches(pseudonyms):
        mine = and_(CUSTOMER.c.workspace == ledger.workspace, CUSTOMER.c.pseudonym.in_(some))
        query = select(CUSTOMER.c.pseudonym, CUSTOMER.c.id).where(mine)
        found |= {row.pseudonym: row.id for row in ledger.connection.execute(query)}
    return found

"""Versions of items: bringing in, taking out, and making the newest that stands the current one.

All of it happens inside `Ledger.changing`, so that the cells follow.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, RowMapping, bindparam, delete, exists, func, select, update

from feedback_miner.domain import ScoredItem
from feedback_miner.storage.bulk import among, insert_rows, next_ids
from feedback_miner.storage.contributions import CountedItem, Kind, kind_of
from feedback_miner.storage.counting import counted_item, counted_statement, customer_number
from feedback_miner.storage.ledger import (
    ITEM,
    ITEM_SEGMENT,
    STATEMENT,
    VERSION,
    Ledger,
    batches,
)
from feedback_miner.storage.rows import (
    Values,
    day_of,
    effective_values,
    statement_values,
    version_values,
)
from feedback_miner.storage.segments import Buckets, prune_segments
from feedback_miner.storage.tables import METADATA
from feedback_miner.storage.theme_tables import StatementVectorTable

CORRECTION = METADATA.tables["correction"]
CUSTOMER = METADATA.tables["customer"]
IMPORT_ROW = METADATA.tables["import_row"]
STATEMENT_VECTOR = METADATA.tables[str(StatementVectorTable.__tablename__)]


@dataclass(frozen=True, slots=True)
class Arrival:
    """An item on its way into a version of its own."""

    item_id: int
    version_id: int
    scored: ScoredItem
    #: nothing was ever stored of the item: its version is current at once
    new: bool


def add_versions(ledger: Ledger, import_id: str, arrivals: Sequence[Arrival]) -> list[CountedItem]:
    """Writes versions with their statements and segments; what the new items among them come to.

    Those of items that were there before are not yet current.
    """
    zone = ZoneInfo(ledger.time_zone)
    customers = _customer_ids(ledger, {a.scored.item.customer for a in arrivals} - {None})
    versions = [
        {
            "id": a.version_id,
            **version_values(a.scored.item),
            "workspace": ledger.workspace,
            "item_id": a.item_id,
            "import_id": import_id,
            "current": a.new,
            "day": day_of(a.scored.item.occurred_at, zone),
            "kind": kind_of(a.scored.item, model=a.scored.model).value,
            "customer_id": customers.get(a.scored.item.customer),
            "content_hash": a.scored.item.content_hash(),
            "model": a.scored.model,
        }
        for a in arrivals
    ]
    insert_rows(ledger.connection, VERSION, versions)
    statements = _add_statements(ledger, arrivals, versions)
    segments = _add_segments(ledger, arrivals)
    return [
        counted_item(
            version,
            segments[arrival.version_id],
            [counted_statement(row, arrival.scored.model) for row in statements[arrival.version_id]],
        )
        for arrival, version in zip(arrivals, versions, strict=True)
        if arrival.new
    ]


def promote(ledger: Ledger, item_ids: Sequence[int]) -> None:
    """Makes the newest version of each item current; an item without any becomes a shell."""
    connection = ledger.connection
    if not item_ids:
        return
    newest = select(func.max(VERSION.c.id)).where(VERSION.c.item_id == ITEM.c.id).scalar_subquery()
    connection.execute(update(ITEM).where(among(connection, ITEM.c.id, item_ids)).values(version_id=newest))
    for table, version_id in ((VERSION, VERSION.c.id), (STATEMENT, STATEMENT.c.version_id)):
        chosen = select(ITEM.c.version_id).where(ITEM.c.id == table.c.item_id).scalar_subquery()
        mine = among(connection, table.c.item_id, item_ids)
        connection.execute(update(table).where(mine).values(current=version_id == chosen))


def remove_versions(ledger: Ledger, version_ids: Sequence[int]) -> None:
    """Deletes versions with their statements, vectors, segments and the claims to them."""
    if not version_ids:
        return
    if ledger.staging:
        ledger.staging.forget(ledger.connection, version_ids)
    connection = ledger.connection
    statements = select(STATEMENT.c.id).where(among(connection, STATEMENT.c.version_id, version_ids))
    connection.execute(delete(STATEMENT_VECTOR).where(STATEMENT_VECTOR.c.statement_id.in_(statements)))
    for table, column in (
        (STATEMENT, STATEMENT.c.version_id),
        (ITEM_SEGMENT, ITEM_SEGMENT.c.version_id),
        (IMPORT_ROW, IMPORT_ROW.c.version_id),
        (VERSION, VERSION.c.id),
    ):
        connection.execute(delete(table).where(among(connection, column, version_ids)))


def unclaimed(connection: Connection, version_ids: Sequence[int]) -> list[int]:
    """Those of these versions that no import claims."""
    if not version_ids:
        return []
    claims = select(IMPORT_ROW.c.version_id).where(among(connection, IMPORT_ROW.c.version_id, version_ids))
    claimed = set(connection.scalars(claims))
    return [version_id for version_id in version_ids if version_id not in claimed]


def remove_shells(ledger: Ledger, item_ids: Sequence[int]) -> None:
    """Deletes those of these items that have neither a version nor a correction."""
    corrected = exists().where(CORRECTION.c.item_id == ITEM.c.id)
    shells = (among(ledger.connection, ITEM.c.id, item_ids), ITEM.c.version_id.is_(None), ~corrected)
    ledger.connection.execute(delete(ITEM).where(*shells))


def customers_of(connection: Connection, version_ids: Sequence[int]) -> list[int]:
    """The numbers of those who are known to have written these versions."""
    theirs = (among(connection, VERSION.c.id, version_ids), VERSION.c.customer_id.is_not(None))
    return list(connection.scalars(select(VERSION.c.customer_id).where(*theirs).distinct()))


def sweep(ledger: Ledger, customers: Sequence[int]) -> None:
    """Removes those of these customers that nothing refers to any more, and segments and values likewise."""
    connection = ledger.connection
    versions = exists().where(VERSION.c.customer_id == CUSTOMER.c.id)
    corrections = exists().where(CORRECTION.c.customer_id == CUSTOMER.c.id)
    for numbers in batches(customers):
        connection.execute(
            delete(CUSTOMER).where(among(connection, CUSTOMER.c.id, numbers), ~versions, ~corrections)
        )
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
    if not item_ids:
        return {}
    mine = select(CORRECTION).where(among(connection, CORRECTION.c.item_id, item_ids))
    rows = connection.execute(mine).mappings()
    return {(row["item_id"], row["text_hash"], row["occurrence"]): row for row in rows}


def _add_statements(
    ledger: Ledger, arrivals: Sequence[Arrival], versions: Sequence[Values]
) -> Mapping[int, Sequence[Values]]:
    """Version id → the rows of its statements."""
    corrections = corrections_of(ledger.connection, [a.item_id for a in arrivals if not a.new])
    rows: defaultdict[int, list[Values]] = defaultdict(list)
    for arrival, version in zip(arrivals, versions, strict=True):
        if version["kind"] != Kind.SCORED:
            continue
        fixed = {
            "workspace": ledger.workspace,
            "item_id": arrival.item_id,
            "version_id": arrival.version_id,
            "current": arrival.new,
            "day": version["day"],
            "customer": customer_number(version),
        }
        for values in statement_values(arrival.scored.item, arrival.scored.statements, ledger.policy):
            correction = corrections.get((arrival.item_id, values["text_hash"], values["occurrence"]))
            values |= effective_values(values, correction)
            values |= fixed
            rows[arrival.version_id].append(values)
    statements = list(chain.from_iterable(rows.values()))
    for row, number in zip(statements, next_ids(ledger.connection, STATEMENT, len(statements)), strict=True):
        row["id"] = number
    insert_rows(ledger.connection, STATEMENT, statements)
    said = (said for a in arrivals if a.version_id in rows for said in a.scored.statements)
    insert_rows(
        ledger.connection,
        STATEMENT_VECTOR,
        [
            {"statement_id": row["id"], "workspace": ledger.workspace, "vector": statement.vector}
            for row, statement in zip(statements, said, strict=True)
            if statement.vector is not None
        ],
    )
    return rows


def _add_segments(ledger: Ledger, arrivals: Sequence[Arrival]) -> Mapping[int, Sequence[tuple[str, str]]]:
    """Version id → its segments and buckets, as far as cells count them."""
    buckets = Buckets(ledger.connection, ledger.workspace)
    rows: list[Values] = [
        {
            "version_id": arrival.version_id,
            "workspace": ledger.workspace,
            "name": name,
            "value": value,
            "bucket": buckets.of(name, value),
        }
        for arrival in arrivals
        for name, value in arrival.scored.item.segments.items()
        if name and value
    ]
    insert_rows(ledger.connection, ITEM_SEGMENT, rows)
    counted: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for row in rows:
        if row["bucket"]:
            counted[row["version_id"]].append((row["name"], row["bucket"]))
    return counted


def _customer_ids(ledger: Ledger, pseudonyms: Collection[str | None]) -> dict[str | None, int]:
    """Pseudonym → number; who is new is given one."""
    connection, wanted = ledger.connection, sorted(p for p in pseudonyms if p is not None)
    mine = (CUSTOMER.c.workspace == ledger.workspace, among(connection, CUSTOMER.c.pseudonym, wanted))
    there = connection.execute(select(CUSTOMER.c.pseudonym, CUSTOMER.c.id).where(*mine))
    found: dict[str | None, int] = {row.pseudonym: row.id for row in there}
    new = [pseudonym for pseudonym in wanted if pseudonym not in found]
    ids = next_ids(connection, CUSTOMER, len(new))
    rows = [
        {"id": number, "workspace": ledger.workspace, "pseudonym": pseudonym}
        for number, pseudonym in zip(ids, new, strict=True)
    ]
    insert_rows(connection, CUSTOMER, rows)
    return found | dict(zip(new, ids, strict=True))

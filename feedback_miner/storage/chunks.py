"""Writing what an import brings, chunk by chunk."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, Connection, Insert, and_, func, select, update

from feedback_miner.domain import Import, ImportReport, ImportState, RowError, ScoredItem
from feedback_miner.errors import Conflict, Stale
from feedback_miner.storage.base import Room
from feedback_miner.storage.bulk import among, execute_rows, insert_rows, next_ids
from feedback_miner.storage.engine import upsert, upsert_of
from feedback_miner.storage.import_rows import IMPORT, get_import
from feedback_miner.storage.ledger import ITEM, VERSION, Ledger
from feedback_miner.storage.plan import Plan, erased_customers, known_items, make_plan
from feedback_miner.storage.rows import compact_json
from feedback_miner.storage.tables import METADATA
from feedback_miner.storage.versions import (
    IMPORT_ROW,
    Arrival,
    add_versions,
    customers_of,
    promote,
    remove_versions,
    sweep,
    unclaimed,
)

CHUNK = METADATA.tables["import_chunk"]
REJECTED = METADATA.tables["rejected_row"]

#: What a row of an import says of its item.
_CLAIMED = ("version_id", "row", "file")

_PSEUDONYM = re.compile(r"(?:id:)?(c_\w{1,62})")


@dataclass(frozen=True, slots=True)
class Claim:
    """A row of the file that became, or found, this version of an item."""

    item_id: int
    version_id: int | None
    scored: ScoredItem


class ChunkRoom(Room):
    """`write_chunk` and what is asked before it."""

    def missing_chunks(self, workspace: str, import_id: str) -> list[int]:
        """The numbers of the chunks that are not written, rising. Raises NotFound."""
        with self._db.read() as connection:
            chunks = get_import(connection, workspace, import_id).chunks
            written = set(connection.scalars(select(CHUNK.c.chunk).where(_of(workspace, import_id))))
        return [n for n in range(chunks) if n not in written]

    def has_chunk(self, workspace: str, import_id: str, chunk: int) -> bool:
        """Whether this chunk is written."""
        this = select(CHUNK.c.chunk).where(_of(workspace, import_id), CHUNK.c.chunk == chunk)
        with self._db.ask() as connection:
            return connection.execute(this).first() is not None

    def rows_since(self, workspace: str, import_id: str, since: datetime) -> int:
        """How many rows of the file were written since then."""
        recent = select(func.sum(CHUNK.c.rows)).where(_of(workspace, import_id), CHUNK.c.written_at >= since)
        with self._db.ask() as connection:
            return int(connection.scalar(recent) or 0)

    def write_chunk(
        self,
        workspace: str,
        import_id: str,
        chunk: int,
        items: Sequence[ScoredItem],
        *,
        rejected: Sequence[RowError],
        merged: int,
        skipped: int,
        at: datetime,
    ) -> ImportReport:
        """Writes one chunk whole, once; with the last one the import is done.

        Raises NotFound, or Conflict where the import is not running. Raises Stale, and writes nothing, where an item
        came as known that is not stored with its scores any more.
        """
        with self._db.write() as connection:
            ledger = Ledger.lock(connection, workspace, self._policy)
            current = get_import(connection, workspace, import_id)
            rows = len(items) + len(rejected) + merged + skipped
            if not _take(connection, workspace, import_id, chunk, rows, at):
                return current.report
            if current.state is not ImportState.RUNNING:
                raise Conflict(f"import {import_id} is {current.state}: nothing can be written to it")
            report = bring(ledger, current, items, rejected=rejected, merged=merged, skipped=skipped)
            if report.read == current.rows_total:
                # Unless it was stopped meanwhile: only the workspace is locked.
                running = (
                    IMPORT.c.workspace == workspace,
                    IMPORT.c.id == import_id,
                    IMPORT.c.state == current.state,
                )
                done = {"state": ImportState.DONE.value, "finished_at": at}
                connection.execute(update(IMPORT).where(*running).values(done))
            return report

    def preview_chunk(self, workspace: str, items: Sequence[ScoredItem]) -> ImportReport:
        """The report that `write_chunk` would add for these items; writes nothing."""
        with self._db.read() as connection:
            return make_plan(connection, workspace, items).report

    def unchanged(self, workspace: str, connection: str, hashes: Mapping[str, str]) -> frozenset[str]:
        """Of external id → content hash: the ids whose stored item has this very hash and waits for no model."""
        with self._db.read() as reading:
            known = known_items(reading, workspace, [(connection, external_id) for external_id in hashes])
        return frozenset(
            external_id
            for (_, external_id), item in known.items()
            if item.content_hash == hashes[external_id] and not item.waiting
        )


def bring(
    ledger: Ledger,
    current: Import,
    items: Sequence[ScoredItem],
    *,
    rejected: Sequence[RowError],
    merged: int,
    skipped: int,
) -> ImportReport:
    """Writes what an import brings into its open transaction; its report so far. Raises Stale."""
    connection, workspace = ledger.connection, ledger.workspace
    plan = make_plan(connection, workspace, items)
    if plan.stale:
        raise Stale(
            "what is stored was changed meanwhile: ask again which items are unchanged, and score the others"
        )
    _write(ledger, current.id, plan)
    _reject(connection, workspace, current.id, rejected)
    others = ImportReport(
        read=len(rejected) + merged + skipped, merged=merged, skipped=skipped, rejected=len(rejected)
    )
    report = _plus(current.report, _plus(plan.report, others))
    mine = (IMPORT.c.workspace == workspace, IMPORT.c.id == current.id)
    connection.execute(update(IMPORT).where(*mine).values(**asdict(report)))
    return report


def _of(workspace: str, import_id: str) -> ColumnElement[bool]:
    return and_(CHUNK.c.workspace == workspace, CHUNK.c.import_id == import_id)


def _take(
    connection: Connection, workspace: str, import_id: str, chunk: int, rows: int, at: datetime
) -> bool:
    """False where the chunk is written."""
    row = {
        "workspace": workspace,
        "import_id": import_id,
        "chunk": chunk,
        "rows": rows,
        "written_at": at,
    }
    return connection.execute(upsert(connection, CHUNK).values(row).on_conflict_do_nothing()).rowcount == 1


def _write(ledger: Ledger, import_id: str, plan: Plan) -> None:
    claims = [Claim(known.item_id, known.version_id, scored) for known, scored in plan.unchanged]
    arrivals = _arrivals(ledger, plan)
    if not arrivals:
        _claim(ledger, import_id, claims)
        return
    there = [a.item_id for a in arrivals if not a.new]
    with ledger.changing(there) as amounts:
        amounts.count(add_versions(ledger, import_id, arrivals))
        claims += [Claim(a.item_id, a.version_id, a.scored) for a in arrivals]
        _claim(ledger, import_id, claims)
        promote(ledger, there)


def _arrivals(ledger: Ledger, plan: Plan) -> list[Arrival]:
    """Gives versions their numbers, and new items theirs with their rows."""
    connection, there = ledger.connection, (*plan.updated, *plan.returned)
    version_ids = next_ids(connection, VERSION, len(plan.new) + len(there))
    item_ids = next_ids(connection, ITEM, len(plan.new))
    new = [
        Arrival(item_id, version_id, scored, new=True)
        for item_id, version_id, scored in zip(item_ids, version_ids, plan.new, strict=False)
    ]
    rows = [
        {
            "id": a.item_id,
            "workspace": ledger.workspace,
            "connection": a.scored.item.connection,
            "external_id": a.scored.item.external_id,
            "version_id": a.version_id,
        }
        for a in new
    ]
    insert_rows(connection, ITEM, rows)
    further = version_ids[len(new) :]
    return new + [
        Arrival(known.item_id, version_id, scored, new=False)
        for version_id, (known, scored) in zip(further, there, strict=True)
    ]


def _claim(ledger: Ledger, import_id: str, claims: Sequence[Claim]) -> None:
    if not claims:
        return
    before = _own_claims(ledger, import_id, [c.item_id for c in claims])
    mine = (ledger.workspace, import_id)
    execute_rows(
        ledger.connection,
        _claiming(ledger.connection.dialect.name),
        ("workspace", "import_id", "item_id", *_CLAIMED),
        [(*mine, c.item_id, c.version_id, c.scored.item.row, c.scored.item.file) for c in claims],
    )
    # What nobody claims any more was brought by an earlier row of this import for the same item.
    gone = unclaimed(ledger.connection, before)
    if gone:
        customers = customers_of(ledger.connection, gone)
        remove_versions(ledger, gone)
        sweep(ledger, customers)


@cache
def _claiming(dialect: str) -> Insert:
    """A later row of an import takes the place of an earlier one; kept, so that it is compiled once."""
    new = upsert_of(dialect, IMPORT_ROW)
    taken = {name: new.excluded[name] for name in _CLAIMED}
    return new.on_conflict_do_update(index_elements=list(IMPORT_ROW.primary_key.columns), set_=taken)


def _own_claims(ledger: Ledger, import_id: str, item_ids: Sequence[int]) -> list[int]:
    mine = (
        IMPORT_ROW.c.workspace == ledger.workspace,
        IMPORT_ROW.c.import_id == import_id,
        among(ledger.connection, IMPORT_ROW.c.item_id, item_ids),
    )
    return list(ledger.connection.scalars(select(IMPORT_ROW.c.version_id).where(*mine)))


def _reject(connection: Connection, workspace: str, import_id: str, rejected: Sequence[RowError]) -> None:
    """Stores them, but for those that tell of an erased customer: these are no more than counted."""
    told = [(error, _customers_in(error)) for error in rejected]
    erased = erased_customers(connection, workspace, {one for _, customers in told for one in customers})
    rows = [
        {
            "workspace": workspace,
            "import_id": import_id,
            "row": error.row,
            "reason": error.reason,
            "cells": compact_json(dict(error.cells)),
        }
        for error, customers in told
        if not customers & erased
    ]
    insert_rows(connection, REJECTED, rows)


def _customers_in(error: RowError) -> set[str]:
    """Pseudonyms in its cells: the customer's own, or an id that was made of an e-mail address."""
    found = (_PSEUDONYM.fullmatch(cell) for cell in error.cells.values())
    return {match[1] for match in found if match}


def _plus(a: ImportReport, b: ImportReport) -> ImportReport:
    return replace(a, **{name: n + getattr(b, name) for name, n in asdict(a).items()})

"""What a chunk would change, held against what is there. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from feedback_miner.domain import ImportReport, ScoredItem
from feedback_miner.storage.bulk import among
from feedback_miner.storage.contributions import Kind, kind_of
from feedback_miner.storage.ledger import ITEM, VERSION
from feedback_miner.storage.tables import METADATA

TOMBSTONE = METADATA.tables["tombstone"]

#: connection and external id
Identity = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """An item that is there: its current version, or None where it is a shell."""

    item_id: int
    version_id: int | None
    content_hash: str | None
    waiting: bool

    def has(self, scored: ScoredItem) -> bool:
        """Whether these contents are what stands. An item that waits for a model is changed by its scores."""
        now_scored = self.waiting and kind_of(scored.item, model=scored.model) is Kind.SCORED
        return not now_scored and self.content_hash == scored.item.content_hash()


@dataclass(frozen=True, slots=True)
class Plan:
    """What a chunk comes to, held against what is there."""

    #: of which nothing was ever stored
    new: tuple[ScoredItem, ...]
    #: shells that waited for them
    returned: tuple[tuple[Known, ScoredItem], ...]
    updated: tuple[tuple[Known, ScoredItem], ...]
    unchanged: tuple[tuple[Known, ScoredItem], ...]
    merged: int
    skipped: int

    @property
    def added(self) -> tuple[ScoredItem, ...]:
        """What is on the map from now on, and was not before."""
        return (*self.new, *(scored for _, scored in self.returned))

    @property
    def stale(self) -> bool:
        """Whether an item that came without scores, for it was known, would have to be scored after all."""
        lost = [*self.added, *(scored for _, scored in self.updated)]
        lost += [scored for there, scored in self.unchanged if there.waiting]
        return any(s.known and kind_of(s.item, model=s.model) is Kind.UNSCORED for s in lost)

    @property
    def report(self) -> ImportReport:
        """As far as the items go."""
        stored = [*self.added, *(scored for _, scored in self.updated)]
        kinds = [kind_of(scored.item, model=scored.model) for scored in stored]
        return ImportReport(
            read=len(stored) + len(self.unchanged) + self.merged + self.skipped,
            added=len(self.added),
            updated=len(self.updated),
            unchanged=len(self.unchanged),
            merged=self.merged,
            skipped=self.skipped,
            not_scored=sum(kind not in (Kind.SCORED, Kind.UNSCORED) for kind in kinds),
            statements=sum(
                len(scored.statements or scored.item.statements)
                for scored, kind in zip(stored, kinds, strict=True)
                if kind in (Kind.SCORED, Kind.UNSCORED)
            ),
        )


def make_plan(connection: Connection, workspace: str, items: Sequence[ScoredItem]) -> Plan:
    last: dict[Identity, ScoredItem] = {(i.item.connection, i.item.external_id): i for i in items}
    erased = erased_customers(connection, workspace, {i.item.customer for i in items if i.item.customer})
    wanted = {identity: i for identity, i in last.items() if i.item.customer not in erased}
    known = known_items(connection, workspace, list(wanted))
    new, returned, updated, unchanged = [], [], [], []
    for identity, scored in wanted.items():
        there = known.get(identity)
        if there is None:
            new.append(scored)
        elif there.version_id is None:
            returned.append((there, scored))
        elif there.has(scored):
            unchanged.append((there, scored))
        else:
            updated.append((there, scored))
    return Plan(
        new=tuple(new),
        returned=tuple(returned),
        updated=tuple(updated),
        unchanged=tuple(unchanged),
        merged=len(items) - len(last),
        skipped=len(last) - len(wanted),
    )


def erased_customers(connection: Connection, workspace: str, pseudonyms: set[str]) -> set[str]:
    """Those of these that were erased."""
    mine = (TOMBSTONE.c.workspace == workspace, among(connection, TOMBSTONE.c.pseudonym, pseudonyms))
    return set(connection.scalars(select(TOMBSTONE.c.pseudonym).where(*mine)))


def known_items(
    connection: Connection, workspace: str, identities: Sequence[Identity]
) -> dict[Identity, Known]:
    by_connection: dict[str, list[str]] = {}
    for name, external_id in identities:
        by_connection.setdefault(name, []).append(external_id)
    found: dict[Identity, Known] = {}
    columns = (
        ITEM.c.id,
        ITEM.c.external_id,
        VERSION.c.id.label("version_id"),
        VERSION.c.content_hash,
        VERSION.c.kind,
    )
    joined = ITEM.outerjoin(VERSION, VERSION.c.id == ITEM.c.version_id)
    for name, external_ids in by_connection.items():
        mine = (
            ITEM.c.workspace == workspace,
            ITEM.c.connection == name,
            among(connection, ITEM.c.external_id, external_ids),
        )
        for row in connection.execute(select(*columns).select_from(joined).where(*mine)):
            found[name, row.external_id] = Known(
                row.id, row.version_id, row.content_hash, row.kind == Kind.UNSCORED
            )
    return found

"""Re-scoring: another model's scores and cells are built beside those that count, and take their place at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, case, func, insert, select, update

from feedback_miner.domain import (
    Rescore,
    RescoredPortion,
    RescoredVersion,
    RescoreState,
    ScorablePortion,
    ScorableVersion,
)
from feedback_miner.errors import Conflict
from feedback_miner.storage.base import Room, check_limit
from feedback_miner.storage.bulk import among
from feedback_miner.storage.engine import upsert
from feedback_miner.storage.ledger import ITEM, VERSION, Ledger
from feedback_miner.storage.rescore_rows import cancel, change, open_staging, rescore_row, to_rescore
from feedback_miner.storage.staged import answers, scorable, stage
from feedback_miner.storage.staging import RESCORE, RESCORE_CHUNK, Staging, in_workspace, is_behind
from feedback_miner.storage.sweeping import sweep_batch
from feedback_miner.storage.switching import switch

#: How many late versions are read at once.
LATE = 500

QUEUED, RUNNING = RescoreState.QUEUED.value, RescoreState.RUNNING.value


class RescoreRoom(Room):
    """Bringing a workspace's history to another model, chunk by chunk, while everything else goes on."""

    def begin_rescore(
        self, workspace: str, rescore_id: str, *, model: str, chunk_items: int, at: datetime
    ) -> Rescore | None:
        """The open re-scoring by this model, else a new one; None where all is of this model already.

        One that failed goes on. One that is open by another model is cancelled. Raises NotFound.
        """
        with self._db.write() as connection:
            ledger = Ledger.lock(connection, workspace, self._policy)
            staging = ledger.staging
            if staging and staging.model == model:
                change(connection, staging, state=RUNNING, error=None)
                return to_rescore(rescore_row(connection, workspace, staging.rescore_id))
            if staging:
                cancel(connection, staging, error=f"{model} is to score instead", at=at)
            if not is_behind(connection, workspace, model):
                return None
            row = _new_row(ledger, rescore_id, model=model, chunk_items=chunk_items, at=at)
            connection.execute(insert(RESCORE), row)
            return to_rescore(rescore_row(connection, workspace, rescore_id))

    def rescore(self, workspace: str, rescore_id: str) -> Rescore:
        """Raises NotFound."""
        with self._db.ask() as connection:
            return to_rescore(rescore_row(connection, workspace, rescore_id))

    def rescores(self, workspace: str, *, limit: int) -> list[Rescore]:
        """Newest first. Raises QueryError."""
        check_limit(limit)
        mine = select(RESCORE).where(RESCORE.c.workspace == workspace)
        newest = mine.order_by(RESCORE.c.created_at.desc(), RESCORE.c.id.desc()).limit(limit)
        with self._db.ask() as connection:
            return [to_rescore(row) for row in connection.execute(newest)]

    def unfinished_rescores(self) -> list[Rescore]:
        """Of all workspaces: those queued or running, oldest first."""
        mine = select(RESCORE).where(RESCORE.c.state.in_((QUEUED, RUNNING)))
        with self._db.ask() as connection:
            rows = connection.execute(mine.order_by(RESCORE.c.created_at, RESCORE.c.id))
            return [to_rescore(row) for row in rows]

    def rescore_chunks_left(self, workspace: str, rescore_id: str) -> list[int]:
        """Numbers of the chunks that are not written yet, rising. Raises NotFound."""
        with self._db.read() as connection:
            chunks = Staging.of_row(rescore_row(connection, workspace, rescore_id)).chunks
            guards = select(RESCORE_CHUNK.c.chunk).where(
                RESCORE_CHUNK.c.workspace == workspace, RESCORE_CHUNK.c.rescore_id == rescore_id
            )
            written = set(connection.scalars(guards))
        return [number for number in range(chunks) if number not in written]

    def rescore_portion(self, workspace: str, rescore_id: str, number: int) -> ScorablePortion | None:
        """What is to be scored of a chunk; None where it is written. Raises NotFound, or Conflict where it is ended."""
        with self._db.read() as connection:
            row = rescore_row(connection, workspace, rescore_id)
            staging = Staging.of_row(row)
            if not to_rescore(row).open:
                raise Conflict(f"the re-scoring {rescore_id} is {row.state}")
            written = select(RESCORE_CHUNK.c.chunk).where(
                RESCORE_CHUNK.c.workspace == workspace,
                RESCORE_CHUNK.c.rescore_id == rescore_id,
                RESCORE_CHUNK.c.chunk == number,
            )
            if connection.execute(written).first() is not None:
                return None
            of_chunk = VERSION.c.item_id.between(*staging.items_of(number))
            return ScorablePortion(number, scorable(connection, staging.due() & of_chunk))

    def write_rescore_chunk(
        self, workspace: str, rescore_id: str, portion: RescoredPortion, *, at: datetime
    ) -> Rescore:
        """Writes one chunk whole, once. Raises NotFound, or Conflict where the re-scoring is not open."""
        said = answers(portion.versions, self._policy)
        with self._db.write() as connection:
            ledger = Ledger.lock(connection, workspace, self._policy)
            staging = open_staging(ledger, rescore_id)
            item_ids = _items_of(connection, staging, portion.number)
            if _take(connection, staging, portion.number, len(item_ids), at):
                stage(ledger, staging, said)
                ledger.count_in(staging, item_ids)
                change(
                    connection,
                    staging,
                    state=case((RESCORE.c.state == QUEUED, RUNNING), else_=RESCORE.c.state),
                    chunks_done=RESCORE.c.chunks_done + 1,
                    items_done=RESCORE.c.items_done + len(item_ids),
                )
            return to_rescore(rescore_row(connection, workspace, rescore_id))

    def items_rescored_since(self, workspace: str, rescore_id: str, since: datetime) -> int:
        """Items of the chunks that were written since then."""
        recent = select(func.sum(RESCORE_CHUNK.c["items"])).where(
            RESCORE_CHUNK.c.workspace == workspace,
            RESCORE_CHUNK.c.rescore_id == rescore_id,
            RESCORE_CHUNK.c.written_at >= since,
        )
        with self._db.ask() as connection:
            return int(connection.scalar(recent) or 0)

    def note_rescore_retry(self, workspace: str, rescore_id: str, trouble: str) -> None:
        """A part of it is tried again, for this reason."""
        this = (RESCORE.c.workspace == workspace, RESCORE.c.id == rescore_id)
        with self._db.write() as connection:
            again = {"retries": RESCORE.c.retries + 1, "trouble": trouble}
            connection.execute(update(RESCORE).where(*this).values(**again))

    def late_versions(self, workspace: str, rescore_id: str) -> list[ScorableVersion]:
        """Some of what another model scored since it began. Raises NotFound."""
        with self._db.read() as connection:
            staging = Staging.of_row(rescore_row(connection, workspace, rescore_id))
            return list(scorable(connection, staging.late(), limit=LATE))

    def write_late_versions(
        self, workspace: str, rescore_id: str, versions: Sequence[RescoredVersion]
    ) -> None:
        """Writes what came meanwhile. Raises NotFound, or Conflict where the re-scoring is not open."""
        said = answers(versions, self._policy)
        with self._db.write() as connection:
            ledger = Ledger.lock(connection, workspace, self._policy)
            staging = open_staging(ledger, rescore_id)
            ids = [version.version_id for version in versions]
            of_versions = select(VERSION.c.item_id).where(among(connection, VERSION.c.id, ids)).distinct()
            with ledger.changing(connection.scalars(of_versions).all()):
                stage(ledger, staging, said)

    def switch_rescore(self, workspace: str, rescore_id: str, *, at: datetime) -> bool:
        """Makes the new scores those that count; False where there are late versions. Twice is once.

        Raises NotFound, or Conflict where chunks are missing or it was cancelled.
        """
        with self._db.write() as connection:
            ledger = Ledger.lock(connection, workspace, self._policy)
            current = to_rescore(rescore_row(connection, workspace, rescore_id))
            if current.state is RescoreState.DONE:
                return True
            staging = open_staging(ledger, rescore_id)
            if not current.carried:
                raise Conflict(f"{current.chunks - current.chunks_done} chunks of it are not scored yet")
            if connection.execute(select(VERSION.c.id).where(staging.late()).limit(1)).first():
                return False
            switch(ledger, staging)
            ended = {"state": RescoreState.DONE.value, "finished_at": at, "items_total": RESCORE.c.items_done}
            change(connection, staging, **ended)
            return True

    def fail_rescore(self, workspace: str, rescore_id: str, *, error: str) -> Rescore:
        """open → failed; where it is ended, nothing changes. Raises NotFound."""
        with self._db.write() as connection:
            staging = Ledger.lock(connection, workspace, self._policy).staging
            if staging and staging.rescore_id == rescore_id:
                change(connection, staging, state=RescoreState.FAILED.value, error=error)
            return to_rescore(rescore_row(connection, workspace, rescore_id))

    def cancel_rescore(self, workspace: str, rescore_id: str, *, at: datetime) -> Rescore:
        """open → cancelled. Raises NotFound, or Conflict where it is done."""
        with self._db.write() as connection:
            staging = Ledger.lock(connection, workspace, self._policy).staging
            if staging and staging.rescore_id == rescore_id:
                cancel(connection, staging, error=None, at=at)
            current = to_rescore(rescore_row(connection, workspace, rescore_id))
        if current.state is RescoreState.DONE:
            raise Conflict(f"the re-scoring {rescore_id} is done: its labels count")
        return current

    def sweep_rescores(self) -> bool:
        """Deletes a batch of what re-scorings left behind, of all workspaces; False where nothing is left."""
        with self._db.write() as connection:
            return sweep_batch(connection)


def _new_row(
    ledger: Ledger, rescore_id: str, *, model: str, chunk_items: int, at: datetime
) -> dict[str, object]:
    """A re-scoring of everything that is there now."""
    connection, workspace = ledger.connection, ledger.workspace
    items = select(func.min(ITEM.c.id), func.max(ITEM.c.id), func.count(ITEM.c.version_id))
    first, last, count = connection.execute(items.where(ITEM.c.workspace == workspace)).one()
    # Of all workspaces: whoever comes later is given a higher one.
    versions = select(func.max(VERSION.c.id))
    used = select(func.max(RESCORE.c.labelling)).where(RESCORE.c.workspace == workspace)
    return {
        "workspace": workspace,
        "id": rescore_id,
        "model": model,
        "state": QUEUED,
        "labelling": max(connection.scalar(used) or 0, ledger.labelling) + 1,
        "replaces": ledger.labelling,
        "first_item": first,
        "last_item": last,
        "last_version": connection.scalar(versions),
        "chunk_items": chunk_items,
        "items_total": count,
        "created_at": at,
    }


def _take(connection: Connection, staging: Staging, chunk: int, items: int, at: datetime) -> bool:
    """False where the chunk is written."""
    key = {"workspace": staging.workspace, "rescore_id": staging.rescore_id, "chunk": chunk}
    row = {**key, "items": items, "written_at": at}
    guard = upsert(connection, RESCORE_CHUNK).values(row).on_conflict_do_nothing()
    return connection.execute(guard).rowcount == 1


def _items_of(connection: Connection, staging: Staging, chunk: int) -> list[int]:
    mine = (in_workspace(ITEM, staging.workspace), ITEM.c.id.between(*staging.items_of(chunk)))
    query = select(ITEM.c.id).where(*mine, ITEM.c.version_id.is_not(None)).order_by(ITEM.c.id)
    return list(connection.scalars(query))

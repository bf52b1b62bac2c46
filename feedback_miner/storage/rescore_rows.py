"""Rows of re-scorings: read, brought on, ended."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from feedback_miner.domain import Rescore, RescoreState
from feedback_miner.errors import Conflict, NotFound
from feedback_miner.storage.ledger import Ledger
from feedback_miner.storage.staging import RESCORE, Staging


def rescore_row(connection: Connection, workspace: str, rescore_id: str) -> Row[*tuple[Any, ...]]:
    """Raises NotFound."""
    query = select(RESCORE).where(RESCORE.c.workspace == workspace, RESCORE.c.id == rescore_id)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(f"there is no re-scoring {rescore_id}")
    return row


def to_rescore(row: Row[*tuple[Any, ...]]) -> Rescore:
    """A row of `rescore` as people see it."""
    return Rescore(
        id=row.id,
        workspace=row.workspace,
        model=row.model,
        state=RescoreState(row.state),
        chunks=Staging.of_row(row).chunks,
        chunks_done=row.chunks_done,
        items_total=row.items_total,
        items_done=row.items_done,
        created_at=row.created_at,
        finished_at=row.finished_at,
        error=row.error,
        retries=row.retries,
        trouble=row.trouble,
    )


def open_staging(ledger: Ledger, rescore_id: str) -> Staging:
    """What this re-scoring builds. Raises NotFound, or Conflict where it is not open, or another model's turn."""
    current = to_rescore(rescore_row(ledger.connection, ledger.workspace, rescore_id))
    staging = ledger.staging
    if staging is None or staging.rescore_id != rescore_id:
        raise Conflict(f"the re-scoring {rescore_id} is {current.state}: nothing can be written to it")
    if ledger.policy.model not in ("", staging.model):
        raise Conflict(
            f"the re-scoring {rescore_id} is by {staging.model}, and this process scores with {ledger.policy.model}"
        )
    return staging


def change(connection: Connection, staging: Staging, **values: Any) -> None:  # noqa: ANN401 - columns
    """Sets columns of a re-scoring's row."""
    mine = (RESCORE.c.workspace == staging.workspace, RESCORE.c.id == staging.rescore_id)
    connection.execute(update(RESCORE).where(*mine).values(**values))


def cancel(
    connection: Connection, staging: Staging, *, error: str | None, at: datetime | None = None
) -> None:
    """Ends a re-scoring; what it staged counts nowhere from now on, and is swept. `at`: None is the clock's."""
    ended = at or datetime.now(UTC)
    change(connection, staging, state=RescoreState.CANCELLED.value, error=error, finished_at=ended)

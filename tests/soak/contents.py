"""What lies in the database, read around the store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import column, create_engine, func, select, table

from feedback_miner.storage.tables import METADATA

_ITEM, _VERSION, _STATEMENT, _REJECTED = (
    METADATA.tables[name] for name in ("item", "item_version", "statement", "rejected_row")
)
#: What the job engine has yet to do, and what it has given up.
OPEN, FAILED = (
    ("PENDING", "ENQUEUED", "DELAYED"),
    ("ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"),
)


@dataclass(frozen=True, slots=True)
class StoredTicket:
    """The current words of an item, which are one statement, and the labels that count."""

    name: str
    text: str
    stage: str
    touchpoint: str
    corrected: bool


class Contents:
    """Of the only workspace."""

    def __init__(self, url: str) -> None:
        self._engine = create_engine(url, pool_pre_ping=True)

    def tickets(self) -> list[StoredTicket]:
        """All, in no order."""
        labels = (_STATEMENT.c.stage, _STATEMENT.c.touchpoint, _STATEMENT.c.corrected)
        query = (
            select(_ITEM.c.external_id, _VERSION.c.text, *labels)
            .join_from(_ITEM, _VERSION, _VERSION.c.item_id == _ITEM.c.id)
            .join(_STATEMENT, _STATEMENT.c.version_id == _VERSION.c.id)
            .where(_VERSION.c.current.is_(True))
        )
        with self._engine.connect() as connection:
            return [StoredTicket(*row) for row in connection.execute(query)]

    def rejected(self) -> list[str]:
        """The cells of rows that could not be used."""
        with self._engine.connect() as connection:
            return list(connection.scalars(select(_REJECTED.c.cells)))

    def statements(self, names: Sequence[str]) -> list[tuple[str, int]]:
        """Of those of these tickets that are there: the name, and the number of the statement."""
        query = (
            select(_ITEM.c.external_id, _STATEMENT.c.id)
            .join_from(_ITEM, _STATEMENT, _STATEMENT.c.item_id == _ITEM.c.id)
            .where(_STATEMENT.c.current.is_(True), _ITEM.c.external_id.in_(names))
        )
        with self._engine.connect() as connection:
            return [(row.external_id, row.id) for row in connection.execute(query.order_by(_STATEMENT.c.id))]

    def workflows(self, states: Sequence[str]) -> list[str]:
        """What the job engine has in these states: name, state and how many."""
        schema = None if self._engine.dialect.name == "sqlite" else "dbos"
        status = table("workflow_status", column("name"), column("status"), schema=schema)
        columns = (status.c.name, status.c.status)
        query = select(*columns, func.count()).where(status.c.status.in_(states)).group_by(*columns)
        with self._engine.connect() as connection:
            return [f"{name} {state} {count}" for name, state, count in connection.execute(query)]

    def close(self) -> None:
        """Lets go of the database."""
        self._engine.dispose()

"""What a database holds, before it is copied or replaced."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, column, inspect, select, table

from feedback_miner.storage.schema import VERSION_TABLE
from feedback_miner.storage.tables import METADATA

#: The step of a database from before there were steps.
UNNUMBERED = "0000"
#: Filled by the mere start of a service.
_HOUSEKEEPING = frozenset({"schema_version", "workspace", "worker_slot", "ticket", "note"})

#: Whose rows no copy has: heart-beats of processes that will not be there, and sessions, which may have ended since.
PASSING = ("ticket", "worker_slot")


@dataclass(frozen=True, slots=True)
class Contents:
    """What a database holds.

    `schema`: the step that its schema stands at; None where there are no tables of ours. `empty`: nobody's work is in
    it. `tables`: ours that are there.
    """

    schema: str | None
    empty: bool
    tables: frozenset[str]


def our_tables() -> frozenset[str]:
    """Every table of this program. The job engine's are not among them."""
    return frozenset({*METADATA.tables, VERSION_TABLE})


def contents_of(connection: Connection) -> Contents:
    """Looks into a database."""
    tables = our_tables().intersection(inspect(connection).get_table_names())
    schema = UNNUMBERED if tables else None
    if VERSION_TABLE in tables:
        schema = connection.scalar(select(column("version_num")).select_from(table(VERSION_TABLE)))
    work = sorted(tables - _HOUSEKEEPING - {VERSION_TABLE})
    filled = any(connection.execute(select(1).select_from(table(name)).limit(1)).first() for name in work)
    return Contents(schema, empty=not filled, tables=tables)

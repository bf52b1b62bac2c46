"""The crossing between imports and their rows."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, select

from feedback_miner.domain import (
    ColumnMapping,
    Import,
    ImportReport,
    ImportState,
    MappingGuess,
    Progress,
    Source,
)
from feedback_miner.errors import NotFound
from feedback_miner.storage.feed_days import with_day
from feedback_miner.storage.tables import METADATA

IMPORT = METADATA.tables["import"]

_GUESS = TypeAdapter(MappingGuess)
_MAPPING = TypeAdapter(ColumnMapping)
_REPORT = tuple(f.name for f in fields(ImportReport))


def guess_to_json(guess: MappingGuess) -> str:
    """A guess as it is stored."""
    return _GUESS.dump_json(guess).decode()


def mapping_to_json(mapping: ColumnMapping) -> str:
    """A mapping as it is stored."""
    return _MAPPING.dump_json(mapping).decode()


def mapping_from_json(column: str) -> ColumnMapping:
    """A mapping as it was stored."""
    return _MAPPING.validate_json(column)


def to_import(row: Row[*tuple[Any, ...]]) -> Import:
    """A row of `import`."""
    return Import(
        id=row.id,
        workspace=row.workspace,
        file=row.file,
        state=ImportState(row.state),
        created_at=row.created_at,
        report=ImportReport(**{name: getattr(row, name) for name in _REPORT}),
        rows_total=row.rows_total,
        connection=row.connection,
        guess=None if row.guess is None else _GUESS.validate_json(row.guess),
        mapping=None if row.mapping is None else mapping_from_json(row.mapping),
        error=row.error,
        finished_at=row.finished_at,
        source=None if row.source is None else Source(row.source),
        started_at=row.started_at,
        chunk_rows=row.chunk_rows,
        attempt=row.attempt,
        progress=_progress(row),
    )


def _progress(row: Row[*tuple[Any, ...]]) -> Progress | None:
    """Without its rate, which nothing stored tells."""
    if row.state not in (ImportState.QUEUED, ImportState.RUNNING):
        return None
    return Progress(row.read, row.rows_total, retries=row.retries, trouble=row.trouble)


def get_import(connection: Connection, workspace: str, import_id: str) -> Import:
    """Raises NotFound."""
    query = select(IMPORT).where(IMPORT.c.workspace == workspace, IMPORT.c.id == import_id)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(f"there is no import {import_id}")
    return with_day(connection, to_import(row))

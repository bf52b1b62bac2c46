"""The life of imports, from state to state."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, func, select, update

from feedback_miner.domain import (
    ColumnMapping,
    Import,
    ImportReport,
    ImportState,
    MappingGuess,
    Page,
    RowError,
    Source,
    StatementView,
    UnfinishedImport,
)
from feedback_miner.errors import Conflict
from feedback_miner.storage.base import Room, after, before, check_limit, from_cursor, to_page
from feedback_miner.storage.chunks import REJECTED
from feedback_miner.storage.engine import upsert
from feedback_miner.storage.feed_days import with_day
from feedback_miner.storage.import_rows import (
    IMPORT,
    get_import,
    guess_to_json,
    mapping_from_json,
    mapping_to_json,
    to_import,
)
from feedback_miner.storage.ledger import BATCH, STATEMENT, Ledger
from feedback_miner.storage.tables import METADATA
from feedback_miner.storage.undo import claims_left, take_out_portion
from feedback_miner.storage.versions import IMPORT_ROW
from feedback_miner.storage.views import views

REMEMBERED = METADATA.tables["remembered_mapping"]

_OPEN = (ImportState.QUEUED, ImportState.NEEDS_MAPPING, ImportState.RUNNING)
_UNDOABLE = tuple(state for state in ImportState if state is not ImportState.UNDONE)
_UNFINISHED = (ImportState.QUEUED, ImportState.RUNNING, ImportState.UNDOING)


class ImportRoom(Room):
    """Imports from their first row to their undoing; what they bring is written by `ChunkRoom`."""

    def create_import(
        self,
        workspace: str,
        import_id: str,
        *,
        file: str,
        created_at: datetime,
        source: Source | None,
        connection: str | None,
        mapping: ColumnMapping | None,
        asks: MappingGuess | None = None,
    ) -> Import:
        """A new import in the state `queued`, or `needs_mapping` where it `asks`.

        Raises NotFound, or Conflict where the id is taken.
        """
        with self._db.write() as writing:
            Ledger.lock(writing, workspace, self._policy)
            row = {
                "workspace": workspace,
                "id": import_id,
                "file": file,
                "state": (ImportState.NEEDS_MAPPING if asks else ImportState.QUEUED).value,
                "guess": guess_to_json(asks) if asks else None,
                "created_at": created_at,
                "source": source,
                "connection": connection,
                "mapping": None if mapping is None else mapping_to_json(mapping),
            }
            statement = (
                upsert(writing, IMPORT).values({**asdict(ImportReport()), **row}).on_conflict_do_nothing()
            )
            if writing.execute(statement).rowcount == 0:
                raise Conflict(f"there is an import {import_id} already")
            return get_import(writing, workspace, import_id)

    def get_import(self, workspace: str, import_id: str) -> Import:
        """Raises NotFound."""
        with self._db.read() as connection:
            return get_import(connection, workspace, import_id)

    def list_imports(self, workspace: str, *, cursor: str | None, limit: int) -> Page[Import]:
        """Newest first. Raises QueryError for a cursor that is not of this list."""
        check_limit(limit)
        query = select(IMPORT).where(IMPORT.c.workspace == workspace)
        if cursor is not None:
            columns = (IMPORT.c.created_at, IMPORT.c.id)
            query = query.where(before(columns, from_cursor(cursor, (datetime, str))))
        query = query.order_by(IMPORT.c.created_at.desc(), IMPORT.c.id.desc()).limit(limit + 1)
        with self._db.read() as connection:
            found = [with_day(connection, to_import(row)) for row in connection.execute(query).all()]
        return to_page(found, [(i.created_at, i.id) for i in found], limit)

    def unfinished_imports(self) -> list[UnfinishedImport]:
        """Of all workspaces: those queued, running or being undone, oldest first."""
        columns = (IMPORT.c.workspace, IMPORT.c.id, IMPORT.c.state, IMPORT.c.attempt, IMPORT.c.connection)
        query = select(*columns).where(IMPORT.c.state.in_(_UNFINISHED))
        with self._db.ask() as connection:
            rows = connection.execute(query.order_by(IMPORT.c.created_at, IMPORT.c.id)).all()
        return [
            UnfinishedImport(row.workspace, row.id, ImportState(row.state), row.attempt, row.connection)
            for row in rows
        ]

    def open_imports(self) -> list[Import]:
        """Of all workspaces: those queued, running or waiting for a mapping, oldest first."""
        query = select(IMPORT).where(IMPORT.c.state.in_(_OPEN)).order_by(IMPORT.c.created_at, IMPORT.c.id)
        with self._db.ask() as connection:
            return [to_import(row) for row in connection.execute(query)]

    def waiting_imports(self) -> int:
        """Of all workspaces: how many are queued or running."""
        waits = IMPORT.c.state.in_((ImportState.QUEUED, ImportState.RUNNING))
        with self._db.ask() as connection:
            return connection.scalar(select(func.count()).select_from(IMPORT).where(waits)) or 0

    def ask_mapping(self, workspace: str, import_id: str, guess: MappingGuess) -> None:
        """queued → needs_mapping. Raises Conflict in any other state."""
        self._move(
            workspace,
            import_id,
            (ImportState.QUEUED,),
            ImportState.NEEDS_MAPPING,
            guess=guess_to_json(guess),
        )

    def answer_mapping(
        self, workspace: str, import_id: str, mapping: ColumnMapping, source: Source | None
    ) -> Import:
        """needs_mapping → queued, with this mapping. Raises Conflict in any other state."""
        answer = {"mapping": mapping_to_json(mapping), "attempt": IMPORT.c.attempt + 1}
        if source is not None:
            answer["source"] = source.value
        return self._move(workspace, import_id, (ImportState.NEEDS_MAPPING,), ImportState.QUEUED, **answer)

    def begin_import(
        self,
        workspace: str,
        import_id: str,
        *,
        guess: MappingGuess,
        mapping: ColumnMapping,
        connection: str,
        source: Source,
        rows_total: int,
        chunk_rows: int,
        at: datetime,
    ) -> Import:
        """queued → running; one that runs already (its worker came back) goes on. Raises Conflict otherwise."""
        return self._move(
            workspace,
            import_id,
            (ImportState.QUEUED, ImportState.RUNNING),
            ImportState.RUNNING,
            guess=guess_to_json(guess),
            mapping=mapping_to_json(mapping),
            connection=connection,
            source=source.value,
            rows_total=rows_total,
            # Whoever began first has cut it.
            chunk_rows=func.coalesce(IMPORT.c.chunk_rows, chunk_rows),
            started_at=at,
        )

    def finish_import(self, workspace: str, import_id: str, *, at: datetime) -> Import:
        """running → done; one that is done (its worker came back) stays as it is. Raises Conflict otherwise."""
        with self._db.write() as writing:
            found = get_import(writing, workspace, import_id)
            if found.state is ImportState.DONE:
                return found
            return _moved(
                writing, workspace, import_id, (ImportState.RUNNING,), ImportState.DONE, {"finished_at": at}
            )

    def fail_import(self, workspace: str, import_id: str, *, error: str, at: datetime) -> None:
        """Any open state → failed. What was written stays and can be undone."""
        self._move(workspace, import_id, _OPEN, ImportState.FAILED, finished_at=at, error=error)

    def expire_import(self, workspace: str, import_id: str, *, at: datetime) -> None:
        """An open state → expired: its upload is gone."""
        self._move(workspace, import_id, _OPEN, ImportState.EXPIRED, finished_at=at)

    def cancel_import(self, workspace: str, import_id: str, *, at: datetime) -> Import:
        """Any open state → cancelled: its workers are refused from now on. What was written stays. Raises Conflict."""
        return self._move(workspace, import_id, _OPEN, ImportState.CANCELLED, finished_at=at)

    def resume_import(self, workspace: str, import_id: str) -> Import:
        """cancelled → queued. Raises Conflict in any other state, and where it never knew what its columns are."""
        with self._db.write() as writing:
            found = get_import(writing, workspace, import_id)
            if found.mapping is None:
                raise Conflict(
                    f"import {import_id} was cancelled before its columns were known: import it again"
                )
            values = {"attempt": found.attempt + 1, "finished_at": None}
            return _moved(writing, workspace, import_id, (ImportState.CANCELLED,), ImportState.QUEUED, values)

    def note_retry(self, workspace: str, import_id: str, trouble: str) -> None:
        """A part of a running import is tried again, for this reason."""
        this = and_(IMPORT.c.workspace == workspace, IMPORT.c.id == import_id)
        with self._db.write() as writing:
            writing.execute(update(IMPORT).where(this).values(retries=IMPORT.c.retries + 1, trouble=trouble))

    def undo_import(self, workspace: str, import_id: str, *, at: datetime) -> Import:
        """Takes a portion of an import out, restoring what it had overwritten: → undoing, or → undone with the last.

        Call again while it is undoing. What another import brought as well stays, as that import's. One that still
        waits or runs is ended by this: its worker is refused from now on. Raises NotFound, or Conflict when undone.
        """
        with self._db.write() as connection:
            ledger = Ledger.lock(connection, workspace, self._policy)
            _moved(connection, workspace, import_id, _UNDOABLE, ImportState.UNDOING, {"finished_at": None})
            if not take_out_portion(ledger, import_id):
                return get_import(connection, workspace, import_id)
            ended = (ImportState.UNDOING,)
            return _moved(connection, workspace, import_id, ended, ImportState.UNDONE, {"finished_at": at})

    def rows_to_undo(self, workspace: str, import_id: str) -> int:
        """How many rows of an import still stand."""
        with self._db.ask() as connection:
            return claims_left(connection, workspace, import_id)

    # ── mappings that people gave ───────────────────────────────────────────────────────────────────────────────

    def remembered_mapping(self, workspace: str, header: str) -> tuple[ColumnMapping, Source] | None:
        """What a person answered for this header (a fingerprint) before."""
        same = and_(REMEMBERED.c.workspace == workspace, REMEMBERED.c.header == header)
        with self._db.ask() as connection:
            row = connection.execute(select(REMEMBERED).where(same)).one_or_none()
        return None if row is None else (mapping_from_json(row.mapping), Source(row.source))

    def remember_mapping(self, workspace: str, header: str, mapping: ColumnMapping, source: Source) -> None:
        """Keeps a person's answer for the next file with this header. Raises NotFound."""
        answer = {"mapping": mapping_to_json(mapping), "source": source.value}
        with self._db.write() as connection:
            Ledger.lock(connection, workspace, self._policy)
            statement = upsert(connection, REMEMBERED).values(workspace=workspace, header=header, **answer)
            connection.execute(
                statement.on_conflict_do_update(
                    index_elements=list(REMEMBERED.primary_key.columns), set_=answer
                )
            )

    # ── rows ────────────────────────────────────────────────────────────────────────────────────────────────────

    def rejected_rows(
        self, workspace: str, import_id: str, *, cursor: str | None, limit: int
    ) -> Page[RowError]:
        """Rows that could not be used, in the file's order. Raises NotFound, or QueryError for a foreign cursor."""
        check_limit(limit)
        query = select(REJECTED).where(REJECTED.c.workspace == workspace, REJECTED.c.import_id == import_id)
        if cursor is not None:
            query = query.where(after((REJECTED.c.row, REJECTED.c.id), from_cursor(cursor, (int, int))))
        query = query.order_by(REJECTED.c.row, REJECTED.c.id).limit(limit + 1)
        with self._db.read() as connection:
            get_import(connection, workspace, import_id)
            rows = connection.execute(query).all()
        errors = [RowError(row.row, row.reason, json.loads(row.cells)) for row in rows]
        return to_page(errors, [(row.row, row.id) for row in rows], limit)

    def labels_by_row(
        self, workspace: str, import_id: str
    ) -> Iterator[tuple[int, tuple[StatementView, ...]]]:
        """Row of the file → statements of what it brought, with the labels that count now, in the file's order.

        Raises NotFound.
        """
        with self._db.read() as connection:
            get_import(connection, workspace, import_id)
        return self._labels_by_row(workspace, import_id)

    def _labels_by_row(
        self, workspace: str, import_id: str
    ) -> Iterator[tuple[int, tuple[StatementView, ...]]]:
        last: tuple[str, int, int] = ("", -1, 0)
        while claims := self._claims(workspace, import_id, last):
            with self._db.read() as connection:
                shown = views(connection, STATEMENT.c.version_id.in_([c.version_id for c in claims]))
            for claim in claims:
                yield claim.row, tuple(shown.get(claim.version_id, ()))
            last = (claims[-1].file, claims[-1].row, claims[-1].item_id)

    def _claims(
        self, workspace: str, import_id: str, last: tuple[str, int, int]
    ) -> list[Row[*tuple[Any, ...]]]:
        place = (IMPORT_ROW.c.file, IMPORT_ROW.c.row, IMPORT_ROW.c.item_id)
        mine = and_(IMPORT_ROW.c.workspace == workspace, IMPORT_ROW.c.import_id == import_id)
        query = select(*place, IMPORT_ROW.c.version_id).where(mine, after(place, last))
        with self._db.ask() as connection:
            return list(connection.execute(query.order_by(*place).limit(BATCH)))

    # ── states ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _move(
        self,
        workspace: str,
        import_id: str,
        allowed: tuple[ImportState, ...],
        to: ImportState,
        **values: object,
    ) -> Import:
        with self._db.write() as writing:
            return _moved(writing, workspace, import_id, allowed, to, values)


def _moved(
    writing: Connection,
    workspace: str,
    import_id: str,
    allowed: tuple[ImportState, ...],
    to: ImportState,
    values: Mapping[str, object],
) -> Import:
    this = and_(IMPORT.c.workspace == workspace, IMPORT.c.id == import_id)
    found = get_import(writing, workspace, import_id)
    moved = update(IMPORT).where(this, IMPORT.c.state.in_(allowed)).values(state=to.value, **values)
    if writing.execute(moved).rowcount == 0:
        raise Conflict(f"import {import_id} is {found.state} and cannot become {to}")
    return get_import(writing, workspace, import_id)

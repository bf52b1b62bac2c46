"""Use cases of imports: submit, answer, preview, cancel, undo. The data's one way in; `runs` carries them out."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from feedback_miner.domain import (
    Import,
    ImportState,
    MappingGuess,
    Page,
    RowError,
    Source,
    SourceRecord,
    StatementView,
)
from feedback_miner.errors import FileError, MappingError, Overloaded
from feedback_miner.mining.mappings import connection_of, explained, fingerprint, settled
from feedback_miner.mining.pipeline import Pipeline
from feedback_miner.mining.previews import Preview, preview_of
from feedback_miner.mining.progress import with_progress
from feedback_miner.mining.reading import Plan
from feedback_miner.mining.rehearsals import Rehearsal, rehearsed
from feedback_miner.mining.runs import whose_turn_it_is
from feedback_miner.ports import Jobs, Spool, Store
from feedback_miner.sources import SourceFile, apply_overrides, guess_mapping, open_source, scan

#: Rows by which an answer is tried.
TRIED_ROWS = 200

#: When to come back where too many imports wait.
_COME_BACK = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Wish:
    """What the caller fixes beforehand; the rest is found out from the file.

    `overrides`: "field=COLUMN" (field: text date id customer rating nps csat channel author_role url segment.NAME).
    """

    source: Source | None = None
    connection: str | None = None
    overrides: tuple[str, ...] = ()


class Imports:
    """Files and calls on their way in. Built in `bootstrap`."""

    def __init__(
        self,
        store: Store,
        spool: Spool,
        jobs: Jobs,
        pipeline: Pipeline,
        *,
        most_waiting: int,
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._spool = spool
        self._jobs = jobs
        self._pipeline = pipeline
        self._most_waiting = most_waiting
        self._clock = clock

    def submit(
        self, workspace: str, *, file: str, blocks: Iterable[bytes], wish: Wish, import_id: str | None = None
    ) -> Import:
        """Takes a file in: spooled, looked at, queued; or waiting for what only a person can say.

        `import_id`: of one that is not there yet, where the caller must know it beforehand.

        Raises FileError, MappingError, LimitExceeded, and Overloaded where too many wait; nothing is kept then.
        """
        self._check_room()
        import_id = import_id or "imp_" + secrets.token_hex(8)
        self._spool.write(import_id, blocks)
        try:
            opened = open_source(Path(self._spool.path(import_id)), name=file)
            guess = self._look(workspace, opened, wish)
            self._store.create_import(
                workspace,
                import_id,
                file=file,
                created_at=self._clock(),
                source=guess.source,
                connection=wish.connection or connection_of(guess) or _connection_by_columns(guess),
                mapping=None if guess.questions else guess.mapping,
                asks=guess if guess.questions else None,
            )
        except BaseException:
            self._spool.remove(import_id)
            raise
        if not guess.questions:
            if wish.overrides:
                self._store.remember_mapping(
                    workspace, opened.header_fingerprint, guess.mapping, guess.source
                )
            self._submit_in_turn(workspace, import_id)
        return self._store.get_import(workspace, import_id)

    def preview(self, workspace: str, import_id: str) -> Preview:
        """The first 20 rows of an upload that waits, as they are in the file, and what was guessed. None of it is
        stored."""
        file, asked = self._asked(workspace, import_id)
        return preview_of(file, asked)

    def redacted_preview(self, workspace: str, import_id: str, *, most_columns: int) -> Preview:
        """The same without personal data, and with at most so many columns."""
        shown = self.preview(workspace, import_id).telling(most_columns)
        customer = shown.guess.mapping.customer
        return replace(shown, rows=self._pipeline.redacted(workspace, shown.rows, customer=customer))

    def try_answer(self, workspace: str, import_id: str, overrides: Sequence[str]) -> Rehearsal:
        """What the first 200 rows would come to with this answer. Raises MappingError."""
        file, asked = self._asked(workspace, import_id)
        answered = apply_overrides(asked, overrides, file.columns)
        connection = self._store.get_import(workspace, import_id).connection
        return self._rehearsed(workspace, file.head(TRIED_ROWS), answered, connection)

    def answer(self, workspace: str, import_id: str, overrides: Sequence[str]) -> Import:
        """Settles what was asked, and remembers it for the next file with this header.

        Raises Conflict, MappingError.
        """
        file, asked = self._asked(workspace, import_id)
        answered = apply_overrides(asked, overrides, file.columns)
        if answered.questions:
            raise MappingError(answered.questions[0].message, where=answered.questions[0].field)
        self._store.answer_mapping(workspace, import_id, answered.mapping, answered.source)
        self._store.remember_mapping(workspace, file.header_fingerprint, answered.mapping, answered.source)
        self._submit_in_turn(workspace, import_id)
        return self._store.get_import(workspace, import_id)

    def rehearse(self, workspace: str, path: Path, wish: Wish) -> Rehearsal:
        """The same report as an import would give, and nothing written."""
        file = open_source(path, name=path.name)
        guess = self._look(workspace, file, wish)
        return self._rehearsed(workspace, file, guess, wish.connection)

    def get(self, workspace: str, import_id: str) -> Import:
        """As it is now, with how far it is. Raises NotFound."""
        return self._with_progress(self._store.get_import(workspace, import_id))

    def page(self, workspace: str, *, cursor: str | None, limit: int) -> Page[Import]:
        """Newest first."""
        page = self._store.list_imports(workspace, cursor=cursor, limit=limit)
        return replace(page, items=tuple(map(self._with_progress, page.items)))

    def waiting(self, workspace: str) -> list[Import]:
        """Those that wait for a person's answer, oldest first."""
        open_jobs = self._store.open_imports()
        return [
            job for job in open_jobs if job.workspace == workspace and job.state is ImportState.NEEDS_MAPPING
        ]

    def rejected(self, workspace: str, import_id: str, *, cursor: str | None, limit: int) -> Page[RowError]:
        """Rows that could not be used, with line number and reason."""
        self._store.get_import(workspace, import_id)
        return self._store.rejected_rows(workspace, import_id, cursor=cursor, limit=limit)

    def all(self, workspace: str) -> Iterator[Import]:
        """Every import, newest first."""
        cursor = None
        while True:
            page = self._store.list_imports(workspace, cursor=cursor, limit=200)
            yield from page.items
            cursor = page.next_cursor
            if cursor is None:
                return

    def labels_by_row(
        self, workspace: str, import_id: str
    ) -> Iterator[tuple[int, tuple[StatementView, ...]]]:
        """Row of the imported file → the statements of the message that it became."""
        return self._store.labels_by_row(workspace, import_id)

    def rows(self, path: Path) -> tuple[tuple[str, ...], Iterator[tuple[int, dict[str, str]]]]:
        """The columns of a file, and its readable rows with their numbers."""
        file = open_source(path, name=path.name)
        return file.columns, ((r.row, dict(r.cells)) for r in file.records() if isinstance(r, SourceRecord))

    def cancel(self, workspace: str, import_id: str) -> Import:
        """Stops an import. What was written stays, and its upload for an hour. Raises Conflict where it is not open."""
        self._spool.keep(import_id)
        return self._store.cancel_import(workspace, import_id, at=self._clock())

    def resume(self, workspace: str, import_id: str) -> Import:
        """Goes on with an import that was cancelled. Raises NotFound where its upload is gone, and Conflict."""
        self._spool.path(import_id)
        resumed = self._store.resume_import(workspace, import_id)
        self._submit_in_turn(workspace, import_id)
        return resumed

    def undo(self, workspace: str, import_id: str) -> Import:
        """Takes an import out again, restoring what it had overwritten: a large one goes on being undone later."""
        undone = self._store.undo_import(workspace, import_id, at=self._clock())
        self._spool.remove(import_id)
        if undone.state is ImportState.UNDOING:
            self._jobs.submit_undo(workspace, import_id)
        return undone

    def drop_waiting(self, workspace: str) -> None:
        """Removes the uploads that wait for a mapping: they may hold what was just erased."""
        for job in self.waiting(workspace):
            self._spool.remove(job.id)
            self._store.expire_import(workspace, job.id, at=self._clock())

    def _with_progress(self, job: Import) -> Import:
        return with_progress(self._store, job, self._clock())

    def _submit_in_turn(self, workspace: str, import_id: str) -> None:
        """One that has to wait for another of its connection is found when that has ended."""
        for job in whose_turn_it_is(self._store.unfinished_imports()):
            if (job.workspace, job.id) == (workspace, import_id):
                self._jobs.submit_import(workspace, import_id, attempt=job.attempt)

    def _check_room(self) -> None:
        if self._store.waiting_imports() >= self._most_waiting:
            raise Overloaded(
                f"{self._most_waiting:,} imports wait already. Try again in a minute, or start more workers.",
                retry_after=_COME_BACK,
            )

    def _asked(self, workspace: str, import_id: str) -> tuple[SourceFile, MappingGuess]:
        """The file of an import that waits, and what is asked of it."""
        waiting = self._store.get_import(workspace, import_id)
        file = self._open(waiting)
        return file, waiting.guess or self._look(workspace, file, Wish())

    def _rehearsed(
        self, workspace: str, file: SourceFile, guess: MappingGuess, connection: str | None
    ) -> Rehearsal:
        if guess.questions:
            return Rehearsal(guess)
        first = scan(file, guess.mapping)
        if first.question:
            return Rehearsal(replace(guess, questions=(first.question,)))
        connection = connection or connection_of(guess) or fingerprint(guess.mapping)
        mapping = settled(guess.mapping, first)
        plan = Plan(workspace, file, mapping, guess.source, connection, first, self._clock())
        return rehearsed(plan, explained(guess, mapping), self._pipeline, self._store)

    def _look(self, workspace: str, file: SourceFile, wish: Wish) -> MappingGuess:
        if next(file.records(), None) is None:
            raise FileError(
                "The file has a header but no rows. Export it again with data in it.", where=file.name
            )
        guess = guess_mapping(file)
        remembered = self._store.remembered_mapping(workspace, file.header_fingerprint)
        if remembered:
            guess = replace(guess, mapping=remembered[0], source=remembered[1], questions=())
        guess = replace(guess, source=wish.source or guess.source)
        return apply_overrides(guess, wish.overrides, file.columns) if wish.overrides else guess

    def _open(self, job: Import) -> SourceFile:
        return open_source(Path(self._spool.path(job.id)), name=job.file)


def _connection_by_columns(guess: MappingGuess) -> str | None:
    """Where neither the caller nor the file names a connection: files of the same columns are of one."""
    return None if guess.questions else fingerprint(guess.mapping)

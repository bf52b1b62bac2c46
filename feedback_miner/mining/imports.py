"""Use cases of imports: submit, answer, run, preview, undo. The data's one way in."""

from __future__ import annotations

import logging
import secrets
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

from feedback_miner.domain import (
    Import,
    ImportReport,
    ImportState,
    MappingGuess,
    Page,
    RowError,
    ScoredItem,
    Source,
    SourceRecord,
    StatementView,
)
from feedback_miner.errors import Busy, Conflict, FileError, MappingError, NotFound, Stale
from feedback_miner.mining.mappings import connection_of, explained, fingerprint, settled
from feedback_miner.mining.pipeline import Chunk, Pipeline, Plan
from feedback_miner.mining.previews import Preview, preview_of
from feedback_miner.mining.rehearsals import Rehearsal, rehearsed
from feedback_miner.ports import Jobs, Spool, Store
from feedback_miner.sources import SourceFile, apply_overrides, guess_mapping, open_source, scan

#: Rows by which an answer is tried.
TRIED_ROWS = 200

_log = logging.getLogger(__name__)

#: States in which an upload is still needed.
OPEN = frozenset({ImportState.QUEUED, ImportState.RUNNING, ImportState.NEEDS_MAPPING})


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
        spool_hours: int,
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._spool = spool
        self._jobs = jobs
        self._pipeline = pipeline
        self._spool_time = timedelta(hours=spool_hours)
        self._clock = clock
        self._paused = Event()

    def submit(self, workspace: str, *, file: str, blocks: Iterable[bytes], wish: Wish) -> Import:
        """Takes a file in: spooled, looked at, queued; or waiting for what only a person can say.

        Raises FileError, MappingError, LimitExceeded; nothing is kept then.
        """
        import_id = "imp_" + secrets.token_hex(8)
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
                connection=wish.connection or connection_of(guess),
                mapping=None if guess.questions else guess.mapping,
            )
        except BaseException:
            self._spool.remove(import_id)
            raise
        if guess.questions:
            self._store.ask_mapping(workspace, import_id, guess)
        else:
            if wish.overrides:
                self._store.remember_mapping(
                    workspace, opened.header_fingerprint, guess.mapping, guess.source
                )
            self._jobs.submit_import(workspace, import_id)
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
        self._jobs.submit_import(workspace, import_id)
        return self._store.get_import(workspace, import_id)

    def run(self, workspace: str, import_id: str) -> Import:
        """Carries a queued import to its end, or goes on where a killed run left off. Safe to call twice.

        Whatever goes wrong is said in the import's `error`; what was written stays, and can be undone. Raises Busy
        where the database is: the import stays as it is, to be run again.
        """
        job = self._store.get_import(workspace, import_id)
        if job.state not in (ImportState.QUEUED, ImportState.RUNNING):
            return job
        try:
            job = self._run(job)
        except (FileError, MappingError, NotFound) as error:
            self._fail(job, str(error))
        except Conflict:
            _log.warning("import %s was ended from elsewhere", import_id)
        except Busy:
            raise
        except Exception as error:
            where = "".join(
                traceback.format_tb(error.__traceback__)
            )  # without its message: that may quote customers
            _log.error("import %s stopped: %s\n%s", import_id, type(error).__name__, where)
            self._fail(job, _defect(error))
        job = self._store.get_import(workspace, import_id)
        if job.state not in OPEN:
            self._spool.remove(import_id)
        return job

    def rehearse(self, workspace: str, path: Path, wish: Wish) -> Rehearsal:
        """The same report as an import would give, and nothing written."""
        file = open_source(path, name=path.name)
        guess = self._look(workspace, file, wish)
        return self._rehearsed(workspace, file, guess, wish.connection)

    def get(self, workspace: str, import_id: str) -> Import:
        """Raises NotFound."""
        return self._store.get_import(workspace, import_id)

    def page(self, workspace: str, *, cursor: str | None, limit: int) -> Page[Import]:
        """Newest first."""
        return self._store.list_imports(workspace, cursor=cursor, limit=limit)

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

    def undo(self, workspace: str, import_id: str) -> Import:
        """Takes an import out again, restoring what it had overwritten."""
        undone = self._store.undo_import(workspace, import_id, at=self._clock())
        self._spool.remove(import_id)
        return undone

    def pause(self) -> None:
        """Ends running imports after their chunk; `recover` takes them up again."""
        self._paused.set()

    def recover(self) -> int:
        """Queues again what a stopped process left open; returns how many."""
        self._paused.clear()
        self.expire()
        left = self._left_open()
        for job in left:
            self._jobs.submit_import(job.workspace, job.id)
        return len(left)

    def left_open(self, workspace: str) -> list[Import]:
        """Those that wait to be run, or whose run was stopped, oldest first; what waited too long is removed before."""
        self.expire()
        return [job for job in self._left_open() if job.workspace == workspace]

    def expire(self) -> int:
        """Removes uploads that have waited too long, and those that no import knows; returns how many."""
        now = self._clock()
        self._store.compact_if_due()
        open_jobs = self._store.open_imports()
        late = [job for job in open_jobs if now - job.created_at > self._spool_time]
        for job in late:
            self._spool.remove(job.id)
            with suppress(Conflict):  # it ended meanwhile
                self._store.expire_import(job.workspace, job.id, at=now)
        kept = frozenset(job.id for job in open_jobs) - {job.id for job in late}
        return len(late) + self._spool.sweep(kept)

    def drop_waiting(self, workspace: str) -> None:
        """Removes the uploads that wait for a mapping: they may hold what was just erased."""
        for job in self.waiting(workspace):
            self._spool.remove(job.id)
            self._store.expire_import(workspace, job.id, at=self._clock())

    def _left_open(self) -> list[Import]:
        return [job for job in self._store.open_imports() if job.state is not ImportState.NEEDS_MAPPING]

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

    def _run(self, job: Import) -> Import:
        file = self._open(job)
        if job.mapping is None or job.source is None:
            raise MappingError("The import has no mapping. Import the file again.")
        first = scan(file, job.mapping)
        if first.question:
            guess = explained(guess_mapping(file), job.mapping)
            asked = replace(guess, source=job.source, questions=(first.question,))
            self._store.ask_mapping(job.workspace, job.id, asked)
            return self._store.get_import(job.workspace, job.id)
        mapping, connection = settled(job.mapping, first), job.connection or fingerprint(job.mapping)
        self._store.begin_import(
            job.workspace,
            job.id,
            guess=explained(guess_mapping(file), mapping),
            mapping=mapping,
            connection=connection,
            source=job.source,
            rows_total=first.rows,
        )
        plan = Plan(job.workspace, file, mapping, job.source, connection, first, job.created_at)
        done = self._store.chunks_done(job.workspace, job.id)
        rows_done = self._store.get_import(job.workspace, job.id).report.read
        if rows_done < first.rows:
            for chunk in self._pipeline.chunks(plan, done=done, rows_done=rows_done):
                if self._paused.is_set():
                    return job
                rows_done = self._write(job, chunk)
        if rows_done != first.rows:
            raise RuntimeError(f"{rows_done} of {first.rows} rows were counted")
        return self._store.finish_import(job.workspace, job.id, at=self._clock())

    def _write(self, job: Import, chunk: Chunk) -> int:
        """Scores and stores a chunk; returns how many rows of the file are done."""
        try:
            report = self._store_chunk(job, chunk, self._pipeline.scored(job.workspace, chunk.items))
        except Stale:
            report = self._store_chunk(job, chunk, self._pipeline.scored_anew(chunk.items))
        return report.read

    def _store_chunk(self, job: Import, chunk: Chunk, items: Sequence[ScoredItem]) -> ImportReport:
        return self._store.write_chunk(
            job.workspace,
            job.id,
            chunk.number,
            items,
            rejected=chunk.rejected,
            merged=chunk.merged,
            skipped=chunk.skipped,
        )

    def _fail(self, job: Import, error: str) -> None:
        with suppress(Conflict):  # it was ended from elsewhere
            self._store.fail_import(job.workspace, job.id, error=error, at=self._clock())

    def _open(self, job: Import) -> SourceFile:
        return open_source(Path(self._spool.path(job.id)), name=job.file)


def _defect(error: Exception) -> str:
    """Only the kind of a defect is told: its message may hold customers' words."""
    return (
        f"The import stopped because of a defect in the program ({type(error).__name__}); the log says more. What was"
        " read so far stays: undo it, or import the file again."
    )

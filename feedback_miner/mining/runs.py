"""Carrying imports out, chunk by chunk, in this process or by many workers: any of them may be killed at any time.

An import's durable state is its own rows. Its first pass says into how many chunks its file is cut; each chunk is one
transaction of the store, in any order and by whomever; with the last one the import is done.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from feedback_miner.domain import (
    GONE_AFTER,
    Import,
    ImportReport,
    ImportState,
    ScoredItem,
    UnfinishedImport,
)
from feedback_miner.errors import Busy, Conflict, FileError, MappingError, NotFound, Stale
from feedback_miner.mining.mappings import explained, fingerprint, settled
from feedback_miner.mining.pipeline import Pipeline
from feedback_miner.mining.reading import Chunk, OpenFiles, Plan, Reading
from feedback_miner.ports import Jobs, Spool, Store
from feedback_miner.sources import SourceFile, guess_mapping, open_source, scan

#: States in which an upload is still needed.
OPEN = frozenset({ImportState.QUEUED, ImportState.RUNNING, ImportState.NEEDS_MAPPING})

_GOES_ON = (ImportState.QUEUED, ImportState.RUNNING)
#: A running import of which nothing was written for so long stands still.
_STANDSTILL = timedelta(hours=1)

_log = logging.getLogger(__name__)


class Runs:
    """Imports on their way through. Built in `bootstrap`."""

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
        self._files = OpenFiles()

    def run(self, workspace: str, import_id: str) -> Import:
        """Carries an import to its end here, or goes on where a killed run left off. Safe to call twice.

        Whatever goes wrong is said in the import's `error`; what was written stays, and can be undone. Raises Busy
        where the database is: the import stays as it is, to be run again.
        """
        for number in self.begin(workspace, import_id):
            self.carry(workspace, import_id, number)
        return self._store.get_import(workspace, import_id)

    def begin(self, workspace: str, import_id: str) -> Sequence[int]:
        """The first pass over the file: the numbers of the chunks that are still to be carried, rising.

        None where the import has ended, or asks. Raises Busy.
        """
        job = self._store.get_import(workspace, import_id)
        if job.state not in (ImportState.QUEUED, ImportState.RUNNING):
            return ()
        missing: list[int] = []
        with self._ending(job):
            begun = self._begun(job)
            missing = self._store.missing_chunks(workspace, import_id) if begun else []
            if begun and not missing:
                self._check_complete(workspace, import_id)
                self._store.finish_import(workspace, import_id, at=self._clock())
        return missing

    def carry(self, workspace: str, import_id: str, number: int) -> None:
        """Reads, scores and stores one chunk; nothing happens where the import has ended. Raises Busy."""
        job = self._store.get_import(workspace, import_id)
        if job.state is not ImportState.RUNNING:
            self._files.close(import_id)
            return
        if self._store.has_chunk(workspace, import_id, number):
            return
        with self._ending(job):
            chunk = self._files.chunk(import_id, number, lambda: self._opened(job))
            self._write(job, chunk)

    def carry_or_wait(self, workspace: str, import_id: str, *, patience: Callable[[], object]) -> Import:
        """Has an import carried to its end: by workers where there are any, else here.

        `patience`: waits for a moment. Raises Busy as `run` does.
        """
        while self.has_workers():
            job = self._store.get_import(workspace, import_id)
            if job.state not in (ImportState.QUEUED, ImportState.RUNNING):
                return job
            patience()
        return self.run(workspace, import_id)

    def has_workers(self) -> bool:
        """Whether a worker was seen of late."""
        since = self._clock() - GONE_AFTER
        return any(worker.seen_at > since for worker in self._store.workers())

    def note_retry(self, workspace: str, import_id: str, trouble: str) -> None:
        """Says at the import that a part of it is tried again, and why."""
        with suppress(Busy):
            self._store.note_retry(workspace, import_id, trouble)

    def undo_rest(self, workspace: str, import_id: str) -> None:
        """Takes out what is left of an import that is being undone. Raises Busy."""
        while self._store.get_import(workspace, import_id).state is ImportState.UNDOING:
            with suppress(Conflict):  # another worker ended it
                self._store.undo_import(workspace, import_id, at=self._clock())

    def recover(self) -> int:
        """Submits whatever is left to do: what is queued already stays queued once. Returns how many."""
        left = self._store.unfinished_imports()
        for job in left:
            if job.state is ImportState.UNDOING:
                self._jobs.submit_undo(job.workspace, job.id)
        ready = whose_turn_it_is(left)
        for job in ready:
            self._jobs.submit_import(job.workspace, job.id, attempt=job.attempt)
        return len(left)

    def left_open(self, workspace: str) -> list[Import]:
        """Those that wait to be run, or whose run was stopped, oldest first; what waited too long is removed before."""
        self.expire()
        return [
            job
            for job in self._store.open_imports()
            if job.workspace == workspace and job.state is not ImportState.NEEDS_MAPPING
        ]

    def expire(self) -> int:
        """Removes uploads that have waited too long, and those that no import knows; returns how many."""
        now = self._clock()
        self._store.compact_if_due()
        open_jobs = self._store.open_imports()
        late = [job for job in open_jobs if self._has_waited_too_long(job, now)]
        for job in late:
            self._spool.remove(job.id)
            with suppress(Conflict):  # it ended meanwhile
                self._store.expire_import(job.workspace, job.id, at=now)
        kept = frozenset(job.id for job in open_jobs) - {job.id for job in late}
        self._files.close_all_but(kept)
        return len(late) + self._spool.sweep(kept)

    def _check_complete(self, workspace: str, import_id: str) -> None:
        job = self._store.get_import(workspace, import_id)
        if job.report.read != job.rows_total:
            raise RuntimeError(f"{job.report.read} of {job.rows_total} rows were counted")

    def _has_waited_too_long(self, job: Import, now: datetime) -> bool:
        """One that runs may take days, as long as it gets on."""
        if now - job.created_at <= self._spool_time:
            return False
        runs = job.state is ImportState.RUNNING
        return not (runs and self._store.rows_since(job.workspace, job.id, now - _STANDSTILL))

    @contextmanager
    def _ending(self, job: Import) -> Iterator[None]:
        """Whatever goes wrong within is said in the import's `error`; an import that has ended needs no upload."""
        try:
            yield
        except (FileError, MappingError, NotFound) as error:
            self._fail(job, str(error))
        except Conflict as error:
            if self._store.get_import(job.workspace, job.id).state in _GOES_ON:
                raise Busy(error.message) from error
            _log.info("import %s was ended from elsewhere", job.id)
        except Busy:
            raise
        except Exception as error:
            # Without its message: that may quote customers.
            where = "".join(traceback.format_tb(error.__traceback__))
            _log.error("import %s stopped: %s\n%s", job.id, type(error).__name__, where)
            self._fail(job, _defect(error))
        now = self._store.get_import(job.workspace, job.id).state
        if now not in OPEN:
            self._files.close(job.id)
            if now is not ImportState.CANCELLED:
                self._spool.remove(job.id)
            self._jobs.import_ended()

    def _begun(self, job: Import) -> Import | None:
        """The import as it runs; None where it has to ask first."""
        file = self._file(job)
        if job.mapping is None or job.source is None:
            raise MappingError("The import has no mapping. Import the file again.")
        first = scan(file, job.mapping)
        if first.question:
            guess = explained(guess_mapping(file), job.mapping)
            asked = replace(guess, source=job.source, questions=(first.question,))
            self._store.ask_mapping(job.workspace, job.id, asked)
            return None
        mapping, connection = settled(job.mapping, first), job.connection or fingerprint(job.mapping)
        begun = self._store.begin_import(
            job.workspace,
            job.id,
            guess=explained(guess_mapping(file), mapping),
            mapping=mapping,
            connection=connection,
            source=job.source,
            rows_total=first.rows,
            chunk_rows=self._chunk_rows(job),
            at=job.started_at or self._clock(),
        )
        plan = Plan(job.workspace, file, mapping, job.source, connection, first, job.created_at)
        self._files.keep(job.id, self._pipeline.read(plan, chunk_rows=begun.chunk_rows))
        return begun

    def _chunk_rows(self, job: Import) -> int:
        """What was begun is cut as it was, whatever the setting says now."""
        return job.chunk_rows or self._pipeline.chunk_rows

    def _opened(self, job: Import) -> Reading:
        """The file of a running import, in a process that did not begin it: the first pass is made again."""
        file, mapping = self._file(job), job.mapping
        if mapping is None or job.source is None or job.connection is None:
            raise MappingError("The import has no mapping. Import the file again.")
        plan = Plan(
            job.workspace, file, mapping, job.source, job.connection, scan(file, mapping), job.created_at
        )
        return self._pipeline.read(plan, chunk_rows=job.chunk_rows)

    def _write(self, job: Import, chunk: Chunk) -> None:
        try:
            self._store_chunk(job, chunk, self._pipeline.scored(job.workspace, chunk.items))
        except Stale:
            self._store_chunk(job, chunk, self._pipeline.scored_anew(chunk.items))

    def _store_chunk(self, job: Import, chunk: Chunk, items: Sequence[ScoredItem]) -> ImportReport:
        return self._store.write_chunk(
            job.workspace,
            job.id,
            chunk.number,
            items,
            rejected=chunk.rejected,
            merged=chunk.merged,
            skipped=chunk.skipped,
            at=self._clock(),
        )

    def _fail(self, job: Import, error: str) -> None:
        with suppress(Conflict):  # it was ended from elsewhere
            self._store.fail_import(job.workspace, job.id, error=error, at=self._clock())

    def _file(self, job: Import) -> SourceFile:
        return open_source(Path(self._spool.path(job.id)), name=job.file)


def whose_turn_it_is(unfinished: Sequence[UnfinishedImport]) -> list[UnfinishedImport]:
    """Those that may be carried now: of each connection the first that came, or a newer export could be overwritten.

    `unfinished`: in the order in which they came.
    """
    ready: list[UnfinishedImport] = []
    taken: set[tuple[str, str]] = set()
    for job in unfinished:
        if job.state is ImportState.UNDOING:
            continue
        if job.connection is None:
            ready.append(job)
        elif (job.workspace, job.connection) not in taken:
            taken.add((job.workspace, job.connection))
            ready.append(job)
    return ready


def _defect(error: Exception) -> str:
    """Only the kind of a defect is told: its message may hold customers' words."""
    return (
        f"The import stopped because of a defect in the program ({type(error).__name__}); the log says more. What was"
        " read so far stays: undo it, or import the file again."
    )

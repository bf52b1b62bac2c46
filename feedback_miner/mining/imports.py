"""Use cases of imports: submit, answer, run, preview, undo. The data's one way in."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import islice
from pathlib import Path
from threading import Event
from zoneinfo import ZoneInfo

from feedback_miner.domain import (
    AuthorRole,
    ColumnMapping,
    FeedbackItem,
    Import,
    ImportReport,
    ImportState,
    MappingGuess,
    Page,
    RowError,
    ScorableMessage,
    ScoredItem,
    ScoredStatement,
    Source,
    SourceRecord,
    StatementView,
)
from feedback_miner.errors import FileError, MappingError, NotFound
from feedback_miner.identity import Identities
from feedback_miner.intake import Intake, Numbered, Numbering
from feedback_miner.ports import Jobs, Scorer, Spool, Store, TextPreparer
from feedback_miner.sources import Scan, SourceFile, apply_overrides, guess_mapping, open_source, scan

#: Languages that the shipped models read; "und" is text too short to tell, most of it English.
SCORED_LANGUAGES = frozenset({"en", "und"})


@dataclass(frozen=True, slots=True)
class Wish:
    """What the caller fixes beforehand; the rest is found out from the file.

    `overrides`: "field=COLUMN" (field: text date id customer rating nps csat channel author_role url segment.NAME).
    """

    source: Source | None = None
    connection: str | None = None
    overrides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """What is asked of a person while an import waits: the first rows, as they are in the file, and the guess."""

    columns: tuple[str, ...]
    rows: tuple[SourceRecord, ...]
    guess: MappingGuess


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What an import would do (`--dry-run`): nothing of it was written."""

    guess: MappingGuess
    report: ImportReport
    rejected: tuple[RowError, ...]


class Imports:
    """Files and calls on their way in. Built in `bootstrap`."""

    def __init__(
        self,
        store: Store,
        spool: Spool,
        jobs: Jobs,
        identities: Identities,
        preparer: Callable[[], TextPreparer],
        scorer: Callable[[], Scorer],
        *,
        chunk_rows: int,
        spool_hours: int,
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._spool = spool
        self._jobs = jobs
        self._identities = identities
        self._preparer = preparer
        self._scorer = scorer
        self._chunk_rows = chunk_rows
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
            guess = self._look(workspace, open_source(Path(self._spool.path(import_id)), name=file), wish)
            self._store.create_import(
                workspace,
                import_id,
                file=file,
                created_at=self._clock(),
                source=guess.source,
                connection=wish.connection or _connection_of(guess),
                mapping=guess.mapping,
            )
        except BaseException:
            self._spool.remove(import_id)
            raise
        if guess.questions:
            self._store.ask_mapping(workspace, import_id, guess)
        else:
            self._jobs.submit_import(workspace, import_id)
        return self._store.get_import(workspace, import_id)

    def preview(self, workspace: str, import_id: str) -> Preview:
        """The first 20 rows of an upload that waits, and what was guessed. Nothing of this is stored."""
        waiting = self._store.get_import(workspace, import_id)
        file = self._open(waiting)
        guess = waiting.guess or self._look(workspace, file, Wish())
        return Preview(file.columns, tuple(file.preview(20)), guess)

    def answer(self, workspace: str, import_id: str, overrides: Sequence[str]) -> Import:
        """Settles what was asked, and remembers it for the next file with this header.

        Raises Conflict, MappingError.
        """
        waiting = self._store.get_import(workspace, import_id)
        file = self._open(waiting)
        asked = waiting.guess or self._look(workspace, file, Wish())
        settled = apply_overrides(asked, overrides, file.columns)
        if settled.questions:
            raise MappingError(settled.questions[0].message, where=settled.questions[0].field)
        self._store.answer_mapping(workspace, import_id, settled.mapping, settled.source)
        self._store.remember_mapping(workspace, file.header_fingerprint, settled.mapping, settled.source)
        self._jobs.submit_import(workspace, import_id)
        return self._store.get_import(workspace, import_id)

    def run(self, workspace: str, import_id: str) -> Import:
        """Carries a queued import to its end, or goes on where a killed run left off. Safe to call twice."""
        job = self._store.get_import(workspace, import_id)
        if job.state not in (ImportState.QUEUED, ImportState.RUNNING):
            return job
        try:
            finished = self._run(job)
        except (FileError, MappingError, NotFound) as error:
            self._store.fail_import(workspace, import_id, error=str(error), at=self._clock())
            self._spool.remove(import_id)
            return self._store.get_import(workspace, import_id)
        if finished.state is ImportState.DONE:
            self._spool.remove(import_id)
        return finished

    def rehearse(self, workspace: str, path: Path, wish: Wish) -> Rehearsal:
        """The same report as an import would give, and nothing written."""
        file = open_source(path, name=path.name)
        guess = self._look(workspace, file, wish)
        if guess.questions:
            raise MappingError(guess.questions[0].message, where=guess.questions[0].field)
        first = scan(file, guess.mapping)
        if first.question:
            raise MappingError(first.question.message, where=first.question.field)
        mapping = self._settled(guess.mapping, first)
        report, rejected = ImportReport(), list[RowError]()
        connection = wish.connection or _connection_of(guess) or _fingerprint(mapping)
        intake = self._intake(workspace, mapping, first, guess.source, connection, path.name)
        for chunk in self._chunks(file, mapping, first):
            batch = intake.read(chunk.rows)
            counted = self._store.preview_chunk(workspace, [ScoredItem(item, ()) for item in batch.items])
            wrong = (*intake.redacted(chunk.errors), *batch.rejected)
            rejected.extend(wrong)
            report = _sum(report, counted, chunk, skipped=batch.skipped, rejected=len(wrong))
        return Rehearsal(replace(guess, mapping=mapping), report, tuple(rejected))

    def get(self, workspace: str, import_id: str) -> Import:
        """Raises NotFound."""
        return self._store.get_import(workspace, import_id)

    def page(self, workspace: str, *, cursor: str | None, limit: int) -> Page[Import]:
        """Newest first."""
        return self._store.list_imports(workspace, cursor=cursor, limit=limit)

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
        open_jobs = [job for job in self._store.open_imports() if job.state is not ImportState.NEEDS_MAPPING]
        for job in open_jobs:
            self._jobs.submit_import(job.workspace, job.id)
        return len(open_jobs)

    def expire(self) -> int:
        """Removes uploads that have waited too long; returns how many."""
        now = self._clock()
        late = [job for job in self._store.open_imports() if now - job.created_at > self._spool_time]
        for job in late:
            self._spool.remove(job.id)
            self._store.expire_import(job.workspace, job.id, at=now)
        return len(late)

    def drop_waiting(self, workspace: str) -> None:
        """Removes the uploads that wait for a mapping: they may hold what was just erased."""
        for job in self._store.open_imports():
            if job.workspace == workspace and job.state is ImportState.NEEDS_MAPPING:
                self._spool.remove(job.id)
                self._store.expire_import(workspace, job.id, at=self._clock())

    # ── the way through ──────────────────────────────────────────────────────────────────────────────────────

    def _look(self, workspace: str, file: SourceFile, wish: Wish) -> MappingGuess:
        if next(file.records(), None) is None:
            raise FileError(
                "The file has a header but no rows. Export it again with data in it.", where=file.name
            )
        guess = guess_mapping(file)
        remembered = self._store.remembered_mapping(workspace, file.header_fingerprint)
        if remembered:
            guess = replace(guess, mapping=remembered[0], source=remembered[1], questions=())
        guess = replace(
            guess, source=wish.source or guess.source, connection=wish.connection or guess.connection
        )
        return apply_overrides(guess, wish.overrides, file.columns) if wish.overrides else guess

    def _run(self, job: Import) -> Import:
        file = self._open(job)
        if job.mapping is None or job.source is None:
            raise MappingError("The import has no mapping. Import the file again.")
        first = scan(file, job.mapping)
        if first.question:
            guess = replace(
                guess_mapping(file), mapping=job.mapping, source=job.source, questions=(first.question,)
            )
            self._store.ask_mapping(job.workspace, job.id, guess)
            return self._store.get_import(job.workspace, job.id)
        mapping = self._settled(job.mapping, first)
        connection = job.connection or _fingerprint(mapping)
        self._store.begin_import(
            job.workspace,
            job.id,
            guess=replace(guess_mapping(file), mapping=mapping),
            mapping=mapping,
            connection=connection,
            source=job.source,
            rows_total=first.rows,
        )
        intake = self._intake(job.workspace, mapping, first, job.source, connection, job.file)
        done = self._store.chunks_done(job.workspace, job.id)
        for number, chunk in enumerate(self._chunks(file, mapping, first)):
            if self._paused.is_set():
                return self._store.get_import(job.workspace, job.id)
            if number < done:
                continue
            batch = intake.read(chunk.rows)
            self._store.write_chunk(
                job.workspace,
                job.id,
                number,
                self._scored(job.workspace, batch.items),
                rejected=(*intake.redacted(chunk.errors), *batch.rejected),
                merged=chunk.merged,
                skipped=batch.skipped,
            )
        return self._store.finish_import(job.workspace, job.id, at=self._clock())

    def _open(self, job: Import) -> SourceFile:
        return open_source(Path(self._spool.path(job.id)), name=job.file)

    def _settled(self, mapping: ColumnMapping, first: Scan) -> ColumnMapping:
        return replace(mapping, date_order=mapping.date_order or first.date_order)

    def _intake(
        self,
        workspace: str,
        mapping: ColumnMapping,
        first: Scan,
        source: Source,
        connection: str,
        name: str,
    ) -> Intake:
        return Intake(
            mapping=mapping,
            source=source,
            connection=connection,
            file=name,
            zone=ZoneInfo(self._store.workspace(workspace).time_zone),
            received_at=self._clock().astimezone(UTC),
            scan=first,
            pseudonym=lambda reference: self._identities.pseudonym(workspace, reference),
            preparer=self._preparer(),
        )

    def _chunks(self, file: SourceFile, mapping: ColumnMapping, first: Scan) -> Iterator[_Chunk]:
        numbering = Numbering(mapping, first.duplicates)
        records = file.records()
        while batch := list(islice(records, self._chunk_rows)):
            errors = tuple(row for row in batch if isinstance(row, RowError))
            numbered = [numbering.number(row) for row in batch if isinstance(row, SourceRecord)]
            rows = tuple(row for row in numbered if row is not None)
            yield _Chunk(rows, errors, merged=len(numbered) - len(rows))

    def _scored(self, workspace: str, items: Sequence[FeedbackItem]) -> list[ScoredItem]:
        """Scores what is new and can be scored: customers' words in a language that the model reads."""
        known = frozenset[str]()
        if items:
            hashes = {item.external_id: item.content_hash() for item in items}
            known = self._store.unchanged(workspace, items[0].connection, hashes)
        worth = [item for item in items if item.external_id not in known and _readable(item)]
        scorer = self._scorer()
        scores = scorer.score([_scorable(item) for item in worth]) if worth else []
        statements = {
            id(item): tuple(ScoredStatement(s, x) for s, x in zip(item.statements, found, strict=True))
            for item, found in zip(worth, scores, strict=True)
        }
        return [
            ScoredItem(i, statements.get(id(i), ()), scorer.name if id(i) in statements else "")
            for i in items
        ]


@dataclass(frozen=True, slots=True)
class _Chunk:
    rows: tuple[Numbered, ...]
    errors: tuple[RowError, ...]
    merged: int


def _connection_of(guess: MappingGuess) -> str | None:
    return guess.connection if guess.preset else None


def _fingerprint(mapping: ColumnMapping) -> str:
    """The connection of files that no preset knows: those whose id, text and date columns have the same names.

    Two systems that both count from 1 then do not overwrite each other, and a column that a later export adds does
    not make its rows new ones.
    """
    named = "\x1f".join((mapping.id or "", *mapping.text, mapping.date or ""))
    return "file-" + sha256(named.encode()).hexdigest()[:8]


def _readable(item: FeedbackItem) -> bool:
    return (
        item.author_role is AuthorRole.CUSTOMER
        and item.language in SCORED_LANGUAGES
        and bool(item.statements)
    )


def _scorable(item: FeedbackItem) -> ScorableMessage:
    return ScorableMessage(
        text=item.text,
        source=item.source.value,
        channel=item.channel,
        spans=tuple((s.start, s.end) for s in item.statements),
    )


def _sum(
    total: ImportReport, counted: ImportReport, chunk: _Chunk, *, skipped: int, rejected: int
) -> ImportReport:
    return ImportReport(
        read=total.read + len(chunk.rows) + len(chunk.errors) + chunk.merged,
        added=total.added + counted.added,
        updated=total.updated + counted.updated,
        unchanged=total.unchanged + counted.unchanged,
        merged=total.merged + counted.merged + chunk.merged,
        skipped=total.skipped + counted.skipped + skipped,
        rejected=total.rejected + rejected,
        not_scored=total.not_scored + counted.not_scored,
        statements=total.statements + counted.statements,
    )

"""From the rows of an understood file to scored items, chunk by chunk. Nothing is written here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from zoneinfo import ZoneInfo

from feedback_miner.domain import (
    SCORED_LANGUAGES,
    AuthorRole,
    ColumnMapping,
    FeedbackItem,
    RowError,
    ScorableMessage,
    ScoredItem,
    ScoredStatement,
    Scores,
    Source,
    SourceRecord,
)
from feedback_miner.identity import Identities
from feedback_miner.intake import Intake, Numbering, kept_reference, redacted_cells
from feedback_miner.ports import Scorer, Store, TextPreparer
from feedback_miner.sources import Scan, SourceFile


@dataclass(frozen=True, slots=True)
class Plan:
    """A file that is understood: what is read from it, as what, and into which identities."""

    workspace: str
    file: SourceFile
    mapping: ColumnMapping
    source: Source
    connection: str
    #: the first pass over the file
    scan: Scan
    #: when it came in: the date of rows where no column is one
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Chunk:
    """What some rows of a file came to. Read = items + rejected + merged + skipped."""

    number: int
    items: tuple[FeedbackItem, ...]
    rejected: tuple[RowError, ...]
    merged: int
    skipped: int

    @property
    def read(self) -> int:
        """How many rows it was."""
        return len(self.items) + len(self.rejected) + self.merged + self.skipped


class Pipeline:
    """Reads and scores. Built in `bootstrap`."""

    def __init__(
        self,
        store: Store,
        identities: Identities,
        preparer: Callable[[], TextPreparer],
        scorer: Callable[[], Scorer],
        *,
        chunk_rows: int,
    ) -> None:
        self._store = store
        self._identities = identities
        self._preparer = preparer
        self._scorer = scorer
        self._chunk_rows = chunk_rows

    def chunks(self, plan: Plan, *, done: int = 0, rows_done: int = 0) -> Iterator[Chunk]:
        """The file's rows in order; the first `done` chunks, which held `rows_done` rows, are passed over.

        What is left is cut as those were, whatever the setting says now.
        """
        size = rows_done // done if done else self._chunk_rows
        intake, numbering = self._intake(plan), Numbering(plan.mapping, plan.scan.duplicates)
        records, number = plan.file.records(), 0
        while rows := list(islice(records, size)):
            errors = [row for row in rows if isinstance(row, RowError)]
            numbered = [numbering.number(row) for row in rows if isinstance(row, SourceRecord)]
            kept = [row for row in numbered if row is not None]
            if number >= done:
                batch = intake.read(kept)
                rejected = (*intake.redacted(errors), *batch.rejected)
                yield Chunk(number, batch.items, rejected, len(numbered) - len(kept), batch.skipped)
            number += 1

    def references(self, workspace: str, ids: Sequence[str]) -> tuple[str, ...]:
        """Ids as intake keeps them."""
        if not ids:
            return ()
        pseudonym = partial(self._identities.pseudonym, workspace)
        return tuple(kept_reference(one, self._preparer(), pseudonym) for one in ids)

    def redacted(
        self, workspace: str, rows: Sequence[SourceRecord], *, customer: str | None
    ) -> tuple[SourceRecord, ...]:
        """Rows as people may see them; `customer` is the column that names who wrote."""
        pseudonym = partial(self._identities.pseudonym, workspace)
        return tuple(
            SourceRecord(row.row, redacted_cells(row.cells, customer, self._preparer(), pseudonym))
            for row in rows
        )

    def scored(self, workspace: str, items: Sequence[FeedbackItem]) -> list[ScoredItem]:
        """Scores what is new and can be scored; what is stored unchanged is passed on as known."""
        hashes = {item.external_id: item.content_hash() for item in items}
        known = self._store.unchanged(workspace, items[0].connection, hashes) if items else frozenset()
        fresh = iter(self.scored_anew([item for item in items if item.external_id not in known]))
        return [
            ScoredItem(item, (), known=True) if item.external_id in known else next(fresh) for item in items
        ]

    def scored_anew(self, items: Sequence[FeedbackItem]) -> list[ScoredItem]:
        """Scores whatever can be scored: customers' words in a language that the model reads."""
        readable = [item for item in items if _readable(item)]
        if not readable:
            return [ScoredItem(item, ()) for item in items]
        scorer = self._scorer()  # loaded now: where nothing is new, nobody waits for a model
        scores = iter(scorer.score([_scorable(item) for item in readable]))
        return [
            _with_scores(item, next(scores), scorer.name) if _readable(item) else ScoredItem(item, ())
            for item in items
        ]

    def _intake(self, plan: Plan) -> Intake:
        return Intake(
            mapping=plan.mapping,
            source=plan.source,
            connection=plan.connection,
            file=plan.file.name,
            zone=ZoneInfo(plan.mapping.zone or self._store.workspace(plan.workspace).time_zone),
            received_at=plan.received_at,
            scan=plan.scan,
            pseudonym=lambda reference: self._identities.pseudonym(plan.workspace, reference),
            preparer=self._preparer(),
        )


def _readable(item: FeedbackItem) -> bool:
    english = item.language in SCORED_LANGUAGES
    return item.author_role is AuthorRole.CUSTOMER and english and bool(item.statements)


def _scorable(item: FeedbackItem) -> ScorableMessage:
    return ScorableMessage(
        text=item.text,
        source=item.source.value,
        channel=item.channel,
        spans=tuple((s.start, s.end) for s in item.statements),
    )


def _with_scores(item: FeedbackItem, scores: list[Scores], model: str) -> ScoredItem:
    pairs = zip(item.statements, scores, strict=True)
    return ScoredItem(item, tuple(ScoredStatement(statement, found) for statement, found in pairs), model)

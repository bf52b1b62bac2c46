"""From the rows of an understood file to scored items, chunk by chunk. Nothing is written here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from zoneinfo import ZoneInfo

from feedback_miner.domain import (
    SCORED_LANGUAGES,
    AuthorRole,
    FeedbackItem,
    ScorableMessage,
    ScoredItem,
    ScoredStatement,
    Scores,
    SourceRecord,
)
from feedback_miner.domain.themes import pack
from feedback_miner.identity import Identities
from feedback_miner.intake import Intake, kept_reference, redacted_cells
from feedback_miner.mining.reading import Plan, Reading
from feedback_miner.ports import Scorer, Store, TextPreparer


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

    @property
    def chunk_rows(self) -> int:
        """How many rows are prepared, scored and written together."""
        return self._chunk_rows

    def read(self, plan: Plan, *, chunk_rows: int | None = None) -> Reading:
        """A pass over the file; `chunk_rows`: as another process cuts it, None: as is set."""
        return Reading(plan, self._intake(plan), chunk_rows=chunk_rows or self._chunk_rows)

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
        known = (
            self._store.unchanged(workspace, items[0].connection, _Hashes(items)) if items else frozenset()
        )
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
        scores, vectors = scorer.score_with_vectors([_scorable(item) for item in readable])
        said, kept = iter(scores), iter(pack(vectors))
        return [
            _with_scores(item, next(said), kept, scorer.name) if _readable(item) else ScoredItem(item, ())
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


class _Hashes(Mapping[str, str]):
    """External id → content hash, worked out when it is asked for: of what is not stored, nobody asks."""

    def __init__(self, items: Sequence[FeedbackItem]) -> None:
        self._items = {item.external_id: item for item in items}

    def __getitem__(self, external_id: str) -> str:
        return self._items[external_id].content_hash()

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)


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


def _with_scores(
    item: FeedbackItem, scores: list[Scores], vectors: Iterator[bytes | None], model: str
) -> ScoredItem:
    """`vectors`: those of its statements come next."""
    pairs = zip(item.statements, scores, strict=True)
    scored = tuple(ScoredStatement(statement, said, next(vectors)) for statement, said in pairs)
    return ScoredItem(item, scored, model)

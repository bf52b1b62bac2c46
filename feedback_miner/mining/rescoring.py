"""Use cases of re-scoring: all history is brought to the model that is set, while the map shows what it showed.

A re-scoring's durable state is its own rows: each chunk is one transaction of the store, in any order and by whomever,
and when all are there one more makes the new labels those that count. Whoever is killed at any point is followed by
another who goes on.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import islice

from feedback_miner.domain import (
    Progress,
    Rescore,
    RescoredPortion,
    RescoredVersion,
    RescoreState,
    ScorablePortion,
    ScorableVersion,
)
from feedback_miner.domain.themes import pack
from feedback_miner.errors import Busy, Conflict
from feedback_miner.mining.progress import SPAN
from feedback_miner.ports import RescoreEngine, Scorer, Store


class Rescoring:
    """Bringing history to another model. Built in `bootstrap`."""

    def __init__(
        self,
        store: Store,
        scorer: Callable[[], Scorer],
        *,
        model: str,
        chunk_items: int,
        clock: Callable[[], datetime],
    ) -> None:
        """`model`: NAME/VERSION of what `scorer` loads; `chunk_items`: how many items are written together."""
        self._store = store
        self._scorer = scorer
        self._model = model
        self._chunk_items = chunk_items
        self._clock = clock

    @property
    def model(self) -> str:
        """NAME/VERSION of the model that history is brought to."""
        return self._model

    def begin(self, workspace: str) -> Rescore | None:
        """The re-scoring to go on with, or a new one; None where nothing is of another model. Safe to call twice."""
        return self._store.begin_rescore(
            workspace,
            "rescore_" + secrets.token_hex(6),
            model=self._model,
            chunk_items=self._chunk_items,
            at=self._clock(),
        )

    def chunks_left(self, workspace: str, rescore_id: str) -> list[int]:
        """Numbers of the chunks that are still to be carried, rising. Raises NotFound."""
        return self._store.rescore_chunks_left(workspace, rescore_id)

    def carry_chunk(self, workspace: str, rescore_id: str, number: int) -> Rescore:
        """Scores and stores one chunk; nothing happens where it is stored already, or the re-scoring has ended.

        Where the result is open and `carried`, call `finish`. Raises Busy.
        """
        with suppress(Conflict):  # it was ended from elsewhere
            portion = self._store.rescore_portion(workspace, rescore_id, number)
            if portion is not None:
                return self._write(workspace, rescore_id, self._scored(portion))
        return self._store.rescore(workspace, rescore_id)

    def finish(self, workspace: str, rescore_id: str) -> Rescore:
        """Scores what another model brought meanwhile, makes the new labels count, and deletes the old ones' counts.

        Twice is once. Raises Conflict where chunks are still to be carried, or it was cancelled; Busy.
        """
        while not self._store.switch_rescore(workspace, rescore_id, at=self._clock()):
            late = self._store.late_versions(workspace, rescore_id)
            self._store.write_late_versions(workspace, rescore_id, self._answers(late))
        self.clean_up()
        return self._store.rescore(workspace, rescore_id)

    def run(
        self,
        workspace: str,
        *,
        engine: RescoreEngine | None = None,
        tell: Callable[[Rescore], None] = lambda _: None,
    ) -> Rescore | None:
        """Carries a re-scoring to its end, or goes on where a killed one left off; None where there is nothing to do.

        `engine` scores the chunks, this process where there is none; `tell` hears of each that is stored. Workers may
        be at it, too. Raises Conflict where it is cancelled meanwhile, Busy.
        """
        begun = self.begin(workspace)
        if begun is None:
            return None
        tell(begun)
        portions = self._portions(begun)
        try:
            for portion in engine.scored(portions) if engine else map(self._scored, portions):
                tell(self._write(workspace, begun.id, portion))
            return self.finish(workspace, begun.id)
        except Conflict:
            ended = self._store.rescore(workspace, begun.id)
            if ended.state is RescoreState.DONE:  # a worker was quicker
                return ended
            raise

    def get(self, workspace: str, rescore_id: str) -> Rescore:
        """Raises NotFound."""
        return self._store.rescore(workspace, rescore_id)

    def newest(self, workspace: str, *, limit: int) -> list[Rescore]:
        """The last ones, newest first."""
        return self._store.rescores(workspace, limit=limit)

    def unfinished(self) -> Sequence[Rescore]:
        """Of all workspaces: those that wait or run, oldest first. One that failed waits to be begun again."""
        return self._store.unfinished_rescores()

    def progress(self, rescore: Rescore) -> Progress:
        """How far it is, in items."""
        now = self._clock()
        since = max(now - SPAN, rescore.created_at)
        items, seconds = (
            self._store.items_rescored_since(rescore.workspace, rescore.id, since),
            (now - since).total_seconds(),
        )
        return Progress(
            rescore.items_done,
            rescore.items_total,
            rate=items / seconds if items and seconds > 0 else None,
            retries=rescore.retries,
            trouble=rescore.trouble,
        )

    def note_retry(self, workspace: str, rescore_id: str, trouble: str) -> None:
        """Says at the re-scoring that a part of it is tried again, and why."""
        with suppress(Busy):
            self._store.note_rescore_retry(workspace, rescore_id, trouble)

    def fail(self, workspace: str, rescore_id: str, error: str) -> Rescore:
        """Says why it stopped; what is stored stays, and `begin` goes on from there. Raises NotFound."""
        return self._store.fail_rescore(workspace, rescore_id, error=error)

    def cancel(self, workspace: str, rescore_id: str) -> Rescore:
        """Throws away what it stored. Raises NotFound, or Conflict where its labels count already."""
        cancelled = self._store.cancel_rescore(workspace, rescore_id, at=self._clock())
        self.clean_up()
        return cancelled

    def clean_up(self) -> None:
        """Deletes what ended re-scorings left behind, of all workspaces, batch by batch. Raises Busy."""
        while self._store.sweep_rescores():
            continue

    def _portions(self, rescore: Rescore) -> Iterator[ScorablePortion]:
        for number in self.chunks_left(rescore.workspace, rescore.id):
            portion = self._store.rescore_portion(rescore.workspace, rescore.id, number)
            if portion is not None:
                yield portion

    def _scored(self, portion: ScorablePortion) -> RescoredPortion:
        return RescoredPortion(portion.number, self._answers(portion.versions))

    def _answers(self, versions: Iterable[ScorableVersion]) -> tuple[RescoredVersion, ...]:
        asked = tuple(versions)
        if not asked:  # nobody waits for a model that has nothing to say
            return ()
        answers, vectors = self._scorer().score_with_vectors([version.message for version in asked])
        kept = iter(pack(vectors))
        return tuple(
            RescoredVersion(version.version_id, tuple(scores), tuple(islice(kept, len(scores))))
            for version, scores in zip(asked, answers, strict=True)
        )

    def _write(self, workspace: str, rescore_id: str, portion: RescoredPortion) -> Rescore:
        return self._store.write_rescore_chunk(workspace, rescore_id, portion, at=self._clock())

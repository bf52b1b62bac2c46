"""Use cases: what goes with an outcome, and the statements behind it."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from feedback_miner.domain import Page, StatementView
from feedback_miner.domain.facts import Facts
from feedback_miner.insights.drivers import Drivers, Level, drivers
from feedback_miner.insights.folding import on_map
from feedback_miner.insights.outcomes import answers, segment_of
from feedback_miner.journey.frame import Place
from feedback_miner.mining.insights.answered import Answered, Asked, asked, newest_first, page_of
from feedback_miner.mining.insights.facts import FactReader
from feedback_miner.mining.kept import Kept
from feedback_miner.mining.maps import Maps, Question
from feedback_miner.ports import Store

#: Answers kept ready.
_KEPT = 16


class DriverFinding:
    """Sentiment at each place beside NPS, CSAT, rating, or a segment. Built in `bootstrap`."""

    def __init__(self, store: Store, maps: Maps, facts: FactReader) -> None:
        self._store = store
        self._maps = maps
        self._facts = facts
        self._kept = Kept[Answered[Drivers]](_KEPT)

    def find(self, workspace: str, question: Question, outcome: str, *, level: Level) -> Answered[Drivers]:
        """What goes with "nps", "csat", "rating" or "segment.NAME". Raises QueryError."""
        revision = self._store.workspace(workspace).revision
        return self._kept.get(
            workspace,
            revision,
            (question, outcome, level),
            lambda: self._find(workspace, question, outcome, level),
        )

    def statements(
        self,
        workspace: str,
        question: Question,
        outcome: str,
        places: Collection[Place],
        *,
        cursor: str | None,
        limit: int,
    ) -> Page[StatementView]:
        """Those at some places (without a touchpoint: of the whole stage) whose message or customer has the outcome."""
        ids = self.behind(workspace, question, outcome, places)
        return page_of(self._store, workspace, ids, cursor=cursor, limit=limit)

    def behind(
        self, workspace: str, question: Question, outcome: str, places: Collection[Place]
    ) -> list[int]:
        """The ids of all of `statements`, newest first. Raises QueryError."""
        said = answers(self._shown(workspace, asked(self._maps, workspace, question), outcome), outcome).facts
        here = np.zeros(len(said), np.bool_)
        for place in places:
            at = said.stage.equal(place.stage)
            here |= at & said.touchpoint.equal(place.touchpoint) if place.touchpoint else at
        return newest_first(said.take(here))

    def _find(self, workspace: str, question: Question, outcome: str, level: Level) -> Answered[Drivers]:
        of = asked(self._maps, workspace, question)
        return of.answered(drivers(self._shown(workspace, of, outcome), outcome, level=level))

    def _shown(self, workspace: str, of: Asked, outcome: str) -> Facts:
        name = segment_of(outcome)
        return on_map(self._facts.of(workspace, of.cut, segments=(name,) if name else ()), of.frame)

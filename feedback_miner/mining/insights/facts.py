"""Statements as columns, read once for all who ask."""

from __future__ import annotations

from collections.abc import Collection

from feedback_miner.domain import Cut
from feedback_miner.domain.facts import Facts
from feedback_miner.mining.kept import Kept
from feedback_miner.mining.maps import Maps, Question
from feedback_miner.ports import Store

#: Most statements of one question; 100 MB.
MOST = 500_000
#: Cuts kept ready.
KEPT_CUTS = 4


class FactReader:
    """Reads the facts of a question's cut. Built in `bootstrap`, shared by all insights."""

    def __init__(self, store: Store, maps: Maps) -> None:
        self._store = store
        self._maps = maps
        self._kept = Kept[Facts](KEPT_CUTS)

    def read(self, workspace: str, question: Question, *, segments: Collection[str] = ()) -> Facts:
        """The facts of the question's days and filters. Raises QueryError where they are too many."""
        return self.of(workspace, self._maps.cut(workspace, question), segments=segments)

    def of(self, workspace: str, cut: Cut, *, segments: Collection[str] = ()) -> Facts:
        """The facts of a cut. Those read before are the same until something changes in the workspace."""
        revision = self._store.workspace(workspace).revision
        names = tuple(sorted(set(segments)))
        asked = (
            cut.first_day,
            cut.last_day,
            cut.channel,
            cut.source,
            tuple(sorted(cut.segments.items())),
            names,
        )
        return self._kept.get(
            workspace,
            revision,
            asked,
            lambda: self._store.facts(workspace, cut, segments=names, most=MOST),
        )

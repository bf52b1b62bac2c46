"""Statements as columns, read once for all who ask."""

from __future__ import annotations

from collections.abc import Collection, Hashable

from feedback_miner.domain import Cut
from feedback_miner.domain.facts import Facts, Spoken
from feedback_miner.mining.kept import Kept
from feedback_miner.mining.maps import Maps, Question
from feedback_miner.ports import Store

#: Most statements of one question; 100 MB.
MOST = 500_000
#: Cuts kept ready, of either kind.
KEPT_CUTS = 4


class FactReader:
    """Reads the facts of a question's cut. Built in `bootstrap`, shared by all insights."""

    def __init__(self, store: Store, maps: Maps) -> None:
        self._store = store
        self._maps = maps
        self._kept = Kept[Facts](KEPT_CUTS)
        self._kept_spoken = Kept[Spoken](KEPT_CUTS)

    def read(self, workspace: str, question: Question, *, segments: Collection[str] = ()) -> Facts:
        """The facts of the question's days and filters. Raises QueryError where they are too many."""
        return self.of(workspace, self._maps.cut(workspace, question), segments=segments)

    def of(self, workspace: str, cut: Cut, *, segments: Collection[str] = ()) -> Facts:
        """The facts of a cut. Those read before are the same until something changes in the workspace."""
        names = tuple(sorted(set(segments)))
        return self._kept.get(
            workspace,
            self._store.workspace(workspace).revision,
            (*_told(cut), names),
            lambda: self._store.facts(workspace, cut, segments=names, most=MOST),
        )

    def spoken(self, workspace: str, cut: Cut, *, revision: int) -> Spoken:
        """The same as far as themes need it, which is read in half the time: of this revision or a later one.

        Who reads several cuts for one answer names the same revision, so that a change between them makes no more work.
        Raises QueryError likewise.
        """
        return self._kept_spoken.get(
            workspace,
            revision,
            _told(cut),
            lambda: self._store.spoken(workspace, cut, most=MOST),
        )


def _told(cut: Cut) -> tuple[Hashable, ...]:
    """A cut as answers are kept by."""
    return cut.first_day, cut.last_day, cut.channel, cut.source, tuple(sorted(cut.segments.items()))

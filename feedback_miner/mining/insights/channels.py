"""Use case: the channels of a cut."""

from __future__ import annotations

from feedback_miner.insights.channels import Channels, channels
from feedback_miner.insights.folding import on_map
from feedback_miner.mining.insights.answered import Answered, asked
from feedback_miner.mining.insights.facts import FactReader
from feedback_miner.mining.kept import Kept
from feedback_miner.mining.maps import Maps, Question
from feedback_miner.ports import Store

#: Answers kept ready.
_KEPT = 16


class ChannelReading:
    """Volume, sentiment and waiting by channel. Built in `bootstrap`."""

    def __init__(self, store: Store, maps: Maps, facts: FactReader) -> None:
        self._store = store
        self._maps = maps
        self._facts = facts
        self._kept = Kept[Answered[Channels]](_KEPT)

    def read(self, workspace: str, question: Question) -> Answered[Channels]:
        """Of the statements that the map shows. Raises QueryError."""
        revision = self._store.workspace(workspace).revision
        return self._kept.get(workspace, revision, question, lambda: self._read(workspace, question))

    def _read(self, workspace: str, question: Question) -> Answered[Channels]:
        of = asked(self._maps, workspace, question)
        return of.answered(channels(on_map(self._facts.of(workspace, of.cut), of.frame)))

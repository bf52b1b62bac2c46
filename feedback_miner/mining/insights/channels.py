"""Use case: the channels of a cut."""

from __future__ import annotations

from feedback_miner.insights.channels import Channels, channels
from feedback_miner.insights.folding import on_map
from feedback_miner.mining.insights.answered import Answered, asked
from feedback_miner.mining.insights.facts import FactReader
from feedback_miner.mining.maps import Maps, Question


class ChannelReading:
    """Volume, sentiment and waiting by channel. Built in `bootstrap`."""

    def __init__(self, maps: Maps, facts: FactReader) -> None:
        self._maps = maps
        self._facts = facts

    def read(self, workspace: str, question: Question) -> Answered[Channels]:
        """Of the statements that the map shows. Raises QueryError."""
        of = asked(self._maps, workspace, question)
        return of.answered(channels(on_map(self._facts.of(workspace, of.cut), of.frame)))

"""Use case: two parts of the feedback against each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from feedback_miner.domain import StatementView
from feedback_miner.errors import QueryError
from feedback_miner.insights.change import Comparison, compare
from feedback_miner.mining.insights.answered import Asked, asked
from feedback_miner.mining.insights.facts import FactReader
from feedback_miner.mining.kept import Kept
from feedback_miner.mining.maps import Maps, Question, compared_with
from feedback_miner.ports import Store

#: Themes of an answer.
THEMES = 20
#: Answers kept ready.
_KEPT = 16


@dataclass(frozen=True, slots=True)
class Against:
    """What is different on the other side; what is left out is as on this one."""

    channel: str | None = None
    source: str | None = None
    segments: Mapping[str, str] = field(default_factory=dict)
    lens: str | None = None

    def other(self, question: Question) -> Question:
        """The question of the other side, of the same days."""
        return replace(
            question,
            channel=self.channel or question.channel,
            source=self.source or question.source,
            segments={**question.segments, **self.segments},
            lens=self.lens or question.lens,
        )


@dataclass(frozen=True, slots=True)
class Compared:
    """Two sides, what differs between them, and the words that show it."""

    a: Asked
    b: Asked
    comparison: Comparison
    #: by id
    quotes: Mapping[int, StatementView]
    #: names by id
    themes: Mapping[int, str]


class Changes:
    """What differs between two parts of the feedback. Built in `bootstrap`."""

    def __init__(self, store: Store, maps: Maps, facts: FactReader) -> None:
        self._store = store
        self._maps = maps
        self._facts = facts
        self._kept = Kept[Compared](_KEPT)

    def read(self, workspace: str, question: Question, against: Against | None = None) -> Compared:
        """The question's side less the other one.

        Without `against` that is the period that the question compares with; with it, the same days, or the two days
        that the question compares with. Raises QueryError where there is no other side, or too much on one.
        """
        other = (against or Against()).other(question)
        if other == question or ".." in question.compare:
            other = self._other_days(workspace, question, other)
        return self.between(workspace, question, other)

    def between(self, workspace: str, a: Question, b: Question) -> Compared:
        """The side of one question less that of another. Raises QueryError."""
        revision = self._store.workspace(workspace).revision
        return self._kept.get(workspace, revision, (a, b), lambda: self._between(workspace, a, b))

    def _other_days(self, workspace: str, question: Question, other: Question) -> Question:
        compared = compared_with(self._maps.cut(workspace, question), question)
        if compared is None:
            raise QueryError(
                "There is nothing to compare with. Say another period (`compare`), or what is different on the other"
                " side: a channel, a source, a segment or a lens (`against`).",
                where="compare",
            )
        return replace(other, first_day=compared.first_day, last_day=compared.last_day)

    def _between(self, workspace: str, a: Question, b: Question) -> Compared:
        side_a, side_b = asked(self._maps, workspace, a), asked(self._maps, workspace, b)
        names = {theme.id: theme.name for theme in self._store.themes(workspace)}
        found = compare(
            self._facts.of(workspace, side_a.cut),
            self._facts.of(workspace, side_b.cut),
            frame_a=side_a.frame,
            frame_b=side_b.frame,
            themes=names,
            emotions=[one.key for one in side_a.taxonomy.emotions if not one.hidden],
        )
        found = replace(found, themes=found.themes[:THEMES])
        wanted = [number for one in (*found.places, *found.themes) for number in one.quotes]
        quotes = {one.id: one for one in self._store.statements_by_id(workspace, wanted)}
        return Compared(side_a, side_b, found, quotes, names)

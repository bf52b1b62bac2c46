"""Use cases of what hurts and what delights: touchpoints with their themes, notes, and what teams do about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from feedback_miner.domain import StatementFilter, StatementView, Theme, Tone
from feedback_miner.domain.facts import Facts
from feedback_miner.domain.team import Remark
from feedback_miner.errors import QueryError
from feedback_miner.insights.fitting import FittingSuggestion, fitting
from feedback_miner.insights.means import Mean, means
from feedback_miner.insights.theme_figures import (
    Severity,
    State,
    emotion_shares,
    severity,
    strong_emotions,
)
from feedback_miner.insights.theme_shares import theme_places
from feedback_miner.journey import JourneyMap, PainPoint, delights, pain_points
from feedback_miner.mining.insights.notes import About, Notes
from feedback_miner.mining.insights.playbook import Playbooks
from feedback_miner.mining.insights.theme_reading import ThemeReading, ThemeResult
from feedback_miner.mining.maps import Maps, Question
from feedback_miner.ports import Store

_QUOTES = 3
#: What is not further from 0 is neither negative nor positive.
_NEUTRAL_TO = 0.25
#: A theme of fewer comments at a touchpoint tells nothing of it.
_TELLING = 3


@dataclass(frozen=True, slots=True)
class ThemeHere:
    """A theme as far as it is of one touchpoint."""

    theme: Theme
    mean: Mean
    severity: Severity | None
    #: of the theme as a whole
    state: State


@dataclass(frozen=True, slots=True)
class Grouped:
    """What the comments of one side at a touchpoint speak of."""

    #: most comments first
    themes: tuple[ThemeHere, ...]
    #: comments of this side: negative ones of a pain point, positive ones of a delight
    comments: int
    #: of them, those that found no group
    ungrouped: int


@dataclass(frozen=True, slots=True)
class Highlight:
    """A touchpoint that hurts or delights."""

    point: PainPoint
    #: the taxonomy's stages that the point's stage is made of
    stages: tuple[str, ...]
    #: of different customers
    quotes: tuple[StatementView, ...]
    #: None where the cut has too many statements to be looked at one by one
    grouped: Grouped | None
    notes: tuple[Remark, ...]
    #: of a pain point, those that fit best first
    suggestions: tuple[FittingSuggestion, ...]


@dataclass(frozen=True, slots=True)
class Highlights:
    """What stands out of a map, the largest impact first."""

    tone: Tone
    map: JourneyMap
    items: tuple[Highlight, ...]


class HighlightReading:
    """Reads pain points and moments of delight. Built in `bootstrap`."""

    def __init__(
        self, store: Store, maps: Maps, themes: ThemeReading, playbooks: Playbooks, notes: Notes
    ) -> None:
        self._store = store
        self._maps = maps
        self._themes = themes
        self._playbooks = playbooks
        self._notes = notes

    def pain_points(self, workspace: str, question: Question, *, limit: int) -> Highlights:
        """The touchpoints that hurt most."""
        return self._read(workspace, question, Tone.PAIN, limit)

    def delights(self, workspace: str, question: Question, *, limit: int) -> Highlights:
        """The touchpoints that delight most."""
        return self._read(workspace, question, Tone.DELIGHT, limit)

    def _read(self, workspace: str, question: Question, tone: Tone, limit: int) -> Highlights:
        journey = self._maps.read(workspace, question)
        stages = {stage.key: stage.stages for stage in journey.stages}
        points = (pain_points if tone is Tone.PAIN else delights)(journey, limit)
        known = self._known(workspace, question) if points else None
        items = [
            self._highlight(workspace, journey, point, stages[point.stage], tone, known) for point in points
        ]
        return Highlights(tone, journey, tuple(items))

    def _known(self, workspace: str, question: Question) -> tuple[Facts, Mapping[int, ThemeResult]] | None:
        """None where there are too many statements: the map is read from cells, and knows no such limit.

        It has been read already, so that nothing else is wrong with the question.
        """
        try:
            return self._themes.of_cut(workspace, question)
        except QueryError:
            return None

    def _highlight(
        self,
        workspace: str,
        journey: JourneyMap,
        point: PainPoint,
        stages: tuple[str, ...],
        tone: Tone,
        known: tuple[Facts, Mapping[int, ThemeResult]] | None,
    ) -> Highlight:
        where = StatementFilter(stages=stages, touchpoint=point.touchpoint)
        most = "negative" if tone is Tone.PAIN else "positive"
        quotes = self._store.quotes(workspace, journey.cut, where, most=most, limit=_QUOTES)
        grouped = self._grouped(workspace, *known, stages, point.touchpoint, tone) if known else None
        return Highlight(
            point=point,
            stages=stages,
            quotes=tuple(quotes),
            grouped=grouped,
            notes=tuple(
                note
                for note in self._notes.all(workspace, About(touchpoint=point.touchpoint))
                if not note.stage or note.stage in stages
            ),
            suggestions=self._suggestions(workspace, point, grouped, quotes) if tone is Tone.PAIN else (),
        )

    def _grouped(
        self,
        workspace: str,
        facts: Facts,
        themes: Mapping[int, ThemeResult],
        stages: Sequence[str],
        touchpoint: str,
        tone: Tone,
    ) -> Grouped:
        here = facts.take(_at(facts, stages) & facts.touchpoint.equal(touchpoint))
        of_side = _of_side(here, tone)
        mine = [one for one in themes.values() if one.theme.tone is tone]
        places = theme_places(np.array([one.theme.id for one in mine], dtype=np.int64), here)
        found = means(places, here.customer, here.sentiment, len(mine))
        emotions = emotion_shares(places, here, len(mine))
        strong = strong_emotions(self._maps.taxonomy(workspace))[tone]
        parts = [
            ThemeHere(one.theme, mean, severity(tone, mean, shown.strong(strong)), one.figures.state)
            for one, mean, shown in zip(mine, found, emotions, strict=True)
            if mean.statements
        ]
        parts.sort(key=lambda part: (-part.mean.statements, part.theme.id))
        return Grouped(tuple(parts), int(of_side.sum()), int((of_side & (here.theme == 0)).sum()))

    def _suggestions(
        self, workspace: str, point: PainPoint, grouped: Grouped | None, quotes: Sequence[StatementView]
    ) -> tuple[FittingSuggestion, ...]:
        named = grouped.themes if grouped else ()
        texts = [part.theme.name for part in named if part.mean.statements >= _TELLING]
        texts += [quote.text for quote in quotes]
        known = self._playbooks.read(workspace).suggestions(point.touchpoint)
        return tuple(fitting(known, texts, point.figures.emotions))


def _at(facts: Facts, stages: Sequence[str]) -> NDArray[np.bool_]:
    wanted = np.array([*(value in stages for value in facts.stage.values), False])
    found: NDArray[np.bool_] = wanted[facts.stage.codes]
    return found


def _of_side(facts: Facts, tone: Tone) -> NDArray[np.bool_]:
    """What the filters "negative" and "positive" of statements let through."""
    found: NDArray[np.bool_] = facts.sentiment * (-1 if tone is Tone.PAIN else 1) > _NEUTRAL_TO
    return found

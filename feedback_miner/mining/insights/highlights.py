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
from feedback_miner.mining.insights.notes import Notes
from feedback_miner.mining.insights.playbook import Playbooks
from feedback_miner.mining.insights.theme_reading import ThemeReading, ThemeResult
from feedback_miner.mining.maps import Maps, Question
from feedback_miner.ports import Store
from feedback_miner.taxonomy import Playbook

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
        points = (pain_points if tone is Tone.PAIN else delights)(journey, limit)
        if not points:
            return Highlights(tone, journey, ())
        known = _Known(
            workspace=workspace,
            tone=tone,
            journey=journey,
            themes=self._themes_of(workspace, question),
            strong=strong_emotions(self._maps.taxonomy(workspace))[tone],
            notes=self._notes.all(workspace),
            playbook=self._playbooks.read(workspace),
        )
        return Highlights(tone, journey, tuple(self._highlight(known, point) for point in points))

    def _themes_of(
        self, workspace: str, question: Question
    ) -> tuple[Facts, Mapping[int, ThemeResult]] | None:
        """None where there are too many statements: the map is read from cells, and knows no such limit.

        It has been read already, so that nothing else is wrong with the question.
        """
        try:
            return self._themes.of_cut(workspace, question)
        except QueryError:
            return None

    def _highlight(self, known: _Known, point: PainPoint) -> Highlight:
        stages = next(stage.stages for stage in known.journey.stages if stage.key == point.stage)
        quotes = self._store.quotes(
            known.workspace,
            known.journey.cut,
            StatementFilter(stages=stages, touchpoint=point.touchpoint),
            most="negative" if known.tone is Tone.PAIN else "positive",
            limit=_QUOTES,
        )
        grouped = _grouped(known, *known.themes, stages, point.touchpoint) if known.themes else None
        return Highlight(
            point=point,
            stages=stages,
            quotes=tuple(quotes),
            grouped=grouped,
            notes=tuple(
                note
                for note in known.notes
                if note.touchpoint == point.touchpoint and (not note.stage or note.stage in stages)
            ),
            suggestions=_suggestions(known, point, grouped, quotes),
        )


@dataclass(frozen=True, slots=True)
class _Known:
    """What is read once for all that stands out."""

    workspace: str
    tone: Tone
    journey: JourneyMap
    #: of the cut
    themes: tuple[Facts, Mapping[int, ThemeResult]] | None
    #: emotions that make a theme severe
    strong: frozenset[str]
    notes: Sequence[Remark]
    playbook: Playbook


def _grouped(
    known: _Known, facts: Facts, themes: Mapping[int, ThemeResult], stages: Sequence[str], touchpoint: str
) -> Grouped:
    here = facts.take(_at(facts, stages) & facts.touchpoint.equal(touchpoint))
    of_side = _of_side(here, known.tone)
    mine = [one for one in themes.values() if one.theme.tone is known.tone]
    places = theme_places(np.array([one.theme.id for one in mine], dtype=np.int64), here)
    found = means(places, here.customer, here.sentiment, len(mine))
    emotions = emotion_shares(places, here, len(mine))
    parts = [
        ThemeHere(one.theme, mean, severity(known.tone, mean, shown.strong(known.strong)), one.figures.state)
        for one, mean, shown in zip(mine, found, emotions, strict=True)
        if mean.statements
    ]
    parts.sort(key=lambda part: (-part.mean.statements, part.theme.id))
    return Grouped(tuple(parts), int(of_side.sum()), int((of_side & (here.theme == 0)).sum()))


def _suggestions(
    known: _Known, point: PainPoint, grouped: Grouped | None, quotes: Sequence[StatementView]
) -> tuple[FittingSuggestion, ...]:
    """What teams do about pain: there is nothing to do about a delight."""
    if known.tone is not Tone.PAIN:
        return ()
    named = grouped.themes if grouped else ()
    texts = [part.theme.name for part in named if part.mean.statements >= _TELLING]
    texts += [quote.text for quote in quotes]
    return tuple(fitting(known.playbook.suggestions(point.touchpoint), texts, point.figures.emotions))


def _at(facts: Facts, stages: Sequence[str]) -> NDArray[np.bool_]:
    wanted = np.array([*(value in stages for value in facts.stage.values), False])
    found: NDArray[np.bool_] = wanted[facts.stage.codes]
    return found


def _of_side(facts: Facts, tone: Tone) -> NDArray[np.bool_]:
    """What the filters "negative" and "positive" of statements let through."""
    found: NDArray[np.bool_] = facts.sentiment * (-1 if tone is Tone.PAIN else 1) > _NEUTRAL_TO
    return found

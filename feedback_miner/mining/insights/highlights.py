"""Use cases of what hurts and what delights: touchpoints with their themes, notes, and what teams do about them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from feedback_miner.domain import StatementFilter, StatementView, Theme, Tone
from feedback_miner.domain.facts import Integers, Spoken
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
            tone=tone,
            strong=strong_emotions(self._maps.taxonomy(workspace))[tone],
            notes=self._notes.all(workspace),
            playbook=self._playbooks.read(workspace),
        )
        stages = {stage.key: stage.stages for stage in journey.stages}
        places = [
            StatementFilter(stages=stages[point.stage], touchpoint=point.touchpoint) for point in points
        ]
        most = "negative" if tone is Tone.PAIN else "positive"
        quotes = self._store.quotes(workspace, journey.cut, places, most=most, limit=_QUOTES)
        themes = self._themes_of(workspace, question)
        grouped = _grouped(known, *themes, places) if themes else [None] * len(points)
        items = map(partial(_highlight, known), points, places, quotes, grouped)
        return Highlights(tone, journey, tuple(items))

    def _themes_of(
        self, workspace: str, question: Question
    ) -> tuple[Spoken, Mapping[int, ThemeResult]] | None:
        """None where there are too many statements: the map is read from cells, and knows no such limit.

        It has been read already, so that nothing else is wrong with the question.
        """
        try:
            return self._themes.of_cut(workspace, question)
        except QueryError:
            return None


@dataclass(frozen=True, slots=True)
class _Known:
    """What is read once for all that stands out."""

    tone: Tone
    #: emotions that make a theme severe
    strong: frozenset[str]
    notes: Sequence[Remark]
    playbook: Playbook


def _highlight(
    known: _Known,
    point: PainPoint,
    place: StatementFilter,
    quotes: Sequence[StatementView],
    grouped: Grouped | None,
) -> Highlight:
    stages = place.stages or ()
    return Highlight(
        point=point,
        stages=tuple(stages),
        quotes=tuple(quotes),
        grouped=grouped,
        notes=tuple(
            note
            for note in known.notes
            if note.touchpoint == point.touchpoint and (not note.stage or note.stage in stages)
        ),
        suggestions=_suggestions(known, point, grouped, quotes),
    )


def _grouped(
    known: _Known, spoken: Spoken, themes: Mapping[int, ThemeResult], places: Sequence[StatementFilter]
) -> list[Grouped]:
    """What each of some places, no statement of which is at two, speaks of: reckoned for all of them at once."""
    mine = [one for one in themes.values() if one.theme.tone is known.tone]
    at = _place_of(spoken, places)
    of_side = (at >= 0) & _of_side(spoken, known.tone)
    comments = np.bincount(at[of_side], minlength=len(places)).tolist()
    ungrouped = np.bincount(at[of_side & (spoken.theme == 0)], minlength=len(places)).tolist()
    here: list[list[ThemeHere]] = [[] for _ in places]
    for number, part in _themes_at(known, spoken, mine, at):
        here[number].append(part)
    for parts in here:
        parts.sort(key=lambda part: (-part.mean.statements, part.theme.id))
    return [Grouped(tuple(parts), *counts) for parts, *counts in zip(here, comments, ungrouped, strict=True)]


def _themes_at(
    known: _Known, spoken: Spoken, themes: Sequence[ThemeResult], at: Integers
) -> Iterator[tuple[int, ThemeHere]]:
    """Each place with each theme that is spoken of there; `at`: the place of each statement, −1 where it has none."""
    theme = theme_places(np.array([one.theme.id for one in themes], dtype=np.int64), spoken)
    inside = (at >= 0) & (theme >= 0)
    said = spoken.take(inside)
    pairs, pair = np.unique(at[inside] * len(themes) + theme[inside], return_inverse=True)
    found = means(pair, said.customer, said.sentiment, len(pairs))
    emotions = emotion_shares(pair, said, len(pairs))
    for number, mean, shown in zip(pairs.tolist(), found, emotions, strict=True):
        place, n = divmod(number, len(themes))
        severe = severity(known.tone, mean, shown.strong(known.strong))
        yield place, ThemeHere(themes[n].theme, mean, severe, themes[n].figures.state)


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


def _place_of(spoken: Spoken, places: Sequence[StatementFilter]) -> Integers:
    """At which of these places each statement is; −1: at none."""
    found = np.full(len(spoken), -1, dtype=np.int64)
    for number, place in enumerate(places):
        wanted = np.array([*(value in (place.stages or ()) for value in spoken.stage.values), False])
        found[wanted[spoken.stage.codes] & spoken.touchpoint.equal(place.touchpoint or "")] = number
    return found


def _of_side(spoken: Spoken, tone: Tone) -> NDArray[np.bool_]:
    """What the filters "negative" and "positive" of statements let through."""
    found: NDArray[np.bool_] = spoken.sentiment * (-1 if tone is Tone.PAIN else 1) > _NEUTRAL_TO
    return found

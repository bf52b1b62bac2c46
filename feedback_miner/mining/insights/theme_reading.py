"""Use cases of reading themes: what they come to in a cut, and what is behind one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

import numpy as np

from feedback_miner.domain import Cut, StatementView, Theme, Tone
from feedback_miner.domain.facts import Spoken
from feedback_miner.errors import QueryError
from feedback_miner.insights.folding import under_known_values
from feedback_miner.insights.overrepresented import Overrepresented, overrepresented
from feedback_miner.insights.theme_figures import WEEKS, ThemeFigures, theme_figures
from feedback_miner.mining.insights.facts import FactReader
from feedback_miner.mining.kept import Kept
from feedback_miner.mining.maps import Maps, Question, compared_with
from feedback_miner.ports import Store

#: Statements that the quotes of a theme are chosen among, the newest.
_CANDIDATES = 500
_QUOTES = 3
#: Answers kept ready.
_KEPT = 16


class Sort(StrEnum):
    """What comes first."""

    COMMENTS = "comments"
    CUSTOMERS = "customers"
    SEVERITY = "severity"
    #: the change of its share of the comments
    CHANGE = "change"
    #: the youngest
    FIRST_SEEN = "first_seen"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which themes, and in which order; None is any."""

    tone: Tone | None = None
    #: key of a stage of the question's lens, or "none"
    stage: str | None = None
    touchpoint: str | None = None
    sort: Sort = Sort.COMMENTS


@dataclass(frozen=True, slots=True)
class ThemeResult:
    """A theme in a cut."""

    theme: Theme
    figures: ThemeFigures


@dataclass(frozen=True, slots=True)
class ThemeList:
    """The themes of a cut."""

    cut: Cut
    compared: Cut | None
    #: of the cut, in a theme or in none
    comments: int
    #: of them, those that found no group
    ungrouped: int
    #: those that somebody spoke of here, or in the period compared with
    themes: tuple[ThemeResult, ...]


@dataclass(frozen=True, slots=True)
class ThemeDetail:
    """All that is told of one theme."""

    cut: Cut
    compared: Cut | None
    result: ThemeResult
    #: the statements of the cut that stand for it best, of different customers
    quotes: tuple[StatementView, ...]
    overrepresented: tuple[Overrepresented, ...]


class ThemeReading:
    """Reads themes. Built in `bootstrap`."""

    def __init__(self, store: Store, maps: Maps, facts: FactReader) -> None:
        self._store = store
        self._maps = maps
        self._facts = facts
        self._kept = Kept[ThemeList](_KEPT)

    def list(self, workspace: str, question: Question, wanted: Wanted | None = None) -> ThemeList:
        """The themes that are wanted of a cut. Raises QueryError for a stage that the lens does not have."""
        wanted = wanted or Wanted()
        found = self._all(workspace, question, self._revision(workspace))
        stages = self._stages(workspace, question.lens, wanted.stage)
        chosen = [
            one
            for one in found.themes
            if wanted.tone in (None, one.theme.tone)
            and (stages is None or one.theme.stage in stages)
            and wanted.touchpoint in (None, one.theme.touchpoint)
        ]
        chosen.sort(key=_ORDERS[wanted.sort], reverse=True)
        return ThemeList(found.cut, found.compared, found.comments, found.ungrouped, tuple(chosen))

    def show(self, workspace: str, question: Question, theme_id: int) -> ThemeDetail:
        """One theme. Raises NotFound."""
        theme = self._store.theme(workspace, theme_id)
        cut = self._maps.cut(workspace, question)
        compared = compared_with(cut, question)
        now, figures = self._figures(workspace, self._revision(workspace), cut, compared, [theme])
        known = self._maps.segment_values(workspace)
        with_segments = under_known_values(self._facts.of(workspace, cut, segments=known), known)
        return ThemeDetail(
            cut=cut,
            compared=compared,
            result=ThemeResult(theme, figures[theme.id]),
            quotes=tuple(self.quotes(workspace, theme, now)),
            overrepresented=tuple(overrepresented(with_segments, theme.id)),
        )

    def quotes(self, workspace: str, theme: Theme, facts: Spoken) -> Sequence[StatementView]:
        """Of a theme's statements among the facts the three that stand for it best."""
        from feedback_miner.themes import representatives  # scikit-learn takes seconds to import

        here = facts.statement[facts.theme == theme.id]
        if not len(here):
            return []
        known = self._store.theme_vectors(workspace, theme.id, limit=_CANDIDATES)
        rows = np.flatnonzero(np.isin(known.statement, here))
        centres = {one.id: one.centre for one in self._store.theme_centres(workspace, theme.model)}
        if not len(rows) or theme.id not in centres:
            newest = np.sort(here)[::-1][:_QUOTES]
            return self._store.statements_by_id(workspace, newest.tolist())
        best = representatives(known.take(rows), centres[theme.id], most=_QUOTES)
        return self._store.statements_by_id(workspace, best.tolist())

    def of_cut(self, workspace: str, question: Question) -> tuple[Spoken, Mapping[int, ThemeResult]]:
        """The statements of a cut, and its themes by id. Raises QueryError where the statements are too many."""
        revision = self._revision(workspace)
        found = self._all(workspace, question, revision)
        spoken = self._facts_of(workspace, revision, found.cut, found.cut)
        return spoken, {one.theme.id: one for one in found.themes}

    def _revision(self, workspace: str) -> int:
        return self._store.workspace(workspace).revision

    def _all(self, workspace: str, question: Question, revision: int) -> ThemeList:
        return self._kept.get(workspace, revision, question, lambda: self._read(workspace, question))

    def _read(self, workspace: str, question: Question) -> ThemeList:
        # Of now, not of when it was asked: it may be read for others who have seen later changes.
        revision = self._revision(workspace)
        cut = self._maps.cut(workspace, question)
        compared = compared_with(cut, question)
        themes = self._store.themes(workspace)
        now, figures = self._figures(workspace, revision, cut, compared, themes)
        results = (ThemeResult(theme, figures[theme.id]) for theme in themes)
        return ThemeList(
            cut=cut,
            compared=compared,
            comments=len(now),
            ungrouped=int((now.theme == 0).sum()),
            themes=tuple(one for one in results if _is_spoken_of(one.figures)),
        )

    def _figures(
        self, workspace: str, revision: int, cut: Cut, compared: Cut | None, themes: Sequence[Theme]
    ) -> tuple[Spoken, Mapping[int, ThemeFigures]]:
        now = self._facts_of(workspace, revision, cut, cut)
        figures = theme_figures(
            themes,
            now,
            self._facts_of(workspace, revision, compared, cut) if compared else None,
            self._facts_of(workspace, revision, _trend(cut), cut),
            last_day=cut.last_day,
            taxonomy=self._maps.taxonomy(workspace),
        )
        return now, figures

    def _facts_of(self, workspace: str, revision: int, part: Cut, cut: Cut) -> Spoken:
        """What is read once for the trend of `cut` serves every part of it, mostly also what it is compared with."""
        trend = _trend(cut)
        if part.first_day < trend.first_day or part.last_day > trend.last_day:
            return self._facts.spoken(workspace, part, revision=revision)
        facts = self._facts.spoken(workspace, trend, revision=revision)
        first, last = part.first_day.toordinal(), part.last_day.toordinal()
        return facts.take((facts.day >= first) & (facts.day <= last))

    def _stages(self, workspace: str, lens: str, key: str | None) -> tuple[str, ...] | None:
        """The taxonomy's stages of a stage of the lens; None for any."""
        if key is None:
            return None
        folded = {stage.key: stage.stages for stage in self._maps.taxonomy(workspace).lens(lens)}
        folded["none"] = ("none",)
        if key not in folded:
            raise QueryError(f"The lens has no stage “{key}”. It has: {', '.join(folded)}.", where="stage")
        return folded[key]


def _trend(cut: Cut) -> Cut:
    """The twelve weeks that end with a cut, under its filters."""
    return replace(cut, first_day=cut.last_day - timedelta(days=7 * WEEKS - 1))


def _is_spoken_of(figures: ThemeFigures) -> bool:
    before = figures.change.comments_before if figures.change else 0
    return bool(figures.mean.statements or before)


def _severity(one: ThemeResult) -> float:
    return one.figures.severity.value if one.figures.severity else -2.0


def _change(one: ThemeResult) -> float:
    return one.figures.change.difference if one.figures.change else 0.0


#: largest first; where that is equal, by comments, and then the older theme
_ORDERS: Mapping[Sort, Callable[[ThemeResult], tuple[float, ...]]] = {
    Sort.COMMENTS: lambda one: (one.figures.mean.statements, -one.theme.id),
    Sort.CUSTOMERS: lambda one: (one.figures.mean.customers, one.figures.mean.statements, -one.theme.id),
    Sort.SEVERITY: lambda one: (_severity(one), one.figures.mean.statements, -one.theme.id),
    Sort.CHANGE: lambda one: (_change(one), one.figures.mean.statements, -one.theme.id),
    Sort.FIRST_SEEN: lambda one: (one.theme.born_on.toordinal(), one.figures.mean.statements, -one.theme.id),
}

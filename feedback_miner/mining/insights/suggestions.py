"""Use case of suggestions: what teams commonly do about the pain that customers speak of here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from feedback_miner.domain import Theme
from feedback_miner.errors import QueryError
from feedback_miner.insights.fitting import FittingSuggestion, fitting
from feedback_miner.mining.insights.highlights import HighlightReading
from feedback_miner.mining.insights.playbook import Playbooks
from feedback_miner.mining.insights.theme_reading import ThemeReading
from feedback_miner.mining.maps import Maps, Question
from feedback_miner.taxonomy import StageAdvice, load_default

#: Most touchpoints that are looked at.
_TOUCHPOINTS = 50


@dataclass(frozen=True, slots=True)
class Sought:
    """What suggestions are sought for: a theme, or what hurts at a stage, a touchpoint, or anywhere."""

    #: key of the taxonomy
    stage: str | None = None
    touchpoint: str | None = None
    theme: int | None = None


@dataclass(frozen=True, slots=True)
class Suggested:
    """A suggestion, and for what."""

    touchpoint: str
    #: key of the lens's stage that hurts; None where it is what teams do at the touchpoint, whatever the stage
    stage: str | None
    theme: Theme | None
    fitting: FittingSuggestion


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What could be done."""

    #: what customers are after at the stage that is asked about, or that the theme is of
    stage: StageAdvice | None
    items: tuple[Suggested, ...]


class SuggestionReading:
    """Reads suggestions. Built in `bootstrap`."""

    def __init__(
        self, maps: Maps, playbooks: Playbooks, highlights: HighlightReading, themes: ThemeReading
    ) -> None:
        self._maps = maps
        self._playbooks = playbooks
        self._highlights = highlights
        self._themes = themes

    def list(self, workspace: str, question: Question, sought: Sought) -> Suggestions:
        """For each pain point, largest impact first, what fits best first. Raises NotFound, QueryError."""
        self._check(sought)
        if sought.theme is not None:
            return self._of_theme(workspace, question, sought.theme)
        items = tuple(self._of_pain(workspace, question, sought))
        if not items and sought.touchpoint:
            known = self._playbooks.read(workspace).suggestions(sought.touchpoint)
            items = tuple(Suggested(sought.touchpoint, None, None, one) for one in fitting(known, (), {}))
        return Suggestions(self._advice(workspace, sought.stage), items)

    def _of_pain(self, workspace: str, question: Question, sought: Sought) -> Iterator[Suggested]:
        found = self._highlights.pain_points(workspace, question, limit=_TOUCHPOINTS)
        for one in found.items:
            at_stage = sought.stage is None or sought.stage in one.stages
            if at_stage and sought.touchpoint in (None, one.point.touchpoint):
                for suggestion in one.suggestions:
                    yield Suggested(one.point.touchpoint, one.point.stage, None, suggestion)

    def _of_theme(self, workspace: str, question: Question, theme_id: int) -> Suggestions:
        detail = self._themes.show(workspace, question, theme_id)
        theme = detail.result.theme
        known = self._playbooks.read(workspace).suggestions(theme.touchpoint)
        texts = [theme.name, *(quote.text for quote in detail.quotes)]
        found = fitting(known, texts, detail.result.figures.emotions)
        items = (Suggested(theme.touchpoint, theme.stage, theme, one) for one in found)
        return Suggestions(self._advice(workspace, theme.stage), tuple(items))

    def _advice(self, workspace: str, stage: str | None) -> StageAdvice | None:
        return self._playbooks.read(workspace).stage(stage) if stage else None

    def _check(self, sought: Sought) -> None:
        taxonomy = load_default()
        if sought.stage and sought.stage not in {part.key for part in taxonomy.stages}:
            raise QueryError(f"There is no stage “{sought.stage}”: /v1/taxonomy lists them.", where="stage")
        if sought.touchpoint and sought.touchpoint not in {part.key for part in taxonomy.touchpoints}:
            raise QueryError(
                f"There is no touchpoint “{sought.touchpoint}”: /v1/taxonomy lists them.", where="touchpoint"
            )

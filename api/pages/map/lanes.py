"""What the map says of a stage in customers' own words: its themes as cards, and where its numbers lead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from api.pages.addresses import address, of_the_map
from api.questions import comments_url
from feedback_miner.domain import Cut, StatementFilter, Tone
from feedback_miner.insights.theme_shares import ShareChange
from feedback_miner.journey import JourneyMap, PainPoint
from feedback_miner.mining.insights.theme_reading import ThemeList, ThemeResult

#: of a lane of a stage
CARDS = 2
#: a theme of fewer comments is no pain point yet, nor a moment of delight
LEAST = 5
#: from so many times as often on, it is said as "×12" instead of per cent
_MANY_TIMES = 10


@dataclass(frozen=True, slots=True)
class Growth:
    """How much more, or less, customers speak of something than before: a part of its share of all comments."""

    #: "48%", "×12"; "new" where nobody spoke of it before, "" where nothing changed
    words: str
    rises: bool
    #: whether the 95 % interval leaves out 0
    certain: bool


@dataclass(frozen=True, slots=True)
class ThemeCard:
    """A pain point, or a moment of delight."""

    id: int
    #: as customers put it
    name: str
    comments: int
    #: None where nothing is compared
    growth: Growth | None
    #: how much it hurts, or delights: 1 … 5
    bars: int
    #: exactly the comments that are counted
    behind: str
    #: its own page, of the same cut
    page: str


@dataclass(frozen=True, slots=True)
class StageLanes:
    """The lanes of a stage that speak in customers' words."""

    pains: tuple[ThemeCard, ...]
    delights: tuple[ThemeCard, ...]


def stage_lanes(
    journey: JourneyMap, themes: ThemeList | None, query: Mapping[str, str]
) -> dict[str, StageLanes] | None:
    """Of each stage of the map the themes that most comments are of; None where there are no themes yet."""
    if themes is None or not themes.themes:
        return None
    return {
        stage.key: StageLanes(
            pains=_cards(themes, stage.stages, Tone.PAIN, query),
            delights=_cards(themes, stage.stages, Tone.DELIGHT, query),
        )
        for stage in journey.stages
    }


def most_said(
    journey: JourneyMap, themes: ThemeList | None, point: PainPoint, query: Mapping[str, str]
) -> ThemeCard | None:
    """The pain that most comments at a touchpoint are of; None where no group is large enough."""
    if themes is None:
        return None
    stages = next(stage.stages for stage in journey.stages if stage.key == point.stage)
    here = [one for one in _of(themes, stages, Tone.PAIN) if one.theme.touchpoint == point.touchpoint]
    return _card(here[0], themes.cut, query) if here else None


def growth_of(change: ShareChange | None) -> Growth | None:
    """In words, rounded as it is shown."""
    if change is None:
        return None
    if not change.share_before:
        return Growth("new", rises=True, certain=change.certain)
    times = change.share / change.share_before
    return Growth(_grown(times), times > 1, change.certain)


def behind(cut: Cut) -> Callable[..., str]:
    """The addresses of a cut's comments: `behind(stages=…, emotion=…)`, as StatementFilter takes them."""
    return lambda **where: comments_url(cut, StatementFilter(**where))


def _cards(
    themes: ThemeList, stages: tuple[str, ...], tone: Tone, query: Mapping[str, str]
) -> tuple[ThemeCard, ...]:
    return tuple(_card(one, themes.cut, query) for one in _of(themes, stages, tone)[:CARDS])


def _of(themes: ThemeList, stages: tuple[str, ...], tone: Tone) -> list[ThemeResult]:
    """Those of a side that are large enough, most comments first."""
    here = [
        one
        for one in themes.themes
        if one.theme.tone is tone and one.theme.stage in stages and one.figures.mean.statements >= LEAST
    ]
    return sorted(here, key=lambda one: (-one.figures.mean.statements, one.theme.id))


def _card(one: ThemeResult, cut: Cut, query: Mapping[str, str]) -> ThemeCard:
    figures = one.figures
    return ThemeCard(
        id=one.theme.id,
        name=one.theme.name,
        comments=figures.mean.statements,
        growth=growth_of(figures.change),
        bars=figures.severity.bars if figures.severity else 1,
        behind=comments_url(cut, StatementFilter(theme=one.theme.id)),
        page=address(f"/themes/{one.theme.id}", of_the_map(query)),
    )


def _grown(times: float) -> str:
    if times >= _MANY_TIMES:
        return f"×{times:.0f}"
    per_cent = f"{abs(times - 1):.0%}"
    return "" if per_cent == "0%" else per_cent

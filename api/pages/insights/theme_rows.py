"""Themes as pages show them: where they are, how their share has changed, twelve weeks, their comments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from api.pages.addresses import address, of_the_map
from api.questions import comments_url
from feedback_miner.domain import NONE, Cut, StatementFilter, Theme, Tone
from feedback_miner.insights.theme_figures import State, ThemeFigures, WeekOfTheme
from feedback_miner.insights.theme_shares import ShareChange
from feedback_miner.mining.insights.theme_reading import ThemeResult
from feedback_miner.taxonomy import Taxonomy

STATES: Mapping[State, str] = {State.NEW: "New", State.GROWING: "Growing", State.FADING: "Fading"}

#: a week that somebody spoke in is seen, however many did in others
_LEAST_BAR = 2.0


@dataclass(frozen=True, slots=True)
class WeekBar:
    """One week: a bar whose height is the comments, in 0 … the drawing's height, and the way to them."""

    week: WeekOfTheme
    y: float
    height: float
    url: str


@dataclass(frozen=True, slots=True)
class ShownChange:
    """How a theme's share of all comments differs from the period compared with."""

    change: ShareChange
    #: in points of a hundred, such as "+1.2"
    points: str
    #: "+0.3 to +2.1"; None where too few customers spoke of it
    range: str | None
    #: whether it surely is for the worse: more of a pain point, less of a moment of delight
    worse: bool
    #: the comments before
    url: str


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme in a cut."""

    theme: Theme
    figures: ThemeFigures
    #: "Onboarding: Delivery"
    place: str
    #: of its page
    url: str
    #: exactly its comments
    comments_url: str
    change: ShownChange | None
    weeks: tuple[WeekBar, ...]
    #: "New", "Growing", "Fading", or nothing to say
    state: str


def theme_row(
    result: ThemeResult,
    cut: Cut,
    compared: Cut | None,
    taxonomy: Taxonomy,
    query: Mapping[str, str],
    *,
    height: int,
) -> ThemeRow:
    """A theme of a cut; `height`: of the drawing of its weeks."""
    theme, figures, here = result.theme, result.figures, StatementFilter(theme=result.theme.id)
    change = (
        _shown(figures.change, theme.tone, comments_url(compared, here))
        if figures.change and compared
        else None
    )
    return ThemeRow(
        theme=theme,
        figures=figures,
        place=place_name(theme.stage, theme.touchpoint, taxonomy),
        url=address(f"/themes/{theme.id}", of_the_map(query)),
        comments_url=comments_url(cut, here),
        change=change,
        weeks=_bars(figures.weeks, cut, theme.id, height),
        state=STATES.get(figures.state, ""),
    )


def place_name(stage: str, touchpoint: str, taxonomy: Taxonomy) -> str:
    """A touchpoint of a stage in the words of people; what is not known is left out."""
    known = [
        taxonomy.name_of("stage", stage) if stage not in ("", NONE) else "",
        taxonomy.name_of("touchpoint", touchpoint) if touchpoint not in ("", NONE) else "",
    ]
    return ": ".join(filter(None, known))


def points(share: float) -> str:
    """A difference of shares in points of a hundred, with a true minus sign: "+1.2", "−0.4", "0.0"."""
    text = f"{100 * abs(share):.1f}"
    return text if text == "0.0" else f"{'−' if share < 0 else '+'}{text}"


def _shown(change: ShareChange, tone: Tone, url: str) -> ShownChange:
    known = change.interval
    more = change.difference > 0
    return ShownChange(
        change=change,
        points=points(change.difference),
        range=f"{points(known.low)} to {points(known.high)}" if known else None,
        worse=change.certain and more == (tone is Tone.PAIN),
        url=url,
    )


def _bars(weeks: Sequence[WeekOfTheme], cut: Cut, theme: int, height: int) -> tuple[WeekBar, ...]:
    most = max((week.comments for week in weeks), default=0) or 1
    bars = []
    for week in weeks:
        tall = max(round(height * week.comments / most, 1), _LEAST_BAR) if week.comments else 0.0
        days = replace(cut, first_day=week.first_day, last_day=week.last_day)
        url = comments_url(days, StatementFilter(theme=theme))
        bars.append(WeekBar(week, round(height - tall, 1), tall, url))
    return tuple(bars)

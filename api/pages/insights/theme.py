"""The page of one theme: how it goes, who speaks of it, in which words, and what could be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from api.pages.addresses import address, of_the_map
from api.pages.cut_page import CutPage
from api.pages.environment import day, template
from api.pages.form import Form
from api.pages.insights.theme_rows import place_name, theme_row
from api.pages.moments import moments
from api.pages.quotes import in_brackets
from api.pages.shapes import top_emotions
from api.pages.source_names import SOURCES
from api.questions import comments_url
from feedback_miner.domain import Cut, StatementFilter
from feedback_miner.domain.team import Remark
from feedback_miner.insights.overrepresented import Overrepresented
from feedback_miner.mining.insights.suggestions import Suggestions
from feedback_miner.mining.insights.theme_reading import ThemeDetail

#: the form of a note
NOTE_FIELDS = ("text", "by")
#: height of the drawing of its weeks
_HEIGHT = 96
#: emotions in words
_EMOTIONS = 3
#: of what teams commonly do, those that are seen at once
_SUGGESTED = 3


@dataclass(frozen=True, slots=True)
class ThemePage:
    """Everything that the page shows."""

    page: CutPage
    theme_id: int
    #: None where `problem` says why
    detail: ThemeDetail | None
    #: None for a moment of delight
    suggestions: Suggestions | None = None
    notes: Sequence[Remark] = ()
    note: Form = field(default_factory=lambda: Form("note"))
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Speaking:
    """A value of a segment, of the channel or of the source that speaks of the theme more than others."""

    found: Overrepresented
    #: "Plan: pro"
    where: str
    url: str


def render_theme(view: ThemePage) -> str:
    """The page at `/themes/ID`."""
    path, kept = f"/themes/{view.theme_id}", of_the_map(view.page.query)
    return template("theme.html").render(
        view=view,
        chrome=view.page.chrome,
        form=view.page.filters(path),
        clear_url=path,
        list_url=address("/pain-points", kept),
        note_url=address(f"{path}/notes", kept),
        remove_url=lambda note: address(f"{path}/notes/{note.id}/remove", kept),
        moment=moments(view.page.chrome.workspace),
        **(_told(view, view.detail) if view.detail else {"row": None, "title": "A theme"}),
    )


def _told(view: ThemePage, detail: ThemeDetail) -> dict[str, object]:
    """What only a theme that could be read has."""
    theme, figures = detail.result.theme, detail.result.figures
    zone = ZoneInfo(view.page.chrome.workspace.time_zone)
    suggested = view.suggestions.items if view.suggestions else ()
    return {
        "row": theme_row(
            detail.result, detail.cut, detail.compared, view.page.taxonomy, view.page.query, height=_HEIGHT
        ),
        "title": in_brackets(theme.name),
        "cut": detail.cut,
        "emotions": top_emotions(figures.emotions, view.page.taxonomy, _EMOTIONS),
        "speaking": [_speaking(one, detail.cut, theme.id) for one in detail.overrepresented],
        "said_on": lambda quote: day(quote.occurred_at.astimezone(zone)),
        "place_of": lambda quote: place_name(quote.labels.stage, quote.labels.touchpoint, view.page.taxonomy),
        "suggested": suggested[:_SUGGESTED],
        "more_suggested": suggested[_SUGGESTED:],
        "successor_url": address(f"/themes/{theme.merged_into}", of_the_map(view.page.query)),
    }


def _speaking(found: Overrepresented, cut: Cut, theme: int) -> Speaking:
    where = StatementFilter(theme=theme)
    if found.dimension == "channel":
        return Speaking(
            found, f"Channel: {found.value}", comments_url(replace(cut, channel=found.value), where)
        )
    if found.dimension == "source":
        name = SOURCES.get(found.value, found.value)
        return Speaking(found, name, comments_url(replace(cut, source=found.value), where))
    segment = found.dimension.removeprefix("segment.")
    narrowed = replace(cut, segments={**cut.segments, segment: found.value})
    name = segment.replace("_", " ").capitalize()
    return Speaking(found, f"{name}: {found.value}", comments_url(narrowed, where))

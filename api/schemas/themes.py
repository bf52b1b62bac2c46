"""Themes as they go out: groups of statements that say the same thing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from pydantic import ConfigDict, Field

from api.questions import statements_url
from api.schemas.common import IntervalOut, Out, Rounded
from api.schemas.maps import DaysOut
from feedback_miner.domain import Cut, StatementFilter, Tone
from feedback_miner.insights.theme_figures import Severity, State, WeekOfTheme
from feedback_miner.insights.theme_shares import ShareChange
from feedback_miner.mining.insights.theme_reading import ThemeList, ThemeResult

THEME_EXAMPLE: dict[str, Any] = {
    "id": 12,
    "name": "Card declined, no reason given",
    "tone": "pain",
    "stage": "purchase",
    "touchpoint": "payment",
    "comments": 84,
    "customers": 77,
    "share": 0.042,
    "sentiment": -0.61,
    "interval": {"low": -0.66, "high": -0.56},
    "severity": {"value": 0.57, "bars": 3},
    "emotions": {"frustration": 0.71, "anger": 0.2},
    "change": {
        "share": 0.042,
        "share_before": 0.021,
        "difference": 0.021,
        "interval": {"low": 0.011, "high": 0.031},
        "certain": True,
        "comments_before": 40,
        "statements_url": "/v1/statements?from=2026-04-02&to=2026-05-01&theme=12",
    },
    "weeks": [
        {
            "from": "2026-05-25",
            "to": "2026-05-31",
            "comments": 24,
            "sentiment": -0.63,
            "statements_url": "/v1/statements?from=2026-05-25&to=2026-05-31&theme=12",
        }
    ],
    "first_seen": "2026-02-03",
    "last_seen": "2026-05-31",
    "state": "growing",
    "merged_into": None,
    "statements_url": "/v1/statements?from=2026-05-02&to=2026-05-31&theme=12",
}
_PERIOD: dict[str, Any] = {"from": "2026-05-02", "to": "2026-05-31", "days": 30}
UNGROUPED_EXAMPLE: dict[str, Any] = {
    "comments": 310,
    "share": 0.31,
    "statements_url": "/v1/statements?from=2026-05-02&to=2026-05-31&theme=0",
}


class SeverityOut(Out):
    """How much it hurts, or delights: 0.7 · mean sentiment (its sign turned for pain) + 0.3 · (2 · share of strong
    emotions − 1)."""

    value: Rounded = Field(description="−1 … 1.")
    bars: int = Field(ge=1, le=5, description="The fifth of 0 … 1 in which the value lies; one below.")

    @classmethod
    def from_domain(cls, found: Severity) -> SeverityOut:
        """Mirrors the domain's."""
        return cls(value=found.value, bars=found.bars)


class ShareChangeOut(Out):
    """How the theme's share of all comments differs from that of the period compared with."""

    share: Rounded
    share_before: Rounded
    difference: Rounded
    interval: IntervalOut | None = Field(
        description="95 %, of the difference; null where too few customers spoke of it."
    )
    certain: bool = Field(description="The interval leaves out 0.")
    comments_before: int
    statements_url: str = Field(description="Exactly the comments before.")

    @classmethod
    def from_domain(cls, found: ShareChange, url: str) -> ShareChangeOut:
        """Mirrors the domain's."""
        return cls(
            share=found.share,
            share_before=found.share_before,
            difference=found.difference,
            interval=IntervalOut.from_domain(found.interval) if found.interval else None,
            certain=found.certain,
            comments_before=found.comments_before,
            statements_url=url,
        )


class ThemeWeekOut(Out):
    """One of the twelve weeks that end with the period."""

    first_day: date = Field(alias="from")
    last_day: date = Field(alias="to")
    comments: int
    sentiment: Rounded | None
    statements_url: str

    @classmethod
    def from_domain(cls, week: WeekOfTheme, cut: Cut, theme: int) -> ThemeWeekOut:
        """Mirrors the domain's."""
        days = replace(cut, first_day=week.first_day, last_day=week.last_day)
        return cls(
            first_day=week.first_day,
            last_day=week.last_day,
            comments=week.comments,
            sentiment=week.sentiment,
            statements_url=statements_url(days, StatementFilter(theme=theme)),
        )


class UngroupedOut(Out):
    """Comments that found no group."""

    comments: int
    share: Rounded | None = Field(description="Of all that were counted; null where there are none.")
    statements_url: str

    @classmethod
    def of(cls, ungrouped: int, comments: int, url: str) -> UngroupedOut:
        """So many of so many."""
        return cls(comments=ungrouped, share=ungrouped / comments if comments else None, statements_url=url)


class ThemeOut(Out):
    """A theme: its id stays as long as it lives; counts are of the cut."""

    model_config = ConfigDict(json_schema_extra={"examples": [THEME_EXAMPLE]})

    id: int
    name: str = Field(description="In the customers' own words.")
    tone: Tone
    stage: str = Field(description="Where most of its comments are: key of the taxonomy.")
    touchpoint: str
    comments: int
    customers: int
    share: Rounded = Field(description="Of all comments of the cut.")
    sentiment: Rounded | None
    interval: IntervalOut | None
    severity: SeverityOut | None
    emotions: dict[str, Rounded] = Field(description="Emotion → share of its comments, largest first.")
    change: ShareChangeOut | None
    weeks: list[ThemeWeekOut] = Field(description="The trend: twelve weeks, oldest first.")
    first_seen: date
    last_seen: date
    state: State = Field(
        description="The last four weeks against the eight before: `growing` and `fading` where the share of the "
        "comments certainly differs, by a quarter at least; `new` where the first comment is of these four weeks."
    )
    merged_into: int | None = Field(description="The theme that it went into; null while it lives.")
    statements_url: str = Field(description="Exactly the comments that were counted.")

    @classmethod
    def from_domain(cls, result: ThemeResult, cut: Cut, compared: Cut | None) -> ThemeOut:
        """Mirrors the use case's."""
        return cls(**cls.fields_of(result, cut, compared))

    @classmethod
    def fields_of(cls, result: ThemeResult, cut: Cut, compared: Cut | None) -> dict[str, Any]:
        """The fields of a theme's figures."""
        theme, figures, here = result.theme, result.figures, StatementFilter(theme=result.theme.id)
        change = (
            ShareChangeOut.from_domain(figures.change, statements_url(compared, here))
            if figures.change and compared
            else None
        )
        return {
            "id": theme.id,
            "name": theme.name,
            "tone": theme.tone,
            "stage": theme.stage,
            "touchpoint": theme.touchpoint,
            "comments": figures.mean.statements,
            "customers": figures.mean.customers,
            "share": figures.share,
            "sentiment": figures.mean.sentiment,
            "interval": IntervalOut.from_domain(figures.mean.interval) if figures.mean.interval else None,
            "severity": SeverityOut.from_domain(figures.severity) if figures.severity else None,
            "emotions": dict(figures.emotions),
            "change": change,
            "weeks": [ThemeWeekOut.from_domain(week, cut, theme.id) for week in figures.weeks],
            "first_seen": theme.born_on,
            "last_seen": theme.last_on,
            "state": figures.state,
            "merged_into": theme.merged_into,
            "statements_url": statements_url(cut, here),
        }


class ThemesOut(Out):
    """The themes of a cut, and what found no group."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "period": _PERIOD,
                    "compared": {"from": "2026-04-02", "to": "2026-05-01", "days": 30},
                    "comments": 1000,
                    "statements_url": "/v1/statements?from=2026-05-02&to=2026-05-31",
                    "ungrouped": UNGROUPED_EXAMPLE,
                    "total": 1,
                    "items": [THEME_EXAMPLE],
                }
            ]
        }
    )

    period: DaysOut
    compared: DaysOut | None
    comments: int = Field(description="Of the cut, in a theme or in none.")
    statements_url: str = Field(description="Exactly the comments of the cut.")
    ungrouped: UngroupedOut
    total: int = Field(description="Themes that are wanted; `items` holds the first of them.")
    items: list[ThemeOut]

    @classmethod
    def from_domain(cls, found: ThemeList, limit: int) -> ThemesOut:
        """Mirrors the use case's."""
        cut, compared = found.cut, found.compared
        return cls(
            period=_days(cut),
            compared=_days(compared) if compared else None,
            comments=found.comments,
            statements_url=statements_url(cut),
            ungrouped=UngroupedOut.of(
                found.ungrouped, found.comments, statements_url(cut, StatementFilter(theme=0))
            ),
            total=len(found.themes),
            items=[ThemeOut.from_domain(result, cut, compared) for result in found.themes[:limit]],
        )


def _days(cut: Cut) -> DaysOut:
    return DaysOut(first_day=cut.first_day, last_day=cut.last_day, days=cut.days)

"""What hurts most and what delights most, as it goes out."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict, Field

from api.questions import statements_url
from api.schemas.common import IntervalOut, Out, Rounded
from api.schemas.maps import ChangeOut
from api.schemas.notes import NOTE_EXAMPLE, NoteOut
from api.schemas.statements import STATEMENT_EXAMPLE, StatementOut
from api.schemas.suggestions import FITTING_EXAMPLE, FittingOut
from api.schemas.themes import UNGROUPED_EXAMPLE, SeverityOut, UngroupedOut
from feedback_miner.domain import Cut, StatementFilter, Tone
from feedback_miner.insights.theme_figures import State
from feedback_miner.mining.insights.highlights import Grouped, Highlight, Highlights, ThemeHere

_TOO_MANY = (
    "There are too many comments to tell their themes: choose a shorter period, or a channel or segment."
)

_HERE = "/v1/statements?from=2026-05-02&to=2026-05-31&stage=onboarding&touchpoint=account"
_DELIGHT: dict[str, Any] = {
    "stage": "onboarding",
    "touchpoint": "account",
    "name": "Account and sign-in",
    "impact": 84.2,
    "statements": 140,
    "statements_url": _HERE,
    "customers": 121,
    "sentiment": -0.58,
    "interval": {"low": -0.66, "high": -0.5},
    "change": None,
    "quotes": [STATEMENT_EXAMPLE],
    "themes": [
        {
            "id": 7,
            "name": "Photo refused again",
            "comments": 45,
            "customers": 44,
            "sentiment": -0.7,
            "interval": {"low": -0.75, "high": -0.65},
            "severity": {"value": 0.64, "bars": 4},
            "state": "new",
            "statements_url": _HERE + "&theme=7",
        }
    ],
    "comments": 112,
    "comments_url": _HERE + "&sentiment=negative",
    "ungrouped": UNGROUPED_EXAMPLE,
    "notes": [NOTE_EXAMPLE],
}
_PAIN: dict[str, Any] = _DELIGHT | {"suggestions": [FITTING_EXAMPLE]}


class ThemeHereOut(Out):
    """A theme, as far as it is of this touchpoint."""

    id: int
    name: str
    comments: int
    customers: int
    sentiment: Rounded | None
    interval: IntervalOut | None
    severity: SeverityOut | None
    state: State = Field(description="Of the theme as a whole.")
    statements_url: str

    @classmethod
    def from_domain(cls, found: ThemeHere, url: str) -> ThemeHereOut:
        """Mirrors the use case's."""
        mean = found.mean
        return cls(
            id=found.theme.id,
            name=found.theme.name,
            comments=mean.statements,
            customers=mean.customers,
            sentiment=mean.sentiment,
            interval=IntervalOut.from_domain(mean.interval) if mean.interval else None,
            severity=SeverityOut.from_domain(found.severity) if found.severity else None,
            state=found.state,
            statements_url=url,
        )


class DelightOut(Out):
    """A touchpoint that stands out, with its themes and the words of different customers."""

    stage: str
    touchpoint: str
    name: str
    impact: Rounded = Field(description="Statements × how far their mean lies from the whole map's.")
    statements: int
    statements_url: str
    customers: int
    sentiment: Rounded | None
    interval: IntervalOut | None
    change: ChangeOut | None
    quotes: list[StatementOut]
    themes: list[ThemeHereOut] | None = Field(
        description="Most comments first; null where `no_themes` says why."
    )
    comments: int | None = Field(
        description="Negative comments of a pain point, positive ones of a delight, in a theme or in none."
    )
    comments_url: str | None
    ungrouped: UngroupedOut | None = Field(description="Of `comments`, those that found no group.")
    notes: list[NoteOut]

    @classmethod
    def from_domain(cls, found: Highlight, cut: Cut, tone: Tone) -> DelightOut:
        """Mirrors the use case's."""
        return cls(**cls.fields_of(found, cut, tone))

    @classmethod
    def fields_of(cls, found: Highlight, cut: Cut, tone: Tone) -> dict[str, Any]:
        """The fields of a use case's highlight."""
        point, figures = found.point, found.point.figures
        here = StatementFilter(stages=found.stages, touchpoint=point.touchpoint)
        return {
            "stage": point.stage,
            "touchpoint": point.touchpoint,
            "name": point.name,
            "impact": point.impact,
            "statements": figures.statements,
            "statements_url": statements_url(cut, here),
            "customers": figures.customers,
            "sentiment": figures.sentiment,
            "interval": IntervalOut.from_domain(figures.interval) if figures.interval else None,
            "change": ChangeOut.from_domain(figures.change) if figures.change else None,
            "quotes": [StatementOut.from_domain(quote) for quote in found.quotes],
            **_grouped(found.grouped, cut, found, tone),
            "notes": [NoteOut.from_domain(note) for note in found.notes],
        }


class PainPointOut(DelightOut):
    """A touchpoint that hurts, with its themes, the words of different customers, and what teams commonly do."""

    suggestions: list[FittingOut] = Field(description="Those that fit best first.")

    @classmethod
    def from_domain(cls, found: Highlight, cut: Cut, tone: Tone) -> PainPointOut:
        """Mirrors the use case's."""
        return cls(
            **cls.fields_of(found, cut, tone),
            suggestions=[FittingOut.from_domain(one) for one in found.suggestions],
        )


class PainPointsOut(Out):
    """The touchpoints that hurt most, the largest impact first."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_PAIN], "no_themes": None}]})

    items: list[PainPointOut]
    no_themes: str | None = Field(description="Why there are no themes, in words; null where there are.")

    @classmethod
    def from_domain(cls, found: Highlights) -> PainPointsOut:
        """Mirrors the use case's."""
        items = [PainPointOut.from_domain(one, found.map.cut, found.tone) for one in found.items]
        return cls(items=items, no_themes=_no_themes(found))


class DelightsOut(Out):
    """The touchpoints that delight most, the largest impact first."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_DELIGHT], "no_themes": None}]})

    items: list[DelightOut]
    no_themes: str | None = Field(description="Why there are no themes, in words; null where there are.")

    @classmethod
    def from_domain(cls, found: Highlights) -> DelightsOut:
        """Mirrors the use case's."""
        items = [DelightOut.from_domain(one, found.map.cut, found.tone) for one in found.items]
        return cls(items=items, no_themes=_no_themes(found))


def _no_themes(found: Highlights) -> str | None:
    return _TOO_MANY if any(one.grouped is None for one in found.items) else None


def _grouped(grouped: Grouped | None, cut: Cut, found: Highlight, tone: Tone) -> dict[str, Any]:
    if grouped is None:
        return {"themes": None, "comments": None, "comments_url": None, "ungrouped": None}
    stages, touchpoint = found.stages, found.point.touchpoint
    side = "negative" if tone is Tone.PAIN else "positive"

    def url(theme: int | None, sentiment: str | None) -> str:
        return statements_url(
            cut, StatementFilter(stages=stages, touchpoint=touchpoint, theme=theme, sentiment=sentiment)
        )

    return {
        "themes": [ThemeHereOut.from_domain(one, url(one.theme.id, None)) for one in grouped.themes],
        "comments": grouped.comments,
        "comments_url": url(None, side),
        "ungrouped": UngroupedOut.of(grouped.ungrouped, grouped.comments, url(0, side)),
    }

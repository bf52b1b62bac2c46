"""One theme as it goes out: the words that stand for it, and where it is spoken of more than elsewhere."""

from __future__ import annotations

from dataclasses import replace

from pydantic import ConfigDict, Field

from api.questions import statements_url
from api.schemas.common import IntervalOut, Out, Rounded
from api.schemas.notes import NOTE_EXAMPLE, NoteOut
from api.schemas.statements import STATEMENT_EXAMPLE, StatementOut
from api.schemas.themes import THEME_EXAMPLE, ThemeOut
from feedback_miner.domain import Cut, StatementFilter
from feedback_miner.domain.team import Remark
from feedback_miner.insights.overrepresented import Overrepresented
from feedback_miner.mining.insights.theme_reading import ThemeDetail


class OverrepresentedOut(Out):
    """A value of a segment, of the channel or of the source, where more of the comments are of the theme."""

    dimension: str = Field(description="`channel`, `source`, or `segment.NAME`.")
    value: str
    comments: int = Field(description="Of the theme, there.")
    customers: int
    share: Rounded = Field(description="Of all comments there.")
    share_elsewhere: Rounded
    ratio: Rounded
    interval: IntervalOut = Field(description="95 %, of the ratio.")
    p: float = Field(
        description="Of the ratio being 1; corrected for all values that were looked at (Benjamini and Hochberg)."
    )
    statements_url: str

    @classmethod
    def from_domain(cls, found: Overrepresented, cut: Cut, theme: int) -> OverrepresentedOut:
        """Mirrors the domain's."""
        return cls(
            dimension=found.dimension,
            value=found.value,
            comments=found.comments,
            customers=found.customers,
            share=found.share,
            share_elsewhere=found.share_elsewhere,
            ratio=found.ratio,
            interval=IntervalOut.from_domain(found.interval),
            p=found.p,
            statements_url=statements_url(
                _narrowed(cut, found.dimension, found.value), StatementFilter(theme=theme)
            ),
        )


class ThemeDetailOut(ThemeOut):
    """A theme with the words that stand for it, and where it is spoken of more than elsewhere."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                THEME_EXAMPLE
                | {
                    "quotes": [STATEMENT_EXAMPLE],
                    "overrepresented": [
                        {
                            "dimension": "segment.plan",
                            "value": "free",
                            "comments": 61,
                            "customers": 58,
                            "share": 0.081,
                            "share_elsewhere": 0.02,
                            "ratio": 4.05,
                            "interval": {"low": 2.6, "high": 6.2},
                            "p": 0.0004,
                            "statements_url": "/v1/statements?from=2026-05-02&to=2026-05-31&segment.plan=free&theme=12",
                        }
                    ],
                    "notes": [NOTE_EXAMPLE],
                }
            ]
        }
    )

    quotes: list[StatementOut] = Field(
        description="At most three: central, of different customers, in other words."
    )
    overrepresented: list[OverrepresentedOut] = Field(
        description="Largest ratio first; empty where it is spoken of alike everywhere, or too little is known."
    )
    notes: list[NoteOut]

    @classmethod
    def from_detail(cls, detail: ThemeDetail, notes: list[Remark]) -> ThemeDetailOut:
        """Mirrors the use case's."""
        return cls(
            **cls.fields_of(detail.result, detail.cut, detail.compared),
            quotes=[StatementOut.from_domain(quote) for quote in detail.quotes],
            overrepresented=[
                OverrepresentedOut.from_domain(one, detail.cut, detail.result.theme.id)
                for one in detail.overrepresented
            ],
            notes=[NoteOut.from_domain(note) for note in notes],
        )


def _narrowed(cut: Cut, dimension: str, value: str) -> Cut:
    if dimension == "channel":
        return replace(cut, channel=value)
    if dimension == "source":
        return replace(cut, source=value)
    return replace(cut, segments={**cut.segments, dimension.removeprefix("segment."): value})

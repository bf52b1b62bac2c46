"""What hurts most, as it goes out."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict, Field

from api.schemas.common import IntervalOut, Out, Rounded
from api.schemas.maps import ChangeOut
from api.schemas.statements import STATEMENT_EXAMPLE, StatementOut
from feedback_miner.mining import PainPointWithQuotes

_PAIN: dict[str, Any] = {
    "stage": "onboarding",
    "touchpoint": "verification",
    "name": "Identity check",
    "impact": 84.2,
    "statements": 140,
    "customers": 121,
    "sentiment": -0.58,
    "interval": {"low": -0.66, "high": -0.5},
    "change": None,
    "quotes": [STATEMENT_EXAMPLE],
}


class PainPointOut(Out):
    """A touchpoint that hurts, with the words of different customers."""

    stage: str
    touchpoint: str
    name: str
    impact: Rounded = Field(description="Statements × how far their mean lies below the whole map's.")
    statements: int
    customers: int
    sentiment: Rounded | None
    interval: IntervalOut | None
    change: ChangeOut | None
    quotes: list[StatementOut]

    @classmethod
    def from_domain(cls, found: PainPointWithQuotes) -> PainPointOut:
        """Mirrors the domain's."""
        point, figures = found.point, found.point.figures
        return cls(
            stage=point.stage,
            touchpoint=point.touchpoint,
            name=point.name,
            impact=point.impact,
            statements=figures.statements,
            customers=figures.customers,
            sentiment=figures.sentiment,
            interval=IntervalOut.from_domain(figures.interval) if figures.interval else None,
            change=ChangeOut.from_domain(figures.change) if figures.change else None,
            quotes=[StatementOut.from_domain(quote) for quote in found.quotes],
        )


class PainPointsOut(Out):
    """The touchpoints that hurt most, the largest impact first."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_PAIN]}]})

    items: list[PainPointOut]

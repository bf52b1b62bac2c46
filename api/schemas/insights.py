"""What answers about insight share: means and shares with intervals, seconds."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from api.schemas.common import IntervalOut, Out, Rounded
from api.schemas.maps import DaysOut
from feedback_miner.domain import Cut
from feedback_miner.insights.means import Mean, Share
from feedback_miner.insights.paths import Quartiles

SPAN: dict[str, Any] = {"from": "2026-05-02", "to": "2026-05-31", "days": 30}
INTERVAL: dict[str, Any] = {"low": -0.47, "high": -0.35}
SHARE: dict[str, Any] = {
    "count": 42,
    "of": 120,
    "customers": 97,
    "share": 0.35,
    "interval": {"low": 0.27, "high": 0.44},
}


class SpanOut(DaysOut):
    """The days that an answer is about, both among them."""

    @classmethod
    def from_domain(cls, cut: Cut) -> SpanOut:
        """Mirrors the domain's."""
        return cls(first_day=cut.first_day, last_day=cut.last_day, days=cut.days)


class MeanOut(Out):
    """The mean sentiment of some statements, and the way to them."""

    statements: int
    customers: int
    sentiment: Rounded | None = Field(description="Mean, −1…1; null without statements.")
    interval: IntervalOut | None = Field(description="Null where fewer than two customers spoke.")
    statements_url: str = Field(description="Exactly the statements that were counted.")

    @classmethod
    def of(cls, mean: Mean, url: str) -> MeanOut:
        """Mirrors the domain's."""
        return cls(
            statements=mean.statements,
            customers=mean.customers,
            sentiment=mean.sentiment,
            interval=IntervalOut.from_domain(mean.interval) if mean.interval else None,
            statements_url=url,
        )


class ShareOut(Out):
    """How many of how many."""

    count: int
    of: int
    customers: int = Field(description="Whose they are.")
    share: Rounded
    interval: IntervalOut | None = Field(description="95 %, by customers; null under two of them.")

    @classmethod
    def from_domain(cls, share: Share) -> ShareOut:
        """Mirrors the domain's."""
        return cls(
            count=share.count,
            of=share.of,
            customers=share.customers,
            share=share.share,
            interval=IntervalOut.from_domain(share.interval) if share.interval else None,
        )


class QuartilesOut(Out):
    """Seconds: a quarter took less than `low`, half less than `median`, a quarter more than `high`."""

    low: Rounded
    median: Rounded
    high: Rounded

    @classmethod
    def from_domain(cls, quartiles: Quartiles) -> QuartilesOut:
        """Mirrors the domain's."""
        return cls(low=quartiles.low, median=quartiles.median, high=quartiles.high)

"""Estimates beside the raw figures as they go out."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from api.schemas.common import IntervalOut, Out, Rounded
from feedback_miner.journey import Estimate

ESTIMATE: dict[str, Any] = {
    "share": 0.2214,
    "share_interval": {"low": 0.1702, "high": 0.2821},
    "sentiment": -0.41,
    "sentiment_interval": {"low": -0.55, "high": -0.27},
}


class EstimateOut(Out):
    """What the stage would come to had people read its statements. An estimate: no statements are behind it.

    The model's counts are corrected by how far it was off, in the same direction, in sources that it had not seen
    (counted when it was trained); how much those sources differed makes the 95 % intervals. What people have
    labelled is taken as it is.
    """

    share: Rounded = Field(description="Of the statements that have a stage.")
    share_interval: IntervalOut
    sentiment: Rounded | None = Field(description="Mean, −1…1; null without statements.")
    sentiment_interval: IntervalOut | None = Field(
        description="Of the mean, with the customers' own variation; null where fewer than two customers spoke."
    )

    @classmethod
    def from_domain(cls, estimate: Estimate) -> EstimateOut:
        """Mirrors the domain's."""
        mean = estimate.sentiment_interval
        return cls(
            share=estimate.share,
            share_interval=IntervalOut.from_domain(estimate.share_interval),
            sentiment=estimate.sentiment,
            sentiment_interval=IntervalOut.from_domain(mean) if mean else None,
        )

"""What to mend first, as it goes out."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict, Field

from api.questions import statements_url
from api.schemas.common import In, IntervalOut, Out, Rounded
from api.schemas.insights import SPAN, SpanOut
from feedback_miner.domain import StatementFilter
from feedback_miner.domain.team.feasibility import Feasibility
from feedback_miner.insights.priorities import USUAL_FEASIBILITY, Impact, Priority
from feedback_miner.journey.types import JourneyMap
from feedback_miner.mining.insights.priorities import Priorities

_PRIORITY: dict[str, Any] = {
    "rank": 1,
    "rank_by_impact": 2,
    "stage": "onboarding",
    "touchpoint": "verification",
    "name": "Onboarding: Identity check",
    "priority": 22.4,
    "impact": 16.8,
    "impact_interval": {"low": 13.2, "high": 20.4},
    "certain": True,
    "volume": 140,
    "sentiment": -0.58,
    "interval": {"low": -0.66, "high": -0.5},
    "below": 0.4,
    "customers": 121,
    "reach": 0.3,
    "weight": 1.0,
    "feasibility": 4,
    "no_impact": None,
    "statements_url": "/v1/statements?from=2026-05-02&to=2026-05-31&stage=onboarding&touchpoint=verification",
}
_PRIORITIES: dict[str, Any] = {
    "period": SPAN,
    "lens": "full",
    "formula": "impact = volume × below × reach × weight; priority = impact × feasibility / 3",
    "outcome": None,
    "weights": "Every weight is 1: no outcome was asked for.",
    "sentiment": -0.18,
    "customers": 403,
    "items": [_PRIORITY],
}


class FeasibilityIn(In):
    """How easily the touchpoint could be mended."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"feasibility": 4}]})

    feasibility: int | None = Field(
        ge=1, le=5, description="1: hardly possible … 5: done in a day; null takes it back."
    )


class FeasibilityOut(Out):
    """What holds from now on."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"stage": "onboarding", "touchpoint": "verification", "feasibility": 4}]
        }
    )

    stage: str
    touchpoint: str
    feasibility: int | None

    @classmethod
    def of(cls, stage: str, touchpoint: str, rated: Feasibility | None) -> FeasibilityOut:
        """Mirrors the domain's."""
        return cls(stage=stage, touchpoint=touchpoint, feasibility=rated.value if rated else None)


class PriorityOut(Out):
    """A touchpoint with every factor of its place in the list."""

    rank: int | None = Field(description="By `priority`; null without impact.")
    rank_by_impact: int | None = Field(description="By `impact`, whatever its feasibility.")
    stage: str
    touchpoint: str
    name: str
    priority: Rounded | None = Field(
        description=f"Impact × feasibility / {USUAL_FEASIBILITY}; unrated touchpoints count as {USUAL_FEASIBILITY}."
    )
    impact: Rounded | None = Field(description="Volume × below × reach × weight.")
    impact_interval: IntervalOut | None = Field(
        description="95 %, for what is not known of how far it lies below."
    )
    certain: bool = Field(description="It lies below the journey's mean for certain.")
    volume: int = Field(description="Statements.")
    sentiment: Rounded | None = Field(description="Their mean, −1…1.")
    interval: IntervalOut | None = Field(description="Of the mean, 95 %, by customers.")
    below: Rounded | None = Field(
        description="How far the mean lies below the journey's; 0 where it is above."
    )
    customers: int = Field(description="Who spoke of it.")
    reach: Rounded | None = Field(description="Share of the journey's customers who spoke of it.")
    weight: Rounded | None = Field(
        description="1; up to 2 where sentiment is known to go with the outcome: 1 + effect / strongest effect."
    )
    feasibility: int | None = Field(description="1…5, as a person has set it; null: nobody has.")
    no_impact: str | None = Field(description="Why there is no impact, in words.")
    statements_url: str = Field(description="Exactly the statements that `volume` counts.")

    @classmethod
    def from_domain(cls, one: Priority, journey: JourneyMap) -> PriorityOut:
        """Mirrors the domain's."""
        figures, stage, impact = one.touchpoint.figures, one.stage, one.impact
        where = StatementFilter(stages=stage.stages, touchpoint=one.touchpoint.key)
        told = impact if isinstance(impact, Impact) else None
        return cls(
            rank=one.rank,
            rank_by_impact=one.rank_by_impact,
            stage=stage.key,
            touchpoint=one.touchpoint.key,
            name=f"{stage.name}: {one.touchpoint.name}",
            priority=one.priority,
            impact=told.value if told else None,
            impact_interval=IntervalOut.from_domain(told.interval) if told else None,
            certain=told.certain if told else False,
            volume=figures.statements,
            sentiment=figures.sentiment,
            interval=IntervalOut.from_domain(figures.interval) if figures.interval else None,
            below=told.below if told else None,
            customers=figures.customers,
            reach=told.reach if told else None,
            weight=told.weight if told else None,
            feasibility=one.feasibility,
            no_impact=impact if isinstance(impact, str) else None,
            statements_url=statements_url(journey.cut, where),
        )


class PrioritiesOut(Out):
    """Touchpoints, the first to mend first; those of which too few spoke are last."""

    model_config = ConfigDict(json_schema_extra={"examples": [_PRIORITIES]})

    period: SpanOut
    lens: str
    formula: str
    outcome: str | None = Field(description="What weights are taken from; null where every weight is 1.")
    weights: str = Field(description="Where weights come from, in words.")
    sentiment: Rounded | None = Field(description="The journey's mean.")
    customers: int = Field(description="Of the whole journey.")
    items: list[PriorityOut]

    @classmethod
    def from_domain(cls, found: Priorities) -> PrioritiesOut:
        """Mirrors the domain's."""
        journey = found.journey
        return cls(
            period=SpanOut.from_domain(journey.cut),
            lens=journey.lens,
            formula=_PRIORITIES["formula"],
            outcome=found.outcome,
            weights=found.weights,
            sentiment=journey.overall.sentiment,
            customers=journey.overall.customers,
            items=[PriorityOut.from_domain(one, journey) for one in found.items],
        )

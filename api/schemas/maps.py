"""The map as it goes out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from pydantic import ConfigDict, Field

from api.questions import statements_url
from api.schemas.common import IntervalOut, Out, Rounded
from api.schemas.estimates import ESTIMATE, EstimateOut
from feedback_miner.domain import NONE, Cut, StatementFilter
from feedback_miner.domain.team.actions import Action
from feedback_miner.journey import FEW, headline
from feedback_miner.journey.types import Change, Figures, JourneyMap, StageResult, TouchpointResult

_FIGURES: dict[str, Any] = {
    "statements": 277,
    "customers": 198,
    "share": 0.2281,
    "sentiment": -0.41,
    "interval": {"low": -0.47, "high": -0.35},
    "emotions": {"frustration": 0.38, "anxiety": 0.21, "neutral": 0.19},
    "nps": {"value": -22.5, "answers": 40},
    "csat": {"value": None, "answers": 0},
    "rating": {"value": 2.31, "answers": 87},
    "change": {
        "sentiment": -0.23,
        "interval": {"low": -0.31, "high": -0.15},
        "certain": True,
        "statements_before": 140,
    },
    "weeks": [None, -0.1, -0.12, -0.08, -0.2, -0.15, -0.11, -0.1, -0.38, -0.44, -0.41, -0.4],
    "few": False,
    "statements_url": "/v1/statements?from=2026-05-02&to=2026-05-31&stage=onboarding",
}
_PERIOD: dict[str, Any] = {"from": "2026-05-02", "to": "2026-05-31", "days": 30}
_MAP: dict[str, Any] = {
    "period": _PERIOD | {"default": True},
    "compared": {"from": "2026-04-02", "to": "2026-05-01", "days": 30},
    "lens": "full",
    "headline": "Onboarding is the low point: −0.41, down 0.23 on the previous 30 days. "
    "Advocacy is the high point at +0.52.",
    "lowest": "onboarding",
    "highest": "advocacy",
    "overall": _FIGURES,
    "stages": [
        _FIGURES
        | {
            "key": "onboarding",
            "name": "Onboarding",
            "stages": ["onboarding"],
            "estimate": ESTIMATE,
            "touchpoints": [_FIGURES | {"key": "verification", "name": "Identity check"}],
        }
    ],
    "models": {"fast/1.0.0": 1289},
    "labelled_by_people": 12,
    "no_estimates": None,
    "actions": [
        {
            "id": "act_2f6a0b9c1d3e",
            "date": "2026-05-18",
            "title": "Back to the old checker",
            "stage": "onboarding",
            "touchpoint": "verification",
            "theme": None,
        }
    ],
    "coverage": {
        "items": 1240,
        "scored": 1188,
        "unscored": 0,
        "other_language": 31,
        "rating_only": 12,
        "not_customer": 9,
        "statements": 1301,
        "statements_no_stage": 87,
        "no_stage_url": "/v1/statements?from=2026-05-02&to=2026-05-31&stage=none",
    },
}


class ChangeOut(Out):
    """Against the period compared with. `certain`: the interval leaves out 0."""

    sentiment: Rounded
    interval: IntervalOut | None
    certain: bool
    statements_before: int

    @classmethod
    def from_domain(cls, change: Change) -> ChangeOut:
        """Mirrors the domain's."""
        return cls(
            sentiment=change.sentiment,
            interval=IntervalOut.from_domain(change.interval) if change.interval else None,
            certain=change.certain,
            statements_before=change.statements_before,
        )


class MetricOut(Out):
    """A score that customers gave, over the messages that speak of this; null where nobody gave one."""

    value: Rounded | None
    answers: int


class FiguresOut(Out):
    """What is known of the whole, a stage, or a touchpoint."""

    statements: int
    customers: int
    share: Rounded = Field(description="Of the statements that have a stage.")
    sentiment: Rounded | None = Field(description="Mean, −1…1; null without statements.")
    interval: IntervalOut | None = Field(
        description="Of the mean; null where fewer than two customers spoke."
    )
    emotions: dict[str, Rounded] = Field(description="Share of the statements that show it, largest first.")
    nps: MetricOut
    csat: MetricOut
    rating: MetricOut
    change: ChangeOut | None
    weeks: list[Rounded | None] = Field(description="Mean of each of the last 12 weeks, oldest first.")
    few: bool = Field(description=f"Fewer than {FEW} statements: too few to say much.")
    statements_url: str = Field(description="Exactly the statements that were counted.")

    @classmethod
    def fields_of(cls, figures: Figures, url: str) -> dict[str, Any]:
        """The fields of a domain's figures."""
        metrics = figures.metrics
        return {
            "statements": figures.statements,
            "customers": figures.customers,
            "share": figures.share,
            "sentiment": figures.sentiment,
            "interval": IntervalOut.from_domain(figures.interval) if figures.interval else None,
            "emotions": dict(figures.emotions),
            "nps": MetricOut(value=metrics.nps, answers=metrics.nps_answers),
            "csat": MetricOut(value=metrics.csat, answers=metrics.csat_answers),
            "rating": MetricOut(value=metrics.rating, answers=metrics.rating_answers),
            "change": ChangeOut.from_domain(figures.change) if figures.change else None,
            "weeks": list(figures.weeks),
            "few": figures.statements < FEW,
            "statements_url": url,
        }


class TouchpointOut(FiguresOut):
    """One touchpoint of one stage."""

    key: str
    name: str

    @classmethod
    def from_domain(cls, found: TouchpointResult, cut: Cut, stages: tuple[str, ...]) -> TouchpointOut:
        """Mirrors the domain's."""
        url = statements_url(cut, StatementFilter(stages=stages, touchpoint=found.key))
        return cls(key=found.key, name=found.name, **cls.fields_of(found.figures, url))


class StageOut(FiguresOut):
    """One stage of the lens."""

    key: str
    name: str
    stages: list[str] = Field(description="The taxonomy's stages that it is made of.")
    touchpoints: list[TouchpointOut] = Field(description="Most statements first.")
    estimate: EstimateOut | None = Field(description="Null where `no_estimates` of the map says why.")

    @classmethod
    def from_domain(cls, found: StageResult, cut: Cut) -> StageOut:
        """Mirrors the domain's."""
        return cls(
            key=found.key,
            name=found.name,
            stages=list(found.stages),
            touchpoints=[TouchpointOut.from_domain(part, cut, found.stages) for part in found.touchpoints],
            estimate=EstimateOut.from_domain(found.estimate) if found.estimate else None,
            **cls.fields_of(found.figures, statements_url(cut, StatementFilter(stages=found.stages))),
        )


class DaysOut(Out):
    """A period: both days are in it."""

    first_day: date = Field(alias="from")
    last_day: date = Field(alias="to")
    days: int


class PeriodOut(DaysOut):
    """The map's period."""

    default: bool = Field(description="No dates were asked for: the days that end at the newest item.")


class CoverageOut(Out):
    """What of the period is on the map and what is not: counts of messages, and of statements where said."""

    items: int
    scored: int
    unscored: int = Field(description="Waiting for a model.")
    other_language: int
    rating_only: int
    not_customer: int = Field(description="Agents' and bots' messages.")
    statements: int
    statements_no_stage: int
    no_stage_url: str


class MarkOut(Out):
    """An action as the map marks it; /v1/actions/{id} says whether it helped."""

    id: str
    on: date = Field(alias="date")
    title: str
    stage: str | None
    touchpoint: str | None
    theme: int | None


class MapOut(Out):
    """The emotional journey map."""

    model_config = ConfigDict(json_schema_extra={"examples": [_MAP]})

    period: PeriodOut
    compared: DaysOut | None
    lens: str
    headline: str
    lowest: str | None = Field(
        description="Key of the stage with the lowest mean; null where too little was said."
    )
    highest: str | None
    overall: FiguresOut
    stages: list[StageOut]
    coverage: CoverageOut
    models: dict[str, int] = Field(
        description="Model → statements that count by its labels, with a stage or without; two or more: the map mixes "
        "the answers of models that differ."
    )
    labelled_by_people: int = Field(description="Statements that count by a person's labels.")
    no_estimates: str | None = Field(
        description="Why there are no estimates, in words; null where there are."
    )
    actions: list[MarkOut] = Field(description="What was changed in the period, the oldest first.")

    @classmethod
    def from_domain(cls, journey: JourneyMap, actions: Iterable[Action] = ()) -> MapOut:
        """Mirrors the domain's."""
        cut, compared, coverage = journey.cut, journey.compared, journey.coverage
        shown = tuple(key for stage in journey.stages for key in stage.stages)
        return cls(
            period=PeriodOut(
                first_day=cut.first_day, last_day=cut.last_day, days=cut.days, default=journey.default_period
            ),
            compared=DaysOut(first_day=compared.first_day, last_day=compared.last_day, days=compared.days)
            if compared
            else None,
            lens=journey.lens,
            headline=str(headline(journey)),
            lowest=journey.lowest,
            highest=journey.highest,
            overall=FiguresOut(
                **FiguresOut.fields_of(journey.overall, statements_url(cut, StatementFilter(stages=shown)))
            ),
            stages=[StageOut.from_domain(stage, cut) for stage in journey.stages],
            coverage=CoverageOut(
                items=coverage.items,
                scored=coverage.scored,
                unscored=coverage.unscored,
                other_language=coverage.other_language,
                rating_only=coverage.rating_only,
                not_customer=coverage.not_customer,
                statements=coverage.statements,
                statements_no_stage=coverage.statements_no_stage,
                no_stage_url=statements_url(cut, StatementFilter(stages=(NONE,))),
            ),
            models=dict(journey.models),
            labelled_by_people=journey.labelled_by_people,
            no_estimates=journey.no_estimates,
            actions=[
                MarkOut(**{name: getattr(one, name) for name in MarkOut.model_fields}) for one in actions
            ],
        )

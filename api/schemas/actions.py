"""What a team changed, and whether it helped."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import ConfigDict, Field, StringConstraints

from api.questions import MAX_ROW_ID, Key, statements_url
from api.schemas.common import Day, In, IntervalOut, Line, Out, Rounded
from api.schemas.insights import INTERVAL
from api.schemas.maps import DaysOut
from feedback_miner.domain import Cut, StatementFilter
from feedback_miner.domain.team.actions import Action
from feedback_miner.insights.contrasts import Contrast
from feedback_miner.insights.effects_of_actions import Effect, Side
from feedback_miner.mining import ActionReport

_IN: dict[str, Any] = {
    "title": "Retry with the old checker of documents",
    "date": "2026-05-18",
    "stage": "onboarding",
    "touchpoint": "verification",
    "owner": "Onboarding team",
    "goal": "Half as many complaints",
}
ACTION_EXAMPLE: dict[str, Any] = {**_IN, "id": "act_2f6a0b9c1d3e", "theme": None, "note": ""}
_SIDE: dict[str, Any] = {
    "period": {"from": "2026-04-20", "to": "2026-05-17", "days": 28},
    "statements": 140,
    "customers": 121,
    "sentiment": -0.58,
    "statements_url": "/v1/statements?from=2026-04-20&to=2026-05-17&stage=onboarding&touchpoint=verification",
}
_EFFECT: dict[str, Any] = {
    "before": _SIDE,
    "after": _SIDE | {"sentiment": -0.21},
    "untouched": [{"touchpoint": "payment", "before": _SIDE, "after": _SIDE}],
    "sentiment": {"value": 0.35, "interval": INTERVAL | {"low": 0.21, "high": 0.49}},
    "share": {"value": -0.04, "interval": {"low": -0.07, "high": -0.01}},
    "missing": None,
    "beside": [],
}
_REPORT: dict[str, Any] = ACTION_EXAMPLE | {"effect": _EFFECT}

Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]
Short = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")
]


class ActionIn(In):
    """What was changed, and where: at a stage, at a touchpoint, or about a theme."""

    model_config = ConfigDict(json_schema_extra={"examples": [_IN]})

    title: Line
    on: Day = Field(alias="date", description="The first day on which customers could notice it.")
    stage: Key | None = None
    touchpoint: Key | None = None
    theme: Annotated[int, Field(ge=1, le=MAX_ROW_ID)] | None = None
    owner: Short = ""
    goal: Text = ""
    note: Text = ""

    def to_domain(self, action_id: str = "") -> Action:
        """The domain's."""
        return Action(id=action_id, **self.model_dump())


class ActionOut(Out):
    """What was changed."""

    model_config = ConfigDict(json_schema_extra={"examples": [ACTION_EXAMPLE]})

    id: str
    title: str
    on: date = Field(alias="date")
    stage: str | None
    touchpoint: str | None
    theme: int | None
    owner: str
    goal: str
    note: str

    @classmethod
    def from_domain(cls, action: Action) -> ActionOut:
        """Mirrors the domain's."""
        return cls(**{name: getattr(action, name) for name in ActionOut.model_fields})


class SideOut(Out):
    """What was said on one side of the action."""

    period: DaysOut | None = Field(description="Null where no such day has feedback yet.")
    statements: int
    customers: int
    sentiment: Rounded | None
    statements_url: str | None

    @classmethod
    def of(cls, side: Side, cut: Cut | None, where: StatementFilter) -> SideOut:
        """Mirrors the domain's."""
        return cls(
            period=DaysOut(first_day=cut.first_day, last_day=cut.last_day, days=cut.days) if cut else None,
            statements=side.statements,
            customers=side.customers,
            sentiment=side.sentiment,
            statements_url=statements_url(cut, where) if cut else None,
        )


class UntouchedOut(Out):
    """A touchpoint that nobody touched, over the same days."""

    touchpoint: str
    before: SideOut
    after: SideOut


class DifferenceOut(Out):
    """An estimate with its 95 % interval, by customers."""

    value: Rounded
    interval: IntervalOut | None

    @classmethod
    def of(cls, found: Contrast | None) -> DifferenceOut | None:
        """Mirrors the domain's."""
        if found is None:
            return None
        return cls(
            value=found.value, interval=IntervalOut.from_domain(found.interval) if found.interval else None
        )


class EffectOut(Out):
    """Before and after at the place, against touchpoints that were not touched."""

    before: SideOut
    after: SideOut
    untouched: list[UntouchedOut]
    sentiment: DifferenceOut | None = Field(
        description="How much more the mean sentiment rose here than at untouched touchpoints."
    )
    share: DifferenceOut | None = Field(description="Change of the place's share of all comments.")
    missing: str | None = Field(description="Why there is no estimate, in words.")
    beside: list[str] = Field(
        description="Other actions at the same place in these days: their effects cannot be told apart."
    )


class ActionReportOut(ActionOut):
    """What was changed, and whether it helped."""

    model_config = ConfigDict(json_schema_extra={"examples": [_REPORT]})

    effect: EffectOut

    @classmethod
    def of(cls, report: ActionReport) -> ActionReportOut:
        """Mirrors the domain's."""
        shown = ActionOut.from_domain(report.action).model_dump()
        return cls(**shown, effect=_effect_out(report, report.effect))


class ActionsOut(Out):
    """Actions, the newest first."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_REPORT]}]})

    items: list[ActionReportOut]


def _effect_out(report: ActionReport, effect: Effect) -> EffectOut:
    return EffectOut(
        before=SideOut.of(effect.before, report.before, report.place),
        after=SideOut.of(effect.after, report.after, report.place),
        untouched=[
            UntouchedOut(
                touchpoint=part.touchpoint,
                before=SideOut.of(part.before, report.before, where),
                after=SideOut.of(part.after, report.after, where),
            )
            for part in effect.untouched
            for where in [StatementFilter(stages=report.stages, touchpoint=part.touchpoint)]
        ],
        sentiment=DifferenceOut.of(effect.sentiment),
        share=DifferenceOut.of(effect.share),
        missing=effect.missing,
        beside=list(report.beside),
    )

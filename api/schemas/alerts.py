"""What was noticed, and by which rules."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from api.questions import Key, statements_url
from api.schemas.common import In, IntervalOut, Line, Out, Rounded
from api.schemas.statements import STATEMENT_EXAMPLE, StatementOut
from feedback_miner.domain import Source
from feedback_miner.domain.team.alert_targets import AlertDelivery, DeliveryState, Phase
from feedback_miner.domain.team.alerts import (
    AlertRule,
    Direction,
    Each,
    Ending,
    Measure,
    Sensitivity,
)
from feedback_miner.mining import AlertReport

_RULE_IN: dict[str, Any] = {
    "title": "Frustration of the pro plan at any stage",
    "measure": "emotion",
    "direction": "up",
    "each": "stage",
    "segments": {"plan": "pro"},
    "emotion": "frustration",
}
_RULE: dict[str, Any] = {
    **_RULE_IN,
    "id": "pro-frustration",
    "stage": None,
    "touchpoint": None,
    "channel": None,
    "source": None,
    "sensitivity": "usual",
    "paused": False,
}
ALERT_EXAMPLE: dict[str, Any] = {
    "id": "alert_0f3a5e6b7c8d9e0f",
    "rule": "stage-sentiment",
    "title": "Sentiment at Onboarding fell",
    "text": "Sentiment at Onboarding fell: −0.52 where −0.12 was expected (−0.28 … +0.04).\n"
    "2026-05-04 to 2026-05-05: 41 comments of 37 customers.",
    "measure": "sentiment",
    "direction": "down",
    "place": "onboarding",
    "first_day": "2026-05-04",
    "noticed_on": "2026-05-05",
    "last_day": None,
    "ending": None,
    "past": False,
    "found_at": "2026-05-06T00:12:00Z",
    "value": -0.52,
    "expected": -0.12,
    "interval": {"low": -0.28, "high": 0.04},
    "statements": 41,
    "customers": 37,
    "statements_url": "/v1/statements?from=2026-05-04&to=2026-05-05&stage=onboarding",
    "theme": 12,
    "quotes": [1234, 1240, 1251],
}
_DELIVERY: dict[str, Any] = {
    "phase": "alert.began",
    "target": "team-chat",
    "attempt": 1,
    "at": "2026-05-06T00:12:01Z",
    "state": "sent",
    "trouble": None,
}


class RuleIn(In):
    """What is to be watched. Empty filters mean everything."""

    model_config = ConfigDict(json_schema_extra={"examples": [_RULE_IN]})

    title: Line
    measure: Measure = Field(description="`theme`: themes that are new or grow fast.")
    direction: Direction = Direction.UP
    each: Each | None = Field(None, description="What is looked at one by one; null: the cut as a whole.")
    stage: Key | None = None
    touchpoint: Key | None = None
    channel: Line | None = None
    source: Source | None = None
    segments: dict[Line, Line] = Field(default_factory=dict, max_length=20)
    emotion: Key | None = Field(None, description="Of a rule on an emotion, its key.")
    sensitivity: Sensitivity = Field(
        Sensitivity.USUAL, description="Each step makes false alarms about seven times as frequent, or rare."
    )
    paused: bool = False

    def to_domain(self, rule_id: str) -> AlertRule:
        """The domain's."""
        given = {name: getattr(self, name) for name in type(self).model_fields}
        given["source"] = self.source.value if self.source else None
        given["channel"] = self.channel.casefold() if self.channel else None
        return AlertRule(id=rule_id, **given)


class RuleOut(Out):
    """What is watched."""

    model_config = ConfigDict(json_schema_extra={"examples": [_RULE]})

    id: str
    title: str
    measure: Measure
    direction: Direction
    each: Each | None
    stage: str | None
    touchpoint: str | None
    channel: str | None
    source: str | None
    segments: dict[str, str]
    emotion: str | None
    sensitivity: Sensitivity
    paused: bool

    @classmethod
    def from_domain(cls, rule: AlertRule) -> RuleOut:
        """Mirrors the domain's."""
        fields = {name: getattr(rule, name) for name in cls.model_fields}
        return cls(**fields | {"segments": dict(rule.segments)})


class RulesOut(Out):
    """All rules: those that are there without set-up first."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_RULE]}]})

    items: list[RuleOut]


class AlertOut(Out):
    """A time in which a place was not as the weeks before it."""

    model_config = ConfigDict(json_schema_extra={"examples": [ALERT_EXAMPLE]})

    id: str
    rule: str = Field(description="Id of the rule.")
    title: str
    text: str = Field(description="The same with its figures, in a few lines.")
    measure: Measure
    direction: Direction
    place: str = Field(description="Of what the rule looks at one by one; empty: the whole.")
    first_day: date
    noticed_on: date = Field(description="The day whose comments made it sure.")
    last_day: date | None = Field(description="Null while it lasts.")
    ending: Ending | None = Field(
        description="`over`: as before; `settled`: the new usual after four weeks; `withdrawn`: the rule, or what it "
        "was seen in, was changed or taken out."
    )
    past: bool = Field(description="It was long over when it was found; nobody was called.")
    found_at: datetime
    value: Rounded = Field(
        description="Of the days from `first_day` to `noticed_on`: mean sentiment, comments a day, or a share."
    )
    expected: Rounded = Field(description="By the eight weeks before, weekdays included.")
    interval: IntervalOut = Field(description="What those days would have been in 95 of 100 cases.")
    statements: int
    customers: int
    statements_url: str
    theme: int | None = Field(description="Id of the theme that has most to do with it.")
    quotes: Annotated[list[int], Field(description="Ids of statements that show it.")]

    @classmethod
    def of(cls, report: AlertReport) -> AlertOut:
        """Mirrors the domain's."""
        return cls(**_fields_of(report))


class AlertsOut(Out):
    """Alerts: those that last first, then the newest."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [ALERT_EXAMPLE]}]})

    items: list[AlertOut]


class DeliveryOut(Out):
    """An attempt to tell somebody of it."""

    phase: Phase
    target: str
    attempt: int
    at: datetime
    state: DeliveryState
    trouble: str | None

    @classmethod
    def from_domain(cls, delivery: AlertDelivery) -> DeliveryOut:
        """Mirrors the domain's."""
        return cls(**{name: getattr(delivery, name) for name in cls.model_fields})


class AlertReportOut(AlertOut):
    """An alert with customers' words, and who was told of it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [ALERT_EXAMPLE | {"words": [STATEMENT_EXAMPLE], "deliveries": [_DELIVERY]}]
        }
    )

    words: list[StatementOut] = Field(description="The statements of `quotes`, as far as they still stand.")
    deliveries: list[DeliveryOut]

    @classmethod
    def of(cls, report: AlertReport) -> AlertReportOut:
        """Mirrors the domain's."""
        return cls(
            **_fields_of(report),
            words=[StatementOut.from_domain(quote) for quote in report.quotes],
            deliveries=[DeliveryOut.from_domain(one) for one in report.deliveries],
        )


def _fields_of(report: AlertReport) -> dict[str, Any]:
    alert, evidence = report.alert, report.alert.evidence
    copied = ("id", "title", "place", "first_day", "noticed_on", "last_day", "ending", "past", "found_at")
    return {
        **{name: getattr(alert, name) for name in copied},
        "rule": alert.rule.id,
        "text": report.text,
        "measure": alert.rule.measure,
        "direction": alert.rule.direction,
        "value": evidence.value,
        "expected": evidence.expected,
        "interval": IntervalOut(low=evidence.low, high=evidence.high),
        "statements": evidence.statements,
        "customers": evidence.customers,
        "statements_url": statements_url(report.cut, report.where),
        "theme": evidence.theme,
        "quotes": list(evidence.quotes),
    }

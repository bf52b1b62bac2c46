"""Who is told of alerts."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import ConfigDict, Field, StringConstraints

from api.schemas.common import In, Line, Out
from feedback_miner.domain.team.alert_targets import AlertTarget, TargetKind
from feedback_miner.mining import Tested

_IN: dict[str, Any] = {
    "by": "webhook",
    "options": {"url": "https://desk.example.org/alerts", "secret": "desk"},
    "rules": ["stage-sentiment"],
}
_TARGET: dict[str, Any] = {**_IN, "name": "desk", "ends": True, "added_at": "2026-06-01T09:30:00Z"}
_TESTED: dict[str, Any] = {"target": "desk", "taken": True, "trouble": None}

Option = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=2_000, pattern=r"^[^\x00-\x1f\x7f]*$")
]


class TargetIn(In):
    """Who is to be told, and how. Secrets are given by their name, as those of sources are."""

    model_config = ConfigDict(json_schema_extra={"examples": [_IN]})

    by: TargetKind
    options: dict[Line, Option] = Field(
        max_length=20,
        description="webhook: `url`, `secret` (that signs). slack: `secret` (that holds the address). email: `host`, "
        "`port`, `security` (starttls, tls, none), `user`, `secret` (the password), `sender`, `to` (with commas).",
    )
    rules: list[Line] = Field(default_factory=list, max_length=100, description="Empty: all rules.")
    ends: bool = Field(True, description="Whether the end of an alert is told, too.")

    def to_domain(self, name: str, added_at: datetime) -> AlertTarget:
        """The domain's."""
        return AlertTarget(name, self.by, self.options, added_at, tuple(self.rules), self.ends)


class TargetOut(Out):
    """Who is told, and how."""

    model_config = ConfigDict(json_schema_extra={"examples": [_TARGET]})

    name: str
    by: TargetKind
    options: dict[str, str]
    rules: list[str]
    ends: bool
    added_at: datetime

    @classmethod
    def from_domain(cls, target: AlertTarget) -> TargetOut:
        """Mirrors the domain's; of addresses not what may be a key."""
        return cls(
            name=target.id,
            by=target.by,
            options=target.shown_options,
            rules=list(target.rules),
            ends=target.ends,
            added_at=target.added_at,
        )


class TargetsOut(Out):
    """All who are told, by name."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_TARGET]}]})

    items: list[TargetOut]


class TestedOut(Out):
    """What became of a sample."""

    __test__ = False  # no test of pytest's

    target: str
    taken: bool
    trouble: str | None = Field(description="Why it failed, in words.")

    @classmethod
    def from_domain(cls, tested: Tested) -> TestedOut:
        """Mirrors the domain's."""
        return cls(target=tested.target, taken=tested.trouble is None, trouble=tested.trouble)


class TestsOut(Out):
    """What became of the samples."""

    __test__ = False

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_TESTED]}]})

    items: list[TestedOut]

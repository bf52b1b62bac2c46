"""Whom alerts are told to, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from feedback_miner.domain.feeds import without_keys


class TargetKind(StrEnum):
    """Ways to be told."""

    WEBHOOK = "webhook"
    EMAIL = "email"
    #: anything that takes Slack's incoming webhooks: Slack, Mattermost, Rocket.Chat …
    SLACK = "slack"


class Phase(StrEnum):
    """What is told."""

    BEGAN = "alert.began"
    ENDED = "alert.ended"
    TEST = "alert.test"
    REPORT = "report"


class DeliveryState(StrEnum):
    """How far a delivery is."""

    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class AlertTarget:
    """Somebody who is told. Secrets stand here by their names alone."""

    kind: ClassVar[str] = "alert_target"

    #: its name
    id: str
    by: TargetKind
    #: what the kind asks for, as text
    options: Mapping[str, str]
    added_at: datetime
    #: ids of the rules that are told; empty: of all
    rules: tuple[str, ...] = ()
    #: whether the end of an alert is told, too
    ends: bool = True

    @property
    def shown_options(self) -> dict[str, str]:
        """As they may be shown: of an address not its query, in which some carry a key."""
        return {name: without_keys(value) for name, value in self.options.items()}


@dataclass(frozen=True, slots=True)
class AlertDelivery:
    """One attempt to tell somebody. Whoever adds it is the one who makes it."""

    kind: ClassVar[str] = "alert_delivery"

    alert: str
    phase: Phase
    target: str
    #: from 1
    attempt: int
    at: datetime
    state: DeliveryState = DeliveryState.SENDING
    #: why it failed, in words and without secrets
    trouble: str | None = None

    @property
    def id(self) -> str:
        """Among all attempts."""
        return f"{self.alert}/{self.phase}/{self.target}/{self.attempt}"


@dataclass(frozen=True, slots=True)
class Notice:
    """What is told: a line, some lines, and all of it for programs (plain JSON)."""

    #: the same for every attempt to tell the same
    id: str
    phase: Phase
    workspace: str
    at: datetime
    title: str
    text: str
    data: Mapping[str, Any] = field(default_factory=dict)
    #: the text as a page of HTML, for mail; "" where there is none
    page: str = ""

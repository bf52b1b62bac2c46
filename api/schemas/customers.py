"""Customers: references in, pseudonyms out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import ConfigDict, Field

from api.schemas.common import In, Line, Out, Rounded
from api.schemas.feedback import FeedbackOut
from feedback_miner.domain import FeedbackView, Source
from feedback_miner.insights.customer_steps import Step, customer_steps

_PSEUDONYM = "c_0f3a5e6b7c8d9e0f1a2b3c4d5e6f7a8b"
_STEP: dict[str, Any] = {
    "feedback_id": 99,
    "occurred_at": "2026-05-04T06:12:00Z",
    "seconds_since": None,
    "source": "survey",
    "channel": "email",
    "stage": "onboarding",
    "touchpoint": "delivery",
    "sentiment": -0.62,
    "statements": 1,
    "nps": 6,
    "csat": None,
    "rating": None,
    "first_reply_seconds": None,
    "solved_seconds": None,
}


class LookupIn(In):
    """A reference as your export has it: an e-mail address, a user name, a number. It is not stored."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reference": "ada@example.com"}]})

    reference: Line


class LookupOut(Out):
    """The pseudonym of a reference, whether or not anything is known of the customer."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"pseudonym": _PSEUDONYM}]})

    pseudonym: str


class StepOut(Out):
    """A message as a step of the journey: at the stage that most of its statements have."""

    feedback_id: int
    occurred_at: datetime
    seconds_since: int | None = Field(description="Since the step before; null for the first.")
    source: Source
    channel: str
    stage: str
    touchpoint: str = Field(description="That most of its statements at this stage have.")
    sentiment: Rounded = Field(description="Mean of its statements at this stage.")
    statements: int = Field(description="At this stage.")
    nps: int | None
    csat: float | None
    rating: float | None
    first_reply_seconds: int | None
    solved_seconds: int | None

    @classmethod
    def from_domain(cls, step: Step, before: Step | None) -> StepOut:
        """Mirrors the domain's."""
        item = step.message.item
        since = item.occurred_at - before.message.item.occurred_at if before else None
        return cls(
            feedback_id=step.message.id,
            occurred_at=item.occurred_at,
            seconds_since=int(since.total_seconds()) if since is not None else None,
            source=item.source,
            channel=item.channel,
            stage=step.stage,
            touchpoint=step.touchpoint,
            sentiment=step.sentiment,
            statements=step.statements,
            nps=item.nps,
            csat=item.csat,
            rating=item.rating,
            first_reply_seconds=item.first_reply_seconds,
            solved_seconds=item.solved_seconds,
        )


class JourneyOut(Out):
    """A customer's messages, oldest first, and those of them that are steps of the journey."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"pseudonym": _PSEUDONYM, "steps": [_STEP], "messages": []}]}
    )

    pseudonym: str
    steps: list[StepOut] = Field(description="Messages that speak of a stage.")
    messages: list[FeedbackOut]

    @classmethod
    def from_domain(cls, pseudonym: str, messages: Sequence[FeedbackView]) -> JourneyOut:
        """Mirrors the domain's."""
        walked = customer_steps(messages)
        return cls(
            pseudonym=pseudonym,
            steps=[
                StepOut.from_domain(step, before)
                for step, before in zip(walked, (None, *walked[:-1]), strict=True)
            ]
            if walked
            else [],
            messages=[FeedbackOut.from_domain(message) for message in messages],
        )


class ErasureOut(Out):
    """What was erased, for good. Later imports leave this customer out."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"pseudonym": _PSEUDONYM, "messages_removed": 4}]}
    )

    pseudonym: str
    messages_removed: int = Field(ge=0)

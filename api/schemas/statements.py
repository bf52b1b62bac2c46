"""Statements, and the labels that people give them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import ConfigDict, Field, StringConstraints

from api.schemas.common import In, Out, PageOut, Rounded
from feedback_miner.domain import Labels, Page, Source, StatementView

_LABELS_EXAMPLE: dict[str, Any] = {
    "stage": "onboarding",
    "touchpoint": "delivery",
    "sentiment": -0.62,
    "emotions": ["disappointment"],
}
STATEMENT_EXAMPLE: dict[str, Any] = {
    "id": 1234,
    "feedback_id": 99,
    "text": "The parcel came two days late.",
    "start": 0,
    "end": 30,
    "labels": _LABELS_EXAMPLE,
    "model_labels": _LABELS_EXAMPLE,
    "stage_confidence": 0.91,
    "touchpoint_confidence": 0.88,
    "corrected": False,
    "occurred_at": "2026-05-04T06:12:00Z",
    "source": "survey",
    "channel": "email",
    "customer": "c_0f3a5e6b7c8d9e0f1a2b3c4d5e6f7a8b",
    "segments": {"plan": "pro"},
}

_Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class LabelsOut(Out):
    """Stage and touchpoint (“none” where none can be told), sentiment −1…1, emotions (none: neutral)."""

    stage: str
    touchpoint: str
    sentiment: Rounded
    emotions: list[str]

    @classmethod
    def from_domain(cls, labels: Labels) -> LabelsOut:
        """Mirrors the domain's."""
        return cls(
            stage=labels.stage,
            touchpoint=labels.touchpoint,
            sentiment=labels.sentiment,
            emotions=list(labels.emotions),
        )


class LabelsIn(In):
    """What a person says of a statement: it counts on the map at once, and what the model said is kept."""

    model_config = ConfigDict(json_schema_extra={"examples": [_LABELS_EXAMPLE]})

    stage: _Key
    touchpoint: _Key
    sentiment: float = Field(ge=-1, le=1)
    emotions: list[_Key] = Field(default_factory=list, max_length=3)

    def to_domain(self) -> Labels:
        """The domain's."""
        return Labels(self.stage, self.touchpoint, self.sentiment, tuple(self.emotions))


class StatementOut(Out):
    """A part of a message that speaks of one thing: `text` is the message's text from `start` to `end`."""

    model_config = ConfigDict(json_schema_extra={"examples": [STATEMENT_EXAMPLE]})

    id: int
    feedback_id: int = Field(description="The message that it is part of: /v1/feedback/{id}.")
    text: str
    start: int
    end: int
    labels: LabelsOut = Field(description="What counts on the map.")
    model_labels: LabelsOut = Field(description="What the model had said.")
    stage_confidence: Rounded = Field(description="The model's probability of the stage that it names.")
    touchpoint_confidence: Rounded
    corrected: bool
    occurred_at: datetime
    source: Source
    channel: str
    customer: str | None = Field(description="A pseudonym.")
    segments: dict[str, str]

    @classmethod
    def from_domain(cls, view: StatementView) -> StatementOut:
        """Mirrors the domain's."""
        return cls(
            id=view.id,
            feedback_id=view.item_id,
            text=view.text,
            start=view.start,
            end=view.end,
            labels=LabelsOut.from_domain(view.labels),
            model_labels=LabelsOut.from_domain(view.model_labels),
            stage_confidence=view.stage_confidence,
            touchpoint_confidence=view.touchpoint_confidence,
            corrected=view.corrected,
            occurred_at=view.occurred_at,
            source=view.source,
            channel=view.channel,
            customer=view.customer,
            segments=dict(view.segments),
        )


class StatementsOut(PageOut[StatementOut]):
    """Statements, newest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [STATEMENT_EXAMPLE], "next_cursor": None}]}
    )

    @classmethod
    def from_domain(cls, page: Page[StatementView]) -> StatementsOut:
        """Mirrors the domain's."""
        return cls(
            items=[StatementOut.from_domain(found) for found in page.items], next_cursor=page.next_cursor
        )

"""Statements fit as testimonials."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import ConfigDict, Field

from api.schemas.common import In, Out
from api.schemas.statements import STATEMENT_EXAMPLE, StatementOut
from feedback_miner.mining import Voice, VoiceState

_VOICE: dict[str, Any] = {
    "statement": STATEMENT_EXAMPLE | {"text": "I would recommend this shop to all of my colleagues."},
    "state": "approved",
    "decided_by": "key_0f3a5e6b7c8d",
    "decided_at": "2026-06-01T09:30:00Z",
}


class VoiceIn(In):
    """What a person decides."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"approved": True}]})

    approved: bool


class VoiceOut(Out):
    """A statement fit as a testimonial, and what a person decided."""

    model_config = ConfigDict(json_schema_extra={"examples": [_VOICE]})

    statement: StatementOut
    state: VoiceState
    decided_by: str | None = Field(description="Id of the key by which it was decided.")
    decided_at: datetime | None

    @classmethod
    def from_domain(cls, voice: Voice) -> VoiceOut:
        """Mirrors the domain's."""
        return cls(
            statement=StatementOut.from_domain(voice.statement),
            state=voice.state,
            decided_by=voice.decision.by if voice.decision else None,
            decided_at=voice.decision.at if voice.decision else None,
        )


class VoicesOut(Out):
    """Voices: the best, or the newest decision, first."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_VOICE]}]})

    items: list[VoiceOut]

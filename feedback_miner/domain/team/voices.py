"""Voices: statements that a person allows, or does not allow, to be shown as testimonials."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class VoiceDecision:
    """What a person decided about a statement; its words are the store's alone."""

    kind: ClassVar[str] = "voice"

    statement: int
    approved: bool
    #: id of the key by which it was decided
    by: str
    at: datetime

    @property
    def id(self) -> str:
        """Among all decisions."""
        return str(self.statement)

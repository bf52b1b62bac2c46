"""Notes by people on a stage, a touchpoint or a theme."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import ConfigDict, Field, StringConstraints

from api.questions import MAX_ROW_ID, Key
from api.schemas.common import In, Line, Out
from feedback_miner.domain.team import Remark
from feedback_miner.mining.insights.notes import About

NOTE_EXAMPLE: dict[str, Any] = {
    "id": "note_2f6a0b9c1d3e",
    "text": "The bank changed its gateway on May 4th; they are at it.",
    "by": "Ann, payments",
    "written_at": "2026-05-06T08:30:00Z",
    "stage": None,
    "touchpoint": "payment",
    "theme": None,
}


class NoteOut(Out):
    """A note by a person."""

    model_config = ConfigDict(json_schema_extra={"examples": [NOTE_EXAMPLE]})

    id: str
    text: str
    by: str | None
    written_at: datetime
    stage: str | None = Field(description="Key of the taxonomy.")
    touchpoint: str | None
    theme: int | None = Field(
        description="Id; of one that went into another, that one's, however the note was written."
    )

    @classmethod
    def from_domain(cls, note: Remark) -> NoteOut:
        """Mirrors the domain's."""
        return cls(
            id=note.id,
            text=note.text,
            by=note.by or None,
            written_at=note.written_at,
            stage=note.stage or None,
            touchpoint=note.touchpoint or None,
            theme=note.theme or None,
        )


class NotesOut(Out):
    """Notes, newest first."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [NOTE_EXAMPLE]}]})

    items: list[NoteOut]


class NoteIn(In):
    """A note to keep: on a theme, or on a stage, a touchpoint, or a touchpoint of a stage."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"text": "The bank changed its gateway on May 4th.", "touchpoint": "payment"}]
        }
    )

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
    by: Annotated[Line, Field(max_length=100)] | None = None
    stage: Key | None = None
    touchpoint: Key | None = None
    theme: Annotated[int, Field(ge=1, le=MAX_ROW_ID)] | None = None

    def about(self) -> About:
        """What it is on."""
        return About(self.stage or "", self.touchpoint or "", self.theme or 0)

"""What teams commonly do about pain, and the playbook that it comes from."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict, Field

from api.schemas.common import Out
from feedback_miner.insights.fitting import FittingSuggestion
from feedback_miner.mining.insights.suggestions import Suggested, Suggestions
from feedback_miner.taxonomy import Playbook, StageAdvice, TouchpointAdvice

FITTING_EXAMPLE: dict[str, Any] = {
    "pain": "A payment is refused without a reason",
    "remedy": "Pass the bank's reason on in plain words, keep the basket, and offer a second way to pay.",
    "fits": True,
    "words": ["declin", "card"],
    "emotions": ["frustration"],
}
_STAGE: dict[str, Any] = {
    "stage": "purchase",
    "goal": "Get it done quickly, with no surprise at the end.",
    "action": "Cut every step and every cost that the customer did not expect.",
}
PLAYBOOK_EXAMPLE: dict[str, Any] = {
    "stages": [_STAGE],
    "touchpoints": [
        {
            "touchpoint": "pricing",
            "suggestions": [
                {
                    "pain": "Unclear total price",
                    "remedy": "Show all costs before the basket.",
                    "words": ["hidden", "fee"],
                    "emotions": ["anger"],
                }
            ],
        }
    ],
}


class FittingOut(Out):
    """A suggestion, and what speaks for it here."""

    pain: str
    remedy: str
    fits: bool = Field(description="Customers used its words; else it is only what teams commonly do.")
    words: list[str] = Field(description="How words begin that customers used.")
    emotions: list[str] = Field(description="Its emotions that are common here.")

    @classmethod
    def fields_of(cls, found: FittingSuggestion) -> dict[str, Any]:
        """The fields of the domain's."""
        return {
            "pain": found.suggestion.pain,
            "remedy": found.suggestion.remedy,
            "fits": found.fits,
            "words": list(found.words),
            "emotions": list(found.emotions),
        }

    @classmethod
    def from_domain(cls, found: FittingSuggestion) -> FittingOut:
        """Mirrors the domain's."""
        return cls(**cls.fields_of(found))


class SuggestionOut(FittingOut):
    """A suggestion, and for what."""

    touchpoint: str
    stage: str | None = Field(
        description="Of the lens, where it hurts; null for what teams do at the touchpoint anyway."
    )
    theme: int | None
    theme_name: str | None

    @classmethod
    def from_suggested(cls, found: Suggested) -> SuggestionOut:
        """Mirrors the use case's."""
        return cls(
            **cls.fields_of(found.fitting),
            touchpoint=found.touchpoint,
            stage=found.stage,
            theme=found.theme.id if found.theme else None,
            theme_name=found.theme.name if found.theme else None,
        )


class SuggestionsOut(Out):
    """What could be done: for what hurts most first, and of that what fits best first."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "stage": _STAGE,
                    "items": [
                        FITTING_EXAMPLE
                        | {"touchpoint": "payment", "stage": "purchase", "theme": None, "theme_name": None}
                    ],
                }
            ]
        }
    )

    stage: StageAdvice | None = Field(
        description="What customers are after at the stage that is asked about, and what to see to there."
    )
    items: list[SuggestionOut]

    @classmethod
    def from_domain(cls, found: Suggestions) -> SuggestionsOut:
        """Mirrors the use case's."""
        return cls(stage=found.stage, items=[SuggestionOut.from_suggested(one) for one in found.items])


class PlaybookOut(Out):
    """The playbook, with the workspace's own changes."""

    model_config = ConfigDict(json_schema_extra={"examples": [PLAYBOOK_EXAMPLE]})

    stages: list[StageAdvice]
    touchpoints: list[TouchpointAdvice]

    @classmethod
    def from_domain(cls, playbook: Playbook) -> PlaybookOut:
        """Mirrors the domain's."""
        return cls(stages=list(playbook.stages), touchpoints=list(playbook.touchpoints))

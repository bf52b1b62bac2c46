"""Why a statement has its labels."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict, Field

from api.schemas.common import Out, Rounded
from feedback_miner.domain import LabelKind
from feedback_miner.mining import ExplainedStatement

_EXAMPLE: dict[str, Any] = {
    "statement_id": 1234,
    "feedback_id": 99,
    "text": "The parcel came late.",
    "start": 0,
    "end": 21,
    "model": "default/2.0.0",
    "scored_by": "default/2.0.0",
    "words": [
        {"text": "The", "start": 0, "end": 3},
        {"text": "parcel", "start": 4, "end": 10},
        {"text": "came", "start": 11, "end": 15},
        {"text": "late.", "start": 16, "end": 21},
    ],
    "reasons": [
        {
            "label": "touchpoint",
            "key": "delivery",
            "value": 0.88,
            "hidden": 0.03,
            "weights": [0.01, 0.55, 0.09, 0.2],
        },
        {
            "label": "sentiment",
            "key": "",
            "value": -0.62,
            "hidden": 0.04,
            "weights": [0.0, -0.11, -0.03, -0.52],
        },
    ],
}


class WordOut(Out):
    """A word of the message: its text from `start` to `end`."""

    text: str
    start: int
    end: int


class ReasonOut(Out):
    """What carried one label: the weights come to `value` less `hidden`, but for some hundredths of their sizes."""

    label: LabelKind
    key: str = Field(description="Of the taxonomy; empty for the sentiment.")
    value: Rounded = Field(
        description="What the model says of these words: a probability, or the sentiment. The sentiment stands here as "
        "the model puts it, and may pass −1 and 1; a statement's labels have it cut to them."
    )
    hidden: Rounded = Field(description="What it would say if every word were hidden; likewise not cut.")
    weights: list[Rounded] = Field(
        description="One for each word: how much of it is due to this word; below zero: it spoke against it."
    )


class WhyOut(Out):
    """The words that carried the model's labels of a statement; words around it count, too.

    Read are the statement and what stands next to it, 96 tokens (words or parts of words) in all.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    statement_id: int
    feedback_id: int
    text: str = Field(description="The whole message, as it is stored.")
    start: int = Field(description="Where the statement begins in it.")
    end: int
    model: str = Field(description="The model that gives the reasons.")
    scored_by: str = Field(
        description="The model that gave the labels; where it is another one, `model` explains those that it shares."
    )
    words: list[WordOut] = Field(
        description="Those that were read; words of the message beyond them were not."
    )
    reasons: list[ReasonOut] = Field(
        description="Stage, touchpoint, sentiment, then each emotion. Stage and touchpoint are left out where another "
        "key is likelier by the model in the words that were read. So it is above all where it was too unsure and "
        "abstained (“none”), which no word carried; and now and then where another model scored, or words further away "
        "decided."
    )

    @classmethod
    def from_domain(cls, explained: ExplainedStatement) -> WhyOut:
        """Mirrors the domain's."""
        text, why = explained.text, explained.why
        return cls(
            statement_id=explained.statement.id,
            feedback_id=explained.statement.item_id,
            text=text,
            start=explained.statement.start,
            end=explained.statement.end,
            model=why.model,
            scored_by=explained.scored_by,
            words=[WordOut(text=text[start:end], start=start, end=end) for start, end in why.words],
            reasons=[
                ReasonOut(
                    label=reason.kind,
                    key=reason.key,
                    value=reason.value,
                    hidden=reason.hidden,
                    weights=list(reason.weights),
                )
                for reason in why.reasons
            ],
        )

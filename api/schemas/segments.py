"""Segments as they come in and go out."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any
from urllib.parse import urlencode

from pydantic import ConfigDict, Field, StringConstraints

from api.questions import statements_url
from api.schemas.change import DifferenceOut
from api.schemas.common import In, Line, Out, Rounded
from api.schemas.insights import SPAN, MeanOut, SpanOut
from feedback_miner.domain import Source
from feedback_miner.domain.team.personas import Persona
from feedback_miner.insights.segments import StandingOut
from feedback_miner.mining.insights.answered import Answered

_SEGMENT: dict[str, Any] = {
    "name": "Small shops",
    "goal": "Sell without thinking about software.",
    "sketch": "Two or three people, no IT, everything on one phone.",
    "channel": None,
    "source": None,
    "segments": {"plan": "pro"},
}
_STANDING_OUT: dict[str, Any] = {
    "segment": "plan",
    "value": "free",
    "statements": 140,
    "customers": 121,
    "sentiment": -0.41,
    "interval": {"low": -0.47, "high": -0.35},
    "statements_url": "/v1/statements?from=2026-05-02&to=2026-05-31&segment.plan=free&stage=use",
    "share": 0.31,
    "others_sentiment": -0.12,
    "difference": {
        "value": -0.29,
        "interval": {"low": -0.39, "high": -0.19},
        "p": 0.0001,
        "corrected_p": 0.0004,
        "certain": True,
    },
    "no_difference": None,
}


_Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=2_000, pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]*$"),
]


class SegmentIn(In):
    """A segment to save: its filters, and what the team knows of these customers. One filter at least."""

    model_config = ConfigDict(json_schema_extra={"examples": [_SEGMENT]})

    name: Annotated[Line, Field(max_length=80)]
    goal: _Text = Field(default="", description="What these customers want.")
    sketch: _Text = Field(
        default="", description="A sketch of the persona, in your words: no customers' names."
    )
    channel: Line | None = None
    source: Source | None = None
    segments: dict[Annotated[Line, Field(max_length=60)], Line] = Field(default_factory=dict, max_length=20)

    def to_domain(self, segment_id: str) -> Persona:
        """The domain's."""
        return Persona(
            id=segment_id,
            name=self.name,
            goal=self.goal,
            sketch=self.sketch,
            channel=self.channel,
            source=self.source.value if self.source else None,
            segments=self.segments,
        )


class SegmentOut(Out):
    """A saved segment."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"id": "small-shops", **_SEGMENT, "map_url": "/v1/map?segment.plan=pro"}]
        }
    )

    id: str
    name: str
    goal: str
    sketch: str
    channel: str | None
    source: str | None
    segments: dict[str, str]
    map_url: str = Field(description="The map of these customers alone.")

    @classmethod
    def from_domain(cls, persona: Persona) -> SegmentOut:
        """Mirrors the domain's."""
        asked = {"channel": persona.channel, "source": persona.source}
        asked |= {f"segment.{name}": value for name, value in persona.segments.items()}
        return cls(
            id=persona.id,
            name=persona.name,
            goal=persona.goal,
            sketch=persona.sketch,
            channel=persona.channel,
            source=persona.source,
            segments=dict(persona.segments),
            map_url="/v1/map?" + urlencode({name: value for name, value in asked.items() if value}),
        )


class SegmentsOut(Out):
    """All saved segments, by id."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"items": [{"id": "small-shops", **_SEGMENT, "map_url": "/v1/map?segment.plan=pro"}]}
            ]
        }
    )

    items: list[SegmentOut]


class StandingOutOut(MeanOut):
    """Those with one value of a segment against those with any other value of it."""

    segment: str
    value: str
    share: Rounded | None = Field(description="Of the statements that have this segment.")
    others_sentiment: Rounded | None = Field(description="Mean of those with another value.")
    difference: DifferenceOut | None = Field(description="Null where `no_difference` says why.")
    no_difference: str | None


class SegmentsStandingOutOut(Out):
    """Every value of every segment: those that stand out first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"period": SPAN, "lens": "full", "items": [_STANDING_OUT]}]}
    )

    period: SpanOut
    lens: str
    items: list[StandingOutOut]

    @classmethod
    def from_domain(cls, answered: Answered[list[StandingOut]]) -> SegmentsStandingOutOut:
        """Mirrors the domain's."""
        return cls(
            period=SpanOut.from_domain(answered.cut),
            lens=answered.lens,
            items=[_standing_out(one, answered) for one in answered.found],
        )


def _standing_out(one: StandingOut, answered: Answered[list[StandingOut]]) -> StandingOutOut:
    cut = replace(answered.cut, segments={**answered.cut.segments, one.name: one.value})
    return StandingOutOut(
        **dict(MeanOut.of(one.side.mean, statements_url(cut, one.side.where))),
        segment=one.name,
        value=one.value,
        share=one.side.share,
        others_sentiment=one.others,
        difference=DifferenceOut.of(one.sentiment),
        no_difference=one.sentiment if isinstance(one.sentiment, str) else None,
    )

"""Two parts of the feedback against each other, as they go out."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict, Field

from api.questions import statements_url
from api.schemas.common import IntervalOut, Out, Rounded
from api.schemas.insights import SPAN, MeanOut, SpanOut
from api.schemas.statements import STATEMENT_EXAMPLE, StatementOut
from feedback_miner.domain import Source
from feedback_miner.insights.change import Contrast, Level
from feedback_miner.insights.differences import FALSE_SHARE, Difference
from feedback_miner.insights.sides import Side
from feedback_miner.mining.insights.answered import Asked
from feedback_miner.mining.insights.change import Compared
from feedback_miner.mining.insights.segments import ComparedSegments

_URL = "/v1/statements?from=2026-05-02&to=2026-05-31&stage=onboarding"
_SIDE: dict[str, Any] = {
    "statements": 140,
    "customers": 121,
    "sentiment": -0.41,
    "interval": {"low": -0.47, "high": -0.35},
    "statements_url": _URL,
    "share": 0.23,
}
_DIFFERENCE: dict[str, Any] = {
    "value": -0.23,
    "interval": {"low": -0.31, "high": -0.15},
    "p": 0.0001,
    "corrected_p": 0.0009,
    "certain": True,
}
_CONTRAST: dict[str, Any] = {
    "level": "stage",
    "stage": "onboarding",
    "touchpoint": None,
    "theme": None,
    "emotion": None,
    "name": "Onboarding",
    "a": _SIDE,
    "b": _SIDE | {"sentiment": -0.18},
    "sentiment": _DIFFERENCE,
    "no_sentiment": None,
    "share": None,
    "no_share": "too few customers spoke of it: 7 of the 10 that this takes",
    "quotes": [STATEMENT_EXAMPLE],
}
_PART: dict[str, Any] = {
    "period": SPAN,
    "channel": None,
    "source": None,
    "segments": {"plan": "pro"},
    "lens": "full",
}
_COMPARISON: dict[str, Any] = {
    "a": _PART,
    "b": _PART | {"segments": {"plan": "free"}},
    "parting": "onboarding",
    "items": [_CONTRAST],
}

_P = "That there is no difference, "


class PartOut(Out):
    """What one side is made of."""

    period: SpanOut
    channel: str | None
    source: Source | None
    segments: dict[str, str]
    lens: str

    @classmethod
    def from_domain(cls, side: Asked) -> PartOut:
        """Mirrors the domain's."""
        cut = side.cut
        return cls(
            period=SpanOut.from_domain(cut),
            channel=cut.channel,
            source=Source(cut.source) if cut.source else None,
            segments=dict(cut.segments),
            lens=side.lens,
        )


class SideOut(MeanOut):
    """What one side says of a thing."""

    share: Rounded | None = Field(description="Of the side's statements that are on the map.")

    @classmethod
    def from_domain(cls, side: Side, asked: Asked) -> SideOut:
        """Mirrors the domain's."""
        mean = MeanOut.of(side.mean, statements_url(asked.cut, side.where))
        return cls(**dict(mean), share=side.share)


class DifferenceOut(Out):
    """Side a less side b."""

    value: Rounded
    interval: IntervalOut = Field(description="95 %, of this difference alone, by customers.")
    p: Rounded = Field(description=f"{_P}by this thing alone.")
    corrected_p: Rounded = Field(
        description=f"{_P}corrected for all that was compared (Benjamini and Hochberg): over the places, the"
        " themes, the emotions."
    )
    certain: bool = Field(description=f"The corrected p is below {FALSE_SHARE}.")

    @classmethod
    def of(cls, found: Difference | str) -> DifferenceOut | None:
        """None where there is none."""
        if isinstance(found, str):
            return None
        return cls(
            value=found.value,
            interval=IntervalOut.from_domain(found.interval),
            p=found.p,
            corrected_p=found.corrected_p,
            certain=found.certain,
        )


class ContrastOut(Out):
    """The whole, a stage, a touchpoint, a theme, or an emotion on both sides."""

    level: Level
    stage: str | None
    touchpoint: str | None
    theme: int | None
    emotion: str | None
    name: str
    a: SideOut
    b: SideOut
    sentiment: DifferenceOut | None = Field(description="Of the means; null where `no_sentiment` says why.")
    no_sentiment: str | None
    share: DifferenceOut | None = Field(description="Of the shares; null where `no_share` says why.")
    no_share: str | None
    quotes: list[StatementOut] = Field(
        description="Of a theme: on the side that has more of it. Of a place where sentiment stands apart: on side a."
    )

    @classmethod
    def from_domain(cls, one: Contrast, compared: Compared) -> ContrastOut:
        """Mirrors the domain's."""
        where = one.a.where
        share = "the whole has no share" if one.level == "whole" else one.share
        return cls(
            level=one.level,
            stage=one.stage or None,
            touchpoint=where.touchpoint,
            theme=where.theme,
            emotion=where.emotion,
            name=_name(one, compared),
            a=SideOut.from_domain(one.a, compared.a),
            b=SideOut.from_domain(one.b, compared.b),
            sentiment=DifferenceOut.of(one.sentiment),
            no_sentiment=_why_not(one.sentiment),
            share=DifferenceOut.of(share),
            no_share=_why_not(share),
            quotes=[StatementOut.from_domain(compared.quotes[i]) for i in one.quotes if i in compared.quotes],
        )


class ComparisonOut(Out):
    """Side a against side b: the whole, the places in the order of the journey, themes and emotions by their share."""

    model_config = ConfigDict(json_schema_extra={"examples": [_COMPARISON]})

    a: PartOut
    b: PartOut
    parting: str | None = Field(
        description="The first stage of the journey where sentiment stands apart for certain; null: nowhere."
    )
    items: list[ContrastOut]

    @classmethod
    def from_domain(cls, compared: Compared) -> ComparisonOut:
        """Mirrors the domain's."""
        found = compared.comparison
        every = (found.whole, *found.places, *found.themes, *found.emotions)
        return cls(
            a=PartOut.from_domain(compared.a),
            b=PartOut.from_domain(compared.b),
            parting=found.parting.stage if found.parting else None,
            items=[ContrastOut.from_domain(one, compared) for one in every],
        )


class SegmentComparisonOut(ComparisonOut):
    """Two segments side by side."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [_COMPARISON | {"a_name": "plan=pro", "b_name": "Free riders"}]}
    )

    a_name: str
    b_name: str

    @classmethod
    def of(cls, found: ComparedSegments) -> SegmentComparisonOut:
        """Mirrors the domain's."""
        return cls(a_name=found.a, b_name=found.b, **dict(ComparisonOut.from_domain(found.compared)))


def _name(one: Contrast, compared: Compared) -> str:
    where, taxonomy = one.a.where, compared.a.taxonomy
    if one.level == "theme":
        return compared.themes.get(where.theme or 0, "")
    if one.level == "emotion":
        return taxonomy.name_of("emotion", where.emotion or "")
    if one.level == "touchpoint":
        return taxonomy.name_of("touchpoint", where.touchpoint or "")
    names = {stage.key: stage.name for stage in compared.a.frame.stages}
    return names.get(one.stage, "The whole journey")


def _why_not(found: Difference | str) -> str | None:
    return found if isinstance(found, str) else None

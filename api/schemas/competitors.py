"""Competitors: who they are, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import ConfigDict, Field, StringConstraints

from api.lists import list_url
from api.schemas.common import In, Out
from api.schemas.insights import INTERVAL, SHARE, SPAN, MeanOut, ShareOut, SpanOut
from feedback_miner.domain.team.competitors import Competitor
from feedback_miner.insights.comparisons import Verdict
from feedback_miner.mining.insights.answered import Answered
from feedback_miner.mining.insights.competitors import (
    LEAST_LETTERS,
    MOST_ALIASES,
    MOST_COMPETITORS,
    MOST_LETTERS,
    MOST_READ,
    FoundRivalry,
    Named,
)

_URL = "/v1/competitors/northbank/statements?from=2026-05-02&to=2026-05-31&lens=full"
_MEAN: dict[str, Any] = {
    "statements": 31,
    "customers": 29,
    "sentiment": -0.41,
    "interval": INTERVAL,
    "statements_url": _URL,
}
_LIST: dict[str, Any] = {"items": [{"name": "Northbank", "aliases": ["North Bank"]}]}
_KNOWN: dict[str, Any] = {"items": [{"key": "northbank", "name": "Northbank", "aliases": ["North Bank"]}]}
_SAID: dict[str, Any] = {
    "period": SPAN,
    "items": [
        {
            "key": "northbank",
            "name": "Northbank",
            "comments": _MEAN,
            "ahead": SHARE,
            "comparisons": {"worse": _MEAN | {"statements_url": f"{_URL}&verdict=worse"}},
            "stages": [
                {"stage": "retention", "name": "Retention"} | {"comments": _MEAN | {"statements_url": _URL}}
            ],
            "cut_off": False,
        }
    ],
}

_Name = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        min_length=LEAST_LETTERS,
        max_length=MOST_LETTERS,
        pattern=r"^[^\x00-\x1f\x7f]+$",
    ),
]


class CompetitorIn(In):
    """A competitor, and what else customers call it."""

    name: _Name
    aliases: list[_Name] = Field(default_factory=list, max_length=MOST_ALIASES)

    def to_domain(self) -> Named:
        """As the use cases take it."""
        return Named(self.name, tuple(self.aliases))


class CompetitorsIn(In):
    """The whole list."""

    model_config = ConfigDict(json_schema_extra={"examples": [_LIST]})

    items: list[CompetitorIn] = Field(max_length=MOST_COMPETITORS)


class CompetitorOut(Out):
    """A competitor of the list."""

    key: str
    name: str
    aliases: list[str]


class CompetitorListOut(Out):
    """The list as it stands."""

    model_config = ConfigDict(json_schema_extra={"examples": [_KNOWN]})

    items: list[CompetitorOut]

    @classmethod
    def from_domain(cls, competitors: Iterable[Competitor]) -> CompetitorListOut:
        """Mirrors the domain's."""
        return cls(
            items=[
                CompetitorOut(key=one.key, name=one.name, aliases=list(one.aliases)) for one in competitors
            ]
        )


class RivalStageOut(Out):
    """What is said of a competitor at a stage."""

    stage: str
    name: str
    comments: MeanOut


class RivalryOut(Out):
    """What is said of one competitor."""

    key: str
    name: str
    comments: MeanOut = Field(description="All that name it.")
    ahead: ShareOut | None = Field(
        description="Of the comparisons that one side wins: those that we win; null where there are none."
    )
    comparisons: dict[Verdict, MeanOut] = Field(
        description="How the comparison goes for us, told by plain patterns such as “better than X”; `named`: it is"
        " named, and nothing is compared."
    )
    stages: list[RivalStageOut]
    cut_off: bool = Field(
        description=f"Only the newest {MOST_READ:,} statements that hold one of its names were read."
    )


class RivalriesOut(Out):
    """What is said of competitors, those named most first."""

    model_config = ConfigDict(json_schema_extra={"examples": [_SAID]})

    period: SpanOut
    items: list[RivalryOut]

    @classmethod
    def from_domain(cls, answered: Answered[tuple[FoundRivalry, ...]]) -> RivalriesOut:
        """Mirrors the domain's."""
        return cls(
            period=SpanOut.from_domain(answered.cut),
            items=[_rivalry(answered, one) for one in answered.found],
        )


def _rivalry(answered: Answered[tuple[FoundRivalry, ...]], one: FoundRivalry) -> RivalryOut:
    found = one.rivalry
    path = f"/v1/competitors/{found.competitor.key}/statements"

    def url(*more: tuple[str, object]) -> str:
        return list_url(path, answered.cut, answered.lens, more)

    return RivalryOut(
        key=found.competitor.key,
        name=found.competitor.name,
        comments=MeanOut.of(found.mean, url()),
        ahead=ShareOut.from_domain(found.ahead) if found.ahead else None,
        comparisons={
            verdict: MeanOut.of(mean, url(("verdict", verdict.value)))
            for verdict, mean in found.verdicts.items()
        },
        stages=[
            RivalStageOut(
                stage=stage,
                name=answered.stage_name(stage),
                comments=MeanOut.of(mean, url(("stage", stage))),
            )
            for stage, mean in found.stages
        ],
        cut_off=one.cut_off,
    )

"""Where customers go, as it goes out."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict, Field

from api.lists import list_url
from api.schemas.common import Out
from api.schemas.insights import INTERVAL, SHARE, SPAN, MeanOut, QuartilesOut, ShareOut, SpanOut
from feedback_miner.insights.paths import DropOut, Ending, Journeys, Path, Transition
from feedback_miner.mining.insights.answered import Answered

PATH = "/v1/journeys/statements"
_URL = f"{PATH}?from=2026-05-02&to=2026-05-31&lens=full"

_MEAN: dict[str, Any] = {"statements": 47, "customers": 40, "sentiment": -0.41, "interval": INTERVAL}
_JOURNEYS: dict[str, Any] = {
    "period": SPAN,
    "customers": 402,
    "steps": 910,
    "messages_of_nobody": 118,
    "silent_days": 30,
    "transitions": [
        {
            "from_stage": "onboarding",
            "to_stage": "support",
            "name": "Onboarding → Support",
            "share": SHARE,
            "seconds_between": {"low": 7200, "median": 93600, "high": 410000},
            "arriving": _MEAN | {"statements_url": f"{_URL}&from_stage=onboarding&to_stage=support"},
        }
    ],
    "drop_outs": [
        {
            "stage": "support",
            "name": "Support",
            "share": SHARE,
            "open": 12,
            "parting": _MEAN | {"statements_url": f"{_URL}&dropped_at=support&silent_days=30"},
        }
    ],
    "too_early": None,
    "paths": [
        {
            "ending": "leaving",
            "stages": ["onboarding", "support", "retention"],
            "name": "Onboarding → Support → Retention",
            "share": SHARE,
            "final": _MEAN
            | {"statements_url": f"{_URL}&ending=leaving&path=onboarding&path=support&path=retention"},
        }
    ],
}


class TransitionOut(Out):
    """From one message's stage to that of the same customer's next message; the same stage again is a loop."""

    from_stage: str
    to_stage: str
    name: str
    share: ShareOut = Field(description="Of all steps from there that another follows.")
    seconds_between: QuartilesOut
    arriving: MeanOut = Field(description="The comments that arrive.")


class DropOutOut(Out):
    """Customers who were last heard of at a stage, and have been silent since."""

    stage: str
    name: str
    share: ShareOut = Field(description="Of all steps here that are old enough to tell.")
    open: int = Field(description="Customers whose last comment is here, and too fresh to tell.")
    parting: MeanOut = Field(description="Their last comments.")


class PathOut(Out):
    """The stages before an ending, at most four; by what customers write, not by what they do."""

    ending: Ending = Field(
        description="`praise`: recommends, or is very positive of anything. `leaving`: negative of staying: cancelling,"
        " renewal, going elsewhere."
    )
    stages: list[str]
    name: str
    share: ShareOut = Field(description="Of all customers with this ending and a stage before it.")
    final: MeanOut = Field(description="The comments that it ends with.")


class JourneysOut(Out):
    """Journeys of the customers who are named: a step is a message, at the stage that it is mainly about."""

    model_config = ConfigDict(json_schema_extra={"examples": [_JOURNEYS]})

    period: SpanOut
    customers: int
    steps: int
    messages_of_nobody: int = Field(description="They name no customer, and are on nobody's journey.")
    silent_days: int = Field(description="After so many days without a word a customer counts as gone.")
    transitions: list[TransitionOut] = Field(description="Most frequent first.")
    drop_outs: list[DropOutOut]
    too_early: str | None = Field(
        description="Why no drop-out can be told, in words; null where one could be."
    )
    paths: list[PathOut] = Field(description="Most frequent first, of each ending.")

    @classmethod
    def from_domain(cls, answered: Answered[Journeys]) -> JourneysOut:
        """Mirrors the domain's."""
        found = answered.found
        return cls(
            period=SpanOut.from_domain(answered.cut),
            customers=found.customers,
            steps=found.steps,
            messages_of_nobody=found.nobodys,
            silent_days=found.silent_days,
            transitions=[_transition(answered, one) for one in found.transitions],
            drop_outs=[_drop_out(answered, one) for one in found.drop_outs],
            too_early=found.too_early,
            paths=[_path(answered, one) for one in found.paths],
        )


def _transition(answered: Answered[Journeys], found: Transition) -> TransitionOut:
    url = _url(answered, ("from_stage", found.from_stage), ("to_stage", found.to_stage))
    return TransitionOut(
        from_stage=found.from_stage,
        to_stage=found.to_stage,
        name=_name(answered, (found.from_stage, found.to_stage)),
        share=ShareOut.from_domain(found.share),
        seconds_between=QuartilesOut.from_domain(found.between),
        arriving=MeanOut.of(found.arriving, url),
    )


def _drop_out(answered: Answered[Journeys], found: DropOut) -> DropOutOut:
    url = _url(answered, ("dropped_at", found.stage), ("silent_days", answered.found.silent_days))
    return DropOutOut(
        stage=found.stage,
        name=answered.stage_name(found.stage),
        share=ShareOut.from_domain(found.share),
        open=found.open,
        parting=MeanOut.of(found.parting, url),
    )


def _path(answered: Answered[Journeys], found: Path) -> PathOut:
    url = _url(answered, ("ending", found.ending.value), *(("path", stage) for stage in found.stages))
    return PathOut(
        ending=found.ending,
        stages=list(found.stages),
        name=_name(answered, found.stages),
        share=ShareOut.from_domain(found.share),
        final=MeanOut.of(found.final, url),
    )


def _name(answered: Answered[Journeys], stages: tuple[str, ...]) -> str:
    return " → ".join(answered.stage_name(stage) for stage in stages)


def _url(answered: Answered[Journeys], *more: tuple[str, object]) -> str:
    return list_url(PATH, answered.cut, answered.lens, more)

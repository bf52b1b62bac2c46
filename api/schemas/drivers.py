"""What goes with an outcome, as it goes out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from pydantic import ConfigDict, Field

from api.lists import list_url
from api.schemas.common import IntervalOut, Out, Rounded
from api.schemas.insights import SPAN, SpanOut
from feedback_miner.insights.drivers import Driver, Drivers, TooRare
from feedback_miner.journey.frame import Place
from feedback_miner.mining.insights.answered import Answered

PATH = "/v1/drivers/statements"

_DRIVER: dict[str, Any] = {
    "name": "Onboarding: Delivery",
    "places": ["onboarding.delivery"],
    "certain": True,
    "effect": 1.82,
    "interval": {"low": 1.21, "high": 2.43},
    "mentions": 214,
    "share": 0.31,
    "customers": 188,
    "statements": 240,
    "statements_url": f"{PATH}?from=2026-05-02&to=2026-05-31&lens=full&outcome=nps&place=onboarding.delivery",
}
_DRIVERS: dict[str, Any] = {
    "period": SPAN,
    "outcome": "nps",
    "unit": "message",
    "effect_is": "points of the outcome for each point of sentiment",
    "answers": 690,
    "customers": 512,
    "mean": 6.4,
    "too_early": None,
    "items": [_DRIVER],
    "too_rare": [
        {
            "name": "Support: Help centre",
            "places": ["support.self_service"],
            "customers": 12,
            "needed": 30,
            "statements": 13,
            "statements_url": f"{PATH}?from=2026-05-02&to=2026-05-31&lens=full&outcome=nps"
            "&place=support.self_service",
        }
    ],
}


class DriverOut(Out):
    """A place whose sentiment was held beside the outcome, all other places being equal. "Goes with", not "causes"."""

    name: str
    places: list[str] = Field(
        description="STAGE.TOUCHPOINT, or STAGE. Several cannot be told apart: customers mention them together."
    )
    certain: bool = Field(
        description="The interval leaves out 0. Where false, this place cannot be told to go with the outcome."
    )
    effect: Rounded = Field(
        description="Change of the outcome with one point of sentiment; of yes and no, of the share of yes (0.1: ten in"
        " a hundred)."
    )
    interval: IntervalOut = Field(description="With 95 % the intervals of all items hold together.")
    mentions: int = Field(description="Messages, or customers, with the outcome that speak of it.")
    share: Rounded = Field(description="Of all that have the outcome.")
    customers: int
    statements: int
    statements_url: str = Field(description="Exactly the statements that were counted.")


class TooRareOut(Out):
    """A place of which too few spoke to say anything."""

    name: str
    places: list[str]
    customers: int
    needed: int = Field(description="Customers that it takes.")
    statements: int
    statements_url: str


class DriversOut(Out):
    """What goes with an outcome: those that can be told first, those that it varies most with before others."""

    model_config = ConfigDict(json_schema_extra={"examples": [_DRIVERS]})

    period: SpanOut
    outcome: str
    unit: Literal["message", "customer"] = Field(
        description="Whose outcome it is: a score is a message's, a segment a customer's."
    )
    effect_is: str
    answers: int = Field(
        description="Messages, or customers, that have the outcome and speak of the journey."
    )
    customers: int
    mean: Rounded | None = Field(description="Of the outcome; null without answers.")
    too_early: str | None = Field(description="Why nothing is said; null where something is.")
    items: list[DriverOut]
    too_rare: list[TooRareOut]

    @classmethod
    def from_domain(cls, answered: Answered[Drivers]) -> DriversOut:
        """Mirrors the domain's."""
        found = answered.found
        return cls(
            period=SpanOut.from_domain(answered.cut),
            outcome=found.outcome,
            unit=found.unit,
            effect_is="change of the share of yes for each point of sentiment"
            if found.yes_no
            else "points of the outcome for each point of sentiment",
            answers=found.answers,
            customers=found.customers,
            mean=found.mean,
            too_early=found.too_early,
            items=[_driver(answered, one) for one in (*found.drivers, *found.unclear)],
            too_rare=[_rare(answered, one) for one in found.too_rare],
        )


def _driver(answered: Answered[Drivers], found: Driver) -> DriverOut:
    return DriverOut(
        name=_name(answered, found.places),
        places=_keys(found.places),
        certain=found.certain,
        effect=found.effect,
        interval=IntervalOut.from_domain(found.interval),
        mentions=found.mentions,
        share=found.share,
        customers=found.customers,
        statements=found.statements,
        statements_url=_url(answered, found.places),
    )


def _rare(answered: Answered[Drivers], found: TooRare) -> TooRareOut:
    return TooRareOut(
        name=_name(answered, found.places),
        places=_keys(found.places),
        customers=found.customers,
        needed=found.needed,
        statements=found.statements,
        statements_url=_url(answered, found.places),
    )


def _name(answered: Answered[Drivers], places: Iterable[Place]) -> str:
    touchpoint = answered.taxonomy.name_of
    return " and ".join(
        f"{answered.stage_name(place.stage)}: {touchpoint('touchpoint', place.touchpoint)}"
        if place.touchpoint
        else answered.stage_name(place.stage)
        for place in places
    )


def _keys(places: Iterable[Place]) -> list[str]:
    return [f"{place.stage}.{place.touchpoint}" if place.touchpoint else place.stage for place in places]


def _url(answered: Answered[Drivers], places: Iterable[Place]) -> str:
    more = [("outcome", answered.found.outcome), *(("place", key) for key in _keys(places))]
    return list_url(PATH, answered.cut, answered.lens, more)

"""What goes with an outcome, as the panel beside the priorities shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.lists import list_url
from api.pages.insights.theme_rows import points
from feedback_miner.insights.drivers import Driver, Drivers
from feedback_miner.journey import signed
from feedback_miner.journey.frame import Place
from feedback_miner.mining.insights.answered import Answered

#: where the comments behind a driver are listed
COMMENTS_PATH = "/priorities/comments"

#: an outcome in a sentence
_NAMES: Mapping[str, str] = {"nps": "NPS", "csat": "satisfaction (CSAT)", "rating": "the rating"}


@dataclass(frozen=True, slots=True)
class DriverRow:
    """A place, or several that cannot be told apart, and how far the outcome goes with sentiment there."""

    name: str
    #: "+1.82"; of yes and no in points of a hundred
    effect: str
    #: 95 %, for all places together
    range: str
    statements: int
    customers: int
    url: str


@dataclass(frozen=True, slots=True)
class DriversPanel:
    """What goes with one outcome."""

    #: "NPS"
    outcome: str
    #: what an effect is counted in
    unit: str
    #: messages, or customers, that have the outcome
    answers: str
    certain: tuple[DriverRow, ...]
    unclear: tuple[DriverRow, ...]
    #: places of which too few spoke
    rare: int
    #: why nothing is said; None where something is
    too_early: str | None


def drivers_panel(answered: Answered[Drivers]) -> DriversPanel:
    """The panel of what was found."""
    found = answered.found
    name = outcome_name(found.outcome)
    return DriversPanel(
        outcome=name,
        unit=f"points of a hundred of those with {name}" if found.yes_no else f"points of {name}",
        answers=f"{found.answers:,} {found.unit}{'' if found.answers == 1 else 's'}",
        certain=_rows(answered, found.drivers),
        unclear=_rows(answered, found.unclear),
        rare=len(found.too_rare),
        too_early=found.too_early,
    )


def outcome_name(outcome: str) -> str:
    """ "NPS"; a segment by its own name."""
    return _NAMES.get(outcome) or outcome.removeprefix("segment.").replace("_", " ")


def places_name(answered: Answered[Any], places: Sequence[Place]) -> str:
    """ "Use: App", or several that cannot be told apart: "Use: App and Support: Staff"."""
    return " and ".join(_name(answered, place) for place in places)


def _rows(answered: Answered[Drivers], drivers: Sequence[Driver]) -> tuple[DriverRow, ...]:
    shown = points if answered.found.yes_no else signed
    return tuple(
        DriverRow(
            name=places_name(answered, one.places),
            effect=shown(one.effect),
            range=f"{shown(one.interval.low)} to {shown(one.interval.high)}",
            statements=one.statements,
            customers=one.customers,
            url=_url(answered, one.places),
        )
        for one in drivers
    )


def _name(answered: Answered[Any], place: Place) -> str:
    stage = answered.stage_name(place.stage)
    if not place.touchpoint:
        return stage
    return f"{stage}: {answered.taxonomy.name_of('touchpoint', place.touchpoint)}"


def _url(answered: Answered[Drivers], places: Sequence[Place]) -> str:
    keys = [f"{place.stage}.{place.touchpoint}" if place.touchpoint else place.stage for place in places]
    more = [("outcome", answered.found.outcome), *(("place", key) for key in keys)]
    return list_url(COMMENTS_PATH, answered.cut, answered.lens, more)

"""Use cases: what to mend first, and how easily."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from feedback_miner.domain.team.feasibility import Feasibility
from feedback_miner.errors import NotFound, QueryError
from feedback_miner.insights.drivers import Drivers
from feedback_miner.insights.priorities import Priority, priorities, weights_of
from feedback_miner.journey.frame import Place
from feedback_miner.journey.types import JourneyMap
from feedback_miner.mining.insights.drivers import DriverFinding
from feedback_miner.mining.maps import Maps, Question
from feedback_miner.ports import Store
from feedback_miner.taxonomy import load_default

#: What weights are taken from where nothing is said: the first of which something can be told.
OUTCOMES = ("nps", "csat", "rating")


@dataclass(frozen=True, slots=True)
class Priorities:
    """The touchpoints of a map by priority."""

    journey: JourneyMap
    #: the outcome that weights are taken from; None where there is none
    outcome: str | None
    #: where weights come from, in words
    weights: str
    items: tuple[Priority, ...]


class Prioritising:
    """What to mend first. Built in `bootstrap`."""

    def __init__(
        self, store: Store, maps: Maps, drivers: DriverFinding, clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._maps = maps
        self._drivers = drivers
        self._clock = clock

    def read(self, workspace: str, question: Question, *, outcome: str | None = None) -> Priorities:
        """Touchpoints of a map, the first to mend first.

        `outcome`: "nps", "csat", "rating", "segment.NAME" or "none". Raises QueryError.
        """
        journey = self._maps.read(workspace, question)
        chosen, weights, said = self._weights(workspace, question, outcome)
        rated = {
            (one.stage, one.touchpoint): one.value for one in self._store.records(workspace, Feasibility)
        }
        found = priorities(journey, feasibility=rated, weights=weights)
        return Priorities(journey, chosen, said, tuple(found))

    def rate(self, workspace: str, stage: str, touchpoint: str, value: int | None) -> Feasibility | None:
        """Sets how easily a touchpoint could be mended, 1 … 5; None takes that back.

        Raises QueryError for a stage or a touchpoint that the taxonomy does not have.
        """
        taxonomy = load_default()
        if stage not in {one.key for one in taxonomy.stages}:
            raise QueryError(f"There is no stage “{stage}”: /v1/taxonomy lists them.", where="stage")
        if touchpoint not in {one.key for one in taxonomy.touchpoints}:
            raise QueryError(
                f"There is no touchpoint “{touchpoint}”: /v1/taxonomy lists them.", where="touchpoint"
            )
        rated = Feasibility(stage, touchpoint, value or 0, self._clock())
        if value is None:
            self._forget(workspace, rated.id)
            return None
        self._store.put_record(workspace, rated)
        return rated

    def _forget(self, workspace: str, record_id: str) -> None:
        try:
            self._store.remove_record(workspace, Feasibility, record_id)
        except NotFound:  # nobody had rated it: so it is
            return

    def _weights(
        self, workspace: str, question: Question, outcome: str | None
    ) -> tuple[str | None, Mapping[Place, float] | None, str]:
        if outcome == "none":
            return None, None, "Every weight is 1: no outcome was asked for."
        why: list[str] = []
        for name in (outcome,) if outcome else OUTCOMES:
            found = self._drivers.find(workspace, question, name, level="touchpoint").found
            if found.drivers:
                return name, weights_of(_effects(found)), f"Weights come from what goes with {name}."
            why.append(f"{name}: {found.too_early or 'no touchpoint is known to go with it.'}")
        return None, None, f"Every weight is 1. {' '.join(why)}"


def _effects(found: Drivers) -> dict[Place, float]:
    """Of places that cannot be told apart each has the effect of all."""
    return {place: driver.effect for driver in found.drivers for place in driver.places}

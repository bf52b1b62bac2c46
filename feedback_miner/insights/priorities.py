"""What to mend first: touchpoints by what they cost the journey, and by how easily they could be mended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from feedback_miner.journey import Interval
from feedback_miner.journey.frame import Place
from feedback_miner.journey.types import FEW, Figures, JourneyMap, StageResult, TouchpointResult

#: The middle of 1 … 5: stands for what nobody has rated.
USUAL_FEASIBILITY = 3
_LEAST_CUSTOMERS = 5


@dataclass(frozen=True, slots=True)
class Impact:
    """What a touchpoint costs the journey: volume × below × reach × weight.

    Volume is the number of statements, so that the product is sentiment lost against a touchpoint as good as the
    journey's mean. Reach and weight say how much of it counts: a loss that few customers cause is worth less than one
    that many share, and a loss that goes with what the team measures its success by is worth up to twice as much.
    """

    #: statements
    volume: int
    #: how far its mean lies below the journey's; 0 where it lies above
    below: float
    #: 95 %, of how far it lies below, with the journey's mean taken as it is: on the safe side, as the touchpoint's own
    #: statements are a part of the journey
    below_interval: Interval
    #: share of the journey's customers who spoke of it
    reach: float
    #: 1, and more where it is known to go with the outcome
    weight: float

    @property
    def value(self) -> float:
        """The product."""
        return self.volume * self.below * self.reach * self.weight

    @property
    def interval(self) -> Interval:
        """95 %, of the product, for what is not known of how far it lies below."""
        rest = self.volume * self.reach * self.weight
        return Interval(max(0.0, self.below_interval.low) * rest, max(0.0, self.below_interval.high) * rest)

    @property
    def certain(self) -> bool:
        """Whether it is below the journey's mean beyond doubt."""
        return self.below_interval.low > 0


@dataclass(frozen=True, slots=True)
class Priority:
    """A touchpoint, its impact, and what makes it worth mending first or last."""

    #: of the lens
    stage: StageResult
    touchpoint: TouchpointResult
    #: in words why there is none, where too few spoke
    impact: Impact | str
    #: 1 … 5; None where nobody has rated it: then it is taken as 3
    feasibility: int | None
    #: places by impact alone, and by impact × feasibility / 3; None without impact
    rank_by_impact: int | None = None
    rank: int | None = None

    @property
    def priority(self) -> float | None:
        """Impact × feasibility / 3: what nobody has rated keeps its impact."""
        if isinstance(self.impact, str):
            return None
        return self.impact.value * (self.feasibility or USUAL_FEASIBILITY) / USUAL_FEASIBILITY


def priorities(
    journey: JourneyMap,
    *,
    feasibility: Mapping[tuple[str, str], int],
    weights: Mapping[Place, float] | None,
) -> list[Priority]:
    """All touchpoints of a map, by priority; those of which too few spoke are last.

    `feasibility`: of the taxonomy's stages and touchpoints; of several stages that the lens folds into one, the hardest
    counts. `weights`: of the lens's places, 1 for those that are not there; None: of no place.
    """
    found = [
        Priority(
            stage,
            touchpoint,
            _impact(
                journey.overall,
                touchpoint.figures,
                (weights or {}).get(Place(stage.key, touchpoint.key), 1.0),
            ),
            min(
                (known for key in stage.stages if (known := feasibility.get((key, touchpoint.key)))),
                default=None,
            ),
        )
        for stage in journey.stages
        for touchpoint in stage.touchpoints
    ]
    return _ranked(found)


def weights_of(effects: Mapping[Place, float]) -> dict[Place, float]:
    """Weights from what goes with the outcome: 1 + effect / strongest effect, where both have the same sign.

    The strongest driver counts twice. Yes may be good (bought again) or bad (churned), so the strongest effect tells
    which way the outcome goes; a place that goes the other way has the weight of one without effect.
    """
    strongest = max(effects.values(), key=abs, default=0.0)
    return {place: 1 + effect / strongest for place, effect in effects.items() if effect * strongest > 0}


def _impact(whole: Figures, here: Figures, weight: float) -> Impact | str:
    if here.statements < FEW:
        return f"too few comments: {here.statements} of the {FEW} that this takes"
    if here.customers < _LEAST_CUSTOMERS:
        return f"too few customers: {here.customers} of the {_LEAST_CUSTOMERS} that this takes"
    if whole.sentiment is None or here.sentiment is None or here.interval is None:
        return "too few customers"
    return Impact(
        volume=here.statements,
        below=max(0.0, whole.sentiment - here.sentiment),
        below_interval=Interval(whole.sentiment - here.interval.high, whole.sentiment - here.interval.low),
        reach=here.customers / whole.customers,
        weight=weight,
    )


def _ranked(found: list[Priority]) -> list[Priority]:
    by_impact = sorted(
        found,
        key=lambda one: (one.impact.value if isinstance(one.impact, Impact) else -1.0, _volume(one)),
        reverse=True,
    )
    numbered = [
        replace(one, rank_by_impact=number if isinstance(one.impact, Impact) else None)
        for number, one in enumerate(by_impact, start=1)
    ]
    by_priority = sorted(
        numbered, key=lambda one: -1.0 if one.priority is None else one.priority, reverse=True
    )
    return [
        replace(one, rank=number if isinstance(one.impact, Impact) else None)
        for number, one in enumerate(by_priority, start=1)
    ]


def _volume(one: Priority) -> int:
    return one.touchpoint.figures.statements

"""Which touchpoints hurt most, and which delight."""

from __future__ import annotations

from collections.abc import Iterator

from feedback_miner.journey.types import JourneyMap, PainPoint, StageResult, TouchpointResult

#: a touchpoint with fewer statements is no pain point yet, nor a moment of delight
_MIN_STATEMENTS = 5


def pain_points(journey: JourneyMap, limit: int) -> list[PainPoint]:
    """At most `limit` touchpoints with a negative mean, at or below the map's, the largest impact first.

    Impact = statements × (the whole map's mean − the touchpoint's mean): how much sentiment the touchpoint
    costs the map against an average one.
    """
    return _standing_out(journey, limit, -1)


def delights(journey: JourneyMap, limit: int) -> list[PainPoint]:
    """At most `limit` touchpoints with a positive mean, at or above the map's, the largest impact first.

    Impact = statements × (the touchpoint's mean − the whole map's mean): how much sentiment it brings the map.
    """
    return _standing_out(journey, limit, 1)


def _standing_out(journey: JourneyMap, limit: int, side: int) -> list[PainPoint]:
    whole = journey.overall.sentiment
    if whole is None:
        return []
    found = [
        PainPoint(
            stage.key,
            part.key,
            part.name,
            part.figures,
            part.figures.statements * side * (sentiment - whole),
        )
        for stage, part, sentiment in _touchpoints(journey)
        if sentiment * side > 0 and (sentiment - whole) * side >= 0
    ]
    return sorted(found, key=lambda one: (-one.impact, one.stage, one.touchpoint))[:limit]


def _touchpoints(journey: JourneyMap) -> Iterator[tuple[StageResult, TouchpointResult, float]]:
    for stage in journey.stages:
        for part in stage.touchpoints:
            if part.figures.sentiment is not None and part.figures.statements >= _MIN_STATEMENTS:
                yield stage, part, part.figures.sentiment

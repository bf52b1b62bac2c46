"""Which touchpoints hurt most."""

from __future__ import annotations

from feedback_miner.journey.types import JourneyMap, PainPoint

#: a touchpoint with fewer statements is no pain point yet
_MIN_STATEMENTS = 5


def pain_points(journey: JourneyMap, limit: int) -> list[PainPoint]:
    """At most `limit` touchpoints with a negative mean, at or below the map's, the largest impact first.

    Impact = statements × (the whole map's mean − the touchpoint's mean): how much sentiment the touchpoint
    costs the map against an average one.
    """
    whole = journey.overall.sentiment
    if whole is None:
        return []
    found = [
        PainPoint(stage.key, part.key, part.name, part.figures, part.figures.statements * (whole - sentiment))
        for stage in journey.stages
        for part in stage.touchpoints
        if (sentiment := part.figures.sentiment) is not None
        and sentiment < 0
        and sentiment <= whole
        and part.figures.statements >= _MIN_STATEMENTS
    ]
    return sorted(found, key=lambda pain: (-pain.impact, pain.stage, pain.touchpoint))[:limit]

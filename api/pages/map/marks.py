"""Where on the curve the actions of a map stand: at the stage that each was meant for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from feedback_miner.domain.team.actions import Action
from feedback_miner.journey import JourneyMap, StageResult
from feedback_miner.mining.insights.theme_reading import ThemeList


def actions_by_stage(
    journey: JourneyMap, actions: Sequence[Action], themes: ThemeList | None
) -> dict[str, tuple[Action, ...]]:
    """Stage of the map → its actions, the oldest first. One whose place nobody speaks of is left out."""
    theme_stages = {one.theme.id: one.theme.stage for one in themes.themes} if themes else {}
    found: dict[str, tuple[Action, ...]] = {}
    for action in actions:
        stage = _stage_of(journey, action, theme_stages)
        if stage is not None:
            found[stage.key] = (*found.get(stage.key, ()), action)
    return found


def _stage_of(journey: JourneyMap, action: Action, theme_stages: Mapping[int, str]) -> StageResult | None:
    """Of a touchpoint alone: the stage in which most is said of it."""
    stage_key = action.stage or (theme_stages.get(action.theme) if action.theme else None)
    if stage_key:
        return next((stage for stage in journey.stages if stage_key in stage.stages), None)
    spoken_of = {
        part.figures.statements: stage
        for stage in journey.stages
        for part in stage.touchpoints
        if part.key == action.touchpoint
    }
    return spoken_of[max(spoken_of)] if spoken_of else None

"""What the comments behind a way, a silence or an ending are called."""

from __future__ import annotations

from feedback_miner.insights.means import Mean
from feedback_miner.mining.insights.answered import Answered
from feedback_miner.mining.insights.journeys import Arriving, Behind, Final, Parting


def title_of(behind: Behind, answered: Answered[Mean]) -> str:
    """The heading: "From Onboarding to Support: what customers said there"."""
    name = answered.stage_name
    match behind:
        case Arriving(from_stage, to_stage) if from_stage == to_stage:
            return f"{name(to_stage)} again: what customers said"
        case Arriving(from_stage, to_stage):
            return f"From {name(from_stage)} to {name(to_stage)}: what customers said there"
        case Parting(stage, silent_days):
            return f"{name(stage)}: last words before {silent_days} days of silence"
        case Final(_, stages):
            return f"{' → '.join(map(name, stages))}: what customers said at the end"

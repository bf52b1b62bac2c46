"""Whether a comparison's intervals hold the difference, and how often it calls a difference certain that is none."""

from __future__ import annotations

from collections.abc import Iterator

from feedback_miner.domain import Facts
from feedback_miner.insights.change import Comparison, compare
from feedback_miner.insights.differences import Difference
from feedback_miner.journey.frame import Frame
from feedback_miner.taxonomy import load_default
from scripts.simulation.coverage import OneSet, covers
from scripts.simulation.maps import BY, stage_truths, two_periods, written
from scripts.simulation.world import World

_FRAME = Frame.of(load_default(), "full")


def comparison_sets(world: World, sets: int, *, returning: float) -> Iterator[OneSet]:
    """For each set: of which stages, and of the whole, the interval holds the true difference of two periods."""
    now, before = two_periods(world, BY)
    truth, past = stage_truths(now), stage_truths(before)
    for facts, facts_before in written(now, before, sets, returning=returning):
        found = _compared(facts, facts_before)
        held = [
            covers(
                (one.sentiment.interval.low, one.sentiment.interval.high), truth[one.stage] - past[one.stage]
            )
            for one in (found.whole, *found.places)
            if one.level in ("whole", "stage") and isinstance(one.sentiment, Difference)
        ]
        yield OneSet(len(facts) + len(facts_before), tuple(held))


def false_difference_sets(world: World, sets: int) -> Iterator[OneSet]:
    """For each set of two periods between which nothing changed: whether any place stands out."""
    now, before = two_periods(world, 0.0)
    for facts, facts_before in written(now, before, sets, returning=0.5):
        found = _compared(facts, facts_before)
        stands_out = any(
            isinstance(one.sentiment, Difference) and one.sentiment.certain for one in found.places
        )
        yield OneSet(len(facts) + len(facts_before), (stands_out,))


def _compared(facts: Facts, before: Facts) -> Comparison:
    return compare(facts, before, frame_a=_FRAME, frame_b=_FRAME)

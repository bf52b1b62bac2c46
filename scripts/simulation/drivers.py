"""Whether a driver is told of where there is one, and not where there is none."""

from __future__ import annotations

from dataclasses import replace

from feedback_miner.insights.drivers import drivers
from scripts.simulation.coverage import OneSet
from scripts.simulation.world import Outcome, World, simulate

#: what NPS depends on; everything else that is spoken of has no part in it, however it is felt
WEIGHTS = {"payment": 2.0, "support": 1.5}


def driver_sets(world: World, sets: int) -> tuple[list[OneSet], list[OneSet]]:
    """For each set: whether any touchpoint without a part in the outcome is told of as one that goes with it; and of
    those that have a part, which are told of."""
    world = replace(world, outcome=Outcome(WEIGHTS))
    false, true = list[OneSet](), list[OneSet]()
    for seed in range(sets):
        facts = simulate(world, seed)
        found = drivers(facts, "nps", seed=seed).drivers
        told = {place.touchpoint for driver in found for place in driver.places}
        false.append(OneSet(len(facts), (bool(told - set(WEIGHTS)),)))
        true.append(OneSet(len(facts), tuple(touchpoint in told for touchpoint in WEIGHTS)))
    return false, true

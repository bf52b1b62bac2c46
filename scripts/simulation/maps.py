"""Whether the map's intervals hold what is true: of its stages' means, and of their change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import numpy as np

from feedback_miner.domain import Cut, CutTotals, Facts
from feedback_miner.journey import JourneyMap, build_map
from feedback_miner.taxonomy import load_default
from scripts.simulation.coverage import OneSet, covers
from scripts.simulation.totals import totals_of
from scripts.simulation.truth import true_mean
from scripts.simulation.world import Shift, World, simulate

#: what breaks between the two periods of a change, and by how much
BROKEN, BY = "payment", -0.3


def map_sets(world: World, sets: int) -> Iterator[OneSet]:
    """For each set: of which stages, and of the whole, the interval holds the true mean."""
    truth = stage_truths(world)
    for seed in range(sets):
        facts = simulate(world, seed)
        journey = mapped(totals_of(facts), None, world.cut)
        found = {stage.key: stage.figures for stage in journey.stages} | {"": journey.overall}
        held = [
            covers((interval.low, interval.high), truth[stage])
            for stage, figures in found.items()
            if (interval := figures.interval) is not None
        ]
        yield OneSet(len(facts), tuple(held))


def change_sets(world: World, sets: int, *, returning: float) -> Iterator[OneSet]:
    """The same of the change on the period before, between which payment broke."""
    now, before = two_periods(world, BY)
    truth, past = stage_truths(now), stage_truths(before)
    for facts, facts_before in written(now, before, sets, returning=returning):
        journey = mapped(totals_of(facts), totals_of(facts_before), now.cut)
        found = {stage.key: stage.figures for stage in journey.stages} | {"": journey.overall}
        held = [
            covers((change.interval.low, change.interval.high), truth[stage] - past[stage])
            for stage, figures in found.items()
            if (change := figures.change) is not None and change.interval is not None
        ]
        yield OneSet(len(facts) + len(facts_before), tuple(held))


def two_periods(world: World, by: float) -> tuple[World, World]:
    """The world now, in which payment is felt otherwise, and the same as long before."""
    shift = Shift(frozenset({BROKEN}), by, world.first_day)
    return replace(world, shifts=(shift,)), replace(world, first_day=world.first_day - world.days)


def written(now: World, before: World, sets: int, *, returning: float) -> Iterator[tuple[Facts, Facts]]:
    """For each set what was written now and before. `returning`: the part of the customers who wrote in both, with the
    temper that they have."""
    stay = int(returning * now.customers)
    for seed in range(sets):
        tempers = now.tempers(np.random.default_rng((seed, 1)))
        fresh = now.tempers(np.random.default_rng((seed, 2)))
        facts = simulate(now, 2 * seed, tempers=tempers, customers_from=now.customers + 1)
        # Those who come back have the same numbers: the last ones of the period before are the first of this one.
        facts_before = simulate(
            before,
            2 * seed + 1,
            tempers=np.concatenate([fresh[stay:], tempers[:stay]]),
            customers_from=stay + 1,
        )
        yield facts, facts_before


def mapped(now: CutTotals, before: CutTotals | None, cut: Cut) -> JourneyMap:
    """The map of these totals, against those of as many days before."""
    last = cut.first_day - timedelta(days=1)
    return build_map(
        now,
        before,
        [],
        cut=cut,
        compared=Cut(last - timedelta(days=cut.days - 1), last) if before is not None else None,
        default_period=False,
        lens="full",
        taxonomy=load_default(),
        transfers={},
    )


def stage_truths(world: World) -> dict[str, float]:
    """The true mean of each stage, and of the whole under ""."""

    def of_stage(stage: str) -> float:
        return true_mean(world, lambda one: one.stage == stage)

    stages = {one.stage for one in world.subjects}
    return {stage: of_stage(stage) for stage in stages} | {"": true_mean(world)}

"""Whether the interval of an action's effect holds the effect."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from feedback_miner.insights.effects_of_actions import WINDOW, effect
from scripts.simulation.coverage import OneSet, covers
from scripts.simulation.truth import true_mean
from scripts.simulation.world import Shift, Subject, World, simulate

#: where the team changed something, how much it helped, and how much everything else fell in the same days
PLACE, HELPED, SEASON = "payment", 0.25, -0.15


def effect_sets(world: World, sets: int, *, helped: float) -> Iterator[OneSet]:
    """For each set: whether the interval holds the true difference in differences. A set of which nothing is said
    makes no claim."""
    on = world.first_day + WINDOW
    everywhere = frozenset(one.touchpoint for one in world.subjects)
    shifts = (Shift(frozenset({PLACE}), helped, on), Shift(everywhere, SEASON, on))
    world = replace(world, days=2 * WINDOW, shifts=shifts)
    truth = true_effect(world)
    for seed in range(sets):
        facts = simulate(world, seed)
        treated = facts.touchpoint.equal(PLACE)
        before, after = range(world.first_day, on), range(on, world.first_day + world.days)
        found = effect(facts, treated, ~treated, before, after).sentiment
        interval = found.interval if found else None
        yield OneSet(len(facts), (covers((interval.low, interval.high), truth),) if interval else ())


def true_effect(world: World) -> float:
    """The change at the place less that of the others, each weighed by how much is said of it."""
    before, after = (
        replace(world, days=WINDOW),
        replace(world, first_day=world.first_day + WINDOW, days=WINDOW),
    )

    def change(subject: Subject) -> float:
        return true_mean(after, lambda one: one == subject) - true_mean(before, lambda one: one == subject)

    place = [one for one in world.subjects if one.touchpoint == PLACE]
    others = [one for one in world.subjects if one.touchpoint != PLACE]
    elsewhere = sum(one.share * change(one) for one in others) / sum(one.share for one in others)
    return change(place[0]) - elsewhere

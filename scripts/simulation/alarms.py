"""How often alert rules fire where nothing has changed, and how soon they do where something has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from feedback_miner.domain import Facts
from feedback_miner.domain.team.alerts import DEFAULT_RULES, AlertRule
from feedback_miner.insights.alert_findings import Finding, find
from scripts.simulation.world import Shift, World, simulate
from scripts.simulation.worlds import SUBJECTS

#: days before the watched ones, of which rules learn what is usual
LEARNT = 56
#: stationary days that are watched
WATCHED = 90
#: of the shift
BY = -0.3

#: About 50 statements a day, fewer and somewhat happier ones at weekends.
STATIONARY = World(SUBJECTS, customers=2_600, days=LEARNT + WATCHED, weekend=0.5, weekend_mood=0.1)
#: About 50 a day at payment alone, among 300 of a larger company; a shorter time, for nothing is awaited after it.
BUSY = replace(STATIONARY, customers=8_500, days=LEARNT + 28)

RULES = {rule.id: rule for rule in DEFAULT_RULES}


def false_alarms(sets: int) -> Mapping[str, list[tuple[int, int]]]:
    """Of each default rule, and of all together under "": of each set its statements, and how often it fires in the
    stationary days."""
    found: dict[str, list[tuple[int, int]]] = {rule: [] for rule in ("", *RULES)}
    for seed in range(sets):
        facts = simulate(STATIONARY, seed)
        noticed = _noticed(DEFAULT_RULES, facts, STATIONARY, LEARNT)
        fired = {rule.id: len(found) for rule, found in zip(DEFAULT_RULES, noticed, strict=True)}
        for name, times in (fired | {"": sum(fired.values())}).items():
            found[name].append((len(facts), times))
    return found


def days_to_find(
    rule: AlertRule, world: World, shifted: frozenset[str], sets: int
) -> Iterator[tuple[int, float]]:
    """For each set its statements, and on which day of the shift the rule fires: 1 is the first. Infinite where it
    does not."""
    for seed in range(sets):
        # It begins on another weekday in each set.
        begins = LEARNT + 7 + seed % 7
        shift = Shift(shifted, BY, world.first_day + begins)
        facts = simulate(replace(world, shifts=(shift,)), seed)
        places = {one.stage for one in world.subjects if one.touchpoint in shifted} | {""}
        days = [
            finding.episode.noticed - shift.first_day + 1
            for finding in _noticed([rule], facts, world, begins)[0]
            if finding.place in places
        ]
        yield len(facts), min(days, default=np.inf)


def _noticed(rules: Sequence[AlertRule], facts: Facts, world: World, after: int) -> list[list[Finding]]:
    """What each of the rules notices from a day on."""
    days = range(world.first_day, world.first_day + world.days)
    found = find(rules, facts, days, today=days.stop)
    return [[one for one in of_rule if one.episode.noticed >= days.start + after] for of_rule in found]

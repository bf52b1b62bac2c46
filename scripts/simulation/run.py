"""All planted truths, one after the other, as a table."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from scripts.evaluation.progress import err
from scripts.simulation.alarms import BUSY, RULES, STATIONARY, days_to_find, false_alarms
from scripts.simulation.comparisons import comparison_sets, false_difference_sets
from scripts.simulation.coverage import COVERS, Bar, Held, averaged, counted, middle
from scripts.simulation.drivers import driver_sets
from scripts.simulation.effects import HELPED, effect_sets
from scripts.simulation.maps import change_sets, map_sets
from scripts.simulation.world import World
from scripts.simulation.worlds import ANGRY, LARGE, SMALL, USUAL, WORLDS
from scripts.tables import Grid, wide_console

#: sets of a claim where nothing else is said
SETS = 500
#: of all sets, on how many alert rules are tried: they look at 146 days each
_ALERTS = 0.4

#: of comparisons that call a difference certain where there is none
FALSE_DIFFERENCES = Bar(0.0, 0.075)
#: of answers that name a driver that is not there
FALSE_DRIVERS = Bar(0.0, 0.075)
#: of drivers that are there
FOUND_DRIVERS = Bar(0.8, 1.0)
FALSE_ALARMS = Bar(0.0, 1.0)
DAYS_TO_FIND = Bar(0.0, 3.0)

Trial = Callable[[int], Iterable[Held]]


def trials() -> Mapping[str, Trial]:
    """Each subject's trial: the number of sets in, what they say out."""
    return {
        "map": _map,
        "change": _change,
        "comparison": _comparison,
        "effect": _effect,
        "drivers": _drivers,
        "alerts": _alerts,
    }


def _map(sets: int) -> Iterator[Held]:
    for name, world in WORLDS.items():
        yield counted("map: means of stages", name, map_sets(world, sets), COVERS)


def _change(sets: int) -> Iterator[Held]:
    for world, returning, words in _pairs():
        held = change_sets(world, sets, returning=returning)
        yield counted("change on the map", words, held, COVERS)


def _comparison(sets: int) -> Iterator[Held]:
    for world, returning, words in _pairs():
        held = comparison_sets(world, sets, returning=returning)
        yield counted("difference of two periods", words, held, COVERS)
    none = false_difference_sets(USUAL, sets)
    yield counted("a difference that is not there", "300 customers", none, FALSE_DIFFERENCES)


def _pairs() -> Iterator[tuple[World, float, str]]:
    """Worlds of two periods: how many customers wrote in both, and what that is called."""
    for name, world in {"30 customers": SMALL, "300 customers": USUAL}.items():
        for returning, words in {0.0: "others before", 0.5: "half returned", 1.0: "all returned"}.items():
            yield world, returning, f"{name}, {words}"


def _effect(sets: int) -> Iterator[Held]:
    worlds = {"100 customers": WORLDS["100 customers"], "300 customers": USUAL, "1,000 customers": LARGE}
    for name, world in worlds.items():
        yield counted("effect of an action", name, effect_sets(world, sets, helped=HELPED), COVERS)
    yield counted("effect of an action that did nothing", name, effect_sets(LARGE, sets, helped=0.0), COVERS)
    angry = effect_sets(ANGRY, sets, helped=HELPED)
    yield counted("effect of an action", "300, the angry write more", angry, COVERS)


def _drivers(sets: int) -> Iterator[Held]:
    worlds = {"300 customers": USUAL, "1,000 customers": LARGE, "300, the angry write more": ANGRY}
    for name, world in worlds.items():
        false, true = driver_sets(world, sets)
        yield counted("a driver that is not there", name, false, FALSE_DRIVERS)
        yield counted("a driver that is there", name, true, FOUND_DRIVERS)


def _alerts(sets: int) -> Iterator[Held]:
    tried = max(2, round(_ALERTS * sets))
    for rule, fired in false_alarms(tried).items():
        name = f"rule “{rule}”" if rule else "all default rules"
        yield averaged("false alarms in 90 days", f"{name}, 50 a day", fired, FALSE_ALARMS, "alarms")
    everywhere = frozenset(one.touchpoint for one in STATIONARY.subjects)
    for rule, world, shifted in (
        ("sentiment", STATIONARY, everywhere),
        ("stage-sentiment", BUSY, frozenset({"payment"})),
    ):
        found = days_to_find(RULES[rule], world, shifted, tried)
        yield middle("days until −0.3 is found", f"rule “{rule}”, 50 a day", found, DAYS_TO_FIND, "days")


def main(arguments: Sequence[str] | None = None) -> None:
    """Plants, counts and shows; exits with 1 where a claim does not hold."""
    parser = argparse.ArgumentParser(
        prog="evaluate truths",
        description="Whether 95 % is 95 %: claims against simulated customers whose truth is known.",
    )
    known = trials()
    parser.add_argument("subjects", nargs="*", metavar="SUBJECT", help=f"of {', '.join(known)}; default: all")
    parser.add_argument("--sets", type=int, default=SETS, help="simulated sets of each claim")
    given = parser.parse_args(arguments)
    if unknown := set(given.subjects) - set(known):
        parser.error(f"no subject {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    if given.sets < 2:
        parser.error("--sets must be at least 2")
    held = []
    for one in (one for subject in given.subjects or known for one in known[subject](given.sets)):
        err.print(f"{one.claim}, {one.world}: {_number(one, one.rate)}", highlight=False)
        held.append(one)
    wide_console().print(grid(held).for_terminal("Planted truths"))
    if not all(one.holds for one in held):
        sys.exit(1)


def grid(held: Iterable[Held]) -> Grid:
    """One row a claim."""
    return Grid(
        ("claim", "world", "sets", "claims", "statements", "found", "95 %", "must be", ""),
        tuple(
            (
                one.claim,
                one.world,
                f"{one.sets:,}",
                f"{one.claims:,}",
                f"{one.statements:,}",
                _number(one, one.rate),
                f"{_number(one, one.low)} – {_number(one, one.high)}",
                _bar(one),
                "✓" if one.holds else "✗",
            )
            for one in held
        ),
    )


def _bar(one: Held) -> str:
    if one.bar.high >= 1 and not one.unit:
        return f"at least {_number(one, one.bar.low)}"
    if one.bar.low <= 0:
        return f"at most {_number(one, one.bar.high)} {one.unit}".strip()
    return f"{_number(one, one.bar.low)} – {_number(one, one.bar.high)}"


def _number(one: Held, value: float) -> str:
    return f"{value:.3g}" if one.unit else f"{100 * value:.1f} %"

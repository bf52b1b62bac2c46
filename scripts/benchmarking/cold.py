"""The command `scripts.benchmark cold`: the map in a browser that has nothing of it yet.

The sample is served, and Chromium opens its map again and again in a new window, signed in as somebody who may do
everything. Exits with 1 where the page is heavier, later or less steady than it may be.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Sequence
from urllib.parse import urlsplit

from scripts.arguments import at_least
from scripts.machine import describe_machine
from scripts.tables import Grid, wide_console
from tests.browser.cold import ColdLoad, load_cold
from tests.browser.states import STATES
from tests.browser.visits import Visits, visits_to_the_sample

#: bytes with their headers; milliseconds, the median; cumulative layout shift
_MOST_BYTES, _MOST_MILLISECONDS, _MOST_SHIFT = 40_000, 300, 0.05


def cold(arguments: Sequence[str]) -> None:
    """Read the arguments, load, show; exits with 1 where the page costs too much."""
    given = _parser().parse_args(arguments)
    with visits_to_the_sample(given.model) as visits:
        _load(visits)  # browser and service are no longer new
        loads = [_load(visits) for _ in range(given.times)]
    paint, shift = statistics.median(load.first_paint for load in loads), max(load.shift for load in loads)
    heaviest = max(loads, key=lambda load: load.size)
    rows = [(urlsplit(where).path, f"{size:,}") for where, size in heaviest.parts.items()]
    console = wide_console()
    console.print(Grid(("part", "bytes"), tuple(rows)).markdown(), markup=False, highlight=False)
    console.print(
        f"{heaviest.size:,} bytes in {len(rows)} answers (may be {_MOST_BYTES:,}); first paint after {paint:.0f} ms, "
        f"the median of {len(loads)} (may be {_MOST_MILLISECONDS}; {_span(loads)}); layout shift {shift:.3f} (may be "
        f"{_MOST_SHIFT})"
    )
    console.print(describe_machine())
    sys.exit(heaviest.size > _MOST_BYTES or paint > _MOST_MILLISECONDS or shift > _MOST_SHIFT)


def _load(visits: Visits) -> ColdLoad:
    return load_cold(visits, next(state for state in STATES if state.name == "map"))


def _span(loads: Sequence[ColdLoad]) -> str:
    paints = sorted(load.first_paint for load in loads)
    return f"{paints[0]:.0f} to {paints[-1]:.0f}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="scripts.benchmark cold",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--times", type=at_least(1), default=15, help="loads of which the median is told")
    parser.add_argument("--model", default="default", help="which one has read the sample")
    return parser

"""Timing things beside one another on a machine that others use too.

All contests run once a round, one after the other, for several rounds: whatever slows the machine down slows
neighbours alike. So rates are medians over rounds, and ratios are medians of the ratios within each round.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rich.progress import Progress

from scripts.evaluation.progress import err


@dataclass(frozen=True, slots=True)
class Contest:
    """Something that is timed. `run` is told the number of the round, so that it can take new input each time."""

    name: str
    #: how much one run does: messages, or floating-point operations
    work: float
    run: Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Rates:
    """What came out: name of the contest → work a second in each round."""

    by_round: Mapping[str, Sequence[float]]

    def median(self, name: str) -> float:
        """Work a second."""
        return statistics.median(self.by_round[name])

    def ratio(self, name: str, beside: str) -> float:
        """How many times as fast as `beside`."""
        pairs = zip(self.by_round[name], self.by_round[beside], strict=True)
        return statistics.median(mine / others for mine, others in pairs)


def run_rounds(contests: Sequence[Contest], rounds: int) -> Rates:
    """Times all contests; a round 0 before the others warms up and does not count."""
    seen: dict[str, list[float]] = {contest.name: [] for contest in contests}
    if len(seen) < len(contests):
        raise ValueError("two contests have one name")
    with Progress(console=err, disable=not err.is_terminal, transient=True) as progress:
        bar = progress.add_task("timing", total=(rounds + 1) * len(contests))
        for number in range(rounds + 1):
            for contest in contests:
                progress.update(bar, description=contest.name)
                rate = contest.work / _seconds(contest, number)
                if number:
                    seen[contest.name].append(rate)
                progress.advance(bar)
    return Rates(seen)


def _seconds(contest: Contest, number: int) -> float:
    start = time.perf_counter()
    contest.run(number)
    return time.perf_counter() - start

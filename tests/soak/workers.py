"""Workers that are killed and come back, each a process of its own."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections import Counter
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from unittest.mock import patch

import psutil

from feedback_miner.cli.working import ended_at_once, leave_on_sigterm, worker_of, working
from feedback_miner.jobs import slots
from feedback_miner.settings import Settings
from tests.soak.dying import PASSED, Fate, Point
from tests.soak.house import light_house

#: Workers at a time, and the names that they come back under.
WORKERS = 3
SLOTS = ("anna", "ben", "carla", "dora", "emil")
#: A worker keeps its name over this share of its deaths: else others must take over what it was at.
_SAME_NAME = 0.6
#: A worker dies of itself with this chance, unless it is killed before.
_DIES_OF_ITSELF = 0.5
#: How many times longer than they should compute workers may take to do so.
_IDLE = 20
#: Here a worker that was not seen for some seconds is gone.
_LOOK, _BEAT, _GONE_AFTER = 0.5, 2, timedelta(seconds=6)

# Each worker is forked from a process that has imported everything: most of the time of a start is spent on that.
_processes = get_context("forkserver")
_processes.set_forkserver_preload(["tests.soak.workers"])


@dataclass
class Workers:
    """Three at a time. Who asks for a death chooses neither the worker nor what it is at."""

    settings: Settings
    chance: random.Random
    logs: Path
    #: exit status of those that ended and were not killed → how often
    gave_up: Counter[int] = field(default_factory=Counter)
    killed: int = 0
    _mortal: bool = True
    _alive: dict[str, ForkServerProcess] = field(default_factory=dict)

    def start(self) -> None:
        """The first ones."""
        for slot in SLOTS[:WORKERS]:
            self._start(slot)

    def one_dies(self, within: float) -> None:
        """Kills one after a while, if none has died of itself by then. Whoever is missing comes back.

        `within`: seconds that the workers have computed, all together, since a busy machine leaves them little of each
        second. Where they have nothing to do, nobody waits for that.
        """
        moment, began = self.chance.uniform(0, within), time.monotonic()
        before = self._computed()
        while self._computed() - before < moment and time.monotonic() - began < _IDLE * within:
            if self.come_back():
                return
            time.sleep(0.02)
        victim = self._alive[self.chance.choice(sorted(self._alive))]
        victim.kill()
        victim.join()
        self.come_back()

    def power_cut(self) -> None:
        """All die at once. Those that come back die no more."""
        self._mortal = False
        for worker in self._alive.values():
            worker.kill()
        for worker in self._alive.values():
            worker.join()
        self.come_back()

    def come_back(self) -> bool:
        """Whoever ended comes back, as where a service manager sees to it; whether that was anybody."""
        gone = [(slot, worker) for slot, worker in self._alive.items() if not worker.is_alive()]
        for slot, worker in gone:
            status = worker.exitcode
            if status == -signal.SIGKILL:
                self.killed += 1
            else:
                self.gave_up[status or 0] += 1
            del self._alive[slot]
        for slot, _ in gone:
            free = [name for name in SLOTS if name not in self._alive]
            self._start(slot if self.chance.random() < _SAME_NAME else self.chance.choice(free))
        return bool(gone)

    def end(self, within: float) -> None:
        """Ends them in order. Asserts that they end in time, and that nothing went wrong."""
        for worker in self._alive.values():
            worker.terminate()
        for slot, worker in self._alive.items():
            worker.join(within)
            assert worker.exitcode == 0, f"{slot} ended with {worker.exitcode}"
        self._alive.clear()

    def clear_away(self) -> None:
        """None of them outlives the soak."""
        for worker in self._alive.values():
            worker.kill()
            worker.join()
        self._alive.clear()

    def _computed(self) -> float:
        """Seconds of all that live."""
        seconds = 0.0
        for worker in self._alive.values():
            with suppress(psutil.Error):  # it has just died
                times = psutil.Process(worker.pid).cpu_times()
                seconds += times.user + times.system
        return seconds

    def _start(self, slot: str) -> None:
        fate = None
        if self._mortal and self.chance.random() < _DIES_OF_ITSELF:
            point = self.chance.choice(list(Point))
            fate = Fate(point, self.chance.randint(0, PASSED[point]))
        log = self.logs / f"{slot}.log"
        process = _processes.Process(target=_work, args=(self.settings, slot, log, fate), daemon=True)
        process.start()
        self._alive[slot] = process


def _work(settings: Settings, slot: str, log: Path, fate: Fate | None) -> None:
    """What `feedback-miner worker` does."""
    _write_to(log)
    print(f"-- {slot} begins, {fate}", file=sys.stderr, flush=True)
    worker = worker_of(settings, slot)
    hasty = patch.multiple(slots, LOOK=_LOOK, BEAT=_BEAT, GONE_AFTER=_GONE_AFTER)
    dying = fate.awaited() if fate else nullcontext()
    with ended_at_once(), hasty, dying as scorer, light_house(settings, worker, scorer) as house:
        leave_on_sigterm()
        with working(worker, house):
            while True:
                signal.pause()


def _write_to(log: Path) -> None:
    opened = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(opened, 1)
    os.dup2(opened, 2)

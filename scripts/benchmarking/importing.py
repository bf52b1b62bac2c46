"""What an import and a map cost: seconds of CPU for 1,000 statements, by step, then the map's answering time.

In one process of one thread. Machines are shared and noisy: compare the lines of one run with one another.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial, wraps
from pathlib import Path
from typing import Any

from feedback_miner.bootstrap import House, open_house
from feedback_miner.domain import ImportState
from feedback_miner.mining import Question, Wish
from feedback_miner.sample import anchor_for, sample_files
from feedback_miner.settings import Settings
from scripts.machine import describe_machine

MAP_READS = 21


class Meter:
    """Adds up the CPU time of the steps that it is put around."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)

    def around(self, owner: object, name: str, step: str) -> None:
        """Measures a method of an object from now on."""
        method: Callable[..., Any] = getattr(owner, name)

        @wraps(method)
        def measured(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - whatever the method takes and gives
            with self.of(step):
                return method(*args, **kwargs)

        setattr(owner, name, measured)

    @contextmanager
    def of(self, step: str) -> Iterator[None]:
        """Measures a block."""
        start = time.process_time()
        yield
        self.seconds[step] += time.process_time() - start


def measure_import(file: Path | None) -> None:
    """Import an export (None: the sample) into a fresh database and print the tables in Markdown."""
    with tempfile.TemporaryDirectory() as folder, open_house(Settings(data_dir=Path(folder))) as house:
        _import(house, file)
        _map(house)


def _import(house: House, file: Path | None) -> None:
    scorer, preparer, meter = house.scorer(), house.preparer(), Meter()
    meter.around(preparer, "prepare", "clean, redact, split")
    meter.around(scorer, "score", "score")
    meter.around(house.store, "write_chunk", "store and count")
    workspace, imports = house.settings.workspace, house.mining.imports
    statements = 0
    with meter.of("all"):
        for name, content in _files(file):
            job = imports.submit(workspace, file=name, blocks=[content], wish=Wish())
            done = house.mining.runs.run(workspace, job.id)
            if done.state is not ImportState.DONE:
                sys.exit(f"{name}: {done.state.value} {done.error or ''}")
            statements += done.report.statements
    meter.seconds["read, everything else"] = 2 * meter.seconds["all"] - sum(meter.seconds.values())
    print(f"{statements:,} statements, {scorer.name}, {describe_machine()}\n")
    print("| step | seconds of CPU for 1,000 statements |\n| --- | --- |")
    for step in ("read, everything else", "clean, redact, split", "score", "store and count", "all"):
        print(f"| {step} | {1000 * meter.seconds[step] / statements:.2f} |")


def _map(house: House) -> None:
    workspace, maps = house.settings.workspace, house.mining.maps
    fresh = [
        _seconds(partial(maps.read, workspace, Question(days=days))) for days in range(30, 30 + MAP_READS)
    ]
    kept = [_seconds(partial(maps.read, workspace, Question())) for _ in range(MAP_READS)]
    print("\n| map of 30 days, against the 30 before | median |\n| --- | --- |")
    print(f"| a new question | {1000 * statistics.median(fresh):.1f} ms |")
    print(f"| asked before, nothing changed since | {1000 * statistics.median(kept):.2f} ms |")


def _seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def _files(file: Path | None) -> list[tuple[str, bytes]]:
    if file:
        return [(file.name, file.read_bytes())]
    return [(part.name, part.content) for part in sample_files(anchor_for(datetime.now(UTC).date()))]

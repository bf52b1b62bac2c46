"""A model in a process of its own: how long until it is ready, and how much memory it takes at most.

Run by itself (`python -m scripts.benchmarking.fresh FOLDER THREADS MESSAGES.json`) it prints both as JSON.
"""

from __future__ import annotations

import time

_STARTED = time.perf_counter()  # before the imports below: they are most of what a user waits for

import json  # noqa: E402
import resource  # noqa: E402
import statistics  # noqa: E402
import subprocess  # noqa: E402
import sys  # noqa: E402
from dataclasses import dataclass  # noqa: E402
from pathlib import Path  # noqa: E402

_STATUS = Path("/proc/self/status")


@dataclass(frozen=True, slots=True)
class Footprint:
    """Seconds from the first line of Python to a model that can score, and bytes of memory at the peak of scoring."""

    load_seconds: float
    peak_bytes: int


def measure_footprint(folder: Path, threads: int, messages_file: Path, repeats: int = 3) -> Footprint:
    """Loads the model of a folder so many times and scores the messages; the medians."""
    command = [sys.executable, "-m", __name__, str(folder), str(threads), str(messages_file)]
    runs = [
        json.loads(subprocess.run(command, capture_output=True, check=True).stdout)  # noqa: S603 - this module
        for _ in range(repeats)
    ]
    return Footprint(
        statistics.median(run["load_seconds"] for run in runs),
        int(statistics.median(run["peak_bytes"] for run in runs)),
    )


def _main(folder: Path, threads: int, messages_file: Path) -> None:
    from feedback_miner.domain import ScorableMessage
    from feedback_miner.scoring.loading import load_scorer

    scorer = load_scorer(folder, threads=threads)
    load_seconds = time.perf_counter() - _STARTED
    texts = json.loads(messages_file.read_text(encoding="utf-8"))
    long = [" ".join(texts[n : n + 16]) for n in range(0, len(texts), 16)]
    for batch in (texts, long):
        scorer.score([ScorableMessage(text, "review", "", ((0, len(text)),)) for text in batch])
    print(json.dumps({"load_seconds": load_seconds, "peak_bytes": _peak_bytes()}))


def _peak_bytes() -> int:
    """The largest part of this process that was in memory at one time."""
    if (
        _STATUS.exists()
    ):  # what getrusage says on Linux may be the parent's, from before the program was started
        (line,) = [line for line in _STATUS.read_text().splitlines() if line.startswith("VmHWM:")]
        return int(line.split()[1]) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


if __name__ == "__main__":
    _main(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))

"""The command `scripts.benchmark scoring`: the models and the text steps, beside others, in one run.

Kept by --write are docs/benchmark.json and the part of README.md that is made of it; --write --again writes the part
anew from what is kept.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from feedback_miner.errors import FeedbackMinerError
from feedback_miner.scoring.catalogue import find_models
from scripts.benchmarking.report import markdown, tables
from scripts.benchmarking.results import Benchmark, read_benchmark, write_benchmark
from scripts.benchmarking.run import Task, measure_scoring
from scripts.evaluation.progress import err
from scripts.readme import README, write_part
from scripts.tables import wide_console

_ROOT = Path(__file__).resolve().parents[2]
KEPT = _ROOT / "docs" / "benchmark.json"
PART = "benchmark"


def scoring(arguments: Sequence[str]) -> None:
    """Read the arguments, measure, show; exits with 1 and one sentence where that cannot be done."""
    given = _parser().parse_args(arguments)
    try:
        benchmark = read_benchmark(given.kept) if given.again else measure_scoring(_task(given))
        _show(benchmark)
        if given.write:
            write_benchmark(benchmark, given.kept)
            write_part(given.readme, PART, markdown(benchmark))
    except FeedbackMinerError as error:
        err.print(str(error), style="bold red", markup=False)
        sys.exit(1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="scripts.benchmark scoring",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--models", nargs="+", help="NAME or NAME/VERSION; default: the newest version of each that is there")
    add("--models-dir", type=Path, default=_ROOT / "models", help="folder of the models")
    add(
        "--authored",
        type=Path,
        default=_ROOT / "models" / "training" / "authored",
        help="what texts are cut from",
    )
    add(
        "--threads", type=_positive, default=os.cpu_count(), help="threads of the models and of the pipelines"
    )
    add("--messages", type=_positive, default=256, help="messages in a round")
    add("--rounds", type=_positive, default=7, help="rounds, after one that warms up")
    add("--again", action="store_true", help="show what is kept, and measure nothing")
    add("--write", action="store_true", help="keep the figures and write the README's part")
    add("--kept", type=Path, default=KEPT, help="where the figures are kept")
    add("--readme", type=Path, default=README, help="the page whose part is written")
    return parser


def _task(given: argparse.Namespace) -> Task:
    folders = find_models(given.models_dir, given.models)
    return Task(folders, given.authored, given.threads, given.messages, given.rounds)


def _show(benchmark: Benchmark) -> None:
    console = wide_console()
    for title, grid in tables(benchmark):
        console.print(grid.for_terminal(title))


def _positive(word: str) -> int:
    number = int(word)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number

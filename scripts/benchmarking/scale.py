"""The command `scripts.benchmark scale`: what questions cost where there is much history, beside little of it.

Kept by --write are docs/scale.json and the part of README.md that is made of it; --write --again writes the part
anew from what is kept. 5 million statements take some 12 GB of room, and a quarter of an hour, for each database.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from feedback_miner.errors import FeedbackMinerError
from scripts.arguments import at_least
from scripts.benchmarking.databases import POSTGRESQL, SQLITE, databases
from scripts.benchmarking.history import History
from scripts.benchmarking.scale_results import Scale, markdown, read_scale, tables, write_scale
from scripts.benchmarking.scale_rounds import Sizes, measure_database
from scripts.evaluation.progress import err
from scripts.machine import describe_machine
from scripts.readme import README, write_part
from scripts.tables import wide_console

_ROOT = Path(__file__).resolve().parents[2]
KEPT = _ROOT / "docs" / "scale.json"
PART = "scale"

#: A map of 30 days looks back on 60 days, and its curve on twelve weeks.
_BLOCK_DAYS = 100
_END = date(2026, 7, 1)
_NAMES = {SQLITE: "SQLite", POSTGRESQL: "PostgreSQL"}


def scale(arguments: Sequence[str]) -> None:
    """Read the arguments, measure, show; exits with 1 and one sentence where that cannot be done."""
    given = _parser().parse_args(arguments)
    try:
        measured = read_scale(given.kept) if given.again else _measured(given)
        console = wide_console()
        for title, grid in tables(measured):
            console.print(grid.for_terminal(title))
        if given.write:
            write_scale(measured, given.kept)
            write_part(given.readme, PART, markdown(measured))
    except FeedbackMinerError as error:
        err.print(str(error), style="bold red", markup=False)
        sys.exit(1)


def _measured(given: argparse.Namespace) -> Scale:
    load = os.getloadavg()[0]
    small = History(1, given.statements, _BLOCK_DAYS, _END)
    large = History(given.times, given.statements, _BLOCK_DAYS, _END)
    found = {}
    for kind in given.databases:
        with tempfile.TemporaryDirectory(dir=given.room) as folder, databases(kind, Path(folder)) as make:
            found[_NAMES.get(kind, _NAMES[POSTGRESQL])] = measure_database(
                Sizes(small, large), make, given.models_dir, given.model, Path(folder), given.rounds
            )
    return Scale(
        machine=describe_machine(),
        load=round(load, 1),
        small=given.statements,
        large=given.statements * given.times,
        per_day=given.statements // _BLOCK_DAYS,
        rounds=given.rounds,
        databases=found,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="scripts.benchmark scale",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add(
        "--databases",
        nargs="+",
        default=[SQLITE, POSTGRESQL],
        metavar="DATABASE",
        help="sqlite, postgresql, or the URL of a PostgreSQL server",
    )
    add("--statements", type=at_least(1), default=50_000, help="of the last 100 days: the little history")
    add("--times", type=at_least(2), default=100, help="how many times as much is the large one")
    add("--rounds", type=at_least(1), default=15, help="rounds, after one that warms up")
    add("--models-dir", type=Path, default=_ROOT / "models", help="folder of the models")
    add(
        "--model",
        default="fast",
        help="whose labels and known errors the map reckons with; it scores nothing",
    )
    add("--room", type=Path, help="folder for the databases; default: the system's for temporary files")
    add("--again", action="store_true", help="show what is kept, and measure nothing")
    add("--write", action="store_true", help="keep the figures and write the README's part")
    add("--kept", type=Path, default=KEPT, help="where the figures are kept")
    add("--readme", type=Path, default=README, help="the page whose part is written")
    return parser

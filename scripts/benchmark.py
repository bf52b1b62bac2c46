"""What each step costs.

python -m scripts.benchmark [FILE]      an import and the map, of an export (default: the sample)
python -m scripts.benchmark import      a made-up file of a million rows, the model stood in for (--rows N)
python -m scripts.benchmark scoring     the models and the text steps, beside others (--help: options)
python -m scripts.benchmark scale       what questions cost with much history, beside little (--help: options)
python -m scripts.benchmark workers     two workers, beside two scorers without a database (--help: options)
python -m scripts.benchmark load        many clients at once: how fast, and whether anything is lost (--help: options)
python -m scripts.benchmark live        what people cost who keep the map open while it changes (--help: options)
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from scripts.benchmarking.importing import measure_import
from scripts.benchmarking.live import live
from scripts.benchmarking.load import load
from scripts.benchmarking.many_rows import LEAST_ROWS, measure_rows
from scripts.benchmarking.scale import scale
from scripts.benchmarking.scoring import scoring
from scripts.benchmarking.workers import workers

_COMMANDS = {"scoring": scoring, "scale": scale, "load": load, "live": live, "workers": workers}


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the arguments and measure."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given and given[0] in _COMMANDS:
        _COMMANDS[given[0]](given[1:])
        return
    if given[:1] == ["import"]:
        wanted = argparse.ArgumentParser(prog="benchmark import", description=measure_rows.__doc__)
        wanted.add_argument("--rows", type=_rows, default=1_000_000, help="default: a million")
        measure_rows(wanted.parse_args(given[1:]).rows)
        return
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", nargs="?", type=Path, help="an export; default: the sample")
    measure_import(parser.parse_args(given).file)


def _rows(given: str) -> int:
    if not given.isdecimal() or int(given) < LEAST_ROWS:
        raise argparse.ArgumentTypeError(f"give a whole number from {LEAST_ROWS:,} on")
    return int(given)


if __name__ == "__main__":
    main()

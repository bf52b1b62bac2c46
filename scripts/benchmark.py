"""What each step costs.

python -m scripts.benchmark [FILE]      an import and the map, of an export (default: the sample)
python -m scripts.benchmark import      a made-up file of a million rows, the model stood in for (--rows N)
python -m scripts.benchmark scoring     the models and the text steps, beside others (--help: options)
python -m scripts.benchmark scale       what questions cost with much history, beside little (--help: options)
python -m scripts.benchmark workers     two workers, beside two scorers without a database (--help: options)
python -m scripts.benchmark load        many clients at once: how fast, and whether anything is lost (--help: options)
python -m scripts.benchmark live        what people cost who keep the map open while it changes (--help: options)
python -m scripts.benchmark cold        the map in a browser that has nothing of it yet (--help: options)
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

#: Each is loaded where it runs: what one of them needs is no memory of another's.
_COMMANDS = {"import": "many_rows"} | {
    name: name for name in ("scoring", "scale", "workers", "load", "live", "cold")
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the arguments and measure."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given and given[0] in _COMMANDS:
        command = _COMMANDS[given[0]]
        getattr(import_module(f"scripts.benchmarking.{command}"), command)(given[1:])
        return
    from scripts.benchmarking.importing import measure_import

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", nargs="?", type=Path, help="an export; default: the sample")
    measure_import(parser.parse_args(given).file)


if __name__ == "__main__":
    main()

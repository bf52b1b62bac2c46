"""Train a model and write its folder, models/NAME/VERSION.

    python -m scripts.train --data ../shared --encoder ENCODER_FOLDER --work WORK_FOLDER

WORK_FOLDER keeps the checkpoints: the same command goes on where it was cut off.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from scripts.training.run import Paths, train

_HERE = Path(__file__).resolve().parent


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--recipe", type=Path, default=_HERE / "train.toml")
    parser.add_argument("--data", type=Path, required=True, help="folder with data/, labels/ and evaluate/")
    parser.add_argument(
        "--encoder", type=Path, help="folder of the pretrained encoder; else its package is found"
    )
    parser.add_argument(
        "--work", type=Path, required=True, help="folder for checkpoints, outside the repository"
    )
    parser.add_argument(
        "--models", type=Path, default=_HERE.parent / "models", help="where the new folder goes"
    )
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args()
    folder = train(
        Paths(given.recipe, given.data, given.encoder, given.work, given.models),
        given.threads,
    )
    print(f"written: {folder}")


if __name__ == "__main__":
    main()

"""Train a model of the recipe and write its folder, models/NAME/VERSION.

    python -m scripts.train default --data ../shared --encoder ENCODER_FOLDER --work WORK_FOLDER

WORK_FOLDER keeps the checkpoints: the same command goes on where it was cut off.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from scripts.training.corpus import Paths
from scripts.training.run import train

_HERE = Path(__file__).resolve().parent
_MODELS = _HERE.parent / "models"


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("model", help="name of a model of the recipe")
    parser.add_argument("--recipe", type=Path, default=_HERE / "train.toml")
    parser.add_argument("--data", type=Path, required=True, help="folder with data/, labels/ and evaluate/")
    parser.add_argument(
        "--own", type=Path, default=_MODELS / "training", help="folder with authored/ and open.csv"
    )
    parser.add_argument("--encoder", type=Path, required=True, help="folder of the pretrained encoder")
    parser.add_argument(
        "--work", type=Path, required=True, help="folder for checkpoints, outside the repository"
    )
    parser.add_argument("--models", type=Path, default=_MODELS, help="where the new folder goes")
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args()
    paths = Paths(given.recipe, given.data, given.own, given.encoder, given.work, given.models)
    print(f"written: {train(paths, given.model, given.threads)}")


if __name__ == "__main__":
    main()

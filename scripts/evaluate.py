"""How good the models are: their labels and public test sets, beside lexicons, a majority guess and frozen vectors.

    python -m scripts.evaluate --data ../shared --encoder ENCODER_FOLDER           prints tables
    python -m scripts.evaluate --data ../shared --encoder ENCODER_FOLDER --write   and keeps them
    python -m scripts.evaluate --write                              writes the README's part anew from what is kept
    python -m scripts.evaluate themes --data ../shared              groups of statements, beside BERTopic's
    python -m scripts.evaluate truths [SUBJECT …]                   claims against customers whose truth is planted

Kept are docs/evaluation.json and the part of README.md that is made of it.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from feedback_miner.errors import FeedbackMinerError
from feedback_miner.scoring.catalogue import find_models
from scripts.evaluation.progress import err
from scripts.evaluation.report import markdown, tables
from scripts.evaluation.results import Evaluation, read_evaluation, write_evaluation
from scripts.evaluation.run import Task, evaluate
from scripts.evaluation.themes import main as themes
from scripts.readme import README, write_part
from scripts.simulation.run import main as truths
from scripts.tables import wide_console

_ROOT = Path(__file__).resolve().parents[1]
KEPT = _ROOT / "docs" / "evaluation.json"
PART = "evaluation"

#: what is measured where it is named first
SUBJECTS = {"themes": themes, "truths": truths}


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the arguments, evaluate, show; exits with 1 and one sentence where that cannot be done."""
    words = sys.argv[1:] if arguments is None else arguments
    if words and words[0] in SUBJECTS:
        SUBJECTS[words[0]](words[1:])
        return
    parser = _parser()
    given = parser.parse_args(words)
    if given.data is None and not given.write:
        parser.error("name the data folder by --data, or write what is kept by --write alone")
    if given.write and given.limit is not None:
        parser.error("figures of a sample are not kept: leave out --limit or --write")
    try:
        evaluation = _measured(given) if given.data else read_evaluation(given.kept)
        _show(evaluation)
        if given.write:
            write_evaluation(evaluation, given.kept)
            write_part(given.readme, PART, markdown(evaluation))
    except FeedbackMinerError as error:
        err.print(str(error), style="bold red", markup=False)
        sys.exit(1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--data", type=Path, help="folder with data/, labels/ and evaluate/")
    add("--models", nargs="+", help="NAME or NAME/VERSION; default: the newest version of each that is there")
    add("--models-dir", type=Path, default=_ROOT / "models", help="folder of the models")
    add("--encoder", type=Path, help="folder of a pretrained encoder, for the baseline of frozen vectors")
    add("--own", type=Path, default=_ROOT / "models" / "training", help="folder with authored/ and open.csv")
    add(
        "--recipe",
        type=Path,
        default=_ROOT / "scripts" / "train.toml",
        help="the recipe that names the labels",
    )
    add("--threads", type=int, default=os.cpu_count(), help="threads of the models")
    add("--limit", type=_positive, metavar="N", help="only N texts of each public set, always the same ones")
    add("--write", action="store_true", help="keep the figures and write the README's part")
    add("--kept", type=Path, default=KEPT, help="where the figures are kept")
    add("--readme", type=Path, default=README, help="the page whose part is written")
    return parser


def _measured(given: argparse.Namespace) -> Evaluation:
    if given.encoder is None:
        err.print(
            "The baseline of frozen vectors is left out: --encoder names no folder.", style="bold yellow"
        )
    folders = find_models(given.models_dir, given.models)
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as work:
        task = Task(
            folders,
            given.data,
            given.own,
            given.recipe,
            given.encoder,
            Path(work),
            given.threads,
            given.limit,
        )
        evaluation = evaluate(task)
    err.print(f"took {time.monotonic() - started:.0f} s", highlight=False)
    return evaluation


def _show(evaluation: Evaluation) -> None:
    console = wide_console()
    for title, grid in tables(evaluation):
        console.print(grid.for_terminal(title))
    if evaluation.limit is not None:
        console.print(f"Of each public set at most {evaluation.limit:,} texts: a sample, not for quoting.")


def _positive(word: str) -> int:
    number = int(word)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


if __name__ == "__main__":
    main()

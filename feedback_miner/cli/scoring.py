"""`score`: labels for given statements."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import track

from feedback_miner.bootstrap import open_scorer
from feedback_miner.cli.context import JsonFlag, err, out, read_settings, show_json
from feedback_miner.domain import LabelPolicy, Scores
from feedback_miner.errors import FileError, ModelError
from feedback_miner.journey import Transfer, corrected_shares
from feedback_miner.scoring.catalogue import find_model
from feedback_miner.scoring.confusions import load_confusions
from feedback_miner.scoring.layout import open_model_folder
from feedback_miner.scoring.predictions import score_items


def score(
    context: typer.Context,
    items: Annotated[
        Path, typer.Argument(help="JSON Lines: {id, source, text, statements: [{n, start, end}]}.")
    ],
    output: Annotated[Path, typer.Option(help="JSON Lines: one line a statement, with probabilities.")],
    model: Annotated[
        str | None, typer.Option(help="NAME or NAME/VERSION in the models folder; else the one that is set.")
    ] = None,
    shares: Annotated[
        Path | None,
        typer.Option(
            help="JSON: stage (“none” among them) → its estimated share of these statements, corrected for what the "
            "model is known to get wrong."
        ),
    ] = None,
    json_: JsonFlag = False,
) -> None:
    """Score given statements of given messages."""
    settings = read_settings(**context.obj, model=model)
    folder = find_model(settings.models_dir, settings.model)
    _check(items, output, shares)
    transfer = _transfer_of(folder) if shares else None
    scorer = open_scorer(folder, settings)
    stages: Counter[str] = Counter()
    with items.open(encoding="utf-8") as lines, output.open("w", encoding="utf-8") as written:
        for line in track(score_items(scorer, lines), "Scoring", console=err, disable=not err.is_terminal):
            written.write(json.dumps(line) + "\n")
            stages[_stage_of(line, scorer.default_policy)] += 1
    count = stages.total()
    if shares and transfer:
        estimated = corrected_shares(stages, transfer) if count else {}
        shares.write_text(json.dumps(estimated, indent=2) + "\n", encoding="utf-8")
    if json_:
        show_json({"statements": count, "model": scorer.name, "output": str(output)})
    else:
        out.print(f"{count:,} statements scored by {scorer.name}: {output}", markup=False)


def _check(items: Path, output: Path, shares: Path | None) -> None:
    if not items.is_file():
        raise FileError("There is no such file.", where=str(items))
    if _same(output, items):
        raise FileError("The output would overwrite the input; name another file.", where=str(output))
    if shares and (_same(shares, items) or _same(shares, output)):
        raise FileError("The shares need a file of their own; name another.", where=str(shares))
    for written in filter(None, (output, shares)):
        if not written.parent.is_dir():
            raise FileError(
                f"There is no folder {written.parent} to write this file into; make it first.",
                where=str(written),
            )


def _same(one: Path, other: Path) -> bool:
    """Whether both are one file, by whatever names or links."""
    if one.exists() and other.exists():
        return one.samefile(other)
    return one.resolve() == other.resolve()


def _transfer_of(folder: Path) -> Transfer:
    """Raises ModelError where it is not known how the model errs."""
    confusions = load_confusions(open_model_folder(folder))
    transfer = Transfer.of(confusions) if confusions else None
    if transfer is None:
        raise ModelError(
            "Shares cannot be corrected: the model's folder does not say what it gets wrong in enough sources. "
            "Leave --shares out, or use another model.",
            where=str(folder),
        )
    return transfer


def _stage_of(line: Mapping[str, Any], policy: LabelPolicy) -> str:
    return policy.label(Scores(line["stage"], line["touchpoint"], line["sentiment"], {})).stage

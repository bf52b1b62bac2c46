"""Figures of a model folder on labelled messages, by the measure that all models are compared with.

The measure is the program evaluate/score_predictions.py that lies beside the labels; what it calls each
figure, it explains in its own header.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from feedback_miner.domain import NEUTRAL
from feedback_miner.scoring.loading import load_scorer
from feedback_miner.scoring.predictions import score_items
from scripts.evaluation.dev import measure as measure_predictions
from scripts.evaluation.dev import write_predictions
from scripts.evaluation.results import Figure
from scripts.training.examples import Distribution, Example, likeliest
from scripts.training.recipe import Labels


def measure(
    model: Path, items: Path, labels: Path, program: Path, work: Path, threads: int
) -> dict[str, Any]:
    """The figures of the model on `items` under `labels`, with their 95 % intervals, as JSON values."""
    scorer = load_scorer(model, threads=threads)
    with items.open(encoding="utf-8") as lines:
        predictions = write_predictions(score_items(scorer, lines), work / f"{items.stem}.predictions.jsonl")
    with labels.open(newline="", encoding="utf-8") as rows:
        statements = sum(1 for _ in csv.DictReader(rows))
    figures = measure_predictions(predictions, labels, program)
    return {"statements": statements, "figures": {name: _rounded(figure) for name, figure in figures.items()}}


def write_labelled(examples: Iterable[Example], keys: Labels, items: Path, labels: Path) -> None:
    """Write examples as a file of messages and a file of labels, as `measure` reads them."""
    with (
        items.open("w", encoding="utf-8") as messages,
        labels.open("w", newline="", encoding="utf-8") as file,
    ):
        rows = csv.writer(file)
        rows.writerow(["item_id", "statement", "stage", "touchpoint", "sentiment", "emotions"])
        for number, example in enumerate(examples):
            spans = [{"n": n, "start": a, "end": b} for n, (a, b) in enumerate(example.message.spans)]
            item = {
                "id": str(number),
                "source": example.message.source,
                "channel": example.message.channel,
                "text": example.message.text,
                "statements": spans,
            }
            messages.write(json.dumps(item) + "\n")
            for n, target in enumerate(example.targets):
                rows.writerow(
                    [
                        number,
                        n,
                        _key(keys.stages, target.stage),
                        _key(keys.touchpoints, target.touchpoint),
                        round((target.sentiment or 0.0) * 2),
                        _emotion_field(
                            [keys.emotions[e] for e, shown in (target.emotions or {}).items() if shown]
                        ),
                    ]
                )


def _emotion_field(emotions: Sequence[str]) -> str:
    return " ".join(emotions) or NEUTRAL


def _key(keys: Sequence[str], label: Distribution | None) -> str:
    return keys[likeliest(label)] if label else ""


def _rounded(figure: Figure) -> dict[str, Any]:
    interval = [round(bound, 3) for bound in figure.interval or ()]
    return {"value": round(figure.value, 3), "interval": interval}

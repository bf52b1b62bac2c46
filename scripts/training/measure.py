"""Figures of a model folder on labelled messages, by the measure that all models are compared with.

The measure is the program evaluate/score_predictions.py that lies beside the labels; what it calls each
figure, it explains in its own header.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from feedback_miner.domain import NEUTRAL
from feedback_miner.scoring.loading import load_scorer
from feedback_miner.scoring.predictions import score_items
from scripts.training.examples import Distribution, Example, likeliest
from scripts.training.recipe import Labels


def measure(
    model: Path, items: Path, labels: Path, program: Path, work: Path, threads: int
) -> dict[str, Any]:
    """The figures of the model on `items` under `labels`, with their 95 % intervals, as JSON values."""
    predictions = work / f"{items.stem}.predictions.jsonl"
    scorer = load_scorer(model, threads=threads)
    with items.open(encoding="utf-8") as lines, predictions.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(prediction) + "\n" for prediction in score_items(scorer, lines))
    done = subprocess.run(  # noqa: S603 - a program of the caller's own choosing
        [sys.executable, str(program), str(labels), str(predictions), "--json"],
        check=True,
        capture_output=True,
        text=True,
    )
    return _rounded(json.loads(done.stdout))


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


def _rounded(measured: dict[str, Any]) -> dict[str, Any]:
    interval = measured["interval"]
    return {
        "statements": measured["statements"],
        "figures": {
            name: {"value": round(value, 3), "interval": [round(bound, 3) for bound in interval[name]]}
            for name, value in measured["figures"].items()
        },
    }

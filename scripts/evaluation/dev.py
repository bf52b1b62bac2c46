"""The labelled messages that our labels are measured on, and the program that measures them.

The program is evaluate/score_predictions.py that lies beside the labels. What it calls each figure, it explains in
its own header.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from feedback_miner.domain import ScorableMessage
from feedback_miner.errors import FileError
from scripts.evaluation.results import Figure, Figures

#: A source with fewer labelled statements gets no figures of its own.
ENOUGH_STATEMENTS = 100


@dataclass(frozen=True, slots=True)
class DevItem:
    """A message and the numbers of its statements, in the order of its spans."""

    id: str
    message: ScorableMessage
    numbers: tuple[int, ...]

    @property
    def statements(self) -> list[str]:
        """Their words."""
        return [self.message.text[start:end] for start, end in self.message.spans]


@dataclass(frozen=True, slots=True)
class DevSet:
    """Messages, their labels, and the measure."""

    items_file: Path
    labels_file: Path
    program: Path
    items: tuple[DevItem, ...]

    def labels_by_source(self, work: Path) -> dict[str, tuple[int, Path]]:
        """Source → number of labels and a file of them, for every source with enough; most first."""
        source_of = {item.id: item.message.source for item in self.items}
        rows: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
        with self.labels_file.open(newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                rows[source_of[row["item_id"]]].append(row)
        enough = {source: rows[source] for source in rows if len(rows[source]) >= ENOUGH_STATEMENTS}
        largest_first = sorted(enough, key=lambda source: -len(enough[source]))
        return {
            source: (len(enough[source]), _write_labels(enough[source], work / f"{source}.csv"))
            for source in largest_first
        }

    def count_labels(self) -> int:
        """How many statements are labelled."""
        with self.labels_file.open(newline="", encoding="utf-8") as file:
            return sum(1 for _ in csv.DictReader(file))


def read_dev(data: Path) -> DevSet:
    """The dev set of a folder with data/, labels/ and evaluate/."""
    items_file = data / "data" / "items_dev.jsonl"
    with items_file.open(encoding="utf-8") as lines:
        items = tuple(_item(json.loads(line)) for line in lines if line.strip())
    return DevSet(items_file, data / "labels" / "dev.csv", data / "evaluate" / "score_predictions.py", items)


def write_predictions(predictions: Iterable[Mapping[str, Any]], file: Path) -> Path:
    """One line a statement, as the program reads them."""
    with file.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(prediction) + "\n" for prediction in predictions)
    return file


def measure(
    predictions: Path, labels: Path, program: Path, *, shares: Path | None = None, draws: int = 300
) -> Figures:
    """The program's figures; intervals from so many draws. Raises FileError where the program fails."""
    command: list[str | Path] = [sys.executable, program, labels, predictions, "--json"]
    command += ["--bootstrap", str(draws)]
    if shares:
        command += ["--shares", shares]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - the caller's own program
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise FileError(f"could not measure {predictions.name} by {labels.name}: {last}", where=str(program))
    measured = json.loads(done.stdout)
    return {
        name: Figure(value=round(value, 4), interval=_interval(measured["interval"].get(name)))
        for name, value in measured["figures"].items()
    }


def _item(line: Mapping[str, Any]) -> DevItem:
    spans = tuple((statement["start"], statement["end"]) for statement in line["statements"])
    message = ScorableMessage(line["text"], line["source"], "", spans)
    return DevItem(line["id"], message, tuple(statement["n"] for statement in line["statements"]))


def _interval(bounds: list[float] | None) -> tuple[float, float] | None:
    return (round(bounds[0], 4), round(bounds[1], 4)) if bounds else None


def _write_labels(rows: list[dict[str, str]], path: Path) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path

"""Labelled messages for training: read, checked against the label keys, and folded by data set."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from feedback_miner.domain import NEUTRAL, ScorableMessage
from scripts.training.recipe import Labels


@dataclass(frozen=True, slots=True)
class Target:
    """The labels of one statement as positions in the label keys; sentiment in -1…1."""

    stage: int
    touchpoint: int
    sentiment: float
    emotions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """One message with the labels of its statements, aligned with `message.spans`."""

    dataset: str
    message: ScorableMessage
    targets: tuple[Target, ...]


def read_examples(items: Path, labels_csv: Path, authored: Path, keys: Labels) -> list[Example]:
    """All labelled messages: found ones (`items` with `labels_csv`) and those of the folder `authored`.

    Sentiment in the files is -2…2. A statement without a label is read as context only. Raises ValueError
    naming the item where a label's key is unknown, or where labels belong to no item.
    """
    return [*_read_found(items, labels_csv, keys), *_read_authored(authored, keys)]


def split_fold(examples: Iterable[Example], fold: Sequence[str]) -> tuple[list[Example], list[Example]]:
    """(examples of other data sets, examples of the data sets in `fold`). Every name of `fold` must occur."""
    rest: list[Example] = []
    held_out: list[Example] = []
    for example in examples:
        (held_out if example.dataset in fold else rest).append(example)
    absent = set(fold) - {example.dataset for example in held_out}
    if absent:
        raise ValueError(f"the fold names data sets that do not occur: {', '.join(sorted(absent))}")
    return rest, held_out


def _read_found(items: Path, labels_csv: Path, keys: Labels) -> list[Example]:
    labels: dict[str, dict[int, Target]] = defaultdict(dict)
    with labels_csv.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            labels[row["item_id"]][int(row["statement"])] = _target(
                keys,
                row["item_id"],
                row["stage"],
                row["touchpoint"],
                int(row["sentiment"]),
                row["emotions"].split(),
            )
    examples = []
    with items.open(encoding="utf-8") as file:
        for item in map(json.loads, file):
            given = labels.pop(item["id"], {})
            labelled = [s for s in item["statements"] if s["n"] in given]
            spans = tuple((s["start"], s["end"]) for s in labelled)
            targets = tuple(given[s["n"]] for s in labelled)
            message = ScorableMessage(item["text"], item["source"], "", spans)
            examples.append(Example(item["dataset"], message, targets))
    if labels:
        raise ValueError(
            f"{labels_csv} labels items that {items} does not hold, such as {next(iter(labels))}"
        )
    return examples


def _read_authored(folder: Path, keys: Labels) -> list[Example]:
    examples = []
    for path in sorted(folder.glob("*.jsonl")):
        with path.open(encoding="utf-8") as file:
            for item in map(json.loads, file):
                text, spans = _join([s["text"] for s in item["statements"]])
                targets = tuple(
                    _target(keys, item["id"], s["stage"], s["touchpoint"], s["sentiment"], s["emotions"])
                    for s in item["statements"]
                )
                message = ScorableMessage(text, item["source"], "", spans)
                examples.append(Example(f"authored/{path.stem}", message, targets))
    return examples


def _join(statements: Sequence[str]) -> tuple[str, tuple[tuple[int, int], ...]]:
    spans, start = [], 0
    for statement in statements:
        spans.append((start, start + len(statement)))
        start += len(statement) + 1
    return " ".join(statements), tuple(spans)


def _target(
    keys: Labels, item: str, stage: str, touchpoint: str, sentiment: int, emotions: Sequence[str]
) -> Target:
    try:
        return Target(
            stage=keys.stages.index(stage),
            touchpoint=keys.touchpoints.index(touchpoint),
            sentiment=sentiment / 2,
            emotions=tuple(keys.emotions.index(e) for e in emotions if e != NEUTRAL),
        )
    except ValueError as error:
        raise ValueError(
            f"{item}: a label is not one of the keys ({stage}, {touchpoint}, {emotions})"
        ) from error

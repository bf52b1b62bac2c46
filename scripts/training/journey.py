"""Messages with journey labels: found ones, whose texts stay where they are, and authored ones."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from feedback_miner.domain import NEUTRAL, ScorableMessage
from scripts.training.examples import Example, Target
from scripts.training.recipe import Labels
from scripts.training.uci import read_uci

#: A message as the files of shared data have it: id, dataset, source, text, statements of n, start, end.
Item = Mapping[str, Any]


def read_items(path: Path) -> Iterator[Item]:
    """The messages of a file of JSON Lines."""
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def uci_items(folder: Path) -> Iterator[Item]:
    """The sentences about goods and restaurants of UCI's set, each a message of its own."""
    for number, text, _ in read_uci(folder, ("amazon_cells", "yelp")):
        yield {
            "id": f"uci_{number}",
            "dataset": f"uci_{number.partition(':')[0]}",
            "source": "review",
            "text": text,
            "statements": [{"n": 0, "start": 0, "end": len(text)}],
        }


def read_found(items: Iterable[Item], labels_csv: Path, keys: Labels) -> list[Example]:
    """Those of the messages that `labels_csv` labels.

    Sentiment in the file is -2…2. A statement without a label is read as context only. Raises ValueError
    naming the item where a label's key is unknown, or where labels belong to no item.
    """
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
    for item in items:
        given = labels.pop(item["id"], {})
        labelled = [s for s in item["statements"] if s["n"] in given]
        if not labelled:
            continue
        spans = tuple((s["start"], s["end"]) for s in labelled)
        channel = keys.channel_of.get(item["dataset"], "")
        message = ScorableMessage(item["text"], item["source"], channel, spans)
        examples.append(Example(item["dataset"], message, tuple(given[s["n"]] for s in labelled)))
    if labels:
        raise ValueError(f"{labels_csv} labels items that are not there, such as {next(iter(labels))}")
    return examples


def read_authored(folder: Path, keys: Labels) -> Iterator[Example]:
    """All messages of a folder of JSON Lines; a message's text is its statements joined by a space."""
    for path in sorted(folder.glob("*.jsonl")):
        with path.open(encoding="utf-8") as file:
            for item in map(json.loads, file):
                text, spans = _join([s["text"] for s in item["statements"]])
                targets = tuple(
                    _target(keys, item["id"], s["stage"], s["touchpoint"], s["sentiment"], s["emotions"])
                    for s in item["statements"]
                )
                channel = item.get("channel", "")
                message = ScorableMessage(text, item["source"], channel, spans)
                yield Example(f"authored/{path.stem}", message, targets)


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
        shown = {keys.emotions.index(e) for e in emotions if e != NEUTRAL}
        return Target(
            stage={keys.stages.index(stage): 1.0},
            touchpoint={keys.touchpoints.index(touchpoint): 1.0},
            sentiment=sentiment / 2,
            emotions={n: float(n in shown) for n in range(len(keys.emotions))},
        )
    except ValueError as error:
        raise ValueError(
            f"{item}: a label is not one of the keys ({stage}, {touchpoint}, {emotions})"
        ) from error

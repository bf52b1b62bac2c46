"""Where a run finds its messages, and what it reads of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from feedback_miner.scoring.loading import load_scorer
from scripts.training.examples import Example
from scripts.training.journey import Item, read_authored, read_found, read_items, uci_items
from scripts.training.recipe import Recipe, Teacher
from scripts.training.teaching import read_unlabelled, taught


@dataclass(frozen=True, slots=True)
class Paths:
    """Where a run reads and writes.

    `data` holds data/, labels/ and evaluate/; `own` what this project labelled and wrote itself: authored/ and
    open.csv.
    """

    recipe: Path
    data: Path
    own: Path
    encoder: Path
    work: Path
    models: Path


def read_journey(paths: Paths, recipe: Recipe) -> list[Example]:
    """All messages with journey labels."""
    data, keys = paths.data, recipe.labels
    return [
        *read_found(read_items(data / "data" / "items_train.jsonl"), data / "labels" / "train.csv", keys),
        *read_found(_open_items(data / "data"), paths.own / "open.csv", keys),
        *read_authored(paths.own / "authored", keys),
    ]


def _open_items(data: Path) -> Iterator[Item]:
    yield from read_items(data / "items_open.jsonl")
    yield from uci_items(data / "public" / "uci_sentences")


def with_teacher(
    labelled: list[Example], teacher: Teacher | None, recipe: Recipe, paths: Paths, threads: int
) -> list[Example]:
    """The labelled messages, and the unlabelled ones of no held-out data set, with what the teacher says of them."""
    if teacher is None:
        return labelled
    scorer = load_scorer(paths.models / teacher.model, threads=threads)
    items = read_items(paths.data / "data" / "items_open.jsonl")
    unlabelled = [
        example
        for example in read_unlabelled(items, recipe.labels, without=labelled)
        if example.dataset not in recipe.fold
    ]
    return taught([*labelled, *unlabelled], scorer, recipe.labels, teacher.trust)

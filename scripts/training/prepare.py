"""From labelled examples to training windows, with the recipe's seeded alterations."""

from __future__ import annotations

import random
from dataclasses import replace

from feedback_miner.scoring.encoding import MessageEncoder
from scripts.training.batches import LabelledWindow, label_windows
from scripts.training.data import Example
from scripts.training.placeholders import with_placeholders
from scripts.training.recipe import Fit


def training_windows(examples: list[Example], encoder: MessageEncoder, fit: Fit) -> list[LabelledWindow]:
    """Windows to train on: some messages with placeholders, some without their source in front."""
    draw = random.Random(fit.seed)
    altered = [
        _without_source(example) if draw.random() < fit.dropped_source_share else example
        for example in with_placeholders(examples, fit.placeholder_share, fit.seed)
    ]
    return label_windows(altered, encoder)


def _without_source(example: Example) -> Example:
    return replace(example, message=replace(example.message, source=""))

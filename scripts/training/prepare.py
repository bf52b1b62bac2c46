"""From examples to training windows, with the recipe's seeded alterations, drawn anew for each epoch."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from feedback_miner.scoring.encoding import MessageEncoder
from scripts.training.batches import ExampleWindow, windows_of
from scripts.training.examples import Example
from scripts.training.placeholders import with_placeholders
from scripts.training.recipe import Fit


def training_windows(
    examples: Sequence[Example], encoder: MessageEncoder, fit: Fit, seed: int
) -> list[ExampleWindow]:
    """Windows to train on: some messages with placeholders, some without their source or channel in front."""
    draw = random.Random(seed)
    altered = [
        _with_less_origin(example, fit, draw)
        for example in with_placeholders(examples, fit.placeholder_share, seed)
    ]
    return windows_of(altered, encoder)


def _with_less_origin(example: Example, fit: Fit, draw: random.Random) -> Example:
    message = example.message
    if draw.random() < fit.dropped_source_share:
        message = replace(message, source="")
    if draw.random() < fit.dropped_channel_share:
        message = replace(message, channel="")
    return replace(example, message=message)

"""Windows of examples, and batches of them with about the same number of tokens."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from feedback_miner.scoring.encoding import MessageEncoder, Window
from feedback_miner.scoring.layout import GOEMOTIONS
from feedback_miner.scoring.network import HeadSizes
from scripts.training.examples import Example, Target


@dataclass(frozen=True, slots=True)
class ExampleWindow:
    """A window and the targets of its statements; `window.owned` refers to positions in `targets`."""

    window: Window
    targets: tuple[Target, ...]
    dataset: str


@dataclass(frozen=True, slots=True)
class Truth:
    """The targets of S statements; NaN where a target is not known."""

    stage: Tensor  # [S, stages], probabilities
    touchpoint: Tensor  # [S, touchpoints], probabilities
    sentiment: Tensor  # [S]
    emotions: Tensor  # [S, emotions], 0 … 1
    goemotions: Tensor  # [S, 28], 0 or 1


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded windows and the truth of their S statements."""

    token_ids: Tensor  # [windows, tokens]
    attention_mask: Tensor  # [windows, tokens]
    positions: Tensor  # [K] into the flattened tokens
    owners: Tensor  # [K] statement of each of those tokens
    truth: Truth


def windows_of(examples: Iterable[Example], encoder: MessageEncoder) -> list[ExampleWindow]:
    """All windows of the examples; a statement that is cut into two windows is an example in each."""
    windows = []
    for example in examples:
        for window in encoder.windows(example.message):
            present = sorted({owner for _, owner in window.owned})
            local = {owner: n for n, owner in enumerate(present)}
            owned = [(position, local[owner]) for position, owner in window.owned]
            targets = tuple(example.targets[owner] for owner in present)
            windows.append(ExampleWindow(Window(window.token_ids, owned), targets, example.dataset))
    return windows


def plan_batches(
    windows: Sequence[ExampleWindow], tokens_per_batch: int, draw: random.Random
) -> list[list[ExampleWindow]]:
    """The windows in random batches of like length, of at most `tokens_per_batch` tokens with padding."""
    jittered = sorted(windows, key=lambda w: len(w.window.token_ids) + draw.uniform(0, 3))
    batches: list[list[ExampleWindow]] = [[]]
    longest = 0
    for window in jittered:
        longest = max(longest, len(window.window.token_ids))
        if batches[-1] and longest * (len(batches[-1]) + 1) > tokens_per_batch:
            batches.append([])
            longest = len(window.window.token_ids)
        batches[-1].append(window)
    draw.shuffle(batches)
    return batches


def collate(windows: Sequence[ExampleWindow], sizes: HeadSizes) -> Batch:
    """One batch as tensors, padded with 0."""
    width = max(len(w.window.token_ids) for w in windows)
    token_ids = torch.zeros(len(windows), width, dtype=torch.long)
    attention_mask = torch.zeros(len(windows), width, dtype=torch.long)
    positions: list[int] = []
    owners: list[int] = []
    targets: list[Target] = []
    for row, example in enumerate(windows):
        ids = example.window.token_ids
        token_ids[row, : len(ids)] = torch.tensor(ids)
        attention_mask[row, : len(ids)] = 1
        positions += [row * width + position for position, _ in example.window.owned]
        owners += [len(targets) + owner for _, owner in example.window.owned]
        targets += example.targets
    return Batch(
        token_ids, attention_mask, torch.tensor(positions), torch.tensor(owners), _truth(targets, sizes)
    )


def mask_tokens(batch: Batch, share: float, mask_id: int) -> Tensor:
    """The batch's tokens with a random share of those that belong to statements hidden."""
    hidden = batch.positions[torch.rand(len(batch.positions)) < share]
    return batch.token_ids.flatten().index_fill(0, hidden, mask_id).view_as(batch.token_ids)


def _truth(targets: Sequence[Target], sizes: HeadSizes) -> Truth:
    goemotions = torch.full((len(targets), GOEMOTIONS), torch.nan)
    for n, target in enumerate(targets):
        if target.goemotions is not None:
            goemotions[n] = 0.0
            goemotions[n, list(target.goemotions)] = 1.0
    return Truth(
        _rows([t.stage for t in targets], sizes.stages, absent=0.0),
        _rows([t.touchpoint for t in targets], sizes.touchpoints, absent=0.0),
        torch.tensor([torch.nan if t.sentiment is None else t.sentiment for t in targets]),
        _rows([t.emotions for t in targets], sizes.emotions, absent=torch.nan),
        goemotions,
    )


def _rows(known: Sequence[Mapping[int, float] | None], size: int, *, absent: float) -> Tensor:
    rows = torch.full((len(known), size), torch.nan)
    for n, values in enumerate(known):
        if values is not None:
            rows[n] = absent
            rows[n, list(values)] = torch.tensor(list(values.values()))
    return rows

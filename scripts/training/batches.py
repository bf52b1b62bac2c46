"""Windows of labelled messages, and batches of them with about the same number of tokens."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from feedback_miner.scoring.encoding import MessageEncoder, Window
from scripts.training.data import Example, Target
from scripts.training.recipe import Fit


@dataclass(frozen=True, slots=True)
class LabelledWindow:
    """A window and the targets of its statements; `window.owned` refers to positions in `targets`."""

    window: Window
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded windows and the targets of their S statements, as tensors."""

    token_ids: Tensor  # [windows, tokens]
    attention_mask: Tensor  # [windows, tokens]
    positions: Tensor  # [K] into the flattened tokens
    owners: Tensor  # [K] statement of each of those tokens
    stage: Tensor  # [S]
    touchpoint: Tensor  # [S]
    sentiment: Tensor  # [S]
    emotions: Tensor  # [S, emotions], 0 or 1


def label_windows(examples: Iterable[Example], encoder: MessageEncoder) -> list[LabelledWindow]:
    """All windows of the examples; a statement that is cut into two windows is an example in each."""
    labelled = []
    for example in examples:
        for window in encoder.windows(example.message):
            present = sorted({owner for _, owner in window.owned})
            local = {owner: n for n, owner in enumerate(present)}
            owned = [(position, local[owner]) for position, owner in window.owned]
            targets = tuple(example.targets[owner] for owner in present)
            labelled.append(LabelledWindow(Window(window.token_ids, owned), targets))
    return labelled


def plan_batches(
    windows: Sequence[LabelledWindow], fit: Fit, draw: random.Random
) -> list[list[LabelledWindow]]:
    """The windows in random batches of like length, of at most `tokens_per_batch` tokens with padding."""
    jittered = sorted(windows, key=lambda w: len(w.window.token_ids) + draw.uniform(0, 3))
    batches: list[list[LabelledWindow]] = [[]]
    longest = 0
    for window in jittered:
        longest = max(longest, len(window.window.token_ids))
        if batches[-1] and longest * (len(batches[-1]) + 1) > fit.tokens_per_batch:
            batches.append([])
            longest = len(window.window.token_ids)
        batches[-1].append(window)
    draw.shuffle(batches)
    return batches


def collate(windows: Sequence[LabelledWindow], emotions: int) -> Batch:
    """One batch as tensors, padded with 0."""
    width = max(len(w.window.token_ids) for w in windows)
    token_ids = torch.zeros(len(windows), width, dtype=torch.long)
    attention_mask = torch.zeros(len(windows), width, dtype=torch.long)
    positions: list[int] = []
    owners: list[int] = []
    targets: list[Target] = []
    for row, labelled in enumerate(windows):
        ids = labelled.window.token_ids
        token_ids[row, : len(ids)] = torch.tensor(ids)
        attention_mask[row, : len(ids)] = 1
        positions += [row * width + position for position, _ in labelled.window.owned]
        owners += [len(targets) + owner for _, owner in labelled.window.owned]
        targets += labelled.targets
    shown = torch.zeros(len(targets), emotions)
    for n, target in enumerate(targets):
        shown[n, list(target.emotions)] = 1.0
    return Batch(
        token_ids,
        attention_mask,
        torch.tensor(positions),
        torch.tensor(owners),
        torch.tensor([t.stage for t in targets]),
        torch.tensor([t.touchpoint for t in targets]),
        torch.tensor([t.sentiment for t in targets]),
        shown,
    )


def mask_tokens(batch: Batch, share: float, mask_id: int) -> Tensor:
    """The batch's tokens with a random share of those that belong to statements hidden."""
    hidden = batch.positions[torch.rand(len(batch.positions)) < share]
    return batch.token_ids.flatten().index_fill(0, hidden, mask_id).view_as(batch.token_ids)

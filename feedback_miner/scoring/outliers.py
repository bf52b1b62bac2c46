"""Which channels of an encoder are so large that one scale a token leaves the others too few steps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from feedback_miner.domain import ScorableMessage
from feedback_miner.scoring.scorer import JourneyScorer

#: Tokens that are looked at, evenly from all that the messages have.
_TOKENS = 400


def choose_copies(
    scorer: JourneyScorer, wanted: Mapping[str, int], messages: Sequence[ScorableMessage]
) -> dict[str, tuple[int, ...]]:
    """For each linear of the encoder (by its module's name) the channels of its input that get a further copy.

    `wanted` says how many copies there are to give. A channel stands as often as it gets one. Copies are given one
    by one, each to the channel that sets the scale of the most tokens, weighted by the square of what it sets.
    """
    with _watched(scorer.network.encoder, wanted) as seen:
        for message in messages:  # one by one: so nothing is padded
            scorer.score([message])
    return {name: _largest(np.concatenate(seen[name]), count) for name, count in wanted.items()}


@contextmanager
def _watched(
    encoder: nn.Module, names: Mapping[str, int]
) -> Iterator[Mapping[str, list[NDArray[np.float32]]]]:
    seen: dict[str, list[NDArray[np.float32]]] = defaultdict(list)

    def watch(name: str) -> torch.utils.hooks.RemovableHandle:
        def keep(_: nn.Module, inputs: tuple[Tensor, ...]) -> None:
            seen[name].append(inputs[0].flatten(0, 1).float().numpy())

        return encoder.get_submodule(name).register_forward_pre_hook(keep)

    handles = [watch(name) for name in names]
    try:
        yield seen
    finally:
        for handle in handles:
            handle.remove()


def _largest(vectors: NDArray[np.float32], copies: int) -> tuple[int, ...]:
    sizes = np.abs(vectors[:: max(1, len(vectors) // _TOKENS)])
    parts = sizes.copy()
    count = np.ones(sizes.shape[1], dtype=np.int64)
    for _ in range(copies):
        setting = parts.argmax(axis=1)
        weight = np.bincount(setting, weights=parts.max(axis=1) ** 2, minlength=len(count))
        channel = int(weight.argmax())
        count[channel] += 1
        parts[:, channel] = sizes[:, channel] / count[channel]
    return tuple(np.repeat(np.arange(len(count)), count - 1).tolist())

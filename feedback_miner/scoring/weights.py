"""How weights lie in a model folder: as they are packed by training and unpacked by loading.

- "bfloat16": every tensor in bfloat16.
- "int8-rows": the encoder's matrices as whole numbers from -127 to 127 with one float32 scale a row, under the
  name "NAME:scale"; what is small (biases, norms, the heads) stays in float32. Half the size of bfloat16.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor

from feedback_miner.scoring.layout import WeightsEncoding

#: Hosts of code refuse or warn of larger files.
SHARD_BYTES = 49_000_000

_SCALE = ":scale"
#: Encoder matrices with a shorter side, such as MPNet's relative positions, are small and need their precision.
_SMALLEST_SIDE = 32


def pack(weights: Mapping[str, Tensor], encoding: WeightsEncoding) -> dict[str, Tensor]:
    """The tensors to be stored for the weights of a network."""
    if encoding == "bfloat16":
        return {name: tensor.to(torch.bfloat16).contiguous() for name, tensor in weights.items()}
    packed = {}
    for name, tensor in weights.items():
        if _is_large_matrix(name, tensor):
            packed[name], packed[name + _SCALE] = _to_rows(tensor.float())
        else:
            packed[name] = tensor.float().contiguous()
    return packed


def unpack(stored: Mapping[str, Tensor], encoding: WeightsEncoding) -> dict[str, Tensor]:
    """The weights in float32. Raises KeyError where a matrix of whole numbers has no scales."""
    if encoding == "bfloat16":
        return {name: tensor.float() for name, tensor in stored.items()}
    return {
        name: tensor.float() * stored[name + _SCALE].unsqueeze(1) if tensor.dtype == torch.int8 else tensor
        for name, tensor in stored.items()
        if not name.endswith(_SCALE)
    }


def shards(stored: Mapping[str, Tensor]) -> list[dict[str, Tensor]]:
    """The tensors in their order, in as few groups as keep each below SHARD_BYTES."""
    return list(_groups(stored))


def read_shards(files: Sequence[Path]) -> dict[str, Tensor]:
    """The tensors of all shards. Raises SafetensorError where a file is none."""
    stored: dict[str, Tensor] = {}
    for file in files:
        stored |= load_file(file)
    return stored


def _is_large_matrix(name: str, tensor: Tensor) -> bool:
    return name.startswith("encoder.") and tensor.dim() == 2 and min(tensor.shape) >= _SMALLEST_SIDE


def _to_rows(matrix: Tensor) -> tuple[Tensor, Tensor]:
    """Whole numbers and the scales [rows] that give the matrix back; a row of zeros has the scale 0."""
    scale = matrix.abs().amax(dim=1) / 127
    numbers = matrix / scale.clamp_min(torch.finfo(torch.float32).tiny).unsqueeze(1)
    return numbers.round().to(torch.int8), scale


def _groups(stored: Mapping[str, Tensor]) -> Iterator[dict[str, Tensor]]:
    group: dict[str, Tensor] = {}
    size = 0
    for name, tensor in stored.items():
        if tensor.nbytes >= SHARD_BYTES:
            raise ValueError(f"{name} alone is larger than a shard may be ({SHARD_BYTES:,} bytes)")
        if size + tensor.nbytes >= SHARD_BYTES:
            yield group
            group, size = {}, 0
        group[name] = tensor
        size += tensor.nbytes
    yield group

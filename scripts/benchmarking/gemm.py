"""What the machine could do at best: its own product of matrices, by the fastest of the ways that torch has."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from feedback_miner.scoring.layout import EncoderShape
from feedback_miner.scoring.loading import fastest_dtype
from scripts.benchmarking.rounds import Contest

_SIDE = 2048


def native_formats() -> list[torch.dtype]:
    """The number formats that this processor has instructions for, among those that encoders are served in."""
    return sorted({torch.float32, fastest_dtype()}, key=str, reverse=True)


def gemm_contests(dtype: torch.dtype) -> list[Contest]:
    """The product of two large square matrices in each way, in floating-point operations."""
    left, right = (torch.randn(_SIDE, _SIDE).to(dtype) for _ in range(2))
    return [
        Contest(f"{way} {format_name(dtype)}", 2.0 * _SIDE**3, _repeated(multiply, left, right))
        for way, multiply in _WAYS.items()
    ]


def encoder_operations(shape: EncoderShape, tokens: float) -> float:
    """Floating-point operations in the matrix products of one message: 2 for each weight and token, and attention."""
    hidden = shape.hidden_size
    weights = shape.num_hidden_layers * (4 * hidden**2 + 2 * hidden * shape.intermediate_size)
    attention = shape.num_hidden_layers * 2 * hidden * tokens
    return 2 * tokens * (weights + attention)


def _repeated(
    multiply: Callable[[Tensor, Tensor], Tensor], left: Tensor, right: Tensor
) -> Callable[[int], object]:
    return lambda _round: multiply(left, right)


def _onednn(left: Tensor, right: Tensor) -> Tensor:
    product: Tensor = torch.ops.mkldnn._linear_pointwise(left, right, None, "none", [], "")
    return product


_WAYS: dict[str, Callable[[Tensor, Tensor], Tensor]] = {"torch.mm": torch.mm, "oneDNN": _onednn}


def format_name(dtype: torch.dtype) -> str:
    """As people call it."""
    return {torch.float32: "fp32", torch.bfloat16: "bf16"}[dtype]

"""Vectors as they are kept: a byte a dimension, and hardly turned by it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from feedback_miner.domain.themes import pack, unpack


def drawn(seed: int, dimensions: int, skew: float) -> NDArray[np.float32]:
    """Vectors of length 1; the larger the skew, the more stands in few of their parts."""
    parts = np.random.default_rng(seed).normal(size=(5, dimensions))
    parts = np.sign(parts) * np.abs(parts) ** skew
    unit: NDArray[np.float32] = (parts / np.linalg.norm(parts, axis=1, keepdims=True)).astype(np.float32)
    return unit


@given(st.integers(0, 2**32), st.sampled_from((1, 8, 384, 768, 1000)), st.floats(0, 30))
def test_a_vector_is_hardly_turned(seed: int, dimensions: int, skew: float) -> None:
    vectors = drawn(seed, dimensions, skew)
    packed = [kept for kept in pack(vectors) if kept is not None]
    assert {len(kept) for kept in packed} == {dimensions}
    again = unpack(packed)
    assert np.linalg.norm(again, axis=1) == pytest.approx(1)
    least = 0.999 if skew <= 1 else 0.99
    assert (vectors * again).sum(axis=1).min() > least


def test_one_that_says_nothing_is_not_kept() -> None:
    first, second = pack(np.array([[0, 0], [0, -1]], dtype=np.float32))
    assert first is None
    assert second is not None
    assert unpack([second]).tolist() == [[0, -1]]


def test_nothing_packs_to_nothing() -> None:
    assert pack(np.empty((0, 8), dtype=np.float32)) == []
    assert len(unpack([])) == 0


@pytest.mark.parametrize("part", [np.nan, np.inf, -np.inf, 1e-42])
def test_what_is_no_vector_is_not_kept(part: float) -> None:
    first, second = pack(np.array([[part, 0], [0, 1]], dtype=np.float32))
    assert first is None
    assert second is not None

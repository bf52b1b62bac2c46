"""Macro-F1 with its interval, alike for one label a text and for several."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scripts.evaluation.results import Figure

#: bool [texts, labels]
Marks = NDArray[np.bool_]

_DRAWS = 500
_SEED = 0


def macro_f1(said: Marks, is_so: Marks) -> Figure:
    """Mean F1 over the labels; a label that is neither said nor so counts 0. Interval: 95 %, bootstrap by text."""
    texts = len(is_so)
    draws = np.random.default_rng(_SEED).multinomial(texts, np.full(texts, 1 / texts), size=_DRAWS)
    low, high = np.quantile(_macro_f1s(said, is_so, draws), (0.025, 0.975))
    (value,) = _macro_f1s(said, is_so, np.ones((1, texts)))
    return Figure(value=round(float(value), 4), interval=(round(float(low), 4), round(float(high), 4)))


def one_hot(numbers: Sequence[int] | NDArray[np.int_], labels: int) -> Marks:
    """One label a text, by its number, as marks."""
    marks: Marks = np.asarray(numbers)[:, None] == np.arange(labels)
    return marks


def by_sign(sentiments: Sequence[float] | NDArray[np.float64], cut: float) -> Marks:
    """Sentiments −1 … 1 as negative, neutral or positive; within ±`cut` is neutral."""
    values = np.asarray(sentiments)
    return one_hot((values >= -cut).astype(int) + (values > cut), 3)


def _macro_f1s(said: Marks, is_so: Marks, weights: NDArray[np.int64 | np.float64]) -> NDArray[np.float64]:
    """One macro-F1 for each row of `weights` [draws, texts]."""
    hits = weights @ (said & is_so)
    both = weights @ said.astype(float) + weights @ is_so.astype(float)
    means: NDArray[np.float64] = (2 * hits / np.maximum(both, 1)).mean(axis=1)
    return means

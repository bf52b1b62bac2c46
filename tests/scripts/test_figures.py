"""Macro-F1 and the samples that it is taken on."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import f1_score

from scripts.evaluation.figures import Marks, by_sign, macro_f1, one_hot
from scripts.evaluation.lexicons import MEASURED_CUT, Lexicon
from scripts.evaluation.public_sets import TextSet

_SHAPES = st.tuples(st.integers(2, 30), st.integers(1, 5))
_PAIRS = _SHAPES.flatmap(lambda shape: st.tuples(arrays(np.bool_, shape), arrays(np.bool_, shape)))


@given(_PAIRS)
def test_macro_f1_is_what_everybody_calls_so(pair: tuple[Marks, Marks]) -> None:
    said, is_so = pair
    by_label = [f1_score(is_so[:, n], said[:, n], zero_division=0) for n in range(said.shape[1])]
    figure = macro_f1(said, is_so)
    assert figure.value == pytest.approx(np.mean(by_label), abs=1e-4)
    assert figure.interval is not None
    assert 0 <= figure.interval[0] <= figure.interval[1] <= 1


def test_the_interval_narrows_with_the_number_of_texts() -> None:
    draw = np.random.default_rng(1)

    def width(texts: int) -> float:
        is_so = draw.integers(0, 3, texts)
        said = np.where(draw.random(texts) < 0.7, is_so, draw.integers(0, 3, texts))
        low, high = macro_f1(one_hot(said, 3), one_hot(is_so, 3)).interval or (0, 0)
        return high - low

    assert 0 < width(4000) < width(250) / 2


def test_within_the_cut_is_neutral() -> None:
    marks = by_sign([-1, -0.26, -0.25, 0, 0.25, 0.26, 1], 0.25)
    assert marks.argmax(axis=1).tolist() == [0, 0, 1, 1, 1, 2, 2]


@given(st.floats(-1, 1), st.floats(-1, 1), st.sampled_from([1e-9, 0.05, 0.4]))
def test_a_stretched_rating_keeps_its_order_and_its_class(one: float, other: float, cut: float) -> None:
    lexicon = Lexicon("any", float, cut)
    if one <= other:
        assert lexicon.stretched(one) <= lexicon.stretched(other)
    if abs(one) > 1.01 * cut:
        assert abs(lexicon.stretched(one)) > MEASURED_CUT
    if abs(one) < 0.99 * cut:
        assert abs(lexicon.stretched(one)) < MEASURED_CUT


def test_a_sample_is_always_the_same_and_keeps_texts_with_their_labels() -> None:
    whole = TextSet(tuple(map(str, range(50))), one_hot(np.arange(50), 50))
    sample = whole.sample(7)
    assert sample.texts == whole.sample(7).texts
    assert [int(text) for text in sample.texts] == sample.truth.argmax(axis=1).tolist()
    assert len(set(sample.texts)) == 7
    assert whole.sample(50) is whole
    assert whole.sample(None) is whole

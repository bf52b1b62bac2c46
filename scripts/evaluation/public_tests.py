"""The public test sets: who is asked what, and how the answers are counted."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from sklearn.linear_model import LogisticRegression

from scripts.evaluation.contenders import Embedder, EmotionTeller, SentimentRater, Vectors
from scripts.evaluation.figures import by_sign, macro_f1, one_hot
from scripts.evaluation.public_sets import TextSet
from scripts.evaluation.results import Comparison, Figure

MACRO_F1 = "macro-F1"

_STRENGTHS = (0.3, 1.0, 3.0, 10.0, 30.0, 100.0)
_CLASS_WEIGHTS = (None, "balanced")


def compare_sentiment(raters: Sequence[SentimentRater], test: TextSet) -> Comparison:
    """Negative, neutral or positive, each rater cut at its own place."""
    figures = {
        rater.name: {MACRO_F1: macro_f1(by_sign(rater.sentiments(test.texts), rater.cut), test.truth)}
        for rater in raters
    }
    return Comparison(size=len(test.texts), figures=figures)


def compare_goemotions(tellers: Sequence[EmotionTeller], test: TextSet) -> Comparison:
    """All 28 labels, "neutral" among them."""
    figures = {
        teller.name: {MACRO_F1: macro_f1(teller.goemotions(test.texts), test.truth)} for teller in tellers
    }
    return Comparison(size=len(test.texts), figures=figures)


def compare_vectors(
    embedders: Sequence[Embedder], train: TextSet, validation: TextSet, test: TextSet
) -> Comparison:
    """What a linear head makes of the vectors: fitted on train, its settings chosen on validation, counted on test."""
    figures = {}
    for embedder in embedders:
        fit, check = embedder.vectors(train.texts), embedder.vectors(validation.texts)
        heads = [_head(fit, train, *setting) for setting in product(_STRENGTHS, _CLASS_WEIGHTS)]
        best = max(heads, key=lambda head: _figure(head, check, validation).value)
        figures[embedder.name] = {MACRO_F1: _figure(best, embedder.vectors(test.texts), test)}
    return Comparison(size=len(test.texts), figures=figures)


def _head(vectors: Vectors, train: TextSet, strength: float, class_weight: str | None) -> LogisticRegression:
    head = LogisticRegression(C=strength, class_weight=class_weight, max_iter=1000)
    return head.fit(vectors, train.truth.argmax(axis=1))


def _figure(head: LogisticRegression, vectors: Vectors, asked: TextSet) -> Figure:
    return macro_f1(one_hot(head.predict(vectors), asked.truth.shape[1]), asked.truth)

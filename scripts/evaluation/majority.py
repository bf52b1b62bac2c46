"""A guess that reads nothing: what is most common among the labels that the models learn from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from feedback_miner.scoring.layout import GOEMOTIONS
from scripts.evaluation.contenders import Predictions
from scripts.evaluation.dev import DevSet, write_predictions
from scripts.training.examples import Distribution, Example, likeliest
from scripts.training.recipe import Labels

#: "neutral", by far the most common label of GoEmotions, is its last one
_NEUTRAL = GOEMOTIONS - 1


class Majority:
    """Gives every statement the shares of the labels as probabilities, and the most common sentiment."""

    name = "majority"
    cut = 0.25

    def __init__(self, examples: Iterable[Example], keys: Labels) -> None:
        targets = [target for example in examples for target in example.targets]
        self._stage = _shares(keys.stages, [target.stage for target in targets])
        self._touchpoint = _shares(keys.touchpoints, [target.touchpoint for target in targets])
        known = Counter(target.sentiment for target in targets if target.sentiment is not None)
        self._sentiment = float(known.most_common(1)[0][0])

    def predict(self, dev: DevSet, work: Path) -> Predictions:
        """See `Labeller`. No emotion is shown by most statements, so none is guessed."""
        return Predictions(write_predictions(self._lines(dev), work / "majority.jsonl"))

    def sentiments(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """See `SentimentRater`."""
        return np.full(len(texts), self._sentiment)

    def goemotions(self, texts: Sequence[str]) -> NDArray[np.bool_]:
        """See `EmotionTeller`."""
        shown = np.zeros((len(texts), GOEMOTIONS), dtype=np.bool_)
        shown[:, _NEUTRAL] = True
        return shown

    def _lines(self, dev: DevSet) -> Iterator[dict[str, Any]]:
        guess = {
            "stage": self._stage,
            "touchpoint": self._touchpoint,
            "sentiment": self._sentiment,
            "emotions": {},
        }
        for item in dev.items:
            for n in item.numbers:
                yield {"item_id": item.id, "statement": n, **guess}


def _shares(keys: Sequence[str], labels: Iterable[Distribution | None]) -> dict[str, float]:
    counts = Counter(keys[likeliest(label)] for label in labels if label)
    return {key: count / counts.total() for key, count in counts.items()}

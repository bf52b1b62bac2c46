"""The lexicons that sentiment is commonly read with.

VADER: Hutto and Gilbert, ICWSM 2014, cut at ±0.05 as its authors say. TextBlob: the pattern lexicon, whose authors
name no cut; every polarity but 0 counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from textblob.en.sentiments import PatternAnalyzer
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from scripts.evaluation.contenders import Predictions
from scripts.evaluation.dev import DevSet, write_predictions

#: Where the measure of our labels, and so the map, begins to call a statement positive.
MEASURED_CUT = 0.25


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Rates the sentiment of one text, -1 … 1; within ±`cut` is neutral."""

    name: str
    rate: Callable[[str], float]
    cut: float

    def sentiments(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """See `SentimentRater`."""
        return np.array([self.rate(text) for text in texts])

    def predict(self, dev: DevSet, work: Path) -> Predictions:
        """See `Labeller`. Ratings are stretched so that the lexicon's own cut comes to lie where the measure's is."""
        file = write_predictions(self._lines(dev), work / f"{self.name}.jsonl")
        return Predictions(file, about="sentiment")

    def _lines(self, dev: DevSet) -> Iterator[dict[str, Any]]:
        for item in dev.items:
            for n, statement in zip(item.numbers, item.statements, strict=True):
                yield {"item_id": item.id, "statement": n, "sentiment": self.stretched(self.rate(statement))}

    def stretched(self, rating: float) -> float:
        """The rating on a scale where the own cut lies at the measure's; 0 and ±1 stay what they are."""
        own, measured = (-1, -self.cut, 0, self.cut, 1), (-1, -MEASURED_CUT, 0, MEASURED_CUT, 1)
        return float(np.interp(rating, own, measured))


def vader() -> Lexicon:
    """VADER's compound score."""
    analyzer = SentimentIntensityAnalyzer()
    return Lexicon("VADER", lambda text: float(analyzer.polarity_scores(text)["compound"]), 0.05)


def textblob() -> Lexicon:
    """TextBlob's polarity. The analyzer is taken by itself: it needs none of the corpora that TextBlob downloads."""
    analyzer = PatternAnalyzer()
    return Lexicon("TextBlob", lambda text: float(analyzer.analyze(text).polarity), 1e-9)

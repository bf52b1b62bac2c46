"""The baseline of the usual recipe: a pretrained sentence encoder left as it is, with linear heads on its vectors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression, Ridge

from feedback_miner.domain import ScorableMessage
from feedback_miner.scoring.loading import load_scorer
from feedback_miner.scoring.predictions import bend
from feedback_miner.scoring.scorer import JourneyScorer
from scripts.evaluation.contenders import Predictions, Vectors
from scripts.evaluation.dev import DevSet, write_predictions
from scripts.evaluation.figures import Marks
from scripts.evaluation.frozen_folder import write_frozen_folder
from scripts.evaluation.lexicons import MEASURED_CUT
from scripts.evaluation.progress import in_groups
from scripts.evaluation.public_sets import TextSet
from scripts.training.calibrate import goemotions_thresholds
from scripts.training.examples import Example, likeliest
from scripts.training.recipe import Labels

#: how much the heads may bend to the labels: inverse of the penalty on their weights
_STRENGTH = 10.0
_PENALTY = 1.0


class FrozenEncoder:
    """The vectors of a pretrained encoder, of length 1."""

    name = "frozen vectors"

    def __init__(self, folder: Path, keys: Labels, work: Path, threads: int) -> None:
        self._scorer: JourneyScorer = load_scorer(write_frozen_folder(folder, keys, work), threads=threads)

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder`."""
        return self.of_statements([ScorableMessage(text, "", "", ((0, len(text)),)) for text in texts])

    def of_statements(self, messages: Sequence[ScorableMessage]) -> Vectors:
        """[statements of all messages, dimensions]: each read within its message, as the models read it."""
        groups = in_groups(messages, "frozen vectors")
        return np.concatenate([self._scorer.score_with_vectors(group)[1] for group in groups])


class FrozenLabeller:
    """Heads for our labels."""

    name = FrozenEncoder.name
    cut = MEASURED_CUT

    def __init__(self, encoder: FrozenEncoder, examples: Sequence[Example], keys: Labels) -> None:
        self._encoder, self._keys = encoder, keys
        vectors = encoder.of_statements([example.message for example in examples])
        targets = [target for example in examples for target in example.targets]
        self._stage = _classes(vectors, [likeliest(target.stage or {}) for target in targets])
        self._touchpoint = _classes(vectors, [likeliest(target.touchpoint or {}) for target in targets])
        self._sentiment = Ridge(alpha=_PENALTY).fit(vectors, [target.sentiment for target in targets])
        shown = np.zeros((len(targets), len(keys.emotions)), dtype=np.bool_)
        for row, target in enumerate(targets):
            shown[row, [key for key, how in (target.emotions or {}).items() if how > 0.5]] = True
        self._emotions = _Marker(vectors, shown)

    def predict(self, dev: DevSet, work: Path) -> Predictions:
        """See `Labeller`."""
        return Predictions(write_predictions(self._lines(dev), work / "frozen.jsonl"))

    def sentiments(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """See `SentimentRater`."""
        rated: NDArray[np.float64] = self._sentiment.predict(self._encoder.vectors(texts))
        return rated

    def _lines(self, dev: DevSet) -> Iterator[dict[str, Any]]:
        vectors = self._encoder.of_statements([item.message for item in dev.items])
        stages, touchpoints = self._stage.predict_proba(vectors), self._touchpoint.predict_proba(vectors)
        sentiments, emotions = self._sentiment.predict(vectors), self._emotions.bent(vectors)
        statements = ((item.id, n) for item in dev.items for n in item.numbers)
        for row, (item, n) in enumerate(statements):
            yield {
                "item_id": item,
                "statement": n,
                "stage": _keyed(self._keys.stages, self._stage.classes_, stages[row]),
                "touchpoint": _keyed(self._keys.touchpoints, self._touchpoint.classes_, touchpoints[row]),
                "sentiment": float(np.clip(sentiments[row], -1, 1)),
                "emotions": dict(zip(self._keys.emotions, emotions[row].tolist(), strict=True)),
            }


class FrozenGoemotions:
    """Heads for the labels of GoEmotions, fitted on its train part; thresholds on its dev part, as the models' are."""

    name = FrozenEncoder.name

    def __init__(self, encoder: FrozenEncoder, train: TextSet, dev: TextSet) -> None:
        self._encoder = encoder
        self._marker = _Marker(encoder.vectors(train.texts), train.truth)
        probabilities = self._marker.probabilities(encoder.vectors(dev.texts))
        self._least = _thresholds(probabilities, dev.truth)

    def goemotions(self, texts: Sequence[str]) -> NDArray[np.bool_]:
        """See `EmotionTeller`."""
        shown: NDArray[np.bool_] = self._marker.probabilities(self._encoder.vectors(texts)) >= self._least
        return shown


class _Marker:
    """One head for each of several labels that do not exclude one another; a label that never occurs is never given."""

    def __init__(self, vectors: Vectors, truth: Marks) -> None:
        self._heads = [_classes(vectors, shown) if shown.any() else None for shown in truth.T]
        self._least = _thresholds(self.probabilities(vectors), truth)

    def probabilities(self, vectors: Vectors) -> NDArray[np.float64]:
        """[texts, labels]."""
        never = np.zeros(len(vectors))
        return np.stack(
            [head.predict_proba(vectors)[:, 1] if head else never for head in self._heads], axis=1
        )

    def bent(self, vectors: Vectors) -> NDArray[np.float64]:
        """Probabilities on a scale where 0.5 is each label's best threshold."""
        rows = self.probabilities(vectors)
        return np.array([[bend(p, t) for p, t in zip(row, self._least, strict=True)] for row in rows])


def _classes(vectors: Vectors, classes: Sequence[int] | NDArray[np.bool_]) -> LogisticRegression:
    return LogisticRegression(C=_STRENGTH, max_iter=1000).fit(vectors, classes)


def _thresholds(probabilities: NDArray[np.float64], truth: Marks) -> NDArray[np.float64]:
    return np.array(goemotions_thresholds(torch.from_numpy(probabilities), torch.from_numpy(truth)))


def _keyed(
    keys: Sequence[str], numbers: NDArray[np.int_], probabilities: NDArray[np.float64]
) -> dict[str, float]:
    return {keys[n]: float(p) for n, p in zip(numbers, probabilities, strict=True)}

"""Temperatures and thresholds, chosen on answers for data sets that the network has not seen.

Temperature scaling: Guo et al., "On Calibration of Modern Neural Networks", ICML 2017.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from scripts.training.evaluate import Judged, macro_f1

#: A key with fewer labels in the fold gets the threshold that is best for all emotions together.
_ENOUGH_LABELS = 25

_TEMPERATURES = torch.linspace(0.5, 4.0, 71)
_EMOTION_THRESHOLDS = torch.linspace(0.1, 0.6, 51)
_GOEMOTION_THRESHOLDS = torch.linspace(0.04, 0.6, 57)
_ABSTENTIONS = torch.linspace(0.0, 0.5, 26)


@dataclass(frozen=True, slots=True)
class Calibration:
    """What turns logits into probabilities and probabilities into labels."""

    stage_temperature: float
    touchpoint_temperature: float
    stage_min: float
    touchpoint_min: float
    emotion_min: dict[str, float]


def calibrate(judged: Judged, emotions: Sequence[str], stage_none: int, touchpoint_none: int) -> Calibration:
    """The calibration that suits these answers; `*_none` are the positions of the key "none"."""
    is_stage, is_touchpoint = judged.truth.stage.argmax(1), judged.truth.touchpoint.argmax(1)
    stage_temperature = _temperature(judged.answers.stage, is_stage, judged.datasets)
    touchpoint_temperature = _temperature(judged.answers.touchpoint, is_touchpoint, judged.datasets)
    stage = (judged.answers.stage / stage_temperature).softmax(1)
    touchpoint = (judged.answers.touchpoint / touchpoint_temperature).softmax(1)
    shown = judged.answers.emotions.sigmoid()
    return Calibration(
        stage_temperature,
        touchpoint_temperature,
        _abstention(stage, is_stage, stage_none),
        _abstention(touchpoint, is_touchpoint, touchpoint_none),
        dict(zip(emotions, _emotion_thresholds(shown, judged.truth.emotions), strict=True)),
    )


def goemotions_thresholds(probabilities: Tensor, truth: Tensor) -> list[float]:
    """For each label of GoEmotions the threshold of its best F1; both [texts, 28]."""
    return [
        round(_best_threshold(probabilities[:, key], truth[:, key], _GOEMOTION_THRESHOLDS), 3)
        for key in range(truth.shape[1])
    ]


def _temperature(logits: Tensor, truth: Tensor, datasets: Sequence[str]) -> float:
    """The temperature with the least regret in the data set where it is greatest.

    Regret is how much lower the mean logarithmic loss of a data set would be at the temperature that suits it best. A
    model is surer than it should be in sources unlike those that it learnt from, and less sure than it could be in the
    others; a temperature for all statements together would suit whichever source has the most of them.
    """
    of = torch.tensor([sorted(set(datasets)).index(name) for name in datasets])
    losses = torch.stack(
        [functional.cross_entropy(logits / t, truth, reduction="none") for t in _TEMPERATURES]
    )
    means = torch.stack([losses[:, of == number].mean(1) for number in range(int(of.max()) + 1)], dim=1)
    regret = (means - means.min(0).values).max(1).values
    return round(float(_TEMPERATURES[regret.argmin()]), 3)


def _abstention(probabilities: Tensor, truth: Tensor, none: int) -> float:
    """The threshold below which answering "none" gives the best macro-F1; the lowest where several do."""
    confidence, said = probabilities.max(1)
    scores = [
        macro_f1(said.where(confidence >= threshold, none), truth, probabilities.shape[1])
        for threshold in _ABSTENTIONS
    ]
    return round(float(_ABSTENTIONS[scores.index(max(scores))]), 3)


def _emotion_thresholds(shown: Tensor, truth: Tensor) -> list[float]:
    """For each emotion the threshold of its best F1, pulled half-way to the one that is best for all.

    The pull keeps a threshold that is best by the luck of a few statements from ruling.
    """
    common = _best_threshold(shown.flatten(), truth.flatten())
    thresholds = []
    for key in range(shown.shape[1]):
        if truth[:, key].sum() < _ENOUGH_LABELS:
            thresholds.append(round(common, 3))
        else:
            own = _best_threshold(shown[:, key], truth[:, key])
            thresholds.append(round((own + common) / 2, 3))
    return thresholds


def _best_threshold(shown: Tensor, truth: Tensor, candidates: Tensor = _EMOTION_THRESHOLDS) -> float:
    is_so = truth > 0
    scores = []
    for threshold in candidates:
        said = shown >= threshold
        scores.append(2 * float((said & is_so).sum()) / max(1.0, float(said.sum() + is_so.sum())))
    return float(candidates[scores.index(max(scores))])

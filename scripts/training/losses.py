"""What a network is told of its answers. Targets that are not known teach nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from feedback_miner.scoring.network import Answers, HeadSizes
from scripts.training.batches import Truth
from scripts.training.examples import Distribution, Example, likeliest
from scripts.training.recipe import Fit


@dataclass(frozen=True, slots=True)
class ClassWeights:
    """Weights of the classes in the losses of stage and touchpoint."""

    stage: Tensor
    touchpoint: Tensor


def class_weights(examples: Iterable[Example], sizes: HeadSizes, fit: Fit) -> ClassWeights:
    """Inverse frequency to the power `class_weight_power`, of mean 1 over statements, within limits."""
    targets = [target for example in examples for target in example.targets]

    def weights(labels: list[Distribution], size: int) -> Tensor:
        share = torch.bincount(torch.tensor([likeliest(d) for d in labels]), minlength=size)
        share = share.clamp(min=1) / len(labels)
        raw = share**-fit.class_weight_power
        return (raw / (raw * share).sum()).clamp(*fit.class_weight_limits)

    return ClassWeights(
        weights([t.stage for t in targets if t.stage is not None], sizes.stages),
        weights([t.touchpoint for t in targets if t.touchpoint is not None], sizes.touchpoints),
    )


def loss_of(answers: Answers, truth: Truth, weights: ClassWeights, fit: Fit) -> Tensor:
    """Cross-entropy of stage and touchpoint (weighted) and of emotions, squared error of the sentiment.

    Each is a mean over the statements where its target is known, times the share of these in the batch, so that
    a data set without it does not make the others' steps larger.
    """
    return (
        _classes(answers.stage, truth.stage, weights.stage, fit.label_smoothing)
        + _classes(answers.touchpoint, truth.touchpoint, weights.touchpoint, fit.label_smoothing)
        + fit.sentiment_weight * _squared_error(answers.sentiment, truth.sentiment)
        + fit.emotion_weight * _shown(answers.emotions, truth.emotions)
        + fit.goemotion_weight * _shown(answers.goemotions, truth.goemotions)
    )


def _classes(log_probabilities: Tensor, truth: Tensor, weights: Tensor, smoothing: float) -> Tensor:
    known = ~truth[:, 0].isnan()
    if not known.any():
        return log_probabilities.new_zeros(())
    loss = functional.cross_entropy(
        log_probabilities[known], truth[known], weights, label_smoothing=smoothing
    )
    return loss * known.float().mean()


def _squared_error(answer: Tensor, truth: Tensor) -> Tensor:
    known = ~truth.isnan()
    return (answer[known] - truth[known]).square().sum() / len(truth)


def _shown(logits: Tensor, truth: Tensor) -> Tensor:
    known = ~truth.isnan()
    loss = functional.binary_cross_entropy_with_logits(logits[known], truth[known], reduction="sum")
    return loss / truth.numel()

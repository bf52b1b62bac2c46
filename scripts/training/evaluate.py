"""Raw answers for examples, and the few figures that are watched during training."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from feedback_miner.scoring.network import Answers, JourneyNetwork
from scripts.training.batches import ExampleWindow, Truth, collate
from scripts.training.fit import run_batch


@dataclass(frozen=True, slots=True)
class Judged:
    """Answers beside the truth, for S statements."""

    answers: Answers
    truth: Truth
    #: the data set of each statement
    datasets: tuple[str, ...]


@torch.inference_mode()
def judge(network: JourneyNetwork, windows: Sequence[ExampleWindow]) -> Judged:
    """The network's answers for all statements of the windows, shortest window first."""
    network.eval()
    ordered = sorted(windows, key=lambda w: len(w.window.token_ids))
    batches = [collate(ordered[at : at + 32], network.sizes) for at in range(0, len(ordered), 32)]
    answers = [run_batch(network, batch, batch.token_ids) for batch in batches]
    return Judged(
        Answers(
            stage=torch.cat([a.stage for a in answers]),
            touchpoint=torch.cat([a.touchpoint for a in answers]),
            sentiment=torch.cat([a.sentiment for a in answers]),
            emotions=torch.cat([a.emotions for a in answers]),
            goemotions=torch.cat([a.goemotions for a in answers]),
        ),
        Truth(
            stage=torch.cat([b.truth.stage for b in batches]),
            touchpoint=torch.cat([b.truth.touchpoint for b in batches]),
            sentiment=torch.cat([b.truth.sentiment for b in batches]),
            emotions=torch.cat([b.truth.emotions for b in batches]),
            goemotions=torch.cat([b.truth.goemotions for b in batches]),
        ),
        tuple(window.dataset for window in ordered for _ in window.targets),
    )


def macro_f1(predicted: Tensor, truth: Tensor, classes: int, at_least: int = 10) -> float:
    """Mean F1 over the classes with at least that many labels."""
    scores = []
    for key in range(classes):
        said, is_so = predicted == key, truth == key
        if int(is_so.sum()) >= at_least:
            scores.append(2 * int((said & is_so).sum()) / int(said.sum() + is_so.sum()))
    return sum(scores) / len(scores)


def summary(judged: Judged) -> str:
    """One line for the log, of statements whose journey labels are known."""
    answers, truth = judged.answers, judged.truth
    figures = []
    for name in ("stage", "touchpoint"):
        said, is_so = getattr(answers, name).argmax(1), getattr(truth, name).argmax(1)
        f1, accuracy = macro_f1(said, is_so, getattr(truth, name).shape[1]), (said == is_so).float().mean()
        figures.append(f"{name} F1 {f1:.3f} accuracy {accuracy:.3f}")
    figures.append(f"sentiment F1 {macro_f1(_signs(answers.sentiment), _signs(truth.sentiment), 3):.3f}")
    return ", ".join(figures)


def _signs(sentiment: Tensor) -> Tensor:
    """0 negative, 1 neutral, 2 positive, cut at ±0.25."""
    return (sentiment > -0.25).long() + (sentiment > 0.25).long()

"""Raw answers for labelled windows, and the few figures that are watched during training."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from feedback_miner.scoring.network import Answers, JourneyNetwork
from scripts.training.batches import LabelledWindow, collate
from scripts.training.fit import run_batch


@dataclass(frozen=True, slots=True)
class Judged:
    """Answers beside the truth, for S statements."""

    answers: Answers
    stage: Tensor  # [S]
    touchpoint: Tensor  # [S]
    sentiment: Tensor  # [S]
    emotions: Tensor  # [S, emotions]


@torch.inference_mode()
def judge(network: JourneyNetwork, windows: Sequence[LabelledWindow]) -> Judged:
    """The network's answers for all statements of the windows."""
    network.eval()
    ordered = sorted(windows, key=lambda w: len(w.window.token_ids))
    batches = [
        collate(ordered[at : at + 32], network.emotions.out_features) for at in range(0, len(ordered), 32)
    ]
    answers = [run_batch(network, batch, batch.token_ids) for batch in batches]
    return Judged(
        Answers(
            stage=torch.cat([a.stage for a in answers]),
            touchpoint=torch.cat([a.touchpoint for a in answers]),
            sentiment=torch.cat([a.sentiment for a in answers]),
            emotions=torch.cat([a.emotions for a in answers]),
        ),
        stage=torch.cat([b.stage for b in batches]),
        touchpoint=torch.cat([b.touchpoint for b in batches]),
        sentiment=torch.cat([b.sentiment for b in batches]),
        emotions=torch.cat([b.emotions for b in batches]),
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
    """One line for the log."""
    stage, touchpoint = judged.answers.stage.argmax(1), judged.answers.touchpoint.argmax(1)
    sign = _signs(judged.answers.sentiment)
    return (
        f"stage F1 {macro_f1(stage, judged.stage, judged.answers.stage.shape[1]):.3f}"
        f" accuracy {(stage == judged.stage).float().mean():.3f},"
        f" touchpoint F1 {macro_f1(touchpoint, judged.touchpoint, judged.answers.touchpoint.shape[1]):.3f}"
        f" accuracy {(touchpoint == judged.touchpoint).float().mean():.3f},"
        f" sentiment F1 {macro_f1(sign, _signs(judged.sentiment), 3):.3f}"
    )


def _signs(sentiment: Tensor) -> Tensor:
    """0 negative, 1 neutral, 2 positive, cut at ±0.25."""
    return (sentiment > -0.25).long() + (sentiment > 0.25).long()

"""Fitting the network: seeded, checkpointed after each epoch, resumed where a checkpoint is found."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from rich.progress import Progress, TextColumn, TimeElapsedColumn
from torch import Tensor
from torch.nn import functional

from feedback_miner.scoring.network import Answers, JourneyNetwork, StatementPool
from scripts.training.batches import Batch, LabelledWindow, collate, mask_tokens, plan_batches
from scripts.training.recipe import Fit


@dataclass(frozen=True, slots=True)
class ClassWeights:
    """Weights of the classes in the losses of stage and touchpoint."""

    stage: Tensor
    touchpoint: Tensor


def class_weights(windows: Sequence[LabelledWindow], stages: int, touchpoints: int, fit: Fit) -> ClassWeights:
    """Inverse frequency to the power `class_weight_power`, of mean 1 over statements, within limits."""
    targets = [target for window in windows for target in window.targets]

    def weights(values: list[int], size: int) -> Tensor:
        share = torch.bincount(torch.tensor(values), minlength=size).clamp(min=1) / len(values)
        raw = share**-fit.class_weight_power
        return (raw / (raw * share).sum()).clamp(*fit.class_weight_limits)

    return ClassWeights(
        weights([t.stage for t in targets], stages), weights([t.touchpoint for t in targets], touchpoints)
    )


def run_batch(network: JourneyNetwork, batch: Batch, token_ids: Tensor) -> Answers:
    """The network's answers for the statements of a batch, in the order of its targets."""
    hidden = network.encode(token_ids, batch.attention_mask)
    pool = StatementPool(len(batch.stage), hidden.shape[-1])
    pool.add(hidden, batch.positions, batch.owners)
    vectors, _ = pool.means()
    return network.answer(vectors)


def loss_of(answers: Answers, batch: Batch, weights: ClassWeights, fit: Fit) -> Tensor:
    """Cross-entropy of stage, touchpoint (weighted) and emotions, and squared error of the sentiment."""
    smoothing = fit.label_smoothing
    stage = functional.cross_entropy(answers.stage, batch.stage, weights.stage, label_smoothing=smoothing)
    touchpoint = functional.cross_entropy(
        answers.touchpoint, batch.touchpoint, weights.touchpoint, label_smoothing=smoothing
    )
    sentiment = functional.mse_loss(answers.sentiment, batch.sentiment)
    emotions = functional.binary_cross_entropy_with_logits(answers.emotions, batch.emotions)
    return stage + touchpoint + fit.sentiment_weight * sentiment + fit.emotion_weight * emotions


def fit_network(
    network: JourneyNetwork,
    windows: Sequence[LabelledWindow],
    fit: Fit,
    mask_id: int,
    checkpoint: Path,
    after_epoch: Callable[[int], None],
) -> None:
    """Fit in place. `after_epoch` gets the number of finished epochs once their checkpoint is written.

    Each epoch draws from its own seed, so that a resumed run continues as the uninterrupted one would have.
    """
    weights = class_weights(windows, network.stage.out_features, network.touchpoint.out_features, fit)
    optimizer = _optimizer(network, fit)
    steps = sum(len(_batches_of(epoch, windows, fit)) for epoch in range(fit.epochs))
    peaks = [group["lr"] for group in optimizer.param_groups]
    first_epoch, step = _resume(network, optimizer, checkpoint)

    with _progress() as progress:
        task = progress.add_task("fit", total=steps, completed=step, loss="-")
        for epoch in range(first_epoch, fit.epochs):
            torch.manual_seed(fit.seed + epoch)
            network.train()
            for chosen in _batches_of(epoch, windows, fit):
                for group, peak in zip(optimizer.param_groups, peaks, strict=True):
                    group["lr"] = peak * _schedule(step / steps, fit.warmup_share)
                batch = collate(chosen, network.emotions.out_features)
                answers = run_batch(network, batch, mask_tokens(batch, fit.masked_token_share, mask_id))
                loss = loss_of(answers, batch, weights, fit)
                loss.backward()  # type: ignore[no-untyped-call]
                torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
                optimizer.step()
                optimizer.zero_grad()
                step += 1
                progress.update(task, completed=step, loss=f"{loss.item():.3f}")
            _save(network, optimizer, epoch + 1, step, checkpoint)
            after_epoch(epoch + 1)


def _batches_of(epoch: int, windows: Sequence[LabelledWindow], fit: Fit) -> list[list[LabelledWindow]]:
    return plan_batches(windows, fit, random.Random(fit.seed + epoch))


def _optimizer(network: JourneyNetwork, fit: Fit) -> torch.optim.AdamW:
    encoder = list(network.encoder.parameters())
    in_encoder = {id(parameter) for parameter in encoder}
    heads = [parameter for parameter in network.parameters() if id(parameter) not in in_encoder]
    return torch.optim.AdamW(
        [
            {"params": encoder, "lr": fit.encoder_learning_rate},
            {"params": heads, "lr": fit.head_learning_rate},
        ],
        weight_decay=fit.weight_decay,
        fused=True,
    )


def _schedule(done: float, warmup: float) -> float:
    """Share of the peak learning rate: up in a straight line during the warm-up, then down to 0."""
    return done / warmup if done < warmup else max(0.0, (1 - done) / (1 - warmup))


def _save(network: JourneyNetwork, optimizer: torch.optim.AdamW, epochs: int, step: int, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    state = {
        "network": network.state_dict(),
        "optimizer": optimizer.state_dict(),
        "epochs": epochs,
        "step": step,
    }
    torch.save(state, partial)
    partial.replace(path)


def _resume(network: JourneyNetwork, optimizer: torch.optim.AdamW, path: Path) -> tuple[int, int]:
    if not path.is_file():
        return 0, 0
    state = torch.load(path, weights_only=True)
    network.load_state_dict(state["network"])
    optimizer.load_state_dict(state["optimizer"])
    return state["epochs"], state["step"]


def _progress() -> Progress:
    return Progress(
        *Progress.get_default_columns(),
        TimeElapsedColumn(),
        TextColumn("loss {task.fields[loss]}"),
        transient=False,
    )

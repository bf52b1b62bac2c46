"""Fitting the network: seeded, checkpointed as it goes, resumed where a checkpoint is found."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from rich.progress import Progress, TextColumn, TimeElapsedColumn
from torch import Tensor

from feedback_miner.scoring.loading import fastest_dtype
from feedback_miner.scoring.network import Answers, JourneyNetwork, StatementPool
from scripts.training.batches import Batch, ExampleWindow, collate, mask_tokens, plan_batches
from scripts.training.losses import ClassWeights, loss_of
from scripts.training.recipe import Fit, Phase

_SECONDS_BETWEEN_CHECKPOINTS = 300


@dataclass(frozen=True, slots=True)
class Lessons:
    """What a fit reads: windows by (phase, epoch), the same ones for the same call."""

    phases: Sequence[Phase]
    windows: Callable[[int, int], list[ExampleWindow]]
    weights: ClassWeights
    mask_id: int
    #: what a checkpoint must have been made for to be gone on with
    fingerprint: str


@dataclass(slots=True)
class _Place:
    """How far a fit is: the next step of an epoch of a phase."""

    phase: int = 0
    epoch: int = 0
    step: int = 0


def run_batch(network: JourneyNetwork, batch: Batch, token_ids: Tensor) -> Answers:
    """The network's answers for the statements of a batch, in the order of its targets."""
    hidden = network.encode(token_ids, batch.attention_mask)
    pool = StatementPool(len(batch.truth.stage), hidden.shape[-1])
    pool.add(hidden, batch.positions, batch.owners)
    vectors, _ = pool.means()
    with torch.autocast("cpu", enabled=False):  # margins of pairs need all their digits
        return network.answer(vectors)


def fit_network(
    network: JourneyNetwork,
    lessons: Lessons,
    fit: Fit,
    checkpoint: Path,
    after_epoch: Callable[[int, int], None],
) -> None:
    """Fit in place. `after_epoch` gets the phase and epoch that ended.

    Raises ValueError where the checkpoint is of another recipe or other data.

    Each epoch draws from its own seed and each step too, so that a resumed run continues as the uninterrupted one
    would have. The learning rate rises and falls once in each phase.
    """
    optimizer = _optimizer(network, fit)
    place = _resume(network, optimizer, lessons.fingerprint, checkpoint)
    with _progress() as progress:
        while place.phase < len(lessons.phases):
            phase = lessons.phases[place.phase]
            while place.epoch < phase.epochs:
                _epoch(network, optimizer, lessons, fit, place, checkpoint, progress)
                after_epoch(place.phase, place.epoch)
                place.epoch, place.step = place.epoch + 1, 0
                _save(network, optimizer, place, lessons.fingerprint, checkpoint)
            place.phase, place.epoch = place.phase + 1, 0


def _epoch(
    network: JourneyNetwork,
    optimizer: torch.optim.AdamW,
    lessons: Lessons,
    fit: Fit,
    place: _Place,
    checkpoint: Path,
    progress: Progress,
) -> None:
    phase = lessons.phases[place.phase]
    seed = fit.seed + 1000 * place.phase + place.epoch
    batches = plan_batches(
        lessons.windows(place.phase, place.epoch), fit.tokens_per_batch, random.Random(seed)
    )
    name = f"phase {place.phase + 1}, epoch {place.epoch + 1}"
    task = progress.add_task(name, total=len(batches), completed=place.step, loss="-")
    saved = time.monotonic()
    network.train()
    while place.step < len(batches):
        torch.manual_seed(seed * 100_000 + place.step)
        done = (place.epoch + place.step / len(batches)) / phase.epochs
        _set_rates(optimizer, phase, _schedule(done, fit.warmup_share))
        batch = collate(batches[place.step], network.sizes)
        # Weights and their steps stay in float32; products are in bfloat16 where that is faster.
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=fastest_dtype() == torch.bfloat16):
            answers = run_batch(network, batch, mask_tokens(batch, fit.masked_token_share, lessons.mask_id))
        loss = loss_of(answers, batch.truth, lessons.weights, fit)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        place.step += 1
        progress.update(task, completed=place.step, loss=f"{loss.item():.3f}")
        if time.monotonic() - saved > _SECONDS_BETWEEN_CHECKPOINTS:
            _save(network, optimizer, place, lessons.fingerprint, checkpoint)
            # A progress bar shows nothing in a log file.
            progress.console.print(f"{name}: {place.step} of {len(batches)} steps, loss {loss.item():.3f}")
            saved = time.monotonic()


def _optimizer(network: JourneyNetwork, fit: Fit) -> torch.optim.AdamW:
    encoder = list(network.encoder.parameters())
    in_encoder = {id(parameter) for parameter in encoder}
    heads = [parameter for parameter in network.parameters() if id(parameter) not in in_encoder]
    return torch.optim.AdamW(
        [{"params": encoder}, {"params": heads}], lr=0.0, weight_decay=fit.weight_decay, fused=True
    )


def _set_rates(optimizer: torch.optim.AdamW, phase: Phase, share: float) -> None:
    encoder, heads = optimizer.param_groups
    encoder["lr"] = phase.encoder_learning_rate * share
    heads["lr"] = phase.head_learning_rate * share


def _schedule(done: float, warmup: float) -> float:
    """Share of the peak learning rate: up in a straight line during the warm-up, then down to 0."""
    return done / warmup if done < warmup else max(0.0, (1 - done) / (1 - warmup))


def _save(
    network: JourneyNetwork, optimizer: torch.optim.AdamW, place: _Place, fingerprint: str, path: Path
) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    state = {
        "network": network.state_dict(),
        "optimizer": optimizer.state_dict(),
        "place": [place.phase, place.epoch, place.step],
        "fingerprint": fingerprint,
    }
    torch.save(state, partial)
    partial.replace(path)


def _resume(network: JourneyNetwork, optimizer: torch.optim.AdamW, fingerprint: str, path: Path) -> _Place:
    if not path.is_file():
        return _Place()
    state = torch.load(path, weights_only=True)
    if state["fingerprint"] != fingerprint:
        raise ValueError(f"{path} belongs to another recipe or other data: remove it to begin anew")
    network.load_state_dict(state["network"])
    optimizer.load_state_dict(state["optimizer"])
    return _Place(*state["place"])


def _progress() -> Progress:
    return Progress(
        *Progress.get_default_columns(),
        TimeElapsedColumn(),
        TextColumn("loss {task.fields[loss]}"),
        transient=False,
    )

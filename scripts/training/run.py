"""A whole training run, in order: fit without the fold, calibrate on it, measure, write."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer

from feedback_miner.domain import NONE
from feedback_miner.scoring.encoding import MessageEncoder, token_id
from feedback_miner.scoring.network import JourneyNetwork
from scripts.training.batches import label_windows
from scripts.training.calibrate import Calibration, calibrate
from scripts.training.card import machine, write_card
from scripts.training.data import Example, read_examples, split_fold
from scripts.training.evaluate import judge, summary
from scripts.training.export import Papers, write_model_folder
from scripts.training.fit import fit_network
from scripts.training.measure import measure, write_labelled
from scripts.training.model import build_tokenizer, encoder_shape, find_encoder, pretrained_network
from scripts.training.prepare import training_windows
from scripts.training.recipe import Recipe, read_recipe


@dataclass(frozen=True, slots=True)
class Paths:
    """Where a run reads and writes. `data` holds data/, labels/ and evaluate/."""

    recipe: Path
    data: Path
    encoder: Path | None
    work: Path
    models: Path


def train(paths: Paths, threads: int) -> Path:
    """Train and return the new model folder. The network never sees the fold: it is calibrated on it."""
    torch.set_num_threads(threads)
    recipe = read_recipe(paths.recipe)
    target = paths.models / recipe.name / recipe.version
    if target.exists():
        raise FileExistsError(
            f"{target} is there already; a version never changes in place: raise it in the recipe"
        )
    encoder_folder = find_encoder(recipe.encoder, paths.encoder)
    run = _Run(recipe, encoder_folder, build_tokenizer(encoder_folder), paths, threads)
    examples = read_examples(
        paths.data / "data" / "items_train.jsonl",
        paths.data / "labels" / "train.csv",
        paths.data / "labels" / "authored",
        recipe.labels,
    )
    return run.ship(*split_fold(examples, recipe.fold))


@dataclass(frozen=True, slots=True)
class _Run:
    recipe: Recipe
    encoder_folder: Path
    tokenizer: Tokenizer
    paths: Paths
    threads: int

    def ship(self, training: list[Example], fold: list[Example]) -> Path:
        network = pretrained_network(self.recipe, self.encoder_folder, self.tokenizer)
        unseen = label_windows(fold, self._encoder())
        fit_network(
            network,
            training_windows(training, self._encoder(), self.recipe.fit),
            self.recipe.fit,
            token_id(self.tokenizer, "[MASK]"),
            self.paths.work / "checkpoint.pt",
            after_epoch=lambda epoch: print(f"epoch {epoch}: {summary(judge(network, unseen))}"),
        )
        keys = self.recipe.labels
        calibration = calibrate(
            judge(network, unseen), keys.emotions, keys.stages.index(NONE), keys.touchpoints.index(NONE)
        )
        config = self._config(calibration)
        metrics = self._metrics(network, config, fold)
        card = write_card(self.recipe, training, calibration, metrics)
        return write_model_folder(self.paths.models, network, self.tokenizer, config, Papers(metrics, card))

    def _metrics(
        self, network: JourneyNetwork, config: dict[str, Any], fold: list[Example]
    ) -> dict[str, Any]:
        """Figures of the network as it will be served: written to a folder, loaded and asked from there."""
        models = self.paths.work / "candidate"
        shutil.rmtree(models, ignore_errors=True)
        candidate = write_model_folder(models, network, self.tokenizer, config, Papers({}, ""))
        items, labels = self.paths.work / "fold.jsonl", self.paths.work / "fold.csv"
        write_labelled(fold, self.recipe.labels, items, labels)
        data = self.paths.data
        dev = self._measure(candidate, data / "data" / "items_dev.jsonl", data / "labels" / "dev.csv")
        return {
            "machine": machine(),
            "fold": {"data sets": self.recipe.fold, **self._measure(candidate, items, labels)},
            "dev": dev,
        }

    def _encoder(self) -> MessageEncoder:
        encoder = self.recipe.encoder
        return MessageEncoder(
            self.tokenizer,
            max_tokens=encoder.max_tokens,
            context_tokens=encoder.context_tokens,
            sources=self.recipe.labels.sources,
        )

    def _measure(self, folder: Path, items: Path, labels: Path) -> dict[str, Any]:
        program = self.paths.data / "evaluate" / "score_predictions.py"
        return measure(folder, items, labels, program, self.paths.work, self.threads)

    def _config(self, calibration: Calibration) -> dict[str, Any]:
        recipe = self.recipe
        return {
            "format": 1,
            "name": recipe.name,
            "version": recipe.version,
            "encoder": encoder_shape(self.encoder_folder, self.tokenizer).model_dump(),
            "max_tokens": recipe.encoder.max_tokens,
            "context_tokens": recipe.encoder.context_tokens,
            **recipe.labels.model_dump(),
            "stage_temperature": calibration.stage_temperature,
            "touchpoint_temperature": calibration.touchpoint_temperature,
            "policy": {
                "version": f"{recipe.name}-{recipe.version}",
                "stage_min": calibration.stage_min,
                "touchpoint_min": calibration.touchpoint_min,
                "emotion_min": calibration.emotion_min,
                "emotions_max": 3,
            },
        }

"""A whole training run, in order: fit without the fold, calibrate on it, measure, write."""

from __future__ import annotations

import random
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer

from feedback_miner.domain import NONE
from feedback_miner.scoring.catalogue import find_model
from feedback_miner.scoring.encoding import MessageEncoder, token_id
from feedback_miner.scoring.layout import EncoderShape
from feedback_miner.scoring.loading import load_scorer
from feedback_miner.scoring.network import JourneyNetwork
from scripts.training.batches import ExampleWindow, windows_of
from scripts.training.calibrate import Calibration, calibrate, goemotions_thresholds
from scripts.training.card import machine, write_card
from scripts.training.confusions import count_confusions
from scripts.training.corpus import Paths, read_journey, with_teacher
from scripts.training.evaluate import judge, summary
from scripts.training.examples import Example, split_fold
from scripts.training.export import Papers, write_model_folder
from scripts.training.fit import Lessons, fit_network
from scripts.training.losses import class_weights
from scripts.training.measure import measure, write_labelled
from scripts.training.model import (
    build_tokenizer,
    check_encoder,
    encoder_shape,
    go_on_with,
    pretrained_network,
)
from scripts.training.prepare import training_windows
from scripts.training.public import as_examples, read_goemotions, read_public
from scripts.training.recipe import Model, Recipe, read_recipe


def train(paths: Paths, name: str, threads: int) -> Path:
    """Train a model of the recipe and return its new folder. The network never sees the fold."""
    torch.set_num_threads(threads)
    recipe = read_recipe(paths.recipe)
    model = recipe.models[name]
    target = paths.models / name / model.version
    if target.exists():
        raise FileExistsError(
            f"{target} is there already; a version never changes in place: raise it in the recipe"
        )
    check_encoder(model.encoder, paths.encoder)
    run = _Run(name, model, recipe, paths, threads)
    training, fold = split_fold(read_journey(paths, recipe), recipe.fold)
    return run.ship(with_teacher(training, model.teacher, recipe, paths, threads), fold)


@dataclass(frozen=True)
class _Run:
    name: str
    model: Model
    recipe: Recipe
    paths: Paths
    threads: int

    def ship(self, training: list[Example], fold: list[Example]) -> Path:
        unseen = windows_of(fold, self._encoder)
        network = self._fitted(training, unseen)
        keys = self.recipe.labels
        calibration = calibrate(
            judge(network, unseen), keys.emotions, keys.stages.index(NONE), keys.touchpoints.index(NONE)
        )
        config = self._config(calibration, self._goemotions_min(network))
        papers = self._papers(network, config, calibration, training, fold)
        return write_model_folder(self.paths.models, network, self._tokenizer, config, papers)

    def _fitted(self, training: Sequence[Example], unseen: list[ExampleWindow]) -> JourneyNetwork:
        fit, keys = self.recipe.fit, self.recipe.labels
        torch.manual_seed(fit.seed)
        network = pretrained_network(
            self.model.encoder, keys, fit.dropout, self.paths.encoder, self._tokenizer
        )
        if self.model.begins_with:
            go_on_with(network, find_model(self.paths.models, self.model.begins_with))
        lessons = Lessons(
            self.model.phases,
            lambda phase, epoch: self._windows(training, phase, epoch),
            class_weights(training, network.sizes, fit),
            token_id(self._tokenizer, self._shape.special_tokens.mask),
            self._fingerprint(training),
        )
        fit_network(
            network,
            lessons,
            fit,
            self._work / "checkpoint.pt",
            after_epoch=lambda phase, epoch: print(
                f"phase {phase + 1}, epoch {epoch + 1}: {summary(judge(network, unseen))}", flush=True
            ),
        )
        return network

    def _fingerprint(self, training: Sequence[Example]) -> str:
        said = [self.recipe.fit.model_dump_json(), self.model.model_dump_json(exclude={"findings"})]
        return sha256("\n".join([*said, *map(repr, training)]).encode()).hexdigest()

    def _windows(self, training: Sequence[Example], phase: int, epoch: int) -> list[ExampleWindow]:
        seed = self.recipe.fit.seed + 100 * phase + epoch
        public = read_public(
            self.paths.data / "data" / "public",
            self.recipe.labels,
            self.model.phases[phase].public,
            random.Random(seed),
        )
        return training_windows([*training, *public], self._encoder, self.recipe.fit, seed)

    def _goemotions_min(self, network: JourneyNetwork) -> list[float]:
        path = self.paths.data / "data" / "public" / "goemotions" / "dev.tsv"
        texts = read_goemotions(path, self.recipe.labels)
        judged = judge(network, windows_of(as_examples("goemotions_dev", texts), self._encoder))
        return goemotions_thresholds(judged.answers.goemotions.sigmoid(), judged.truth.goemotions)

    def _papers(
        self,
        network: JourneyNetwork,
        config: dict[str, Any],
        calibration: Calibration,
        training: list[Example],
        fold: list[Example],
    ) -> Papers:
        """Figures of the network as it will be served: written to a folder, loaded and asked from there."""
        work = self._work
        models = work / "candidate"
        shutil.rmtree(models, ignore_errors=True)
        candidate = write_model_folder(models, network, self._tokenizer, config, Papers({}, ""))
        items, labels = work / "fold.jsonl", work / "fold.csv"
        write_labelled(fold, self.recipe.labels, items, labels)
        data = self.paths.data
        dev = self._measure(candidate, data / "data" / "items_dev.jsonl", data / "labels" / "dev.csv")
        metrics = {
            "machine": machine(),
            "fold": {"data sets": self.recipe.fold, **self._measure(candidate, items, labels)},
            "dev": dev,
        }
        scorer = load_scorer(candidate, threads=self.threads)
        confusions = count_confusions(scorer, fold, self.recipe.labels)
        card = write_card(self.name, self.model, self.recipe, training, calibration, metrics, confusions)
        return Papers(metrics, card, confusions)

    def _measure(self, folder: Path, items: Path, labels: Path) -> dict[str, Any]:
        program = self.paths.data / "evaluate" / "score_predictions.py"
        return measure(folder, items, labels, program, self._work, self.threads)

    @property
    def _work(self) -> Path:
        return self.paths.work / self.name / self.model.version

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        return build_tokenizer(self.paths.encoder)

    @cached_property
    def _shape(self) -> EncoderShape:
        return encoder_shape(self.model.encoder, self.paths.encoder, self._tokenizer)

    @cached_property
    def _encoder(self) -> MessageEncoder:
        encoder, keys = self.model.encoder, self.recipe.labels
        return MessageEncoder(
            self._tokenizer,
            self._shape.special_tokens,
            max_tokens=encoder.max_tokens,
            context_tokens=encoder.context_tokens,
            sources=keys.sources,
            channels=keys.channels,
        )

    def _config(self, calibration: Calibration, goemotions_min: list[float]) -> dict[str, Any]:
        model, keys = self.model, self.recipe.labels
        return {
            "format": 2,
            "name": self.name,
            "version": model.version,
            "weights_encoding": model.weights_encoding,
            "encoder": self._shape.model_dump(),
            "max_tokens": model.encoder.max_tokens,
            "context_tokens": model.encoder.context_tokens,
            **keys.model_dump(exclude={"channel_of"}),
            "stage_temperature": calibration.stage_temperature,
            "touchpoint_temperature": calibration.touchpoint_temperature,
            "policy": {
                "version": f"{self.name}-{model.version}",
                "stage_min": calibration.stage_min,
                "touchpoint_min": calibration.touchpoint_min,
                "emotion_min": calibration.emotion_min,
                "emotions_max": 3,
            },
            "goemotions_min": goemotions_min,
        }

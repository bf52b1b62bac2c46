"""The recipe of a training run: train.toml as a typed value."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Labels(_Table):
    """Label keys in the order of the heads' outputs, and the sources that are set in front of a message."""

    stages: tuple[str, ...]
    touchpoints: tuple[str, ...]
    emotions: tuple[str, ...]
    sources: tuple[str, ...]


class Encoder(_Table):
    """Where the pretrained encoder comes from: an installed package, checked by the hash of its weights."""

    package: str
    folder: str
    weights_sha256: str
    max_tokens: int
    context_tokens: int


class Fit(_Table):
    """How the network is fitted. Learning rates are peaks; `tokens_per_batch` counts padding."""

    seed: int
    epochs: int
    tokens_per_batch: int
    encoder_learning_rate: float
    head_learning_rate: float
    weight_decay: float
    warmup_share: float
    dropout: float
    label_smoothing: float
    masked_token_share: float
    dropped_source_share: float
    placeholder_share: float
    class_weight_power: float
    class_weight_limits: tuple[float, float]
    sentiment_weight: float
    emotion_weight: float


class Recipe(_Table):
    """Everything that decides what comes out of a training run, beside the data."""

    name: str
    version: str
    #: data sets that are not trained on but calibrated on
    fold: tuple[str, ...] = Field(min_length=1)
    #: what is known of this version's weaknesses, for its card
    findings: tuple[str, ...] = ()
    labels: Labels
    encoder: Encoder
    fit: Fit


def read_recipe(path: Path) -> Recipe:
    """Read and check a train.toml."""
    return Recipe.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))

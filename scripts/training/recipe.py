"""The recipe of the training runs: train.toml as a typed value."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Labels(_Table):
    """Label keys in the order of the heads' outputs, and what is told of a message's origin in front of it."""

    stages: tuple[str, ...]
    touchpoints: tuple[str, ...]
    emotions: tuple[str, ...]
    sources: tuple[str, ...]
    channels: tuple[str, ...]
    #: data set → channel, where the data does not say it line by line
    channel_of: dict[str, str]


class Encoder(_Table):
    """Where a pretrained encoder comes from, checked by the hash of its weights, and which layers are taken."""

    #: what it is, for the card
    base: str
    #: how it is installed, for the message to whoever has not
    install: str
    kind: str
    weights_sha256: str
    #: layers that the model keeps, counted from 0 at the bottom
    layers: tuple[int, ...] = Field(min_length=1)
    max_tokens: int
    context_tokens: int


class Phase(_Table):
    """One stretch of training: the peak learning rates, and what is read beside the messages with journey labels."""

    epochs: int
    encoder_learning_rate: float
    head_learning_rate: float
    #: public data set → how many of its texts are drawn each epoch
    public: dict[str, int] = {}


class Fit(_Table):
    """What holds in every phase. `tokens_per_batch` counts padding."""

    seed: int
    tokens_per_batch: int
    weight_decay: float
    warmup_share: float
    dropout: float
    label_smoothing: float
    masked_token_share: float
    dropped_source_share: float
    dropped_channel_share: float
    placeholder_share: float
    class_weight_power: float
    class_weight_limits: tuple[float, float]
    sentiment_weight: float
    emotion_weight: float
    goemotion_weight: float


class Teacher(_Table):
    """A model that ships, whose answers another one learns from."""

    #: NAME/VERSION
    model: str
    #: the teacher's part where a message has a label too
    trust: float = Field(ge=0.0, le=1.0)


class Model(_Table):
    """One of the models that ship."""

    version: str
    weights_encoding: str
    encoder: Encoder
    phases: tuple[Phase, ...] = Field(min_length=1)
    #: NAME/VERSION of a model of the same encoder that ships: its weights are gone on with, not the pretrained ones
    begins_with: str | None = None
    teacher: Teacher | None = None
    #: what is known of this version's weaknesses, for its card
    findings: tuple[str, ...] = ()


class Recipe(_Table):
    """Everything that decides what comes out of a training run, beside the data."""

    #: data sets that are not trained on but calibrated on
    fold: tuple[str, ...] = Field(min_length=1)
    labels: Labels
    fit: Fit
    models: dict[str, Model]


def read_recipe(path: Path) -> Recipe:
    """Read and check a train.toml."""
    return Recipe.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))

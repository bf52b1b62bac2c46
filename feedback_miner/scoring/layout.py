"""The folder of a trained model as a typed layout, which fails loudly when it is not one.

models/NAME/VERSION/
    config.json         what this module describes
    model.safetensors   the weights of `network.JourneyNetwork`
    tokenizer.json      in the format of Hugging Face's `tokenizers`
    metrics.json        how good it is, and on what that was measured
    card.md             what it was trained on, what it is good for and what it is not
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from feedback_miner.domain import NONE, LabelPolicy
from feedback_miner.errors import ModelError

Probability = Annotated[float, Field(ge=0.0, le=1.0)]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]

_FILES = ("config.json", "model.safetensors", "tokenizer.json", "metrics.json", "card.md")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class EncoderShape(_Part):
    """The shape of the BERT encoder, in the names of `transformers.BertConfig`."""

    vocab_size: int = Field(gt=0)
    hidden_size: int = Field(gt=0)
    num_hidden_layers: int = Field(gt=0)
    num_attention_heads: int = Field(gt=0)
    intermediate_size: int = Field(gt=0)
    max_position_embeddings: int = Field(gt=0)
    type_vocab_size: int = Field(gt=0)
    layer_norm_eps: float = Field(gt=0)
    hidden_act: Literal["gelu"] = "gelu"

    @model_validator(mode="after")
    def _heads_divide_evenly(self) -> Self:
        if self.hidden_size % self.num_attention_heads:
            raise ValueError("hidden_size must be a multiple of num_attention_heads")
        return self


class PolicyDefaults(_Part):
    """The label policy that the model was calibrated with; see `domain.LabelPolicy`."""

    version: str
    stage_min: Probability
    touchpoint_min: Probability
    emotion_min: dict[str, Probability]
    emotions_max: int = Field(ge=1)


class ModelConfig(_Part):
    """config.json: what is needed to read the weights and to turn their answers into probabilities."""

    format: Literal[1]
    name: str = Field(min_length=1)
    version: str = Field(min_length=1)
    weights_sha256: Digest
    tokenizer_sha256: Digest
    encoder: EncoderShape
    #: length of a window, and how much of the text before it a later window of the same message repeats
    max_tokens: int = Field(gt=2)
    context_tokens: int = Field(ge=0)
    #: sources seen in training
    sources: tuple[str, ...]
    #: label keys in the order of the heads' outputs
    stages: tuple[str, ...]
    touchpoints: tuple[str, ...]
    emotions: tuple[str, ...]
    #: logits are divided by these before the softmax
    stage_temperature: float = Field(gt=0)
    touchpoint_temperature: float = Field(gt=0)
    policy: PolicyDefaults

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if NONE not in self.stages or NONE not in self.touchpoints:
            raise ValueError(f'stages and touchpoints must each contain "{NONE}"')
        if set(self.policy.emotion_min) != set(self.emotions):
            raise ValueError("policy.emotion_min must name exactly the emotions of the model")
        if self.max_tokens > self.encoder.max_position_embeddings:
            raise ValueError("max_tokens is larger than encoder.max_position_embeddings")
        return self

    @property
    def full_name(self) -> str:
        """NAME/VERSION, as it is stored beside every score."""
        return f"{self.name}/{self.version}"

    @property
    def label_policy(self) -> LabelPolicy:
        """The default policy as a domain type."""
        return LabelPolicy(**self.policy.model_dump())


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A checked model folder: complete, its config understood, its files those that the config names."""

    config: ModelConfig
    weights: Path
    tokenizer: Path


def open_model_folder(folder: Path) -> ModelFolder:
    """Check a model folder and return its layout. Raises ModelError, which names the file and the fault."""
    if not folder.is_dir():
        raise ModelError("there is no model folder at this path", where=str(folder))
    missing = [name for name in _FILES if not (folder / name).is_file()]
    if missing:
        raise ModelError(
            f"this is not a model folder: {', '.join(missing)} missing. "
            f"A model folder holds {', '.join(_FILES)}",
            where=str(folder),
        )
    config = _read_config(folder / "config.json")
    model = ModelFolder(config, folder / "model.safetensors", folder / "tokenizer.json")
    _check_digest(model.weights, config.weights_sha256)
    _check_digest(model.tokenizer, config.tokenizer_sha256)
    return model


def sha256_of(path: Path) -> str:
    """The file's SHA-256 as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read_config(path: Path) -> ModelConfig:
    try:
        return ModelConfig.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        what = f"field {field}: {first['msg']}" if field else first["msg"]
        raise ModelError(f"the model's config cannot be used: {what}", where=str(path)) from error


def _check_digest(path: Path, expected: str) -> None:
    actual = sha256_of(path)
    if actual != expected:
        raise ModelError(
            f"the file is not the one that config.json names: its SHA-256 is {actual[:12]}…, expected was "
            f"{expected[:12]}…. It was changed or only partly copied; install the model again",
            where=str(path),
        )

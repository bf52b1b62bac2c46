"""The folder of a trained model as a typed layout, which fails loudly when it is not one.

models/NAME/VERSION/
    config.json         what this module describes; holds the SHA-256 of the files that decide an answer
    model-00001-of-00002.safetensors …
                        the weights of `network.JourneyNetwork`, in shards (see `weights`)
    tokenizer.json      in the format of Hugging Face's `tokenizers`
    confusions.json     which labels the model takes for which, for corrected estimates; may be absent
    metrics.json        how good it is, and on what that was measured
    card.md             what it was trained on, what it is good for and what it is not
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from feedback_miner.domain import NONE, LabelPolicy
from feedback_miner.errors import ModelError

Probability = Annotated[float, Field(ge=0.0, le=1.0)]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
WeightsEncoding = Literal["bfloat16", "int8-rows"]

CONFIG, TOKENIZER, CONFUSIONS, METRICS, CARD = (
    "config.json",
    "tokenizer.json",
    "confusions.json",
    "metrics.json",
    "card.md",
)

#: The 27 emotions of GoEmotions and its "neutral", in the order of that data set.
GOEMOTIONS = 28

_SHARD = re.compile(r"model-(\d{5})-of-(\d{5})\.safetensors")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SpecialTokens(NamedTuple):
    """The tokens that begin and end a window and that stand for a hidden word."""

    begin: str
    end: str
    mask: str


_SPECIAL_TOKENS = {
    "bert": SpecialTokens("[CLS]", "[SEP]", "[MASK]"),
    "mpnet": SpecialTokens("<s>", "</s>", "<mask>"),
}


class EncoderShape(_Part):
    """The kind and shape of the encoder, in the names of `transformers.BertConfig` and `MPNetConfig`."""

    kind: Literal["bert", "mpnet"]
    vocab_size: int = Field(gt=0)
    hidden_size: int = Field(gt=0)
    num_hidden_layers: int = Field(gt=0)
    num_attention_heads: int = Field(gt=0)
    intermediate_size: int = Field(gt=0)
    max_position_embeddings: int = Field(gt=0)
    layer_norm_eps: float = Field(gt=0)
    hidden_act: Literal["gelu"] = "gelu"

    @model_validator(mode="after")
    def _heads_divide_evenly(self) -> Self:
        if self.hidden_size % self.num_attention_heads:
            raise ValueError("hidden_size must be a multiple of num_attention_heads")
        return self

    @property
    def special_tokens(self) -> SpecialTokens:
        """What this kind of encoder was pretrained with."""
        return _SPECIAL_TOKENS[self.kind]

    @property
    def first_position(self) -> int:
        """The position of a window's first token: MPNet keeps two for padding."""
        return 2 if self.kind == "mpnet" else 0


class PolicyDefaults(_Part):
    """The label policy that the model was calibrated with; see `domain.LabelPolicy`."""

    version: str
    stage_min: Probability
    touchpoint_min: Probability
    emotion_min: dict[str, Probability]
    emotions_max: int = Field(ge=1)


class ModelConfig(_Part):
    """config.json: what is needed to read the weights and to turn their answers into probabilities."""

    format: Literal[2]
    name: str = Field(min_length=1)
    version: str = Field(min_length=1)
    #: of every shard, of tokenizer.json, and of confusions.json where there is one
    sha256: dict[str, Digest]
    weights_encoding: WeightsEncoding
    encoder: EncoderShape
    #: length of a window, and how much of the text before it a later window of the same message repeats
    max_tokens: int = Field(gt=2)
    context_tokens: int = Field(ge=0)
    #: sources and channels seen in training
    sources: tuple[str, ...]
    channels: tuple[str, ...]
    #: label keys in the order of the heads' outputs
    stages: tuple[str, ...]
    touchpoints: tuple[str, ...]
    emotions: tuple[str, ...]
    #: logits are divided by these before the softmax
    stage_temperature: float = Field(gt=0)
    touchpoint_temperature: float = Field(gt=0)
    policy: PolicyDefaults
    #: from which probability on each label of GoEmotions is given; empty where that was not fitted
    goemotions_min: tuple[Probability, ...]

    @model_validator(mode="after")
    def _files_known(self) -> Self:
        shards = sorted(name for name in self.sha256 if _SHARD.fullmatch(name))
        if not shards or shards != shard_names(len(shards)):
            raise ValueError("sha256 must name every shard of the weights, model-00001-of-… onwards")
        if TOKENIZER not in self.sha256:
            raise ValueError(f"sha256 must name {TOKENIZER}")
        if unknown := self.sha256.keys() - {*shards, TOKENIZER, CONFUSIONS}:
            raise ValueError(f"sha256 names {min(unknown)}, which is no file of a model")
        return self

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if NONE not in self.stages or NONE not in self.touchpoints:
            raise ValueError(f'stages and touchpoints must each contain "{NONE}"')
        if set(self.policy.emotion_min) != set(self.emotions):
            raise ValueError("policy.emotion_min must name exactly the emotions of the model")
        if self.max_tokens + self.encoder.first_position > self.encoder.max_position_embeddings:
            raise ValueError("max_tokens is more than encoder.max_position_embeddings has room for")
        if len(self.goemotions_min) not in (0, GOEMOTIONS):
            raise ValueError(f"goemotions_min must hold {GOEMOTIONS} thresholds, or none")
        return self

    @property
    def full_name(self) -> str:
        """NAME/VERSION, as it is stored beside every score."""
        return f"{self.name}/{self.version}"

    @property
    def label_policy(self) -> LabelPolicy:
        """The default policy as a domain type."""
        return LabelPolicy(**self.policy.model_dump(), model=self.full_name)


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A checked model folder: complete, its config understood, its files those that the config names."""

    config: ModelConfig
    #: in the order of their numbers
    shards: tuple[Path, ...]
    tokenizer: Path
    confusions: Path | None


def open_model_folder(folder: Path) -> ModelFolder:
    """Check a model folder and return its layout. Raises ModelError, which names the file and the fault."""
    if not folder.is_dir():
        raise ModelError("there is no model folder at this path", where=str(folder))
    _check_present(folder, (CONFIG, TOKENIZER, METRICS, CARD))
    config = _read_config(folder / CONFIG)
    _check_present(folder, config.sha256)
    for name, digest in config.sha256.items():
        _check_digest(folder / name, digest)
    return ModelFolder(
        config,
        tuple(folder / name for name in sorted(config.sha256) if _SHARD.fullmatch(name)),
        folder / TOKENIZER,
        folder / CONFUSIONS if CONFUSIONS in config.sha256 else None,
    )


def shard_names(count: int) -> list[str]:
    """The files that `count` shards of weights lie in."""
    return [f"model-{n:05}-of-{count:05}.safetensors" for n in range(1, count + 1)]


def sha256_of(path: Path) -> str:
    """The file's SHA-256 as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _check_present(folder: Path, names: Iterable[str]) -> None:
    missing = [name for name in names if not (folder / name).is_file()]
    if missing:
        raise ModelError(
            f"this is not a whole model folder: {', '.join(missing)} missing; install the model again",
            where=str(folder),
        )


def _read_config(path: Path) -> ModelConfig:
    try:
        return ModelConfig.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise ModelError(
            f"the model's config cannot be used: {first_fault(error)}", where=str(path)
        ) from error


def first_fault(error: ValidationError) -> str:
    """The first thing that is wrong in a file of a model, with the field."""
    first = error.errors(include_url=False)[0]
    field = ".".join(str(part) for part in first["loc"])
    return f"field {field}: {first['msg']}" if field else first["msg"]


def _check_digest(path: Path, expected: str) -> None:
    actual = sha256_of(path)
    if actual != expected:
        raise ModelError(
            f"the file is not the one that config.json names: its SHA-256 is {actual[:12]}…, expected was "
            f"{expected[:12]}…. It was changed or only partly copied; install the model again",
            where=str(path),
        )

"""Real model folders in miniature: the shipped architectures, two layers of 32 dimensions, random weights.

Their answers mean nothing, but they are answers of the real code over the real layout, in milliseconds.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import torch
from tokenizers import AddedToken, Tokenizer, models, normalizers, pre_tokenizers

from feedback_miner.domain import NEUTRAL, NONE
from feedback_miner.scoring.layout import GOEMOTIONS, EncoderShape, WeightsEncoding
from feedback_miner.scoring.network import HeadSizes, JourneyNetwork
from feedback_miner.taxonomy import load_default
from scripts.training.export import Papers, write_model_folder

_TAXONOMY = load_default()
_STAGES = [*(stage.key for stage in _TAXONOMY.stages), NONE]
_TOUCHPOINTS = [*(touchpoint.key for touchpoint in _TAXONOMY.touchpoints), NONE]
_EMOTIONS = [emotion.key for emotion in _TAXONOMY.emotions if emotion.key != NEUTRAL]


#: How much larger than usual the encoder's first weights are: with the usual ones all statements score alike.
SPREAD = 8.0


def build_tiny_model(
    models_folder: Path, confusions: Mapping[str, Any] | None = None, spread: float = SPREAD
) -> Path:
    """Write models_folder/tiny/1.0.0, of BERT's kind in bfloat16, and return it. Two calls write the same bytes."""
    return _build(models_folder, "tiny", "bert", "bfloat16", confusions, spread)


def build_tiny_mpnet(models_folder: Path, spread: float = SPREAD) -> Path:
    """The same as models_folder/tiny-mpnet/1.0.0, of MPNet's kind in int8 rows."""
    return _build(models_folder, "tiny-mpnet", "mpnet", "int8-rows", None, spread)


def _build(
    models_folder: Path,
    name: str,
    kind: Literal["bert", "mpnet"],
    encoding: WeightsEncoding,
    confusions: Mapping[str, Any] | None,
    spread: float,
) -> Path:
    shape = EncoderShape(
        kind=kind,
        vocab_size=len(_vocabulary(kind)),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
        layer_norm_eps=1e-12,
    )
    with torch.random.fork_rng():
        torch.manual_seed(7)
        network = JourneyNetwork(shape, HeadSizes(len(_STAGES), len(_TOUCHPOINTS), len(_EMOTIONS)))
        torch.nn.init.normal_(network.pairs, std=0.1)
    for parameter in network.encoder.parameters():
        parameter.data.mul_(spread)
    config = {
        "format": 2,
        "name": name,
        "version": "1.0.0",
        "weights_encoding": encoding,
        "encoder": shape.model_dump(),
        "max_tokens": 48,
        "context_tokens": 16,
        "sources": ["review", "survey", "ticket", "social"],
        "channels": ["web"],
        "stages": _STAGES,
        "touchpoints": _TOUCHPOINTS,
        "emotions": _EMOTIONS,
        "stage_temperature": 1.2,
        "touchpoint_temperature": 1.1,
        "policy": {
            "version": f"{name}-1",
            "stage_min": 0.1,
            "touchpoint_min": 0.05,
            "emotion_min": dict.fromkeys(_EMOTIONS, 0.4),
            "emotions_max": 3,
        },
        "goemotions_min": [0.5] * GOEMOTIONS,
    }
    papers = Papers({}, "# A model for tests\n", confusions)
    return write_model_folder(models_folder, network, _tokenizer(kind), config, papers)


_SPECIAL = {
    "bert": ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"],
    "mpnet": ["<s>", "<pad>", "</s>", "[UNK]", "<mask>"],
}
_PLACEHOLDERS = ["<EMAIL>", "<PHONE>", "<CARD>", "<IBAN>", "<PERSON>"]
_WORDS = [
    "review",
    "survey",
    "ticket",
    "social",
    "the",
    "card",
    "was",
    "refund",
    "great",
    "late",
    "via",
    "web",
]


def _vocabulary(kind: str) -> list[str]:
    letters = string.ascii_lowercase + string.digits + string.punctuation
    return [*_SPECIAL[kind], *_PLACEHOLDERS, *letters, *(f"##{letter}" for letter in letters), *_WORDS]


def _tokenizer(kind: str) -> Tokenizer:
    numbers = {word: n for n, word in enumerate(_vocabulary(kind))}
    tokenizer = Tokenizer(models.WordPiece(numbers, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    special = [*_SPECIAL[kind], *_PLACEHOLDERS]
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in special])
    return tokenizer

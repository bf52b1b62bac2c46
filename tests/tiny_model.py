"""A real model folder in miniature: the shipped architecture, two layers of 32 dimensions, random weights.

Its answers mean nothing, but they are answers of the real code over the real layout, in milliseconds.
"""

from __future__ import annotations

import string
from pathlib import Path

import torch
from tokenizers import AddedToken, Tokenizer, models, normalizers, pre_tokenizers

from feedback_miner.domain import NEUTRAL, NONE
from feedback_miner.scoring.layout import EncoderShape
from feedback_miner.scoring.network import JourneyNetwork
from feedback_miner.taxonomy import load_default
from scripts.training.export import Papers, write_model_folder

_TAXONOMY = load_default()
_STAGES = [*(stage.key for stage in _TAXONOMY.stages), NONE]
_TOUCHPOINTS = [*(touchpoint.key for touchpoint in _TAXONOMY.touchpoints), NONE]
_EMOTIONS = [emotion.key for emotion in _TAXONOMY.emotions if emotion.key != NEUTRAL]


def build_tiny_model(models_folder: Path) -> Path:
    """Write models_folder/tiny/1.0.0 and return it. Two calls write the same bytes."""
    tokenizer = _tokenizer()
    shape = EncoderShape(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
        type_vocab_size=2,
        layer_norm_eps=1e-12,
    )
    with torch.random.fork_rng():
        torch.manual_seed(7)
        network = JourneyNetwork(shape, len(_STAGES), len(_TOUCHPOINTS), len(_EMOTIONS))
    for parameter in network.encoder.parameters():
        parameter.data.mul_(8.0)  # spread out: with the small initial weights every statement scores alike
    config = {
        "format": 1,
        "name": "tiny",
        "version": "1.0.0",
        "encoder": shape.model_dump(),
        "max_tokens": 48,
        "context_tokens": 16,
        "sources": ["review", "survey", "ticket", "social"],
        "stages": _STAGES,
        "touchpoints": _TOUCHPOINTS,
        "emotions": _EMOTIONS,
        "stage_temperature": 1.2,
        "touchpoint_temperature": 1.1,
        "policy": {
            "version": "tiny-1",
            "stage_min": 0.1,
            "touchpoint_min": 0.05,
            "emotion_min": dict.fromkeys(_EMOTIONS, 0.4),
            "emotions_max": 3,
        },
    }
    return write_model_folder(models_folder, network, tokenizer, config, Papers({}, "# A model for tests\n"))


def _tokenizer() -> Tokenizer:
    special = [
        "[PAD]",
        "[UNK]",
        "[CLS]",
        "[SEP]",
        "[MASK]",
        "<EMAIL>",
        "<PHONE>",
        "<CARD>",
        "<IBAN>",
        "<PERSON>",
    ]
    letters = string.ascii_lowercase + string.digits + string.punctuation
    words = ["review", "survey", "ticket", "social", "the", "card", "was", "refund", "great", "late"]
    vocabulary = [*special, *letters, *(f"##{letter}" for letter in letters), *words]
    tokenizer = Tokenizer(models.WordPiece({word: n for n, word in enumerate(vocabulary)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in special])
    return tokenizer

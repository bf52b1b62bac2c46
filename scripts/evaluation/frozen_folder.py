"""A pretrained encoder as a model folder, so that its vectors are taken by the very code that serves the models."""

from __future__ import annotations

import json
from pathlib import Path

from feedback_miner.errors import FileError
from scripts.training.export import Papers, write_model_folder
from scripts.training.model import build_tokenizer, encoder_shape, pretrained_network
from scripts.training.recipe import Encoder, Labels

_FILES = ("config.json", "model.safetensors", "tokenizer.json")


def write_frozen_folder(encoder_folder: Path, keys: Labels, models: Path) -> Path:
    """Write models/NAME/0 with heads that mean nothing. Raises FileError where `encoder_folder` holds no encoder."""
    missing = [name for name in _FILES if not (encoder_folder / name).is_file()]
    if missing:
        raise FileError(
            f"{', '.join(missing)} missing; name the folder of a pretrained encoder, as training reads it",
            where=str(encoder_folder),
        )
    described = json.loads((encoder_folder / "config.json").read_text(encoding="utf-8"))
    encoder = Encoder(
        base=encoder_folder.name,
        install="",
        kind=described["model_type"],
        weights_sha256="",
        layers=tuple(range(described["num_hidden_layers"])),
        max_tokens=min(320, described["max_position_embeddings"] - 2),
        context_tokens=16,
    )
    tokenizer = build_tokenizer(encoder_folder)
    network = pretrained_network(encoder, keys, 0.0, encoder_folder, tokenizer)
    config = {
        "format": 2,
        "name": "frozen",
        "version": "0",
        "weights_encoding": "bfloat16",
        "encoder": encoder_shape(encoder, encoder_folder, tokenizer).model_dump(),
        "max_tokens": encoder.max_tokens,
        "context_tokens": encoder.context_tokens,
        **keys.model_dump(exclude={"channel_of"}),
        "stage_temperature": 1.0,
        "touchpoint_temperature": 1.0,
        "policy": {
            "version": "frozen",
            "stage_min": 0.0,
            "touchpoint_min": 0.0,
            "emotion_min": dict.fromkeys(keys.emotions, 0.5),
            "emotions_max": 3,
        },
        "goemotions_min": [],
    }
    return write_model_folder(models, network, tokenizer, config, Papers({}, "# A pretrained encoder\n"))

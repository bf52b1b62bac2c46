"""From a model folder to a scorer. Local files only: nothing is ever fetched."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors import SafetensorError
from tokenizers import Tokenizer

from feedback_miner.errors import ModelError
from feedback_miner.scoring.layout import ModelFolder, open_model_folder
from feedback_miner.scoring.network import HeadSizes, JourneyNetwork
from feedback_miner.scoring.scorer import JourneyScorer
from feedback_miner.scoring.weights import read_shards, unpack


def load_scorer(folder: Path, *, threads: int) -> JourneyScorer:
    """The scorer of the model in `folder` (its layout: see `layout`).

    `threads` holds for the whole process, since torch knows no other way; where several worker processes
    share a machine, one thread each is fastest. Raises ModelError where the folder is not a model, or its
    files are not those that its config names.
    """
    model = open_model_folder(folder)
    torch.set_num_threads(threads)
    return JourneyScorer(model.config, _load_tokenizer(model), _load_network(model, fastest_dtype()))


def fastest_dtype() -> torch.dtype:
    """bfloat16 where this CPU has instructions for it (AVX-512 BF16, AMX, Arm BF16), else float32.

    Without them bfloat16 is emulated, and about three times slower than float32.
    """
    capabilities = torch.cpu.get_capabilities()
    native = any(capabilities.get(name, False) for name in ("avx512_bf16", "amx_bf16", "bf16"))
    return torch.bfloat16 if native else torch.float32


def _load_tokenizer(model: ModelFolder) -> Tokenizer:
    try:
        tokenizer = Tokenizer.from_file(str(model.tokenizer))
    except Exception as error:  # tokenizers raises bare Exception
        raise ModelError(f"the tokenizer cannot be read: {error}", where=str(model.tokenizer)) from error
    if tokenizer.get_vocab_size() != model.config.encoder.vocab_size:
        raise ModelError(
            f"the tokenizer knows {tokenizer.get_vocab_size()} tokens, but the encoder "
            f"{model.config.encoder.vocab_size}: they are not of one model",
            where=str(model.tokenizer),
        )
    return tokenizer


def _load_network(model: ModelFolder, dtype: torch.dtype) -> JourneyNetwork:
    config, where = model.config, str(model.shards[0].parent)
    sizes = HeadSizes(len(config.stages), len(config.touchpoints), len(config.emotions))
    with torch.device("meta"):  # numbers that are replaced at once need not be drawn
        network = JourneyNetwork(config.encoder, sizes)
    try:
        stored = read_shards(model.shards)
        network.load_state_dict(unpack(stored, config.weights_encoding), assign=True)
    except (SafetensorError, RuntimeError, KeyError) as error:
        raise ModelError(
            f"the weights do not fit the network that config.json describes: {error}", where=where
        ) from error
    for name, tensor in stored.items():
        if tensor.is_floating_point() and not tensor.isfinite().all():
            raise ModelError(f"{name} holds values that are no numbers", where=where)
    network.encoder.to(dtype)  # the heads cost nothing, and keep their precision
    return network.requires_grad_(False)

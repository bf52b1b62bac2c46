"""Our encoders against those of `transformers`: the same parameters, in the same order, for the same answers."""

from __future__ import annotations

from typing import Literal

import pytest
import torch
from transformers import BertConfig, BertModel, MPNetConfig, MPNetModel

from feedback_miner.scoring.encoder import Encoder
from feedback_miner.scoring.layout import EncoderShape


def _shape(kind: Literal["bert", "mpnet"]) -> EncoderShape:
    return EncoderShape(
        kind=kind,
        vocab_size=50,
        hidden_size=32,
        num_hidden_layers=3,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=300,
        layer_norm_eps=1e-5,
    )


@pytest.mark.parametrize("kind", ["bert", "mpnet"])
def test_it_is_the_published_encoder(kind: Literal["bert", "mpnet"]) -> None:
    shape = _shape(kind)
    fields = shape.model_dump(exclude={"kind"})
    published: BertModel | MPNetModel
    if kind == "bert":
        published = BertModel(BertConfig(**fields), add_pooling_layer=False)
    else:
        published = MPNetModel(MPNetConfig(**fields), add_pooling_layer=False)
    published.train(mode=False)
    torch.manual_seed(5)
    for parameter in published.parameters():
        torch.nn.init.normal_(parameter, std=0.5)
    ours = Encoder(shape)
    ours.load_state_dict(published.state_dict())
    theirs = [name for name, _ in published.named_parameters()]
    assert [name for name, _ in ours.named_parameters()] == theirs, (
        "a checkpoint knows parameters by their order"
    )

    token_ids = torch.randint(0, 50, (3, 280))
    attention_mask = torch.ones_like(token_ids)
    attention_mask[1, 100:] = attention_mask[2, 3:] = 0
    words = ours.embeddings.word_embeddings(token_ids)
    positions = torch.arange(280).unsqueeze(0) + shape.first_position
    with torch.inference_mode():
        expected = published(
            inputs_embeds=words, attention_mask=attention_mask, position_ids=positions
        ).last_hidden_state
        found = ours(words, attention_mask)
    assert found[attention_mask == 1] == pytest.approx(expected[attention_mask == 1], abs=1e-4)

"""The encoders in plain torch: BERT (Devlin et al. 2019) and MPNet (Song et al. 2020), for reading text.

Parameters have the names and the order that they have in `transformers`, so that pretrained weights fit as they are;
a test holds both against each other. Importing that library takes seconds and 120 MB, which every process that scores
would pay for. Besides, its MPNet adds the relative positions by hand, where torch has one operation for all of it.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn.functional import gelu, scaled_dot_product_attention

from feedback_miner.scoring.layout import EncoderShape

#: MPNet tells distances to each side apart up to 128 tokens, in 16 steps that grow.
_BUCKETS = 32
_FARTHEST = 128
_FIRST_WEIGHTS = 0.02


class Encoder(nn.Module):
    """Token vectors from word embeddings."""

    def __init__(self, shape: EncoderShape) -> None:
        super().__init__()
        self.embeddings = _Embeddings(shape)
        self.encoder = _Layers(shape)
        self.apply(_draw)

    def forward(self, words: Tensor, attention_mask: Tensor) -> Tensor:
        """Token vectors [windows, tokens, hidden] of word embeddings in the same shape.

        `attention_mask` [windows, tokens] is 1 where there is a token and 0 where there is padding.
        """
        absent = torch.zeros(attention_mask.shape, dtype=words.dtype, device=words.device)
        absent = absent.masked_fill(attention_mask == 0, torch.finfo(words.dtype).min)
        hidden: Tensor = self.encoder(self.embeddings(words), absent[:, None, None, :])
        return hidden

    @property
    def dtype(self) -> torch.dtype:
        """What it reckons in."""
        return self.embeddings.word_embeddings.weight.dtype


class _Embeddings(nn.Module):
    def __init__(self, shape: EncoderShape) -> None:
        super().__init__()
        self._first = shape.first_position
        padding = 1 if shape.kind == "mpnet" else 0
        self.word_embeddings = _table(shape.vocab_size, shape.hidden_size, padding)
        self.position_embeddings = _table(shape.max_position_embeddings, shape.hidden_size)
        if shape.kind == "bert":
            self.token_type_embeddings = _table(2, shape.hidden_size)
        self.LayerNorm = nn.LayerNorm(shape.hidden_size, eps=shape.layer_norm_eps)
        self._typed = shape.kind == "bert"

    def forward(self, words: Tensor) -> Tensor:
        vectors = words + self.position_embeddings.weight[self._first : self._first + words.shape[1]]
        if self._typed:
            vectors = vectors + self.token_type_embeddings.weight[0]
        normed: Tensor = self.LayerNorm(vectors)
        return normed


class _Layers(nn.Module):
    def __init__(self, shape: EncoderShape) -> None:
        super().__init__()
        self.layer = nn.ModuleList(_Layer(shape) for _ in range(shape.num_hidden_layers))
        self._relative = shape.kind == "mpnet"
        if self._relative:
            self.relative_attention_bias = _table(_BUCKETS, shape.num_attention_heads)

    def forward(self, hidden: Tensor, bias: Tensor) -> Tensor:
        if self._relative:
            buckets = distance_buckets(hidden.shape[1]).to(hidden.device)
            bias = bias + self.relative_attention_bias(buckets).permute(2, 0, 1)
        for layer in self.layer:
            hidden = layer(hidden, bias)
        return hidden


class _Layer(nn.Module):
    def __init__(self, shape: EncoderShape) -> None:
        super().__init__()
        attention = _MPNetAttention if shape.kind == "mpnet" else _BertAttention
        self.attention = attention(shape)
        self.intermediate = nn.ModuleDict({"dense": nn.Linear(shape.hidden_size, shape.intermediate_size)})
        self.output = _Residual(shape, shape.intermediate_size)

    def forward(self, hidden: Tensor, bias: Tensor) -> Tensor:
        attended = self.attention(hidden, bias)
        result: Tensor = self.output(gelu(self.intermediate["dense"](attended)), attended)
        return result


class _Residual(nn.Module):
    def __init__(self, shape: EncoderShape, width: int) -> None:
        super().__init__()
        self.dense = nn.Linear(width, shape.hidden_size)
        self.LayerNorm = nn.LayerNorm(shape.hidden_size, eps=shape.layer_norm_eps)

    def forward(self, vectors: Tensor, residual: Tensor) -> Tensor:
        normed: Tensor = self.LayerNorm(self.dense(vectors) + residual)
        return normed


class _BertAttention(nn.Module):
    def __init__(self, shape: EncoderShape) -> None:
        super().__init__()
        self._heads = shape.num_attention_heads
        names = ("query", "key", "value")
        self.self = nn.ModuleDict({name: nn.Linear(shape.hidden_size, shape.hidden_size) for name in names})
        self.output = _Residual(shape, shape.hidden_size)

    def forward(self, hidden: Tensor, bias: Tensor) -> Tensor:
        query, key, value = (linear(hidden) for linear in self.self.values())
        result: Tensor = self.output(_attend(query, key, value, bias, self._heads), hidden)
        return result


class _MPNetAttention(nn.Module):
    def __init__(self, shape: EncoderShape) -> None:
        super().__init__()
        self._heads = shape.num_attention_heads
        self.attn = nn.ModuleDict({name: nn.Linear(shape.hidden_size, shape.hidden_size) for name in "qkvo"})
        self.LayerNorm = nn.LayerNorm(shape.hidden_size, eps=shape.layer_norm_eps)

    def forward(self, hidden: Tensor, bias: Tensor) -> Tensor:
        query, key, value = (self.attn[name](hidden) for name in "qkv")
        attended = self.attn["o"](_attend(query, key, value, bias, self._heads))
        normed: Tensor = self.LayerNorm(attended + hidden)
        return normed


def _attend(query: Tensor, key: Tensor, value: Tensor, bias: Tensor, heads: int) -> Tensor:
    """[windows, tokens, hidden] from the same. `bias` [windows or 1, heads or 1, any, tokens] is added."""
    windows, tokens, _ = query.shape
    query, key, value = (
        part.view(windows, tokens, heads, -1).transpose(1, 2) for part in (query, key, value)
    )
    mask = bias.expand(windows, -1, tokens, tokens).to(query.dtype)
    return scaled_dot_product_attention(query, key, value, attn_mask=mask).transpose(1, 2).flatten(2)


def distance_buckets(tokens: int) -> Tensor:
    """[tokens, tokens]: the bucket of the distance from each token to each; near ones have one of their own."""
    place = torch.arange(tokens)
    distance = place[None, :] - place[:, None]
    side, near = _BUCKETS // 2, _BUCKETS // 4
    far = distance.abs().clamp(min=near)
    grown = near + (torch.log(far.float() / near) / math.log(_FARTHEST / near) * (side - near)).long()
    steps = torch.where(distance.abs() < near, distance.abs(), grown.clamp(max=side - 1))
    return steps + side * (distance > 0)


def _table(rows: int, width: int, padding: int | None = None) -> nn.Embedding:
    # Its own first weights would be drawn twice; and drawing on "meta", where loading builds, imports sympy for 1.5 s.
    first = torch.empty(rows, width)
    table: nn.Embedding = nn.Embedding.from_pretrained(first, freeze=False, padding_idx=padding)  # type: ignore[no-untyped-call]
    return table


def _draw(module: nn.Module) -> None:
    """First weights as both papers have them; what is pretrained replaces them."""
    if isinstance(module, nn.Linear | nn.Embedding) and module.weight.is_meta:
        return
    if isinstance(module, nn.Linear | nn.Embedding):
        nn.init.normal_(module.weight, std=_FIRST_WEIGHTS)
    if isinstance(module, nn.Linear):
        nn.init.zeros_(module.bias)

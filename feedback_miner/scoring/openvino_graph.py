"""The encoder as an OpenVINO graph that multiplies in whole numbers of 8 bits.

Weights are whole numbers with one scale a row, as model folders hold them ("int8-rows"). What is multiplied with them
gets one scale a token, its largest value, at the time of reading: so a score does not depend on its neighbours, and no
range has to be fixed beforehand. OpenVINO's own dynamic quantisation does the same in groups of 32, at 1.4 times the
speed of torch in float32 (this graph: 1.8 times) and with as many labels changed.

In every encoder a few channels are ten times as large as the others, and with one scale for all would leave the others
few steps. They are split (Zhao et al., "Improving neural network quantization without retraining using outlier channel
splitting", ICML 2019): a channel x with n copies goes in as n times x / n, and its column of weights stands n times.
The copies are shifted against each other by 1/n of a step, so that their sum is x in steps as fine as all others have
(Hermite: the sum over k < n of floor(y + k / n) is floor(n y)).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from feedback_miner.scoring.encoder import distance_buckets
from feedback_miner.scoring.layout import EncoderShape
from feedback_miner.scoring.openvino_silent import op, openvino

Array = NDArray[Any]
Node: TypeAlias = Any  # an openvino.Node: an extra has no types where it is not installed

#: The smallest value of GELU, lifted to 0: what follows it then needs no sign.
LIFT = 0.17004

_LIMIT = 127  # of weights and of signed vectors
_LIFTED_LIMIT = 255

#: query, key, value, what follows attention, and its norm, by kind of encoder
_ATTENTION = {
    "bert": (
        *(f"attention.self.{n}" for n in ("query", "key", "value")),
        "attention.output.dense",
        "attention.output",
    ),
    "mpnet": (*(f"attention.attn.{n}" for n in "qkv"), "attention.attn.o", "attention"),
}


def split_inputs(shape: EncoderShape) -> dict[str, int]:
    """The linears (by the names of their modules) whose inputs have channels to split, and how many copies to add."""
    query = _ATTENTION[shape.kind][0]
    wanted = {
        query: shape.hidden_size // 12,
        "intermediate.dense": shape.hidden_size // 12,
        "output.dense": shape.intermediate_size // 24,
    }
    layers = range(shape.num_hidden_layers)
    return {f"encoder.layer.{layer}.{name}": copies for layer in layers for name, copies in wanted.items()}


def build_graph(
    shape: EncoderShape, weights: Mapping[str, Tensor], copies: Mapping[str, Sequence[int]], longest: int
) -> openvino.Model:
    """The graph of an encoder from its `state_dict`: (word embeddings [windows, tokens, hidden], what is added to
    attention [windows, 1, 1, tokens]) to token vectors [windows, tokens, hidden], all float32.

    `copies` lists for each linear of `split_inputs` the channels that get a further copy, a channel as often as it
    gets one. `longest` is how many tokens a window has at most.
    """
    return _Graph(shape, weights, copies).build(longest)


class _Graph:
    def __init__(
        self, shape: EncoderShape, weights: Mapping[str, Tensor], copies: Mapping[str, Sequence[int]]
    ) -> None:
        self._shape = shape
        self._weights = {name: tensor.float().numpy() for name, tensor in weights.items()}
        self._copies = copies

    def build(self, longest: int) -> openvino.Model:
        shape = self._shape
        words = op.parameter([-1, -1, shape.hidden_size], openvino.Type.f32)
        absent = op.parameter([-1, 1, 1, -1], openvino.Type.f32)
        tokens = op.gather(op.shape_of(words), _int(1), _int(0))
        hidden = self._norm(op.add(words, _first(self._positions(), tokens, axis=0)), "embeddings")
        bias = absent
        if shape.kind == "mpnet":
            near = _first(_first(self._relative(longest), tokens, axis=1), tokens, axis=2)
            bias = op.add(absent, op.unsqueeze(near, _int(0)))
        for layer in range(shape.num_hidden_layers):
            hidden = self._layer(hidden, bias, f"encoder.layer.{layer}.")
        return openvino.Model([op.result(hidden)], [words, absent], "encoder")

    def _positions(self) -> Array:
        table: Array = self._weights["embeddings.position_embeddings.weight"][self._shape.first_position :]
        if self._shape.kind == "bert":
            table = table + self._weights["embeddings.token_type_embeddings.weight"][0]
        return table

    def _relative(self, longest: int) -> Array:
        """[heads, tokens, tokens]: what MPNet adds to attention for the distance of two tokens."""
        table = self._weights["encoder.relative_attention_bias.weight"]
        biases: Array = table[distance_buckets(longest).numpy()].transpose(2, 0, 1)
        return biases

    def _layer(self, hidden: Node, bias: Node, prefix: str) -> Node:
        *qkv, out, norm = (prefix + name for name in _ATTENTION[self._shape.kind])
        attended = self._attend(hidden, bias, qkv)
        context, scale, order = self._signed(attended, out)
        hidden = self._norm(op.add(self._multiply(context, scale, out, order), hidden), norm)

        up, down = prefix + "intermediate.dense", prefix + "output.dense"
        read, scale, order = self._signed(hidden, up)
        split = self._order(down, self._shape.intermediate_size)
        # Copies of what lies between the two are made where it comes about: as rows of the first matrix.
        active = op.gelu(self._multiply(read, scale, up, order, rows=split), "erf")
        lifted = op.add(active, _float(LIFT))
        numbers, scale = _to_numbers(lifted, split, lowest=0.0, limit=_LIFTED_LIMIT)
        lift = -LIFT * self._weights[down + ".weight"].sum(axis=1)
        result = self._multiply(numbers, scale, down, split, shift=lift)
        return self._norm(op.add(result, hidden), prefix + "output")

    def _attend(self, hidden: Node, bias: Node, names: Sequence[str]) -> Node:
        size, heads = self._shape.hidden_size, self._shape.num_attention_heads
        numbers, scale, order = self._signed(hidden, names[0])
        query, key, value = (
            op.transpose(
                op.reshape(
                    self._multiply(numbers, scale, name, order), _int(0, 0, heads, size // heads), True
                ),
                _int(0, 2, 1, 3),
            )
            for name in names
        )
        attended = op.scaled_dot_product_attention(query, key, value, bias)
        return op.reshape(op.transpose(attended, _int(0, 2, 1, 3)), _int(0, 0, size), True)

    def _signed(self, vectors: Node, name: str) -> tuple[Node, Node, Array]:
        """The vectors as whole numbers, the scale of each token, and which channel each number is of."""
        order = self._order(name, self._shape.hidden_size)
        numbers, scale = _to_numbers(
            vectors,
            order,
            lowest=-(_LIMIT + 1) / _LIMIT,
            limit=_LIMIT,
            width=self._shape.hidden_size,
        )
        return numbers, scale, order

    def _order(self, name: str, width: int) -> Array:
        return np.array([*range(width), *self._copies.get(name, ())])

    def _multiply(
        self,
        numbers: Node,
        scale: Node,
        name: str,
        order: Array,
        *,
        rows: Array | None = None,
        shift: Array | float = 0.0,
    ) -> Node:
        matrix, bias = self._weights[name + ".weight"], self._weights[name + ".bias"] + shift
        steps = np.maximum(np.abs(matrix).max(axis=1, keepdims=True) / _LIMIT, np.finfo(np.float32).tiny)
        whole = np.round(matrix / steps).astype(np.int8)[:, order]
        if rows is not None:
            whole, steps, bias = whole[rows], steps[rows], bias[rows]
        packed = op.multiply(op.convert(op.constant(np.ascontiguousarray(whole)), "f32"), _float(steps))
        return op.add(op.multiply(op.matmul(numbers, packed, False, True), scale), _float(bias))

    def _norm(self, vectors: Node, name: str) -> Node:
        normed = op.mvn(vectors, _int(-1), True, self._shape.layer_norm_eps, "inside_sqrt")
        gain, bias = (_float(self._weights[f"{name}.LayerNorm.{part}"]) for part in ("weight", "bias"))
        return op.add(op.multiply(normed, gain), bias)


def _to_numbers(
    vectors: Node, order: Array, *, lowest: float, limit: int, width: int | None = None
) -> tuple[Node, Node]:
    """Whole numbers of 8 bits (as fractions of the token's scale), and the scales [windows, tokens, 1].

    Number n is of the channel order[n]. With `width`, the vectors hold each channel once, and the copies beyond
    `width` are taken from them; else they hold the copies already.
    """
    share, offset = _shares(order, limit)
    main = slice(0, width)
    divided = op.multiply(vectors, _float(share[main]))
    size = divided if lowest == 0.0 else op.abs(divided)
    scale = op.maximum(op.reduce_max(size, _int(-1), True), _float(1e-9))
    parts = [(divided, offset[main])]
    if width is not None and len(order) > width:
        taken = op.gather(vectors, op.constant(order[width:].astype(np.int32)), _int(-1))
        parts.append((op.multiply(taken, _float(share[width:])), offset[width:]))
    low, high = _float(lowest), _float(1.0)
    numbers = [
        op.fake_quantize(op.add(op.divide(part, scale), _float(shift)), low, high, low, high, 256)
        for part, shift in parts
    ]
    return (op.concat(numbers, -1) if len(numbers) > 1 else numbers[0]), scale


def _shares(order: Array, limit: int) -> tuple[Array, Array]:
    """What a copy holds of its channel, and how far it is shifted, as a fraction of the token's scale."""
    count = np.bincount(order)
    before = np.array([np.count_nonzero(order[:n] == channel) for n, channel in enumerate(order)])
    of = count[order]
    return 1 / of, ((before + 0.5) / of - 0.5) / limit


def _first(table: Array | Node, count: Node, axis: int) -> Node:
    """The table's beginning along an axis."""
    node = _float(table) if isinstance(table, np.ndarray) else table
    return op.slice(node, _int(0), count, _int(1), _int(axis))


def _float(values: Array | float) -> Node:
    return op.constant(np.ascontiguousarray(values, dtype=np.float32))


def _int(*values: int) -> Node:
    return op.constant(np.array(values, dtype=np.int64))

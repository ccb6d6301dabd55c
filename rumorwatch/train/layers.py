"""BERT's layers as an ONNX graph made of the operators that onnxruntime runs fastest, multiplying in eight bits.

What goes into a product is rounded piece by piece, each by its own largest value, so that a row is the same whatever
else is encoded beside it, and windows of one length can go through the layers together.

Written node by node, because an exported graph holds none of the fused operators and the optimizer that should find
them misses some. In: rows of word pieces; out: one unit row a text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from onnx import NodeProto, TensorProto, helper, numpy_helper

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from onnx import ModelProto

    Weights = Mapping[str, NDArray[np.float32]]

_LARGEST = 127
_GELU_LEAST = -0.1701
"""Nothing that comes out of GELU is under it."""
_TINY = np.float32(1e-30)
"""Largest value of a row of zeros, so that nothing is divided by zero."""
_MICROSOFT = "com.microsoft"
_OPSET, _IR_VERSION = 18, 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Layers:
    """Shape of a BertModel."""

    count: int
    heads: int
    eps: float


def layers_model(weights: Weights, *, shape: Layers, max_tokens: int) -> ModelProto:
    """Return everything of a BertModel but the word rows, with mean pooling and unit length.

    Args:
        weights: its state dict without the word rows, float32.
        shape: its shape.
        max_tokens: positions kept.

    Returns:
        ``token_vectors`` (b, t, d) float32 and ``attention_mask`` (b, t) int64 to ``rows`` (b, d) float32.
    """
    graph = _Graph(eps=shape.eps)
    width = weights["embeddings.LayerNorm.weight"].shape[0]
    mask = graph.op("Cast", "attention_mask", to=TensorProto.INT32)
    x = _embedded(graph, weights, max_tokens)
    for number in range(shape.count):
        layer = {
            name.removeprefix(prefix): weight
            for name, weight in weights.items()
            if name.startswith(prefix := f"encoder.layer.{number}.")
        }
        x = _layer(graph, layer, x, mask, heads=shape.heads)
    x = graph.op("Reshape", x, graph.by_text(mask, width))
    # The sum has the direction of the mean.
    kept = graph.op(
        "Unsqueeze", graph.op("Cast", "attention_mask", to=TensorProto.FLOAT), graph.constant(np.array([1]))
    )
    total = graph.op("Squeeze", graph.op("MatMul", kept, x), graph.constant(np.array([1])))
    graph.nodes.append(helper.make_node("LpNormalization", [total], ["rows"], axis=-1, p=2))
    made = helper.make_graph(
        graph.nodes,
        "layers",
        [
            helper.make_tensor_value_info("token_vectors", TensorProto.FLOAT, ["texts", "pieces", width]),
            helper.make_tensor_value_info("attention_mask", TensorProto.INT64, ["texts", "pieces"]),
        ],
        [helper.make_tensor_value_info("rows", TensorProto.FLOAT, ["texts", width])],
        graph.constants,
    )
    opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_MICROSOFT, 1)]
    return helper.make_model(made, opset_imports=opsets, ir_version=_IR_VERSION, producer_name="rumorwatch")


@dataclass(slots=True)
class _Graph:
    eps: float
    nodes: list[NodeProto] = field(default_factory=list)
    constants: list[TensorProto] = field(default_factory=list)

    def constant(self, value: NDArray[Any] | np.generic) -> str:
        """Add a constant and return its name."""
        name = f"constant_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def ops(self, kind: str, *inputs: str, outputs: int = 1, domain: str = "", **attributes: Any) -> list[str]:  # noqa: ANN401 - as onnx has them
        """Add an operator and return the names of what comes out."""
        name = f"{kind}_{len(self.nodes)}"
        names = [f"{name}_{number}" for number in range(outputs)]
        self.nodes.append(helper.make_node(kind, inputs, names, name=name, domain=domain, **attributes))
        return names

    def op(self, kind: str, *inputs: str, domain: str = "", **attributes: Any) -> str:  # noqa: ANN401
        """Add an operator with one thing coming out, and return its name."""
        return self.ops(kind, *inputs, domain=domain, **attributes)[0]

    def dense(self, x: str, weight: NDArray[np.float32]) -> str:
        """Multiply (n, in) by a torch Linear's weight (out, in): a scale for each row and for each column.

        Bytes without a sign by such with one are what processors multiply fastest, so 128 is added to the former.
        """
        scales = self._row_scales(self.op("Abs", x), codes=_LARGEST)
        middle = numpy_helper.from_array(np.array([_LARGEST + 1], np.uint8))
        zeros = self.op("ConstantOfShape", self.op("Shape", scales), value=middle)
        codes = self.op("QuantizeLinear", x, scales, zeros, axis=0)
        return self._multiplied(codes, scales, weight, zero=self.constant(np.uint8(_LARGEST + 1)))

    def dense_after_gelu(self, x: str, weight: NDArray[np.float32]) -> str:
        """Multiply likewise what GELU gave: all but positive, so that the whole byte is for what is over its least."""
        lifted = self.op("Sub", x, self.constant(np.float32(_GELU_LEAST)))
        scales = self._row_scales(lifted, codes=2 * _LARGEST + 1)
        product = self._multiplied(self.op("QuantizeLinear", lifted, scales, axis=0), scales, weight)
        return self.op("Add", product, self.constant(_GELU_LEAST * weight.sum(axis=1)))

    def _row_scales(self, x: str, *, codes: int) -> str:
        largest = self.op("ReduceMax", x, self.constant(np.array([1])), keepdims=0)
        largest = self.op("Max", largest, self.constant(_TINY))
        return self.op("Mul", largest, self.constant(np.float32(1 / codes)))

    def _multiplied(self, codes: str, scales: str, weight: NDArray[np.float32], *, zero: str = "") -> str:
        of_columns = _scales(np.abs(weight).max(axis=1))
        rounded = np.clip(np.rint(weight / of_columns[:, None]), -_LARGEST, _LARGEST).astype(np.int8).T
        inputs = (codes, self.constant(rounded), *([zero] if zero else []))
        product = self.op("DequantizeLinear", self.op("MatMulInteger", *inputs), scales, axis=0)
        return self.op("Mul", product, self.constant(of_columns))

    def by_text(self, mask: str, width: int) -> str:
        """Return the shape (texts, pieces, width)."""
        return self.op("Concat", self.op("Shape", mask), self.constant(np.array([width])), axis=0)

    def added_and_normed(self, x: str, beside: str, layer: Weights, name: str) -> str:
        """Add the bias of the product before and what went around it, then LayerNorm.

        The operator that does it all, SkipLayerNormalization, takes five times as long (onnxruntime 1.32).
        """
        summed = self.op("Add", self.op("Add", x, self.constant(layer[f"{name}.dense.bias"])), beside)
        return self.normed(summed, layer, f"{name}.LayerNorm")

    def normed(self, x: str, weights: Weights, name: str) -> str:
        """Bring each row to mean and spread as the weights of this name say."""
        constants = (self.constant(weights[f"{name}.{part}"]) for part in ("weight", "bias"))
        return self.op("LayerNormalization", x, *constants, axis=-1, epsilon=self.eps)


def _embedded(graph: _Graph, weights: Weights, max_tokens: int) -> str:
    places = weights["embeddings.position_embeddings.weight"][:max_tokens]
    places = places + weights["embeddings.token_type_embeddings.weight"][0]
    zero = graph.constant(np.array([0]))
    length = graph.op("Shape", "token_vectors", start=1, end=2)
    summed = graph.op("Add", "token_vectors", graph.op("Slice", graph.constant(places), zero, length, zero))
    normed = graph.normed(summed, weights, "embeddings.LayerNorm")
    return graph.op("Reshape", normed, graph.constant(np.array([-1, places.shape[1]])))


def _layer(graph: _Graph, layer: Weights, x: str, mask: str, *, heads: int) -> str:
    """Take (n, d) pieces of all texts through one layer; attention alone tells the texts apart."""
    names = [f"attention.self.{name}" for name in ("query", "key", "value")]
    weight, bias = (np.concatenate([layer[f"{name}.{part}"] for name in names]) for part in ("weight", "bias"))
    joined = graph.op(
        "Reshape", graph.op("Add", graph.dense(x, weight), graph.constant(bias)), graph.by_text(mask, len(bias))
    )
    parts = graph.ops("Split", joined, outputs=3, axis=-1, num_outputs=3)
    seen = graph.op("MultiHeadAttention", *parts, "", mask, domain=_MICROSOFT, num_heads=heads)
    seen = graph.op("Reshape", seen, graph.constant(np.array([-1, len(bias) // 3])))
    mixed = graph.dense(seen, layer["attention.output.dense.weight"])
    x = graph.added_and_normed(mixed, x, layer, "attention.output")
    inner = graph.dense(x, layer["intermediate.dense.weight"])
    inner = graph.op("FastGelu", inner, graph.constant(layer["intermediate.dense.bias"]), domain=_MICROSOFT)
    narrowed = graph.dense_after_gelu(inner, layer["output.dense.weight"])
    return graph.added_and_normed(narrowed, x, layer, "output")


def _scales(largest: NDArray[np.float32]) -> NDArray[np.float32]:
    return (np.maximum(largest, _TINY) / np.float32(_LARGEST)).astype(np.float32, copy=False)

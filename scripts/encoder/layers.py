"""BERT's layers as an ONNX graph made of the operators that onnxruntime runs fastest, multiplying in eight bits.

What comes out of an inner layer has outliers, so it is multiplied by blocks. Accuracy vi-en TED and zh-en Tatoeba of
mini-2: .903 and .924 so, .899 and .919 where only the first half of the layers does it, .903 and .924 where all
products are by blocks, .907 and .923 in float32.

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

BLOCK = 128
"""Weights, and values that meet them, that share a scale in ``fine_dense``."""
_LARGEST = 127
_MICROSOFT = "com.microsoft"
_OPSET, _IR_VERSION = 18, 9
_INT8_ARITHMETIC = 4
"""``accuracy_level`` at which onnxruntime multiplies in eight bits."""


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

    def constant(self, value: NDArray[Any]) -> str:
        """Add a constant and return its name."""
        name = f"constant_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def ops(self, kind: str, *inputs: str, outputs: int = 1, domain: str = "", **attributes: object) -> list[str]:
        """Add an operator and return the names of what comes out."""
        name = f"{kind}_{len(self.nodes)}"
        names = [f"{name}_{number}" for number in range(outputs)]
        self.nodes.append(helper.make_node(kind, inputs, names, name=name, domain=domain, **attributes))
        return names

    def op(self, kind: str, *inputs: str, domain: str = "", **attributes: object) -> str:
        """Add an operator with one thing coming out, and return its name."""
        return self.ops(kind, *inputs, domain=domain, **attributes)[0]

    def dense(self, x: str, weight: NDArray[np.float32], bias: NDArray[np.float32] | None = None) -> str:
        """Multiply by a torch Linear's weight (out, in): a scale for each column, and one for all that meets them."""
        scales = _scales(np.abs(weight).max(axis=1))
        codes = np.clip(np.rint(weight / scales[:, None]), -_LARGEST, _LARGEST).astype(np.int8).T
        inputs = [x, self.constant(codes), self.constant(scales)]
        inputs += [] if bias is None else ["", self.constant(bias)]
        return self.op("DynamicQuantizeMatMul", *inputs, domain=_MICROSOFT)

    def fine_dense(self, x: str, weight: NDArray[np.float32]) -> str:
        """Multiply likewise with a scale for each block on both sides: 3 times the accuracy, half the speed."""
        blocks = weight.reshape(len(weight), -1, BLOCK)
        scales = _scales(np.abs(blocks).max(axis=2))
        codes = np.clip(np.rint(blocks / scales[..., None]) + 128, 0, 255).astype(np.uint8)
        shape = {"K": weight.shape[1], "N": weight.shape[0], "bits": 8, "block_size": BLOCK}
        inputs = (x, self.constant(codes), self.constant(scales))
        return self.op("MatMulNBits", *inputs, domain=_MICROSOFT, accuracy_level=_INT8_ARITHMETIC, **shape)

    def added_and_normed(self, x: str, beside: str, layer: Weights, name: str) -> str:
        """Add the bias of the product before and what went around it, then LayerNorm."""
        constants = [
            self.constant(layer[f"{name}.{part}"]) for part in ("LayerNorm.weight", "LayerNorm.bias", "dense.bias")
        ]
        return self.op("SkipLayerNormalization", x, beside, *constants, domain=_MICROSOFT, epsilon=self.eps)


def _embedded(graph: _Graph, weights: Weights, max_tokens: int) -> str:
    places = weights["embeddings.position_embeddings.weight"][:max_tokens]
    places = places + weights["embeddings.token_type_embeddings.weight"][0]
    zero = graph.constant(np.array([0]))
    length = graph.op("Shape", "token_vectors", start=1, end=2)
    summed = graph.op("Add", "token_vectors", graph.op("Slice", graph.constant(places), zero, length, zero))
    norm = (graph.constant(weights[f"embeddings.LayerNorm.{part}"]) for part in ("weight", "bias"))
    return graph.op("LayerNormalization", summed, *norm, axis=-1, epsilon=graph.eps)


def _layer(graph: _Graph, layer: Weights, x: str, mask: str, *, heads: int) -> str:
    names = [f"attention.self.{name}" for name in ("query", "key", "value")]
    weight, bias = (np.concatenate([layer[f"{name}.{part}"] for name in names]) for part in ("weight", "bias"))
    parts = graph.ops("Split", graph.dense(x, weight, bias), outputs=3, axis=-1, num_outputs=3)
    seen = graph.op("MultiHeadAttention", *parts, "", mask, domain=_MICROSOFT, num_heads=heads)
    mixed = graph.dense(seen, layer["attention.output.dense.weight"])
    x = graph.added_and_normed(mixed, x, layer, "attention.output")
    inner = graph.dense(x, layer["intermediate.dense.weight"])
    inner = graph.op("FastGelu", inner, graph.constant(layer["intermediate.dense.bias"]), domain=_MICROSOFT)
    narrowed = graph.fine_dense(inner, layer["output.dense.weight"])
    return graph.added_and_normed(narrowed, x, layer, "output")


def _scales(largest: NDArray[np.float32]) -> NDArray[np.float32]:
    return (np.maximum(largest, np.finfo(np.float32).tiny) / _LARGEST).astype(np.float32)

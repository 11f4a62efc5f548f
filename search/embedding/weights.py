"""A BERT-like encoder as plain arrays: read from and written to a standard sentence-transformers folder."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

Array = NDArray[np.float32]

_BERT_LIKE = {"bert": 0, "xlm-roberta": 1, "roberta": 1, "camembert": 1}  # 1: positions start after the padding id


class UnsupportedModel(Exception):
    """The folder is no plain BERT-like encoder; sentence-transformers has to serve it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoder:
    """Tensors by their Hugging Face names (without prefix), and what is needed to compute with them."""

    tensors: Mapping[str, Array]
    layers: int
    heads: int
    dimension: int
    epsilon: float
    max_tokens: int
    first_position: int
    mean_pooling: bool


def read_encoder(folder: Path) -> Encoder:
    """Read config, pooling and weights; UnsupportedModel when the architecture is another."""
    config = _json(folder / "config.json")
    kind = config.get("model_type")
    modules = [str(module["type"]).rsplit(".", 1)[-1] for module in _json(folder / "modules.json")]
    if (
        kind not in _BERT_LIKE
        or config.get("hidden_act") != "gelu"
        or set(modules) - {"Transformer", "Pooling", "Normalize"}
    ):
        raise UnsupportedModel(f"{folder.name} is a {kind} with {', '.join(modules)}")
    pooling = _pooling(folder)
    first = int(config.get("pad_token_id") or 0) + 1 if _BERT_LIKE[kind] else 0
    limit = _json(folder / "sentence_bert_config.json").get("max_seq_length") or 512
    return Encoder(
        tensors=read_tensors(folder),
        layers=int(config["num_hidden_layers"]),
        heads=int(config["num_attention_heads"]),
        dimension=int(config["hidden_size"]),
        epsilon=float(config["layer_norm_eps"]),
        max_tokens=min(int(limit), int(config["max_position_embeddings"]) - first, 512),
        first_position=first,
        mean_pooling=pooling,
    )


def read_tensors(folder: Path) -> dict[str, Array]:
    """All weights of a folder by name, without the architecture's prefix."""
    tensors: dict[str, Array] = {}
    for file in sorted(folder.glob("*.safetensors")):
        for name, tensor in load_file(file).items():
            tensors[name.removeprefix("bert.").removeprefix("roberta.")] = tensor.astype(np.float32, copy=False)
    if "embeddings.word_embeddings.weight" not in tensors:
        raise UnsupportedModel(f"{folder.name} carries no safetensors weights of a BERT")
    return tensors


def write_folder(folder: Path, tensors: Mapping[str, Array], config: Mapping[str, Any], *, mean_pooling: bool) -> None:
    """Write what sentence-transformers needs, except the tokenizer."""
    folder.mkdir(parents=True, exist_ok=True)
    write_tensors(folder, tensors)
    write_json(
        folder / "config.json", {"architectures": ["BertModel"], "model_type": "bert", "hidden_act": "gelu", **config}
    )
    write_json(folder / "modules.json", [_module(i, p, t) for i, p, t in _MODULES])
    for path in ("1_Pooling", "2_Normalize"):
        (folder / path).mkdir(exist_ok=True)
    modes = {"pooling_mode_cls_token": not mean_pooling, "pooling_mode_mean_tokens": mean_pooling}
    write_json(folder / "1_Pooling" / "config.json", {"word_embedding_dimension": config["hidden_size"], **modes})
    write_json(folder / "sentence_bert_config.json", {"max_seq_length": 512, "do_lower_case": False})


def write_tensors(folder: Path, tensors: Mapping[str, Array]) -> None:
    """Write the weights as one safetensors file."""
    whole = {name: np.ascontiguousarray(tensor, dtype=np.float32) for name, tensor in tensors.items()}
    save_file(whole, folder / "model.safetensors", metadata={"format": "pt"})


def write_json(path: Path, value: object) -> None:
    """Write readable JSON."""
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")


_MODULES = ((0, "", "Transformer"), (1, "1_Pooling", "Pooling"), (2, "2_Normalize", "Normalize"))


def _module(index: int, path: str, kind: str) -> dict[str, object]:
    return {"idx": index, "name": str(index), "path": path, "type": f"sentence_transformers.models.{kind}"}


def _pooling(folder: Path) -> bool:
    config = _json(folder / "1_Pooling" / "config.json")
    mode = config.get("pooling_mode") or next(
        (k for k, v in config.items() if k.startswith("pooling_mode_") and v is True), ""
    )
    if str(mode) in {"mean", "pooling_mode_mean_tokens"}:
        return True
    if str(mode) in {"cls", "pooling_mode_cls_token"}:
        return False
    raise UnsupportedModel(f"{folder.name} pools by {mode or 'nothing known'}")


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}

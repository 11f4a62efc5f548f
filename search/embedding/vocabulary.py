"""Keep the Chinese, symbol and ASCII pieces of a multilingual vocabulary, and the embedding rows that go with them.

e5 carries 250,002 pieces for 100 languages; 105,989 of them remain. 53 of 11,601 real Chinese texts tokenise differently
and a loaded tokenizer needs 88 MB instead of 283. bench/search_vocabulary.py measures that retrieval stays the same.
"""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.embedding.weights import read_tensors, write_json, write_tensors

_WORTH_TRIMMING = 150_000
_ROWS = "embeddings.word_embeddings.weight"
_OURS = re.compile(
    r"^[\u2581\u0000-\u007f\u00a0-\u00bf\u0370-\u03ff\u2000-\u22ff\u2460-\u24ff\u25a0-\u27bf"
    r"\u3000-\u303f\u3200-\u9fff\uf900-\ufaff\uff00-\uffef]+$"
)


def trim_folder(folder: Path) -> int:
    """Trim tokenizer and weights of a folder in place; returns how many pieces remain (0: nothing to trim)."""
    path = folder / "tokenizer.json"
    tokenizer = json.loads(path.read_text(encoding="utf-8"))
    vocabulary = tokenizer["model"].get("vocab", ())
    if tokenizer["model"].get("type") != "Unigram" or len(vocabulary) < _WORTH_TRIMMING:
        return 0
    keep = pieces_to_keep(tokenizer)
    _renumber(tokenizer, keep)
    _cut_rows(folder, keep)
    path.write_text(json.dumps(tokenizer, ensure_ascii=False), encoding="utf-8")
    for name in ("sentencepiece.bpe.model", "spiece.model"):  # the slow tokenizer's file would bring the old ids back
        (folder / name).unlink(missing_ok=True)
    return len(keep)


def pieces_to_keep(tokenizer: dict[str, Any]) -> NDArray[np.int64]:
    """Old ids of the pieces that stay: the added tokens and everything in our scripts."""
    added = {int(token["id"]) for token in tokenizer["added_tokens"]}
    pieces = enumerate(piece for piece, _ in tokenizer["model"]["vocab"])
    return np.array([i for i, piece in pieces if i in added or _OURS.match(piece)], np.int64)


def _renumber(tokenizer: dict[str, Any], keep: NDArray[np.int64]) -> None:
    new = {int(old): at for at, old in enumerate(keep)}
    model = tokenizer["model"]
    model["vocab"] = [model["vocab"][old] for old in new]
    model["unk_id"] = new[model["unk_id"]]
    for token in tokenizer["added_tokens"]:
        token["id"] = new[token["id"]]
    for special in tokenizer["post_processor"].get("special_tokens", {}).values():
        special["ids"] = [new[old] for old in special["ids"]]
    for end in ("sep", "cls"):  # the other shape of a post-processor: ["</s>", 2]
        if end in tokenizer["post_processor"]:
            tokenizer["post_processor"][end][1] = new[tokenizer["post_processor"][end][1]]


def _cut_rows(folder: Path, keep: NDArray[np.int64]) -> None:
    tensors = read_tensors(folder)
    tensors[_ROWS] = tensors[_ROWS][keep]
    for file in folder.glob("*.safetensors"):
        file.unlink()
    write_tensors(folder, tensors)
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    write_json(folder / "config.json", {**config, "vocab_size": len(keep)})

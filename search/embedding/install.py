"""Put a model in place: obtain, trim, quantise, check against full precision, rename. Seconds when it is already there."""

import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from search.embedding.catalogue import ModelCard, find_card
from search.embedding.english import QUESTIONS
from search.embedding.graph import Precision, write_graph
from search.embedding.pieces import open_tokenizer, write_pieces
from search.embedding.serving import ENGLISH, MANIFEST, open_session
from search.embedding.sources import NotObtainable, Say, obtain_model
from search.embedding.vocabulary import trim_folder
from search.embedding.weights import Encoder, UnsupportedModel, read_encoder, write_json
from search.ports import Vectors

LOWEST_COSINE = (
    0.985  # of int8 with full precision, over the worst of the texts below; "per channel" gone wrong gives .82
)
_FORMAT = 3
_GRAPH = "onnx/model_int8.onnx"
_TRIED = (Precision.INT8, Precision.INT8_REDUCED, Precision.UINT8)
_TEXTS = (
    "烧结烟气余热回收",
    "我们有一条年产 120 万吨的水泥熟料线，窑尾废气 330 ℃，想把余热用于发电，同时降低 NOx 排放。",
    "钢渣间接矿化固定二氧化碳并联产高纯碳酸钙，吨渣固碳 180 kg，能耗 ≤2.6 GJ/t。",
    "How can we capture CO2 from flue gas with less than 2.6 GJ/t of steam?",
    "60Si2Mn 弹簧钢热处理工艺节能改造",
    "质子交换膜电解水制氢的低铱催化剂",
    "LED 照明系统与 PLC 控制的数据中心液冷节能方案，PUE 低于 1.15",
    "农作物秸秆热解炭化还田，土壤有机碳提升，农田增汇监测方法学",
)


class InstallFailed(Exception):
    """The model could not be put in place; the message is for people."""


def install_model(wanted: str, models: Path, say: Say, *, full_vocabulary: bool = False) -> Path:
    """Install and return the folder; does nothing when it is there. Two at once wait for each other."""
    card = find_card(wanted)
    folder = models / (f"{card.name}-full-vocabulary" if full_vocabulary else card.name)
    models.mkdir(parents=True, exist_ok=True)
    with _only_one(models / f".{folder.name}.lock"):
        if is_installed(folder):
            say(f"{folder.name} is in {folder}")
            return folder
        for stale in models.glob(f".{folder.name}.*/"):  # of an installation that was killed
            shutil.rmtree(stale)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=models) as temporary:
            made = Path(temporary) / folder.name
            _make(wanted, card, made, say, trim=not full_vocabulary)
            shutil.rmtree(folder, ignore_errors=True)
            made.replace(folder)
    say(f"{folder.name} is now in {folder}")
    return folder


def is_installed(folder: Path) -> bool:
    """Is a complete model of the present format there?"""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(manifest.get("format") == _FORMAT)


def _make(wanted: str, card: ModelCard, folder: Path, say: Say, *, trim: bool) -> None:
    try:
        source = obtain_model(wanted, card, folder, say)
    except NotObtainable as refusal:
        raise InstallFailed(str(refusal)) from refusal
    if trim and (kept := trim_folder(folder)):
        say(f"vocabulary trimmed to {kept} pieces")
    try:
        encoder = read_encoder(folder)
    except UnsupportedModel as refusal:
        raise InstallFailed(
            f"{refusal}; only BERT-like encoders with mean or first-token pooling can be served without torch. "
            "Choose another EMBEDDING_MODEL."
        ) from refusal
    write_pieces(folder)
    precision, cosine = _quantise(encoder, folder, say)
    query_prompt, document_prompt = _prompts(card, folder)
    _write_english(folder, query_prompt, encoder.max_tokens)
    manifest = {
        "format": _FORMAT,
        "model_id": f"{folder.name}:{precision}:{_digest(folder)}",
        "source": source,
        "graph": _GRAPH,
        "dimension": encoder.dimension,
        "max_tokens": encoder.max_tokens,
        "query_prompt": query_prompt,
        "document_prompt": document_prompt,
        "lowest_cosine": round(cosine, 4),
    }
    write_json(folder / MANIFEST, manifest)


def _quantise(encoder: Encoder, folder: Path, say: Say) -> tuple[Precision, float]:
    """Write the first int8 graph that keeps the vectors on this very CPU."""
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        exact = Path(temporary) / "model.onnx"
        write_graph(encoder, Precision.FP32, exact)
        wanted = _encode_samples(exact, folder, encoder.max_tokens)
    worst = 0.0
    for precision in _TRIED:
        write_graph(encoder, precision, folder / _GRAPH)
        worst = float((wanted * _encode_samples(folder / _GRAPH, folder, encoder.max_tokens)).sum(axis=1).min())
        say(f"{precision}: lowest cosine with full precision {worst:.4f}")
        if worst >= LOWEST_COSINE:
            return precision, worst
    raise InstallFailed(
        f"int8 vectors differ too much from full precision (cosine {worst:.3f}, needed {LOWEST_COSINE})."
    )


def _encode_samples(graph: Path, folder: Path, max_tokens: int, texts: Sequence[str] = _TEXTS) -> Vectors:
    tokenizer = open_tokenizer(folder, max_tokens)
    session = open_session(graph)
    ids = [np.array([tokenizer.ids(text)], np.int64) for text in texts]
    return np.stack([session.run(None, {"input_ids": row})[0][0] for row in ids])


def _write_english(folder: Path, query_prompt: str, max_tokens: int) -> None:
    """Where English questions are in this model's space."""
    vectors = _encode_samples(folder / _GRAPH, folder, max_tokens, [query_prompt + question for question in QUESTIONS])
    np.save(folder / ENGLISH, vectors.mean(axis=0))


def _prompts(card: ModelCard, folder: Path) -> tuple[str, str]:
    """The card's prompts; for a model without a card of ours the ones that its own folder names."""
    path = folder / "config_sentence_transformers.json"
    own = json.loads(path.read_text(encoding="utf-8")).get("prompts", {}) if path.is_file() else {}
    if card.query_prompt or card.document_prompt or card.name.startswith("bge-"):
        return card.query_prompt, card.document_prompt
    return own.get("query") or "", own.get("document") or own.get("passage") or ""


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted([*(folder / _GRAPH).parent.iterdir(), folder / "tokenizer.json"]):
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:12]


@contextmanager
def _only_one(lock: Path) -> Iterator[None]:
    handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)

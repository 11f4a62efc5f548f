"""The encoder of web and worker: ONNX Runtime, int8, one text at a time on one thread, no torch."""

import json
import os
import threading
from collections import OrderedDict
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from search.embedding.catalogue import find_card, models_folder, wanted_model
from search.embedding.english import take_off
from search.embedding.pieces import Tokenizer, open_tokenizer
from search.ports import SearchRefused, Vectors
from search.text import guard, is_english

MANIFEST = "tansuo.json"
ENGLISH = "english.npy"
_REMEMBERED_QUERIES = 256


class ModelMissing(SearchRefused):
    """The model is not installed; the message names the command."""


def installed_folder(model: str = "", folder: Path | None = None) -> Path:
    """The folder of an installed model (default: what EMBEDDING_MODEL and MODEL_DIR say)."""
    name = find_card(model or wanted_model()).name
    found = (folder or models_folder()) / name
    if not (found / MANIFEST).is_file():
        raise ModelMissing(f"The embedding model {name} is not in {found}. Run: python -m search.embedding install")
    return found


class OnnxEmbedder:
    """Encodes with the int8 graph of an installed model. Threads may share it; after a fork it loads its own session."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        self._lock = threading.Lock()
        self._runtime: tuple[int, Any] = (0, None)
        self._remembered: OrderedDict[str, Vectors] = OrderedDict()

    @property
    def model_id(self) -> str:
        return str(self._manifest["model_id"])

    @property
    def dimension(self) -> int:
        return int(self._manifest["dimension"])

    @property
    def document_prompt(self) -> str:
        """What this model wants in front of a document."""
        return str(self._manifest["document_prompt"])

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of questions; the latest ones are remembered, as a page is often asked again with another facet."""
        return self._stack([self._remember(text) for text in texts])

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of documents."""
        return self._stack([self._encode(self.document_prompt, text) for text in texts])

    def encode_query_afresh(self, text: str) -> Vectors:
        """The vector of one question, never remembered: for measurements."""
        vector = self._encode(self._manifest["query_prompt"], text)
        return take_off(vector, self._english) if is_english(text) else vector

    def _remember(self, text: str) -> Vectors:
        with self._lock:
            if text in self._remembered:
                self._remembered.move_to_end(text)
                return self._remembered[text]
        vector = self.encode_query_afresh(text)
        with self._lock:
            self._remembered[text] = vector
            while len(self._remembered) > _REMEMBERED_QUERIES:
                self._remembered.popitem(last=False)
        return vector

    def _encode(self, prompt: str, text: str) -> Vectors:
        ids = self._tokenizer.ids(prompt + guard(text))
        vector: Vectors = self._session().run(None, {"input_ids": np.array([ids], np.int64)})[0][0]
        return vector

    def _stack(self, vectors: list[Vectors]) -> Vectors:
        return np.stack(vectors) if vectors else np.empty((0, self.dimension), np.float32)

    @cached_property
    def _english(self) -> Vectors:
        return np.load(self._folder / ENGLISH)  # type: ignore[no-any-return]

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        return open_tokenizer(self._folder, int(self._manifest["max_tokens"]))

    def _session(self) -> Any:
        owner, session = self._runtime
        if owner != os.getpid():
            with self._lock:
                session = open_session(self._folder / self._manifest["graph"])
                self._runtime = (os.getpid(), session)
        return session


def open_session(graph: Path) -> Any:
    """An ONNX Runtime session on one thread that gives its memory back."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.enable_mem_pattern = False
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])

"""How much searching 100,000 results adds to encoding the question."""

import os
import tempfile
import time
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path

import numpy as np

from bench.generated import FACETS, SCOPE, documents, questions
from bench.registry import measurement
from search.embedding.serving import OnnxEmbedder
from search.factory import open_engine, open_query_embedder
from search.ports import Reader, Vectors
from search.types import Query, Scope

_DOCUMENTS = 100_000
_QUESTIONS = 300
_WARMING = 20
_NOISES = 8_192


class SynthesisedEmbedder:
    """Real vectors for questions; encoding 100,000 documents would take hours: a text's vector is a mixture of two real ones
    with noise, always the same for the same text."""

    def __init__(self, real: OnnxEmbedder) -> None:
        self._real = real
        self._bases = real.encode_documents([document.title for document in documents(400, seed=4)])
        noise = np.random.default_rng(3).standard_normal((_NOISES, self.dimension)).astype(np.float32)
        self._noise = noise * np.float32(0.3 / np.sqrt(self.dimension))

    @property
    def model_id(self) -> str:
        return self._real.model_id

    @property
    def dimension(self) -> int:
        return self._real.dimension

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._real.encode_queries(texts)

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        drawn = np.frombuffer(b"".join(blake2b(text.encode(), digest_size=12).digest() for text in texts), np.uint32)
        first, second, noise = drawn.reshape(-1, 3).T
        parts = (self._bases[first % len(self._bases)] + self._bases[second % len(self._bases)]) / 2
        mixed: Vectors = (parts + self._noise[noise % _NOISES]).astype(np.float32)
        mixed /= np.linalg.norm(mixed, axis=1, keepdims=True)
        return mixed


@measurement(name="search_query_ratio_100k", unit="x bare encoder, p50, one core", bar=1.5, better="lower")
def query_ratio() -> float:
    """Encode and search with six facets, against encoding alone: the same distinct questions in turn, in one process on one core."""
    real = open_query_embedder()
    embedder = SynthesisedEmbedder(real)
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine("embedded", Path(folder))
        writer = engine.writer(embedder)
        writer.put(documents(_DOCUMENTS))
        writer.commit()
        writer.close()
        cores = os.sched_getaffinity(0)
        os.sched_setaffinity(0, {min(cores)})
        try:
            return _ratio(real, engine.reader(embedder))
        finally:
            os.sched_setaffinity(0, cores)


def _ratio(real: OnnxEmbedder, reader: Reader) -> float:
    scope = Scope(tokens=frozenset({SCOPE}))
    encoding, searching = [], []
    for at, question in enumerate(questions(_QUESTIONS)):
        started = time.perf_counter()
        real.encode_query_afresh(question)
        between = time.perf_counter()
        reader.search(Query(text=question, count_facets=tuple(FACETS)), scope)
        if at >= _WARMING:
            encoding.append(between - started)
            searching.append(time.perf_counter() - between)
    print(f"    encode {1000 * np.median(encoding):.2f} ms, encode and search {1000 * np.median(searching):.2f} ms")
    return float(np.median(searching) / np.median(encoding))

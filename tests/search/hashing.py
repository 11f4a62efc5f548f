"""A tiny deterministic embedder for the port: texts that share tokens are near."""

import zlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from search.ports import Vectors
from search.text import tokens


class HashingEmbedder:
    """Adds a fixed pseudo-random vector per token; counts what it was asked to encode."""

    def __init__(self, dimension: int = 32, model_id: str = "hashing:fp32:1") -> None:
        self._dimension = dimension
        self._model_id = model_id
        self.encoded = 0

    @property
    def model_id(self) -> str:
        return self._model_id

    @property
    def dimension(self) -> int:
        return self._dimension

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts)

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        self.encoded += len(texts)
        return self._encode(texts)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self._dimension), np.float32)
        for at, text in enumerate(texts):
            vectors[at] = sum((self._token(token) for token in tokens(text)), np.full(self._dimension, 0.01))
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True) if len(texts) else vectors

    def _token(self, token: str) -> Vectors:
        return _vector(token, self._dimension)


@lru_cache(maxsize=5_000)
def _vector(token: str, dimension: int) -> Vectors:
    seed = zlib.crc32(token.encode())
    return np.random.default_rng(seed).standard_normal(dimension).astype(np.float32)

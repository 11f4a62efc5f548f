"""Document vectors kept between runs, by model and text: measuring twice costs seconds, not minutes."""

import fcntl
import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from search.ports import Embedder, Vectors

_KEY = 32


class CachedEmbedder:
    """Remembers document vectors in two files of equal records, keys and vectors, that only grow."""

    def __init__(self, embedder: Embedder, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._embedder = embedder
        name = embedder.model_id.replace(":", "_").replace("/", "_")
        self._keys_path, self._vectors_path = folder / f"{name}.keys", folder / f"{name}.f32"
        self._places: dict[bytes, int] = {}
        self._load()

    @property
    def model_id(self) -> str:
        return self._embedder.model_id

    @property
    def dimension(self) -> int:
        return self._embedder.dimension

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Questions are never remembered."""
        return self._embedder.encode_queries(texts)

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, from the files where they are known."""
        keys = [hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest() for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._places}
        if new:
            self._append(list(new), self._embedder.encode_documents(list(new.values())))
        if not keys:
            return np.empty((0, self.dimension), np.float32)
        stored = np.memmap(self._vectors_path, np.float32, "r").reshape(-1, self.dimension)
        return np.array(stored[[self._places[key] for key in keys]])

    def _append(self, keys: list[bytes], vectors: Vectors) -> None:
        with self._keys_path.open("ab") as key_file, self._vectors_path.open("ab") as vector_file:
            fcntl.flock(key_file, fcntl.LOCK_EX)
            whole = min(
                self._keys_path.stat().st_size // _KEY, self._vectors_path.stat().st_size // (4 * self.dimension)
            )
            key_file.truncate(whole * _KEY)  # what a killed run left half written
            vector_file.truncate(whole * 4 * self.dimension)
            vector_file.write(vectors.astype(np.float32).tobytes())
            vector_file.flush()
            key_file.write(b"".join(keys))
        self._load()

    def _load(self) -> None:
        if not self._keys_path.exists() or not self._vectors_path.exists():
            return
        data = self._keys_path.read_bytes()
        whole = min(len(data) // _KEY, self._vectors_path.stat().st_size // (4 * self.dimension))
        self._places = {data[at * _KEY : (at + 1) * _KEY]: at for at in range(whole)}

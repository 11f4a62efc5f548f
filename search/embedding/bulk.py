"""Documents on every core: one process a core, each with its own one-thread session."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from search.embedding.serving import OnnxEmbedder
from search.ports import Vectors

_AT_ONCE = 4  # texts handed to a process
_ROUNDS_LEFT = 4  # towards the end fewer, so that every core is busy until the last text
_WORTH_A_POOL = 12  # starting the processes costs about as much as this many documents


class BulkEmbedder:
    """An embedder for whoever writes an index. Processes are spawned when first needed, never forked; `close` ends them."""

    def __init__(self, folder: Path, processes: int | None = None) -> None:
        self._folder = folder
        self._single = OnnxEmbedder(folder)
        self._processes = processes or len(os.sched_getaffinity(0))
        self._pool: ProcessPoolExecutor | None = None

    @property
    def model_id(self) -> str:
        return self._single.model_id

    @property
    def dimension(self) -> int:
        return self._single.dimension

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of questions, in this process."""
        return self._single.encode_queries(texts)

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of documents, in the given order; the same vectors as in one process."""
        if self._processes < 2 or (self._pool is None and len(texts) < _WORTH_A_POOL):
            return self._single.encode_documents(texts)
        order = sorted(range(len(texts)), key=lambda at: -len(texts[at]))
        chunks = list(_chunks(order, self._processes))
        vectors = np.empty((len(texts), self.dimension), np.float32)
        for chunk, found in zip(chunks, self._spread([[texts[at] for at in chunk] for chunk in chunks]), strict=True):
            vectors[chunk] = found
        return vectors

    def start(self) -> None:
        """Have the processes ready, so that the first documents do not wait for them."""
        if self._processes > 1:
            self._spread([["预热"]] * self._processes)

    def close(self) -> None:
        """End the processes; the next bulk starts them again."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def _spread(self, chunks: list[list[str]]) -> list[Vectors]:
        try:
            return list(self._running().map(_encode, chunks))
        except BrokenProcessPool:  # a process was killed (out of memory, a restart): once more with new ones
            self.close()
            return list(self._running().map(_encode, chunks))

    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self._processes, mp_context=get_context("spawn"), initializer=_load, initargs=(str(self._folder),)
            )
        return self._pool


def _chunks(order: list[int], processes: int) -> Iterator[list[int]]:
    at = 0
    while at < len(order):
        size = max(1, min(_AT_ONCE, (len(order) - at) // (_ROUNDS_LEFT * processes)))
        yield order[at : at + size]
        at += size


_embedder: OnnxEmbedder


def _load(folder: str) -> None:
    global _embedder
    _embedder = OnnxEmbedder(Path(folder))


def _encode(texts: list[str]) -> Vectors:
    return _embedder.encode_documents(texts)

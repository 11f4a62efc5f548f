"""The two ports of search: what an engine and an embedder can do."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from search.types import Answer, Document, Query, Scope

Vectors = NDArray[np.float32]


class SearchRefused(Exception):
    """An engine cannot do what it is asked; the message says why and what to do."""


class SearchUnavailable(SearchRefused):
    """The engine does not answer now; asking again later may succeed."""


class Embedder(Protocol):
    """Texts to unit vectors, float32, shape (n, dimension)."""

    @property
    def model_id(self) -> str:
        """Name, precision and a hash of the weights; an index refuses vectors of another."""

    @property
    def dimension(self) -> int: ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors: ...

    def encode_documents(self, texts: Sequence[str]) -> Vectors: ...


class Reader(Protocol):
    """Searches. Safe to open after a fork, never writes, sees new commits by itself."""

    def search(self, query: Query, scope: Scope) -> Answer: ...

    def suggest(self, text: str, scope: Scope, limit: int = 8) -> tuple[str, ...]:
        """Titles in scope that hold everything typed so far; the last Latin word may be unfinished."""

    def count(self) -> int:
        """Documents in the index, of every scope."""

    def versions(self, ids: Sequence[str]) -> dict[str, int]:
        """The indexed version of each id that is there: what the console compares with the database."""

    def vectors(self, kind: str, scope: Scope) -> Iterator[tuple[list[str], Vectors]]:
        """Ids and unit vectors of all documents of a kind in scope, a few thousand at a time; those without words are left out."""

    def close(self) -> None: ...


class Writer(Protocol):
    """The one writer of an index. Nothing is visible before `commit`."""

    def put(self, documents: Iterable[Document]) -> int:
        """Add or replace; returns how many were newer than what was there."""

    def delete(self, ids: Iterable[str]) -> int: ...

    def commit(self) -> None: ...

    def clear(self) -> None:
        """Forget every document; visible after `commit`."""

    def rollback(self) -> None:
        """As if nothing had been put, deleted or cleared since the last commit."""

    def close(self) -> None: ...


class Engine(Protocol):
    """Where an index lives and how to open it."""

    def reader(self, embedder: Embedder) -> Reader: ...

    def writer(self, embedder: Embedder) -> Writer: ...

    def healthy(self) -> bool: ...

    def remove(self) -> None:
        """Delete the index with everything that belongs to it."""

"""A document as it is stored in the cluster, and what is read back of it."""

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

import numpy as np

from search.engines.embedded.records import body_tokens, stored_words
from search.ports import Vectors
from search.text import guard, tokens
from search.types import Document

Source = dict[str, Any]


def source_of(document: Document, vector: Vectors, passages: Vectors) -> Source:
    """Fields of a document; one without words has no vector."""
    words = stored_words(document)
    title = guard(document.title)
    source: Source = {
        "id": document.id,
        "kind": document.kind,
        "scopes": sorted(document.scopes),
        "version": document.version,
        "title": " ".join(tokens(title)),
        "title_length": len(title),
        "title_text": title,
        "body": " ".join(body_tokens(document)),
        "words": words.decode("utf-8"),
        "digest": digest_of(document),
        "facets": {name: list(values) for name, values in document.facets.items()},
        "numbers": dict(document.numbers),
    }
    if vector.any():
        source["vector"] = [round(float(value), 7) for value in vector]
        source["exact"] = packed(vector)
    if len(passages):
        source["passages"] = packed(passages)
    return source


def digest_of(document: Document) -> str:
    """Of everything that is embedded."""
    told = "\x1d".join((stored_words(document).decode("utf-8"), *(guard(word) for word in document.keywords)))
    return hashlib.sha256(told.encode("utf-8")).hexdigest()


def packed(vectors: Vectors) -> str:
    """Vectors as text: half precision keeps a cosine to within some hundred-thousandths."""
    return base64.b64encode(np.ascontiguousarray(vectors, np.float16).tobytes()).decode("ascii")


def unpacked(text: str, dimension: int) -> Vectors:
    """Shape (n, dimension), float32."""
    held = np.frombuffer(base64.b64decode(text), np.float16).reshape(-1, dimension)
    return held.astype(np.float32)


def exact_vector(hit: Mapping[str, Any], dimension: int) -> Vectors | None:
    """The vector of a hit or a fetched document that was asked for its stored field `exact`; None without one."""
    stored = hit.get("fields", {}).get("exact")
    if not stored:
        return None
    vector: Vectors = unpacked(stored[0], dimension)[0]
    return vector


def unit(vector: Vectors) -> Vectors:
    """Undo what half precision did to the length."""
    length = float(np.linalg.norm(vector))
    scaled: Vectors = (vector / length).astype(np.float32) if length else vector
    return scaled

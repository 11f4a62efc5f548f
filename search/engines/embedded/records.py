"""A document as it is indexed: its searchable text, its vectors, its columns."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from search.ports import Embedder, SearchRefused, Vectors
from search.text import guard, is_blank, tokens
from search.types import Document

_LONGEST_ID = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A document with its row number, its vector (zeros: nothing to embed) and the vectors of its passages (none if fewer than two)."""

    row: int
    document: Document
    vector: Vectors
    passages: Vectors


def check_document(document: Document) -> None:
    """Refuse what cannot be stored, in a sentence."""
    size = len(document.id.encode("utf-8", "surrogatepass"))
    if not document.id or size > _LONGEST_ID or any(character < " " for character in document.id):
        raise SearchRefused(
            f"A document needs an id of 1 to {_LONGEST_ID} bytes without control characters: {document.id[:40]!r}."
        )
    for name, value in document.numbers.items():
        if not np.isfinite(value):
            raise SearchRefused(f"Document {document.id}: the number {name} is {value}; leave out what is unknown.")


def stored_text(document: Document) -> bytes:
    """What is kept of a document's words: title, keywords, names and texts of the passages."""
    passages = [
        (passage.name, guard(passage.text)) for passage in document.passages if not is_blank(guard(passage.text))
    ]
    content = [guard(document.title), [guard(word) for word in document.keywords], passages]
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def body_of(document: Document) -> str:
    """Everything that can be found by words."""
    return "\n".join([document.title, *document.keywords, *(passage.text for passage in document.passages)])


def body_tokens(document: Document) -> list[str]:
    """Tokens of title, keywords and passages; nothing joins over their edges."""
    parts = [document.title, *document.keywords, *(passage.text for passage in document.passages)]
    return [token for part in parts for token in tokens(part)]


def texts_to_embed(document: Document) -> list[str]:
    """The title with the first passage, then each further passage."""
    title = guard(document.title)
    passages = [text for passage in document.passages if not is_blank(text := guard(passage.text))]
    first = "\n".join(part for part in (title, *passages[:1]) if not is_blank(part))
    return [first, *passages[1:]] if first else []


def keywords_to_embed(document: Document) -> list[str]:
    """The keywords as one text, if there are any."""
    text = guard("，".join(document.keywords))
    return [] if is_blank(text) else [text]


def embed(documents: Sequence[Document], embedder: Embedder) -> list[tuple[Vectors, Vectors]]:
    """The vector and the passage vectors of each document, all texts in one go."""
    wanted = [(texts_to_embed(document), keywords_to_embed(document)) for document in documents]
    vectors = embedder.encode_documents([text for texts, keywords in wanted for text in (*texts, *keywords)])
    found, at = [], 0
    for texts, keywords in wanted:
        passages = vectors[at : at + len(texts)]
        at += len(texts) + len(keywords)
        vector = _unit_mean([_unit_mean(list(passages)), *vectors[at - len(keywords) : at]])
        found.append(
            (vector if vector is not None else np.zeros(embedder.dimension, np.float32), _if_several(passages))
        )
    return found


def _unit_mean(vectors: Sequence[Vectors | None]) -> Vectors | None:
    """The normalised mean of those that are there."""
    given = [vector for vector in vectors if vector is not None]
    if len(given) < 2:
        return given[0] if given else None
    mean = np.mean(given, axis=0)
    unit: Vectors = (mean / np.linalg.norm(mean)).astype(np.float32)
    return unit


def _if_several(passages: Vectors) -> Vectors:
    return passages if len(passages) > 1 else passages[:0]

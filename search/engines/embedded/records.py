"""A document as it is indexed: its searchable text, its vectors, its columns."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from search.ports import Embedder, SearchRefused, Vectors
from search.text import guard, is_blank, tokens
from search.types import Document

_LONGEST_ID = 200
_NAME_END, _NAMES_END = "\x1f", "\x1e"  # no guarded text holds them


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A document with its row number, its vector (zeros: nothing to embed) and the vectors of its passages (none if fewer than two)."""

    row: int
    document: Document
    vector: Vectors
    passages: Vectors
    words: bytes  # as `stored_words` gives them


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


def stored_words(document: Document) -> bytes:
    """What is kept of a document's words: the names of its passages, then title, keywords and passages, a line each."""
    passages = [(guard(passage.name), guard(passage.text)) for passage in document.passages]
    told = [(name, text) for name, text in passages if not is_blank(text)]
    lines = [guard(document.title), *(guard(word) for word in document.keywords), *(text for _, text in told)]
    return (_NAME_END.join(name for name, _ in told) + _NAMES_END + "\n".join(lines)).encode("utf-8")


def read_words(stored: bytes) -> tuple[list[str], str]:
    """The names of the passages, and the lines; the first is the title."""
    names, _, lines = stored.decode("utf-8").partition(_NAMES_END)
    return names.split(_NAME_END) if names else [], lines


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

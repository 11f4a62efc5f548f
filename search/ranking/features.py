"""What is measured of a question and a text: title and full text apart, by words, by meaning, by rarity, by figures. Pure."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.fusion import span_of_meaning, span_of_words
from search.ports import Vectors
from search.ranking.figures import likeness_of_sizes, likeness_of_stages, quantities_in, subjects_in, units_in
from search.text import tokens

Matrix = NDArray[np.float64]

NAMES = (
    "hybrid",  # the engine's own score, best of the question = 1
    "dense_title",
    "dense_text",
    "words_title",
    "words_text",
    "rare_title",  # share of the question's rarity that the text's title holds
    "rare_text",
    "longest",  # the longest run of the title's tokens that stands in the text's title
    "units",  # share of the question's units that the text states
    "figures",  # share of its quantities, to the digit
    "scale",
    "stage",
    "subjects",  # share of its terms of the field
    "met",  # share of limits met, unknown, not met: given by whoever can judge them
    "unmet",
    "field",  # same field: given
)
GIVEN = ("met", "unmet", "field")
_K1, _B = 1.2, 0.75  # as the engines have them (Robertson, Zaragoza: The Probabilistic Relevance Framework, 2009)


@dataclass(frozen=True, slots=True)
class Text:
    """A question or a document as it is ranked."""

    title: str
    text: str = ""

    @property
    def whole(self) -> str:
        return f"{self.title}\n{self.text}" if self.text else self.title


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A document found for a question; `given` are signals by name that no text tells."""

    document: Text
    hybrid: float
    vector: Vectors
    given: Mapping[str, float] = field(default_factory=dict)


class Rarity:
    """How rare each token is in a collection, and how long its documents are."""

    def __init__(self, texts: Iterable[str]) -> None:
        held: Counter[str] = Counter()
        self._count, length = 0, 0
        for text in texts:
            words = tokens(text)
            held.update(set(words))
            self._count, length = self._count + 1, length + len(words)
        self._held = held
        self.average_length = length / self._count if length else 1.0

    def of(self, token: str) -> float:
        """Inverse document frequency, never below zero."""
        held = self._held.get(token, 0)
        return math.log(1 + (self._count - held + 0.5) / (held + 0.5))


def features(
    question: Text, title_vector: Vectors, text_vector: Vectors, candidates: Sequence[Candidate], rarity: Rarity
) -> Matrix:
    """One line a candidate, one column a name of NAMES; every column lies between 0 and 1."""
    if not candidates:
        return np.zeros((0, len(NAMES)))
    documents = [candidate.document for candidate in candidates]
    vectors = np.stack([candidate.vector for candidate in candidates])
    counted = [count_words(document.whole) for document in documents]
    titles = [frozenset(tokens(document.title)) for document in documents]
    asked_title, asked_text = Counter(tokens(question.title)), Counter(tokens(question.whole))
    columns: dict[str, Sequence[float] | Vectors] = {
        "hybrid": _of_best([candidate.hybrid for candidate in candidates]),
        "dense_title": _by_meaning(vectors, title_vector),
        "dense_text": _by_meaning(vectors, text_vector),
        "words_title": _by_words(asked_title, counted, rarity),
        "words_text": _by_words(asked_text, counted, rarity),
        "rare_title": [_held_rarity(asked_title, title, rarity) for title in titles],
        "rare_text": [_held_rarity(asked_text, words, rarity) for words in counted],
        "longest": [_longest_run(question.title, document.title) for document in documents],
        "units": [_share(units_in(question.whole), units_in(document.whole)) for document in documents],
        "figures": [_share(quantities_in(question.whole), quantities_in(document.whole)) for document in documents],
        "scale": [likeness_of_sizes(question.whole, document.whole) for document in documents],
        "stage": [likeness_of_stages(question.whole, document.whole) for document in documents],
        "subjects": [_share(subjects_in(question.whole), subjects_in(document.whole)) for document in documents],
    }
    columns |= {name: [candidate.given.get(name, 0.0) for candidate in candidates] for name in GIVEN}
    return np.column_stack([np.asarray(columns[name], np.float64) for name in NAMES])


def likeness_by_words(question: Text, documents: Sequence[Text], rarity: Rarity) -> Vectors:
    """The share of the best BM25 score, mean of what the title asks and what the whole text asks."""
    counted = [count_words(document.whole) for document in documents]
    asked = (Counter(tokens(question.title)), Counter(tokens(question.whole)))
    by_each = [_by_words(words, counted, rarity) for words in asked]
    return np.asarray((by_each[0] + by_each[1]) / 2, np.float32)


@lru_cache(maxsize=4_096)
def count_words(text: str) -> Counter[str]:
    """The tokens of a text; the latest are remembered, for a result is near to many needs."""
    return Counter(tokens(text))


def _of_best(scores: Sequence[float]) -> list[float]:
    best = max(scores)
    return [score / best if best > 0 else 0.0 for score in scores]


def _by_meaning(vectors: Vectors, question: Vectors) -> Vectors:
    cosines = np.asarray(vectors @ question, np.float32)
    return span_of_meaning(cosines).scale(cosines)


def _by_words(asked: Counter[str], documents: Sequence[Counter[str]], rarity: Rarity) -> Vectors:
    scores = np.array([_bm25(asked, document, rarity) for document in documents], np.float32)
    return span_of_words(scores).scale(scores)


def _bm25(asked: Counter[str], document: Counter[str], rarity: Rarity) -> float:
    length = _K1 * (1 - _B + _B * document.total() / rarity.average_length)
    return sum(
        times * rarity.of(token) * document[token] * (_K1 + 1) / (document[token] + length)
        for token, times in asked.items()
        if token in document
    )


def _held_rarity(asked: Iterable[str], document: Iterable[str], rarity: Rarity) -> float:
    words, held = set(asked), set(document)
    whole = sum(rarity.of(token) for token in words)
    return sum(rarity.of(token) for token in words & held) / whole if whole else 0.0


def _longest_run(asked: str, title: str) -> float:
    """The longest piece of the asked title, in characters, that stands in the other, as a share of the shorter."""
    shorter = min(len(asked), len(title))
    if not shorter:
        return 0.0
    best = 0
    for start in range(len(asked)):
        while start + best < len(asked) and asked[start : start + best + 1] in title:
            best += 1
    return best / shorter


def _share(asked: frozenset[Any], held: frozenset[Any]) -> float:
    return len(asked & held) / len(asked) if asked else 0.0

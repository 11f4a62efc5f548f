"""Judged questions as groups to train on, and found documents in a ranker's order."""

from collections.abc import Mapping, Sequence

import numpy as np

from search.ports import Embedder, Reader, Vectors
from search.ranking.features import NAMES, Candidate, Matrix, Rarity, Text, features
from search.ranking.model import Ranker
from search.text import guard
from search.types import Document, Hit, Query, Scope


class Collection:
    """The documents of a test set as rankers see them."""

    def __init__(self, documents: Sequence[Document], embedder: Embedder) -> None:
        self._texts = {each.id: Text(each.title, "\n".join(part.text for part in each.passages)) for each in documents}
        self._embedder = embedder
        self._rarity = Rarity(text.whole for text in self._texts.values())

    def lines(self, title: str, text: str, hits: Sequence[Hit]) -> Matrix:
        """The features of each document found."""
        documents = [self._texts[hit.id] for hit in hits]
        vectors = self._embedder.encode_documents([guard(document.whole) for document in documents])
        title_vector, text_vector = self._question(title, text)
        candidates = [
            Candidate(document=document, hybrid=hit.score, vector=vector)
            for document, hit, vector in zip(documents, hits, vectors, strict=True)
        ]
        return features(Text(title, text), title_vector, text_vector, candidates, self._rarity)

    def rerank(self, ranker: Ranker, title: str, text: str, hits: Sequence[Hit]) -> list[str]:
        """Ids in the ranker's order, ties by id."""
        scores = ranker.scores(self.lines(title, text, hits), NAMES).tolist()
        return [id_ for _, id_ in sorted((-score, hit.id) for score, hit in zip(scores, hits, strict=True))]

    def _question(self, title: str, text: str) -> tuple[Vectors, Vectors]:
        whole = guard(f"{title}\n{text}" if text else title)
        vectors = [self._embedder.encode_queries([each])[0] for each in dict.fromkeys((guard(title) or whole, whole))]
        return vectors[0], vectors[-1]


def judged_hits(
    reader: Reader, title: str, text: str, grades: Mapping[str, int], token: str
) -> tuple[list[Hit], Matrix]:
    """A question's own judged documents as the engine finds them, and the gain of each (2^grade - 1)."""
    query = Query(title=title, text=text, among=frozenset(grades), everything=True, limit=len(grades))
    hits = list(reader.search(query, Scope(tokens=frozenset({token}))).hits)
    return hits, np.array([2.0 ** grades[hit.id] - 1 for hit in hits])

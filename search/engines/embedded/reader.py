"""Searches an index: opens the last commit, and the next one when there is one; never writes."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Lock

import numpy as np

from search.engines.embedded.counting import choose_and_count
from search.engines.embedded.lexical import LexicalIndex, LexicalView, one_of
from search.engines.embedded.meaning import closest_passages
from search.engines.embedded.paging import page_of
from search.engines.embedded.ranking import Part, Ranked, rank
from search.engines.embedded.records import read_words
from search.engines.embedded.snapshot import NO_VECTOR, Snapshot
from search.engines.embedded.state import State, read_state, state_mark
from search.fusion import dense_weight
from search.lexicon import with_chinese
from search.ports import Embedder, SearchRefused, Vectors
from search.text import guard, is_blank, question_parts, terms_shared_with_each
from search.types import Answer, Hit, Query, Scope

_TRIES = 5
_SUGGESTED_FROM = 50
_VECTORS_AT_ONCE = 8_192


class EmbeddedReader:
    """Open it after a fork; threads may share it."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        self._folder = folder
        self._embedder = embedder
        self._lock = Lock()
        self._mark = (-1, -1)
        self._lexical: tuple[str, LexicalIndex] | None = None
        self._opened: tuple[Snapshot, LexicalView | None] = (Snapshot(folder, State()), None)
        self._refresh()

    def search(self, query: Query, scope: Scope) -> Answer:
        """Answer a question within a scope."""
        snapshot, words = self._refresh()
        parts = self._parts(snapshot, query, scope)
        if parts is None:
            ranked = Ranked.browse(snapshot, query, scope)
        elif not parts or words is None:
            ranked = Ranked.nothing()
        else:
            ranked = rank(snapshot, words, query, scope, parts)
        return self._answer(snapshot, query, ranked, parts or [])

    def suggest(self, text: str, scope: Scope, limit: int = 8) -> tuple[str, ...]:
        """Titles in scope that hold everything typed so far."""
        snapshot, words = self._refresh()
        if words is None or not scope.tokens or is_blank(guard(text)):
            return ()
        rows, _ = words.complete(text, _SUGGESTED_FROM, within=[one_of("scope", scope.tokens)])
        places, here = snapshot.places_of_rows(rows)
        seen = places[here & snapshot.visible(scope.tokens).mask[places]]
        titles = {_words(snapshot, int(place))[1].partition("\n")[0] for place in seen}
        return tuple(sorted(titles, key=lambda title: (len(title), title))[:limit])

    def count(self) -> int:
        """Living documents of every scope."""
        return int(self._refresh()[0].alive.sum())

    def versions(self, ids: Sequence[str]) -> dict[str, int]:
        """Indexed versions of the ids that are there."""
        snapshot, _ = self._refresh()
        return {id_: int(snapshot.versions[place]) for id_, place in snapshot.places_of_ids(ids).items()}

    def vectors(self, kind: str, scope: Scope) -> Iterator[tuple[list[str], Vectors]]:
        """Everything of a kind in scope, ascending by row, as it stood when the first block was asked for."""
        snapshot, _ = self._refresh()
        places = snapshot.visible(scope.tokens, frozenset({kind})).places
        places = places[snapshot.scale[places] > NO_VECTOR]
        for start in range(0, len(places), _VECTORS_AT_ONCE):
            some = places[start : start + _VECTORS_AT_ONCE]
            yield [id_.decode() for id_ in snapshot.ids[some].tolist()], snapshot.vectors(some)

    def close(self) -> None:
        """Forget what was opened."""
        with self._lock:
            self._opened, self._lexical, self._mark = (Snapshot(self._folder, State()), None), None, (-1, -1)

    def _refresh(self) -> tuple[Snapshot, LexicalView | None]:
        """The last commit; files of a commit that has just been replaced may vanish while they are opened: try again."""
        if state_mark(self._folder) == self._mark:
            return self._opened
        with self._lock:
            for attempt in range(_TRIES):
                mark = state_mark(self._folder)
                if mark == self._mark:
                    break
                try:
                    self._opened = self._open(read_state(self._folder))
                    self._mark = mark
                except (FileNotFoundError, ValueError):
                    if attempt == _TRIES - 1:
                        raise
            return self._opened

    def _open(self, state: State) -> tuple[Snapshot, LexicalView | None]:
        snapshot = Snapshot(self._folder, state, self._opened[0])
        if not state.segments:
            return snapshot, None
        if self._lexical is None or self._lexical[0] != state.lexical:
            self._lexical = (state.lexical, LexicalIndex(self._folder / state.lexical))
        return snapshot, self._lexical[1].view()

    def _parts(self, snapshot: Snapshot, query: Query, scope: Scope) -> list[Part] | None:
        """What is scored; None to browse, nothing when there is nothing to look for."""
        if query.like:
            return self._like(snapshot, query, scope)
        texts = (
            [guard(query.title), guard(f"{query.title}\n{query.text}")]
            if query.title and query.text
            else [guard(query.title or query.text)]
        )
        if not any(texts):
            return None
        return [Part(with_chinese(text), self._vector(snapshot, query, text)) for text in texts if not is_blank(text)]

    def _vector(self, snapshot: Snapshot, query: Query, text: str) -> Vectors | None:
        if not len(snapshot) or dense_weight(query.mode, text) <= 0:
            return None
        if snapshot.state.model_id != self._embedder.model_id:
            raise SearchRefused(
                f"The index was made with the model {snapshot.state.model_id}, questions are encoded with {self._embedder.model_id}. "
                "Build the index again."
            )
        vector: Vectors = self._embedder.encode_queries([text])[0]
        return vector

    def _like(self, snapshot: Snapshot, query: Query, scope: Scope) -> list[Part]:
        place = snapshot.places_of_ids([query.like]).get(query.like, -1)
        if place < 0 or not snapshot.visible(scope.tokens).mask[place]:
            return []
        return [Part("", snapshot.vectors(np.array([place], np.intp))[0])]

    def _answer(self, snapshot: Snapshot, query: Query, ranked: Ranked, parts: list[Part]) -> Answer:
        counted = choose_and_count(snapshot, ranked.places, query)
        scores = ranked.scores_of(counted.places)
        shown = page_of(snapshot, query, counted.places, scores)
        asked = () if query.like else question_parts(with_chinese(f"{query.title} {query.text}"))
        vector = parts[0].vector if parts else None
        places = [int(place) for place in counted.places[shown]]
        closest = [-1] * len(places) if vector is None else closest_passages(snapshot, vector, places)
        words = [_words(snapshot, place) for place in places]
        terms = terms_shared_with_each(asked, [lines for _, lines in words])
        hits = tuple(
            Hit(
                id=snapshot.ids[place].decode(),
                kind=snapshot.kind(place),
                score=score,
                terms=shared,
                passage=names[nearest] if names and nearest >= 0 else None,
            )
            for place, score, (names, _), nearest, shared in zip(
                places, scores[shown].tolist(), words, closest, terms, strict=True
            )
        )
        return Answer(hits=hits, total=len(counted.places), facets=counted.facets, numbers=counted.numbers)


def _words(snapshot: Snapshot, place: int) -> tuple[list[str], str]:
    """The names of a row's passages, and its lines."""
    segment, at = snapshot.locate(place)
    return read_words(segment.words(at))

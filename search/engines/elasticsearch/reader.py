"""Searches a cluster: one request finds what may answer, a second draws the page with its counts."""

import time
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from threading import Lock
from typing import Any

import numpy as np

from search.engines.elasticsearch import requests
from search.engines.elasticsearch.cluster import Cluster
from search.engines.elasticsearch.fitting import Found, Ground, fit, ground_of
from search.engines.elasticsearch.mapping import LONGEST_WINDOW
from search.engines.elasticsearch.names import IndexNames, index_meta
from search.engines.elasticsearch.requests import Body, Clause
from search.engines.elasticsearch.sources import exact_vector, unit, unpacked
from search.engines.embedded.records import read_words
from search.fusion import dense_weight
from search.lexicon import with_chinese
from search.ports import Embedder, SearchRefused, SearchUnavailable, Vectors
from search.text import guard, is_blank, question_parts, shared_terms
from search.types import Answer, Hit, Query, Scope

_GROUND_SECONDS = 60.0  # the mean of many vectors moves slowly
_DRIFT = 0.02  # of the documents may come or go meanwhile
_GROUNDS = 64
_SERVERS_FAULT = 429  # and above: too busy, or shards away
_Parts = list[tuple[str, Vectors | None]]


class ElasticsearchReader:
    """Threads may share it."""

    def __init__(self, cluster: Cluster, names: IndexNames, embedder: Embedder) -> None:
        self._cluster, self._names, self._embedder = cluster, names, embedder
        self._lock = Lock()
        self._grounds: OrderedDict[object, tuple[float, Ground]] = OrderedDict()

    def search(self, query: Query, scope: Scope) -> Answer:
        """Answer a question within a scope, and within the time that a page may wait."""
        if not scope.tokens:
            return self._empty(query)
        with self._cluster.budget():
            return self._answer(query, scope)

    def _answer(self, query: Query, scope: Scope) -> Answer:
        parts = self._parts(query, scope)
        within = requests.visible(query, scope)
        if parts is None:
            return self._page(query, requests.page(query, within, None), [])
        scores = self._fitting(query, scope, within, parts) if parts else {}
        return self._page(query, requests.page(query, within, scores), parts)

    def suggest(self, text: str, scope: Scope, limit: int = 8) -> tuple[str, ...]:
        """Titles in scope that hold everything typed so far."""
        body = requests.suggestions(requests.typed_text(text), scope)
        if body is None:
            return ()
        hits = self._search([body])[0]["hits"]["hits"]
        titles = {hit["_source"]["title_text"] for hit in hits}
        return tuple(sorted(titles, key=lambda title: (len(title), title))[:limit])

    def count(self) -> int:
        """Living documents of every scope."""
        answer = self._cluster.ask(lambda client: client.count(index=self._names.alias, ignore_unavailable=True))
        _refuse_what_is_not_whole(answer)
        return int(answer["count"])

    def versions(self, ids: Sequence[str]) -> dict[str, int]:
        """Indexed versions of the ids that are there."""
        wanted = [id_ for id_ in ids if id_ and requests.sendable(id_)]
        found: dict[str, int] = {}
        for at in range(0, len(wanted), 1_000):
            some = wanted[at : at + 1_000]
            body = {"query": {"terms": {"id": some}}, "size": len(some), "_source": ["id", "version"]}
            for hit in self._search([body])[0]["hits"]["hits"]:
                found[hit["_source"]["id"]] = int(hit["_source"]["version"])
        return found

    def vectors(self, kind: str, scope: Scope) -> Iterator[tuple[list[str], Vectors]]:
        """Everything of a kind in scope, by id; what is written meanwhile may be seen or not."""
        after: str | None = None
        while scope.tokens:
            hits = self._search([requests.vectors(kind, scope, after)])[0]["hits"]["hits"]
            if not hits:
                return
            after = hits[-1]["sort"][0]
            held = {_id(hit): exact_vector(hit, self._embedder.dimension) for hit in hits}
            found = {id_: unit(vector) for id_, vector in held.items() if vector is not None}
            if found:
                yield list(found), np.stack(list(found.values()))

    def close(self) -> None:
        """Give the connections back."""
        self._cluster.close()

    def _parts(self, query: Query, scope: Scope) -> _Parts | None:
        """What is scored; None to browse, nothing when there is nothing to look for."""
        if query.like:
            return self._like(query, scope)
        both = [guard(query.title), guard(f"{query.title}\n{query.text}")]
        texts = both if query.title and query.text else [guard(query.title or query.text)]
        if not any(texts):
            return None
        return [(with_chinese(text), self._vector(query, text)) for text in texts if not is_blank(text)]

    def _vector(self, query: Query, text: str) -> Vectors | None:
        if dense_weight(query.mode, text) <= 0:
            return None
        made_with = index_meta(self._cluster, self._names).get("model_id", "")
        if made_with and made_with != self._embedder.model_id:
            raise SearchRefused(
                f"The index was made with the model {made_with}, questions are encoded with {self._embedder.model_id}. "
                "Build the index again."
            )
        vector: Vectors = self._embedder.encode_queries([text])[0]
        return vector

    def _like(self, query: Query, scope: Scope) -> _Parts:
        asked = [{"term": {"id": requests.sendable(query.like)}}, {"terms": {"scopes": sorted(scope.tokens)}}]
        body: Body = {"query": {"bool": {"filter": asked}}, "size": 1, "_source": False, "stored_fields": ["exact"]}
        hits = self._search([body])[0]["hits"]["hits"]
        vector = exact_vector(hits[0], self._embedder.dimension) if hits else None
        return [] if vector is None else [("", unit(vector))]

    def _fitting(self, query: Query, scope: Scope, within: list[Clause], parts: _Parts) -> dict[str, float]:
        """First request: the nearest, the farthest and the best by words of every text, and the ground if it is not known."""
        known = self._known_ground(query, scope)
        bodies = [
            body for text, vector in parts for body in _searches(query, within, text, vector, several=len(parts) > 1)
        ]
        named = requests.OF_ALL if query.everything else 0
        looks = [requests.how_many(within, named), *([] if known else [requests.sample(within)])]
        answers = self._search([*bodies, *looks])
        counted, drawn = answers[len(bodies)], answers[len(bodies) + 1 :]
        count = int(counted["hits"]["total"]["value"])
        if known and not _is_near(count, known.count):  # much was written since
            known, drawn = None, self._search([requests.sample(within)])
        ground = replace(known, count=count) if known else self._new_ground(query, scope, count, drawn[0])
        vectors = self._vectors_in(answers[: len(bodies)])
        found = [
            self._found(text, vector, answers[3 * at : 3 * at + 3], vectors) for at, (text, vector) in enumerate(parts)
        ]
        return fit(query, ground, found, [_id(hit) for hit in counted["hits"]["hits"]])

    def _vectors_in(self, answers: Sequence[Mapping[str, Any]]) -> dict[str, Vectors]:
        held = {
            _id(hit): exact_vector(hit, self._embedder.dimension)
            for answer in answers
            for hit in answer["hits"]["hits"]
        }
        return {id_: unit(vector) for id_, vector in held.items() if vector is not None}

    @staticmethod
    def _found(
        text: str, vector: Vectors | None, answers: Sequence[Mapping[str, Any]], vectors: Mapping[str, Vectors]
    ) -> Found:
        nearest, farthest, worded = ([*answer["hits"]["hits"]] for answer in answers)
        cosines: dict[str, float] = {}
        if vector is not None and vectors:
            products = np.stack(list(vectors.values())) @ vector
            cosines = dict(zip(vectors, products.tolist(), strict=True))
        cosines |= {_id(hit): 2.0 * float(hit["_score"]) - 1.0 for hit in nearest}
        return Found(
            text=text,
            vector=vector,
            cosines=cosines,
            words={_id(hit): float(hit["_score"]) for hit in worded},
            farthest=1.0 - 2.0 * float(farthest[0]["_score"]) if farthest else None,
        )

    def _known_ground(self, query: Query, scope: Scope) -> Ground | None:
        with self._lock:
            until, ground = self._grounds.get(_ground_key(query, scope), (0.0, None))
        return ground if time.monotonic() < until else None

    def _new_ground(self, query: Query, scope: Scope, count: int, drawn: Mapping[str, Any]) -> Ground:
        """What visible documents are like, by a sample; remembered for a while."""
        held = [exact_vector(hit, self._embedder.dimension) for hit in drawn["hits"]["hits"]]
        ground = ground_of(count, [unit(vector) for vector in held if vector is not None])
        with self._lock:
            self._grounds[_ground_key(query, scope)] = (time.monotonic() + _GROUND_SECONDS, ground)
            while len(self._grounds) > _GROUNDS:
                self._grounds.popitem(last=False)
        return ground

    def _page(self, query: Query, body: Body, parts: _Parts) -> Answer:
        if query.offset + query.limit > LONGEST_WINDOW:
            raise SearchRefused("So far down a list nobody reads: narrow the question.")
        answer = self._search([body])[0]
        asked = () if query.like else question_parts(with_chinese(f"{query.title} {query.text}"))
        vector = parts[0][1] if parts else None
        return Answer(
            hits=tuple(self._hit(hit, asked, vector) for hit in answer["hits"]["hits"]),
            total=int(answer["hits"]["total"]["value"]),
            facets=requests.facet_counts(query, answer),
            numbers=requests.number_counts(query, answer),
        )

    def _hit(self, hit: Mapping[str, Any], asked: tuple[str, ...], vector: Vectors | None) -> Hit:
        source = hit["_source"]
        names, lines = read_words(source["words"].encode("utf-8"))
        closest = 0
        if vector is not None and source.get("passages"):
            closest = int((unpacked(source["passages"], self._embedder.dimension) @ vector).argmax())
        return Hit(
            id=source["id"],
            kind=source["kind"],
            score=float(hit.get("_score") or 0.0),
            terms=shared_terms(asked, lines),
            passage=names[closest] if names and vector is not None else None,
        )

    def _search(self, bodies: Sequence[Body]) -> list[dict[str, Any]]:
        """Several searches in one request; a failure of one is a failure of all."""
        head: Body = {"index": self._names.alias, "ignore_unavailable": True, "allow_no_indices": True}
        if self._cluster.settings.shards > 1:
            head["search_type"] = "dfs_query_then_fetch"
        lines = [line for body in bodies for line in (head, body)]
        answers = self._cluster.ask(lambda client: client.msearch(searches=lines))["responses"]
        for answer in answers:
            _refuse_what_is_not_whole(answer)
        return [_with_hits(answer) for answer in answers]

    def _empty(self, query: Query) -> Answer:
        return Answer(
            hits=(),
            total=0,
            facets={name: {} for name in query.count_facets},
            numbers={name: {} for name in query.count_numbers},
        )


def _searches(query: Query, within: list[Clause], text: str, vector: Vectors | None, *, several: bool) -> list[Body]:
    """The nearest, the farthest and the best by words. With several texts the nearest of one are scored by the other too."""
    nothing: Body = {"query": {"match_none": {}}, "size": 0}
    near = far = worded = nothing
    if vector is not None:
        count = requests.OF_ALL if query.everything else requests.BY_MEANING
        near = requests.by_meaning(vector.tolist(), within, count, exact=several)
        far = requests.by_meaning((-vector).tolist(), within, 1, exact=False)
    if text and (vector is None or dense_weight(query.mode, text) < 1):
        worded = requests.by_words(text, within, requests.BY_WORDS_OF_ALL if query.everything else requests.BY_WORDS)
    return [near, far, worded]


def _is_near(count: int, known: int) -> bool:
    return abs(count - known) <= known * _DRIFT


def _ground_key(query: Query, scope: Scope) -> object:
    return (query.kinds, scope.tokens, query.among, query.like)


def _id(hit: Mapping[str, Any]) -> str:
    return str(hit["_id"])


def _refuse_what_is_not_whole(answer: Any) -> None:
    """An answer of a part of the index would pass for all that there is."""
    if "error" in answer:
        reason = answer["error"].get("reason", "no reason given")
        kind = SearchUnavailable if answer.get("status", 400) >= _SERVERS_FAULT else SearchRefused
        raise kind(f"Elasticsearch could not search: {reason}.")
    if answer.get("timed_out") or answer.get("_shards", {}).get("failed"):
        raise SearchUnavailable("A part of the index cannot be read.")


def _with_hits(answer: dict[str, Any]) -> dict[str, Any]:
    """Without an index the server leaves out what it has none of."""
    answer.setdefault("hits", {"hits": [], "total": {"value": 0}})
    answer["hits"].setdefault("total", {"value": 0})
    return answer

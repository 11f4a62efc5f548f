"""What is sent to the cluster: pure functions from a query and a scope to the bodies of searches."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from search.text import guard, tokens
from search.types import Query, Range, Scope

Body = dict[str, Any]
Clause = dict[str, Any]

BY_MEANING = 500
BY_WORDS = 300
BY_WORDS_OF_ALL = 2_000
OF_ALL = 10_000  # the most that a search by meaning gives
SAMPLE = 2_048
VECTORS_AT_ONCE = 2_000
_MOST_TERMS = 512
_MOST_VALUES = 10_000
_SUGGESTED_FROM = 50
_LONGEST_PREFIX = 60
_FACET, _NUMBER = "facet ", "number "


def visible(query: Query, scope: Scope) -> list[Clause]:
    """What the reader may see, of the asked kinds and ids; the document that others shall be like is left out."""
    clauses: list[Clause] = [{"terms": {"scopes": sorted(scope.tokens)}}]
    if query.kinds:
        clauses.append({"terms": {"kind": sorted(query.kinds)}})
    if query.among:
        clauses.append({"terms": {"id": sorted(id_ for id_ in map(sendable, query.among) if id_)}})
    if query.like:
        clauses.append({"bool": {"must_not": {"term": {"id": sendable(query.like)}}}})
    return clauses


def sendable(id_: str) -> str:
    """An id that can travel as JSON; blank for one that cannot be any document's."""
    try:
        id_.encode("utf-8")
    except UnicodeEncodeError:
        return ""
    return id_


def by_meaning(vector: Sequence[float], within: list[Clause], count: int, *, exact: bool) -> Body:
    """The `count` nearest. `exact` asks for their vectors too."""
    candidates = min(max(count + count // 2, 64), OF_ALL)
    knn = {"field": "vector", "query_vector": vector, "k": count, "num_candidates": candidates, "filter": within}
    knn["rescore_vector"] = {"oversample": 1.0}
    return _candidates({"knn": knn, "size": count}, exact=exact)


def by_words(text: str, within: list[Clause], count: int) -> Body:
    """The `count` best by BM25, with their vectors; a word counts as often as it is said."""
    counted = list(Counter(tokens(text)).items())[:_MOST_TERMS]
    said: list[Clause] = [{"term": {"body": {"value": word, "boost": float(times)}}} for word, times in counted]
    asked = {"bool": {"should": said, "minimum_should_match": 1, "filter": within}} if said else {"match_none": {}}
    return _candidates({"query": asked, "size": count}, exact=True)


def how_many(within: list[Clause], named: int = 0) -> Body:
    """The number of documents that are visible, and the ids of some."""
    counted: Body = {"query": {"bool": {"filter": within}}, "size": named, "track_total_hits": True}
    return counted | {"_source": False, "sort": ["_doc"]}


def sample(within: list[Clause]) -> Body:
    """The vectors of some documents, always the same ones."""
    drawn = {"functions": [{"random_score": {"seed": 7, "field": "version"}}], "boost_mode": "replace"}
    asked = {"function_score": {"query": {"bool": {"filter": [*within, {"exists": {"field": "vector"}}]}}, **drawn}}
    return {"query": asked, "size": SAMPLE, "_source": False, "stored_fields": ["exact"], "track_total_hits": True}


def _candidates(body: Body, *, exact: bool) -> Body:
    shown: Body = {"stored_fields": ["exact"]} if exact else {}
    return body | shown | {"_source": False, "docvalue_fields": ["id"], "track_total_hits": False}


def page(query: Query, within: list[Clause], scores: Mapping[str, float] | None) -> Body:
    """One page with its counts. `scores` are the ids that answer and how well; None: everything within."""
    body: Body = {
        "query": {"bool": {"filter": within}} if scores is None else _scored(scores),
        "from": query.offset,
        "size": query.limit,
        "sort": _order(query),
        "_source": ["id", "kind", "words", "passages"],
        "track_total_hits": True,
        "track_scores": True,
    }
    choices = _choices(query)
    if choices:
        body["post_filter"] = {"bool": {"filter": list(choices.values())}}
    counts = {
        **{
            _FACET + name: _count_values(f"facets.{name}", _all_but(choices, f"facets.{name}"))
            for name in query.count_facets
        },
        **{
            _NUMBER + name: _count_whole(f"numbers.{name}", _all_but(choices, f"numbers.{name}"))
            for name in query.count_numbers
        },
    }
    return body | ({"aggs": counts} if counts else {})


def facet_counts(query: Query, answer: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """The counts of each facet, most first, ties by value."""
    found = answer.get("aggregations", {})
    counts = {name: _buckets(found, _FACET + name) for name in query.count_facets}
    return {
        name: {
            str(bucket["key"]): int(bucket["doc_count"])
            for bucket in sorted(held, key=lambda b: (-b["doc_count"], b["key"]))
        }
        for name, held in counts.items()
    }


def number_counts(query: Query, answer: Mapping[str, Any]) -> dict[str, dict[int, int]]:
    """How many documents have each whole value."""
    found = answer.get("aggregations", {})
    counts = {name: _buckets(found, _NUMBER + name) for name in query.count_numbers}
    return {name: {int(bucket["key"]): int(bucket["doc_count"]) for bucket in held} for name, held in counts.items()}


def vectors(kind: str, scope: Scope, after: str | None) -> Body:
    """The next vectors of a kind, ordered by id."""
    within = [{"terms": {"scopes": sorted(scope.tokens)}}, {"term": {"kind": kind}}]
    body: Body = {"query": {"bool": {"filter": within}}, "size": VECTORS_AT_ONCE, "sort": ["id"], "_source": False}
    body |= {"stored_fields": ["exact"], "track_total_hits": False}
    return body | ({"search_after": [after]} if after is not None else {})


def suggestions(text: str, scope: Scope) -> Body | None:
    """Titles that hold every token typed so far; None when nothing is typed."""
    typed = list(dict.fromkeys(tokens(text)))[:_MOST_TERMS]
    if not typed or not scope.tokens:
        return None
    clauses: list[Clause] = [{"term": {"title": token}} for token in typed]
    if typed[-1].isascii() and len(typed[-1]) <= _LONGEST_PREFIX and not text[-1:].isspace():
        clauses[-1] = {"prefix": {"title": {"value": typed[-1]}}}
    return {
        "query": {"bool": {"filter": [{"terms": {"scopes": sorted(scope.tokens)}}, *clauses]}},
        "size": _SUGGESTED_FROM,
        "sort": ["title_length", "title_text"],
        "_source": ["title_text"],
        "track_total_hits": False,
    }


def typed_text(text: str) -> str:
    """What suggestions look at."""
    return guard(text) + (" " if text[-1:].isspace() else "")


def _scored(scores: Mapping[str, float]) -> Clause:
    fits = [
        {"constant_score": {"filter": {"term": {"id": id_}}, "boost": max(score, 1e-12)}}
        for id_, score in scores.items()
    ]
    return {"bool": {"should": fits, "minimum_should_match": 1}} if fits else {"match_none": {}}


def _order(query: Query) -> list[Clause]:
    ties: list[Clause] = [{"_score": {"order": "desc"}}, {"id": {"order": "asc"}}]
    if query.sort is not None:
        order = "desc" if query.sort.descending else "asc"
        field = f"numbers.{query.sort.number}"
        return [{field: {"order": order, "missing": "_last", "unmapped_type": "double"}}, *ties]
    if query.text or query.title or query.like:
        return ties
    return [{"version": {"order": "desc"}}, {"id": {"order": "asc"}}]


def _choices(query: Query) -> dict[str, Clause]:
    chosen = {
        f"facets.{name}": {"terms": {f"facets.{name}": sorted(values)}}
        for name, values in query.facets.items()
        if values
    }
    return chosen | {f"numbers.{name}": _inside(f"numbers.{name}", interval) for name, interval in query.ranges.items()}


def _inside(field: str, interval: Range) -> Clause:
    sides = {"gte": interval.minimum, "lte": interval.maximum}
    asked = {side: value for side, value in sides.items() if value is not None}
    return {"range": {field: asked}} if asked else {"exists": {"field": field}}


def _all_but(choices: Mapping[str, Clause], own: str) -> Clause:
    others: Iterable[Clause] = [clause for field, clause in choices.items() if field != own]
    return {"bool": {"filter": list(others)}} if others else {"match_all": {}}


def _count_values(field: str, under: Clause) -> Body:
    return {"filter": under, "aggs": {"values": {"terms": {"field": field, "size": _MOST_VALUES}}}}


def _count_whole(field: str, under: Clause) -> Body:
    return {"filter": under, "aggs": {"values": {"histogram": {"field": field, "interval": 1, "min_doc_count": 1}}}}


def _buckets(found: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    return (
        list(found[name]["values"]["buckets"]) if name in found else []
    )  # an index that does not exist counts nothing

"""What an index looks like: strict, with names of facets and numbers added as documents bring them."""

import re
from collections.abc import Iterable
from typing import Any

from search.engines.elasticsearch.cluster import ClusterSettings
from search.ports import SearchRefused

FORMAT = 1
LONGEST_WINDOW = 200_000
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}\Z")


def index_body(settings: ClusterSettings, model_id: str, dimension: int) -> dict[str, Any]:
    """Settings and mappings of a new index. Tokens are made by us: the server only parts them at white space."""
    return {
        "settings": {
            "number_of_shards": settings.shards,
            "number_of_replicas": settings.replicas,
            "refresh_interval": -1,  # visible by our commits alone
            "gc_deletes": "0s",  # a deleted document may come back with any version
            "max_result_window": LONGEST_WINDOW,
        },
        "mappings": {
            "dynamic": "strict",
            "_meta": {"model_id": model_id, "format": FORMAT},
            "_source": {"excludes": ["vector", "body", "title", "exact"]},
            "properties": {
                "id": {"type": "keyword"},
                "kind": {"type": "keyword"},
                "scopes": {"type": "keyword"},
                "version": {"type": "long"},
                "title": {"type": "text", "analyzer": "whitespace", "index_options": "docs", "norms": False},
                "title_length": {"type": "integer"},
                "title_text": {"type": "keyword", "index": False, "ignore_above": 8000},
                "body": {"type": "text", "analyzer": "whitespace", "index_options": "freqs"},
                "vector": {
                    "type": "dense_vector",
                    "dims": dimension,
                    "similarity": "cosine",
                    "index": True,
                    "index_options": {"type": "int8_hnsw", "m": 16, "ef_construction": 100},
                },
                "exact": {"type": "binary", "store": True, "doc_values": False},
                "words": {"type": "keyword", "index": False, "doc_values": False},
                "digest": {"type": "keyword", "index": False, "doc_values": False},
                "passages": {"type": "binary"},
                "facets": {"properties": {}},
                "numbers": {"properties": {}},
            },
        },
    }


def check_names(names: Iterable[str]) -> None:
    """SearchRefused for a name that cannot be that of a field."""
    for name in sorted(set(names)):
        if not _NAME.match(name):
            raise SearchRefused(f"The name {name!r} cannot be a facet or a number: use a-z, 0-9 and _.")


def names_body(facets: set[str], numbers: set[str]) -> dict[str, Any]:
    """The addition to the mapping that makes room for new facets and numbers."""
    return {
        "properties": {
            "facets": {"properties": {name: {"type": "keyword"} for name in sorted(facets)}},
            "numbers": {"properties": {name: {"type": "double"} for name in sorted(numbers)}},
        }
    }

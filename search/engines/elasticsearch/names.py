"""The names of an index: readers ask an alias, behind it stands one versioned index, beside it perhaps the next one."""

import time
from dataclasses import dataclass
from typing import Any

from elasticsearch import NotFoundError

from search.engines.elasticsearch.cluster import Cluster


@dataclass(frozen=True, slots=True)
class IndexNames:
    """`alias` is what readers ask; the index that is being built carries `building` until the switch."""

    alias: str

    @property
    def building(self) -> str:
        """The alias of the next index."""
        return f"{self.alias}.building"

    @property
    def every(self) -> str:
        """A pattern for every index of this alias, today's, the next and the last."""
        return f"{self.alias}-*"

    def fresh(self) -> str:
        """The name of a new index: later ones sort after earlier ones."""
        return f"{self.alias}-{time.time_ns():020d}"


def behind(cluster: Cluster, alias: str) -> list[str]:
    """The indices that carry an alias."""
    try:
        found = cluster.tell(lambda client: client.indices.get_alias(name=alias))
    except NotFoundError:
        return []
    return sorted(found)


def index_meta(cluster: Cluster, names: IndexNames) -> dict[str, Any]:
    """What the index says of itself: the model of its vectors; empty when there is no index."""
    try:
        found = cluster.ask(lambda client: client.indices.get_mapping(index=names.alias))
    except NotFoundError:
        return {}
    metas = [held["mappings"].get("_meta", {}) for held in found.values()]
    return dict(metas[0]) if metas else {}

"""The engine on a cluster: opens readers and writers of an index."""

from search.engines.elasticsearch.cluster import Cluster, ClusterSettings
from search.engines.elasticsearch.names import IndexNames
from search.engines.elasticsearch.reader import ElasticsearchReader
from search.engines.elasticsearch.writer import ElasticsearchWriter
from search.ports import Embedder, SearchRefused


class ElasticsearchEngine:
    """`name` tells indices of one cluster apart."""

    def __init__(self, settings: ClusterSettings, name: str) -> None:
        self._settings = settings
        self._names = IndexNames(f"{settings.prefix}-{name}")

    def reader(self, embedder: Embedder) -> ElasticsearchReader:
        """Open for searching; an index that does not exist yet is empty."""
        return ElasticsearchReader(Cluster(self._settings), self._names, embedder)

    def writer(self, embedder: Embedder) -> ElasticsearchWriter:
        """Open for writing."""
        return ElasticsearchWriter(Cluster(self._settings), self._names, embedder)

    def healthy(self) -> bool:
        """Does the cluster answer, and can every part of the index be read?"""
        cluster = Cluster(self._settings)
        try:
            health = cluster.ask(
                lambda client: client.cluster.health(index=self._names.every, timeout="1s", level="cluster")
            )
        except SearchRefused:
            return False
        finally:
            cluster.close()
        return health["status"] in ("green", "yellow")

    def remove(self) -> None:
        """Delete the index with everything that belongs to it."""
        cluster = Cluster(self._settings)
        try:
            found = cluster.tell(lambda client: client.indices.get(index=self._names.every, features="settings"))
            if found:
                cluster.tell(lambda client: client.indices.delete(index=sorted(found)))
        finally:
            cluster.close()

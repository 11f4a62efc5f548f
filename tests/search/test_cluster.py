"""A cluster of three: the elected master is killed while a reader searches and a writer writes, and nobody notices."""

import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from search.engines.elasticsearch.cluster import ClusterSettings
from search.engines.elasticsearch.engine import ElasticsearchEngine
from search.types import Query
from tests.elasticsearch import ElasticsearchNode, three_nodes
from tests.search.conftest import PUBLIC, make_document
from tests.search.hashing import HashingEmbedder

pytestmark = [pytest.mark.elasticsearch, pytest.mark.xdist_group("elasticsearch")]

BEFORE, DURING = 40, 60


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[list[ElasticsearchNode]]:
    with three_nodes(tmp_path) as nodes:
        yield nodes


def _master(nodes: list[ElasticsearchNode]) -> ElasticsearchNode:
    with urlopen(f"{nodes[0].url}/_cat/master?h=node", timeout=10) as answer:
        name = answer.read().decode().strip()
    return next(node for node in nodes if node.home.name == name)


def _wait_until_green(nodes: list[ElasticsearchNode]) -> None:
    with urlopen(f"{nodes[0].url}/_cluster/health?wait_for_status=green&timeout=60s", timeout=70) as answer:
        assert answer.status == 200


def test_the_death_of_the_master_loses_and_doubles_nothing_and_fails_no_search(
    cluster: list[ElasticsearchNode],
) -> None:
    settings = ClusterSettings(urls=tuple(node.url for node in cluster), prefix="test", replicas=1, search_seconds=20)
    engine = ElasticsearchEngine(settings, uuid.uuid4().hex)
    embedder = HashingEmbedder()
    writer, reader = engine.writer(embedder), engine.reader(embedder)
    writer.put([make_document(f"d{n:03}", f"第{n}号余热回收装置", version=1) for n in range(BEFORE)])
    writer.commit()
    _wait_until_green(cluster)
    failures: list[str] = []
    searches = 0
    stop = threading.Event()

    def keep_searching() -> None:
        nonlocal searches
        while not stop.is_set():
            answer = reader.search(Query(text="余热回收装置", everything=True), PUBLIC)
            searches += 1
            if answer.total < BEFORE:
                failures.append(f"{answer.total} documents found")

    searching = threading.Thread(target=keep_searching)
    searching.start()
    for number in range(DURING):
        if number == DURING // 3:
            _master(cluster).kill()
        writer.put([make_document(f"d{number:03}", f"第{number}号余热发电装置", version=2)])
        writer.put([make_document(f"e{number:03}", f"新第{number}号余热发电装置", version=2)])
        writer.commit()
    time.sleep(1)
    stop.set()
    searching.join()

    assert failures == []
    assert searches > 10
    expected = {f"e{n:03}": 2 for n in range(DURING)} | {f"d{n:03}": 2 for n in range(DURING)}
    assert reader.versions(sorted(expected)) == expected
    assert reader.count() == len(expected)
    found = [hit.id for hit in reader.search(Query(limit=500), PUBLIC).hits]
    assert sorted(found) == sorted(expected)
    writer.close()
    reader.close()

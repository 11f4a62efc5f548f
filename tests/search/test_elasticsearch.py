"""What the engine of many machines promises beyond the contract: rebuilding beside, several writers, a cluster that is away."""

import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from search.engines.elasticsearch.cluster import ClusterSettings, read_cluster
from search.engines.elasticsearch.engine import ElasticsearchEngine
from search.ports import SearchRefused, SearchUnavailable
from search.types import Query
from tests.elasticsearch import ElasticsearchNode, free_port
from tests.search.conftest import PUBLIC, make_document
from tests.search.hashing import HashingEmbedder

pytestmark = [pytest.mark.elasticsearch, pytest.mark.xdist_group("elasticsearch")]
BUDGET = 1.0


@pytest.fixture
def engine(elasticsearch_node: ElasticsearchNode) -> Iterator[ElasticsearchEngine]:
    opened = ElasticsearchEngine(elasticsearch_node.settings, uuid.uuid4().hex)
    yield opened
    opened.remove()


def test_a_late_write_never_overwrites_a_newer_one(engine: ElasticsearchEngine) -> None:
    embedder = HashingEmbedder()
    late, prompt = engine.writer(embedder), engine.writer(embedder)
    late.put([make_document("a", "旧名称", version=1)])
    prompt.put([make_document("a", "新名称", version=2)])
    prompt.commit()
    late.commit()

    assert engine.reader(embedder).versions(["a"]) == {"a": 2}


def test_what_is_written_while_another_worker_rebuilds_is_in_both_indices(engine: ElasticsearchEngine) -> None:
    embedder = HashingEmbedder()
    rebuilding, writing, reader = engine.writer(embedder), engine.writer(embedder), engine.reader(embedder)
    writing.put([make_document("a", "余热回收", version=1)])
    writing.commit()

    rebuilding.clear()
    rebuilding.put([make_document("a", "余热回收", version=1)])
    writing.put([make_document("b", "余热发电", version=2)])
    writing.commit()
    assert sorted(hit.id for hit in reader.search(Query(), PUBLIC).hits) == ["a", "b"]
    rebuilding.commit()

    assert sorted(hit.id for hit in reader.search(Query(), PUBLIC).hits) == ["a", "b"]


def test_an_index_that_another_worker_has_just_begun_takes_facets_and_numbers(engine: ElasticsearchEngine) -> None:
    embedder = HashingEmbedder()
    rebuilding, writing = engine.writer(embedder), engine.writer(embedder)
    said = make_document("a", "余热回收", facets={"sector": ("steel",)}, numbers={"trl": 7.0})
    writing.put([said])
    writing.commit()

    rebuilding.clear()
    writing.put([said])
    writing.commit()
    rebuilding.commit()

    counted = engine.reader(embedder).search(Query(count_facets=("sector",), count_numbers=("trl",)), PUBLIC)
    assert (counted.facets, counted.numbers) == ({"sector": {"steel": 1}}, {"trl": {7: 1}})


def test_an_abandoned_rebuild_leaves_the_index_as_it_was(engine: ElasticsearchEngine) -> None:
    embedder = HashingEmbedder()
    writer = engine.writer(embedder)
    writer.put([make_document("a", "余热回收")])
    writer.commit()
    writer.clear()
    writer.put([make_document("b", "碳捕集")])
    writer.close()

    assert [hit.id for hit in engine.reader(embedder).search(Query(), PUBLIC).hits] == ["a"]


def test_a_name_that_cannot_be_a_field_is_refused_before_anything_is_written(engine: ElasticsearchEngine) -> None:
    writer = engine.writer(HashingEmbedder())
    with pytest.raises(SearchRefused, match="cannot be a facet"):
        writer.put([make_document("a", "余热", facets={"a.b": ("x",)})])
    writer.commit()

    assert engine.reader(HashingEmbedder()).count() == 0


def test_a_frozen_cluster_costs_a_page_its_budget_and_then_nothing(tmp_path: Path) -> None:
    with ElasticsearchNode(tmp_path) as node:
        settings = ClusterSettings(urls=(node.url,), prefix="test", replicas=0, search_seconds=BUDGET)
        engine = ElasticsearchEngine(settings, "frozen")
        embedder = HashingEmbedder()
        writer = engine.writer(embedder)
        writer.put([make_document("a", "余热回收")])
        writer.commit()
        reader = engine.reader(embedder)
        node.freeze()

        waits = [_seconds_until_refused(reader.count) for _ in range(4)]
        assert not engine.healthy()
        node.thaw()

    assert all(wait < 2 * BUDGET + 1 for wait in waits)
    assert waits[-1] < 0.1  # after three failures it is not asked


def test_nobody_there_is_a_sentence() -> None:
    settings = ClusterSettings(urls=(f"http://127.0.0.1:{free_port()}",), search_seconds=BUDGET)
    reader = ElasticsearchEngine(settings, "nowhere").reader(HashingEmbedder())

    with pytest.raises(SearchUnavailable, match="does not answer"):
        reader.search(Query(), PUBLIC)


@pytest.mark.parametrize(
    ("name", "value"),
    [("ELASTICSEARCH_URL", "cluster:9200"), ("ELASTICSEARCH_SHARDS", "many"), ("ELASTICSEARCH_REPLICAS", "-1")],
)
def test_settings_that_do_not_hold_are_named(name: str, value: str) -> None:
    with pytest.raises(SearchRefused, match=name):
        read_cluster({name: value})


def _seconds_until_refused(ask: Callable[[], object]) -> float:
    start = time.monotonic()
    with pytest.raises(SearchUnavailable):
        ask()
    return time.monotonic() - start

"""The marketplace while Elasticsearch hangs, is too busy, not ready, red, slow or gone; and after it came back."""

import os
import time
import uuid
from collections.abc import Callable, Iterator
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.app import create_app
from marketplace.config import Settings, read_settings
from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.core.outbox import backlog, promise
from marketplace.discovery.indexing import drain_outbox
from search.engines.elasticsearch.cluster import ClusterSettings
from search.engines.elasticsearch.engine import ElasticsearchEngine
from search.ports import SearchUnavailable
from tests.discovery.conftest import CAPTURE, RICE, TILES, Publish, WordEmbedder
from tests.discovery.test_search_page import ids
from tests.elasticsearch import ElasticsearchNode
from tests.factories import make_need, make_organisation, make_person
from tests.failing_node import FailingNode, Manner

BUDGET = 0.5
FAILING = [Manner.HANG, Manner.BUSY, Manner.NOT_READY, Manner.RED]


@pytest.fixture
def node() -> Iterator[FailingNode]:
    with FailingNode(manner=Manner.HANG) as node:
        yield node


@pytest.fixture
def settings(installation: dict[str, str], node: FailingNode) -> Settings:
    """An installation whose cluster is the failing node."""
    return read_settings(
        installation
        | {
            "SEARCH_ENGINE": "elasticsearch",
            "ELASTICSEARCH_URL": node.url,
            "ELASTICSEARCH_SEARCH_SECONDS": str(BUDGET),
        }
    )


@pytest.fixture
def app(settings: Settings, node: FailingNode) -> Iterator[Flask]:
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False
    _read_from(app, _engine(node.url))
    yield app
    app.extensions["database"].dispose()


def _engine(url: str) -> ElasticsearchEngine:
    settings = ClusterSettings(urls=(url,), prefix="test", replicas=0, search_seconds=BUDGET, write_seconds=2)
    return ElasticsearchEngine(settings, uuid.uuid4().hex)


def _read_from(app: Flask, engine: ElasticsearchEngine) -> None:
    app.extensions["search_readers"] = {os.getpid(): engine.reader(WordEmbedder())}


def _page(client: FlaskClient, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return unescape(response.get_data(as_text=True))


@pytest.mark.parametrize("manner", FAILING)
def test_the_page_says_so_and_the_database_answers(
    manner: Manner, node: FailingNode, client: FlaskClient, publish: Publish
) -> None:
    node.manner = manner
    shown = [publish(said).public_id for said in (CAPTURE, TILES, RICE)]

    _page(client, "/search?q=磷石膏")  # templates are compiled
    started = time.monotonic()
    page = _page(client, "/search?q=磷石膏怎样变成建材")
    taken = time.monotonic() - started

    assert ids(page) == shown[1:2]
    assert "查找暂时受限" in page
    assert "下面是标题或关键词里有这些词的" in page
    assert taken < BUDGET + 2


def test_a_slow_cluster_gets_one_budget_for_all_its_answers(
    node: FailingNode, client: FlaskClient, publish: Publish
) -> None:
    node.manner, node.drip = Manner.DRIP, 0.8 * BUDGET
    publish(TILES)
    _page(client, "/search?q=磷石膏")
    node.asked = 0

    started = time.monotonic()
    page = _page(client, "/search?q=磷石膏")
    taken = time.monotonic() - started

    assert "查找暂时受限" in page
    assert taken < BUDGET + 2
    assert node.asked <= 3


def test_after_three_failures_nobody_waits(node: FailingNode, client: FlaskClient, publish: Publish) -> None:
    publish(TILES)
    for _ in range(3):
        _page(client, "/search?q=磷石膏")
    asked = node.asked

    _page(client, "/search?q=磷石膏")

    assert node.asked == asked


def test_what_the_database_knows_still_narrows_and_what_it_does_not_is_named(
    client: FlaskClient, publish: Publish
) -> None:
    shown = [publish(said).public_id for said in (CAPTURE, TILES, RICE)]

    assert ids(_page(client, "/search?carbon_class=sink")) == shown[2:]
    assert ids(_page(client, f"/search?q={shown[0]}")) == shown[:1]
    assert sorted(ids(_page(client, "/search?technology=C2&sector=chemical"))) == shown[1:2]
    page = _page(client, "/search?trl_min=8")
    assert sorted(ids(page)) == shown
    assert "这些条件暂时没有用上：TRL ≥ 8。" in page


def test_pages_of_the_database_can_be_turned(client: FlaskClient, publish: Publish) -> None:
    shown = [publish(said).public_id for said in (CAPTURE, TILES, RICE)]

    turned = [ids(_page(client, f"/search?size=1&page={number}"))[0] for number in (1, 2, 3)]

    assert sorted(turned) == sorted(shown)


def test_needs_are_looked_up_too(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        wanted = make_need(session, make_organisation(session, "ENT-A"), title="矿热炉余热回收").public_id

    assert ids(_page(client, "/search?kind=need&q=余热回收")) == [wanted]


@pytest.mark.parametrize("manner", FAILING)
def test_the_probe_and_the_console_tell_the_truth(
    manner: Manner,
    node: FailingNode,
    client: FlaskClient,
    database: Database,
    publish: Publish,
    sign_in: Callable[[str], FlaskClient],
) -> None:
    node.manner = manner
    public_id = publish(TILES).public_id
    with database.transaction() as session:
        make_person(session, "admin@example.org", Role.ADMIN)
        promise(session, "achievement", public_id)

    answer = client.get("/readyz")
    page = _page(sign_in("admin@example.org"), "/admin/search")

    assert answer.status_code == 200  # the pages are served, without search
    assert answer.json is not None
    assert answer.json["status"] == "limited"
    assert (answer.json["database"], answer.json["search"]) == ("ok", "unavailable")
    assert answer.json["outbox"]["waiting"] >= 1
    assert "索引现在读不到" in page
    assert "索引与数据库一致" not in page


@pytest.mark.parametrize("manner", [Manner.HANG, Manner.BUSY, Manner.NOT_READY])
def test_promises_wait_while_the_cluster_is_away(manner: Manner, node: FailingNode, database: Database) -> None:
    node.manner = manner
    with database.transaction() as session:
        promise(session, "achievement", "R-2026-000001")
    writer = _engine(node.url).writer(WordEmbedder())

    with pytest.raises(SearchUnavailable):
        drain_outbox(database, writer)

    with database.reading() as session:
        assert backlog(session).waiting == 1


@pytest.mark.elasticsearch
@pytest.mark.xdist_group("elasticsearch")
def test_when_the_cluster_is_back_the_outbox_catches_up_and_the_page_searches_again(
    app: Flask, client: FlaskClient, database: Database, publish: Publish, elasticsearch_node: ElasticsearchNode
) -> None:
    with FailingNode(elasticsearch_node.url, Manner.NOT_READY) as node:
        settings = ClusterSettings(urls=(node.url,), prefix="test", replicas=0, search_seconds=5, write_seconds=20)
        engine = ElasticsearchEngine(settings, uuid.uuid4().hex)
        _read_from(app, engine)
        shown = publish(TILES).public_id
        with database.transaction() as session:
            promise(session, "achievement", shown)
        with pytest.raises(SearchUnavailable):
            drain_outbox(database, engine.writer(WordEmbedder()))
        assert "查找暂时受限" in _page(client, "/search?q=磷石膏")

        node.manner = Manner.HAND_ON
        drain_outbox(database, engine.writer(WordEmbedder()))
        page = _page(client, "/search?q=磷石膏")

        assert ids(page) == [shown]
        assert "查找暂时受限" not in page
        with database.reading() as session:
            assert backlog(session).waiting == 0
        engine.remove()

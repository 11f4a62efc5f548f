"""Two web hosts and two workers, each a process of its own, on one PostgreSQL and one Elasticsearch: nothing is lost or doubled."""

import os
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from marketplace.config import read_settings
from marketplace.core.db import Database
from marketplace.web.search_index import engine_of
from tests.elasticsearch import ElasticsearchNode, free_port
from tests.faults import house, people
from tests.faults.check import LETTERS, Outcome, compare
from tests.faults.driver import empty_database, wait_until_nothing_waits
from tests.postgres import PostgresCluster

pytestmark = [pytest.mark.postgres, pytest.mark.elasticsearch, pytest.mark.xdist_group("elasticsearch")]
WORKERS, HOSTS, IMPORTS, ACTS = 2, 2, 1, 8


def _serve(environ: house.Environment, port: int) -> None:
    """A web host with a folder of its own for what is not shared."""
    app, _database = house.house(environ)
    reader = engine_of(read_settings(environ)).reader(house.embedder_of(environ))
    app.extensions["search_readers"] = {os.getpid(): reader}
    make_server("127.0.0.1", port, app).serve_forever()


def test_several_hosts_and_workers_share_one_database_and_one_cluster(
    postgres_cluster: PostgresCluster, elasticsearch_node: ElasticsearchNode, tmp_path: Path
) -> None:
    url = empty_database(postgres_cluster)
    environ = house.environment(url, tmp_path, [elasticsearch_node]) | {
        "ELASTICSEARCH_REPLICAS": "0",
        "ELASTICSEARCH_PREFIX": "several",
    }
    house.end_of(people.prepare, environ, IMPORTS)
    office = house.start(house.receive_letters, tmp_path / LETTERS, int(environ["MAIL_URL"].rpartition(":")[2]))
    ports = [free_port() for _ in range(HOSTS)]
    children = [house.start(_serve, environ, port) for port in ports]
    children += [house.start(house.work_until_killed, environ) for _ in range(WORKERS)]
    editor = house.start(people.edit_until_killed, environ)

    statuses = people.act_on_hosts(environ, ports, ACTS)

    house.kill(editor)
    wait_until_nothing_waits(url)
    for child in (*children, office):
        house.kill(child)
    outcome, database = Outcome(), Database(url)
    reader = engine_of(read_settings(environ)).reader(house.embedder_of(environ))
    compare(outcome, database, reader, tmp_path, IMPORTS)
    database.dispose()
    reader.close()
    assert statuses == [303] * ACTS
    assert (outcome.lost, outcome.doubled, outcome.wrong_pages) == ([], [], [])
    assert outcome.imported == IMPORTS * people.ROWS
    assert outcome.edits > 0

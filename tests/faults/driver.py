"""Kill processes at random moments while people edit, imports run, letters leave and the index follows; then look what is missing."""

import random
import time
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import func, select

from marketplace.cli import upgrade_database
from marketplace.config import read_settings
from marketplace.core import jobs
from marketplace.core.db import AWAY, Database
from marketplace.core.mail import Mail
from marketplace.core.outbox import backlog
from marketplace.web.search_index import engine_of
from tests.elasticsearch import ElasticsearchNode, free_port
from tests.faults import house, people
from tests.faults.check import LETTERS, Outcome, compare
from tests.postgres import PostgresCluster

PATIENCE = 900.0  # seconds for what is left to do after the last kill
SMALL = ("editor", "worker", "worker", "postgres")
WHOLE = (*SMALL, "editor", "worker", "web", "web", "postgres", "search")


def run(
    cluster: PostgresCluster,
    url: str,
    home: Path,
    *,
    kills: int,
    seed: int = 5,
    imports: int = 0,
    pause: tuple[float, float] = (0.1, 2.0),
    nodes: Sequence[ElasticsearchNode] = (),
) -> Outcome:
    """Kill so many times, let the rest be done, and compare. With search nodes the pages are served and killed as well."""
    chance, outcome = random.Random(seed), Outcome()
    imports = imports or max(1, kills // 10)
    environ = house.environment(url, home, nodes)
    house.end_of(people.prepare, environ, imports)
    post_office = house.start(house.receive_letters, home / LETTERS, int(environ["MAIL_URL"].rpartition(":")[2]))
    children = {
        "editor": house.start(people.edit_until_killed, environ),
        "worker": house.start(house.work_until_killed, environ),
    }
    if nodes:
        port = free_port()
        served = house.Served(environ, port)
        visitor = house.start(people.visit_until_killed, environ, port)
        _wait_until_the_member_acts(home)
    while outcome.kills.total() < kills:
        time.sleep(chance.uniform(*pause))
        victim = chance.choice(WHOLE if nodes else SMALL)
        if victim == "postgres":
            house.kill_postgres(cluster, chance)
        elif victim == "search":
            house.kill_node(nodes, chance)
        elif victim == "web":
            if not served.kill(chance):
                continue  # it still starts
        else:
            house.kill(children[victim])
            task = people.edit_until_killed if victim == "editor" else house.work_until_killed
            children[victim] = house.start(task, environ)
        outcome.kills[victim] += 1
        if nodes:
            print(f"    {outcome.kills.total()}: {victim}", flush=True)
    house.kill(children["editor"])
    if nodes:
        house.kill(visitor)
        served.end()
        for node in nodes:
            node.wait(members=len(nodes))
    wait_until_nothing_waits(url)
    house.kill(children["worker"])
    house.kill(post_office)
    database = Database(url)
    reader = engine_of(read_settings(environ)).reader(house.embedder_of(environ))
    compare(outcome, database, reader, home, imports)
    reader.close()
    database.dispose()
    return outcome


def empty_database(cluster: PostgresCluster) -> str:
    """A database at the newest revision."""
    url = cluster.create_database()
    upgrade_database(url)
    return url


def _wait_until_the_member_acts(home: Path) -> None:
    until = time.monotonic() + PATIENCE
    while not (home / people.PAGES).exists() or not (home / people.PAGES).stat().st_size:
        if time.monotonic() > until:
            raise RuntimeError("no page of search was served")
        time.sleep(0.5)


def wait_until_nothing_waits(url: str) -> None:
    """Until promises are kept, jobs are done and letters have left."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        time.sleep(0.5)
        database = Database(url)
        try:
            with database.reading() as session:
                open_ = select(func.count(jobs.Job.id)).where(jobs.Job.finished_at.is_(None))
                unsent = select(func.count(Mail.id)).where(Mail.sent_at.is_(None))
                if not (backlog(session).waiting or session.scalar(open_) or session.scalar(unsent)):
                    return
        except AWAY:
            continue
        finally:
            database.dispose()
    raise RuntimeError(f"after {PATIENCE:g} seconds something still waits")

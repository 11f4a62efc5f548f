"""200 kills of web, worker, search nodes and PostgreSQL at random moments: what is lost or doubled afterwards."""

import tempfile
from pathlib import Path

from bench.registry import measurement
from tests.elasticsearch import three_nodes
from tests.faults import driver
from tests.postgres import PostgresCluster

KILLS = 200


@measurement(name="faults", unit="lost or doubled after 200 kills", bar=0, better="lower")
def faults() -> float:
    with (
        tempfile.TemporaryDirectory() as home,
        tempfile.TemporaryDirectory() as places,
        PostgresCluster(keeps_commits=True) as cluster,
        three_nodes(Path(places)) as nodes,
    ):
        outcome = driver.run(
            cluster, driver.empty_database(cluster), Path(home), kills=KILLS, pause=(0.5, 6.0), nodes=nodes
        )
    killed = ", ".join(f"{count} of {name}" for name, count in sorted(outcome.kills.items()))
    print(f"    killed: {killed}")
    print(
        f"    {outcome.edits} edits, {outcome.imported} imported rows, {outcome.letters} letters, {outcome.indexed} indexed"
    )
    print(f"    acts in the browser by status: {dict(outcome.acts)}; pages of search: {dict(outcome.pages)}")
    findings = (*outcome.lost, *outcome.doubled, *outcome.wrong_pages)
    for sentence in findings:
        print(f"    {sentence}")
    return len(findings)

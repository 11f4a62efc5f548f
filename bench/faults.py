"""200 kills of web, worker and PostgreSQL's connection processes at random moments: what is lost or doubled afterwards."""

import tempfile
from pathlib import Path

from bench.registry import measurement
from tests.faults import driver
from tests.postgres import PostgresCluster

KILLS = 200


@measurement(name="faults", unit="lost or doubled after 200 kills", bar=0, better="lower")
def faults() -> float:
    with PostgresCluster(keeps_commits=True) as cluster, tempfile.TemporaryDirectory() as home:
        outcome = driver.run(cluster, driver.empty_database(cluster), Path(home), kills=KILLS)
    killed = ", ".join(f"{count} of {name}" for name, count in sorted(outcome.kills.items()))
    print(f"    {killed}; {outcome.edits} edits, {outcome.imported} imported rows, {outcome.letters} letters")
    print(f"    {outcome.letters_repeated} letters were handed over again under the same Message-ID")
    for sentence in (*outcome.lost, *outcome.doubled):
        print(f"    {sentence}")
    return len(outcome.lost) + len(outcome.doubled)

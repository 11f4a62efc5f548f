"""A small share of what `python -m bench faults` does at length."""

from pathlib import Path

import pytest

from tests.faults import driver, people
from tests.postgres import PostgresCluster

KILLS = 8


@pytest.mark.postgres
def test_kills_at_random_moments_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    with PostgresCluster(keeps_commits=True) as cluster:  # of its own: others must not feel its crashes
        outcome = driver.run(cluster, driver.empty_database(cluster), tmp_path, kills=KILLS)

    assert (outcome.lost, outcome.doubled) == ([], [])
    assert sum(outcome.kills.values()) == KILLS
    assert outcome.imported == people.ROWS
    assert outcome.edits > 0

"""Public ids count up in each series and year."""

import threading
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from marketplace.core.clock import held_at
from marketplace.core.db import Database
from marketplace.core.public_ids import next_public_id


def test_ids_count_up_within_series_and_year(session: Session) -> None:
    with held_at(datetime(2031, 5, 1, tzinfo=UTC)):
        first = [next_public_id(session, "R"), next_public_id(session, "N"), next_public_id(session, "R")]
    with held_at(datetime(2032, 1, 1, tzinfo=UTC)):
        later = next_public_id(session, "R")

    assert first == ["R-2031-0001", "N-2031-0001", "R-2031-0002"]
    assert later == "R-2032-0001"


def test_writers_at_the_same_time_never_share_an_id(any_database: Database) -> None:
    taken: list[str] = []

    def take() -> None:
        for _ in range(5):
            with any_database.transaction() as session:
                taken.append(next_public_id(session, "R"))

    takers = [threading.Thread(target=take) for _ in range(4)]
    for taker in takers:
        taker.start()
    for taker in takers:
        taker.join()

    assert len(taken) == len(set(taken)) == 20

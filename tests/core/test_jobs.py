"""Jobs are claimed once, tried again, taken over from the silent, and end with a sentence."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from marketplace.core.clock import held_at
from marketplace.core.db import Database
from marketplace.core.errors import NotFound
from marketplace.core.jobs import (
    AWAY_PAUSE,
    HANDLERS,
    HEARTBEAT,
    MAX_ATTEMPTS,
    Job,
    JobFailed,
    JobState,
    Progress,
    claim_next,
    enqueue,
    find_job,
    handles,
    run_job,
)
from search.ports import SearchUnavailable

START = datetime(2026, 11, 23, 2, tzinfo=UTC)


@handles("test.count")
def _count(_database: Database, payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    for step in range(payload["steps"]):
        progress.report(step + 1, payload["steps"])
    return {"counted": payload["steps"]}


@handles("test.refuse")
def _refuse(_database: Database, _payload: dict[str, Any], _progress: Progress) -> dict[str, Any]:
    raise JobFailed("文件里没有数据行。")


@handles("test.break")
def _break(_database: Database, _payload: dict[str, Any], _progress: Progress) -> dict[str, Any]:
    raise OSError("disk away")


@handles("test.search")
def _search(_database: Database, payload: dict[str, Any], _progress: Progress) -> dict[str, Any]:
    if payload["away"]:
        raise SearchUnavailable("Elasticsearch does not answer.")
    return {}


def _queue(database: Database, kind: str, payload: dict[str, Any] | None = None, person_id: int | None = None) -> int:
    with database.transaction() as session:
        return enqueue(session, kind, payload or {}, person_id).id


def _read(database: Database, job_id: int) -> Job:
    with database.reading() as session:
        return session.get_one(Job, job_id)


def test_a_job_runs_to_its_result_and_shows_its_progress(any_database: Database) -> None:
    job_id = _queue(any_database, "test.count", {"steps": 3})

    claimed = claim_next(any_database, "w1")
    assert claimed is not None
    run_job(any_database, *claimed)

    job = _read(any_database, job_id)
    assert (job.state, job.result, job.progress_done, job.progress_total) == (JobState.DONE, {"counted": 3}, 3, 3)


def test_a_claimed_job_is_not_claimed_again(any_database: Database) -> None:
    _queue(any_database, "test.count", {"steps": 1})

    assert claim_next(any_database, "w1") is not None
    assert claim_next(any_database, "w2") is None


def test_a_job_whose_worker_fell_silent_is_taken_over_and_the_old_worker_cannot_finish_it(
    any_database: Database,
) -> None:
    with held_at(START):
        job_id = _queue(any_database, "test.count", {"steps": 2})
        first = claim_next(any_database, "w1")
    with held_at(START + HEARTBEAT + timedelta(seconds=1)):
        second = claim_next(any_database, "w2")
        assert first is not None
        assert second is not None
        run_job(any_database, *first)
        assert _read(any_database, job_id).state == JobState.RUNNING
        run_job(any_database, *second)

    assert _read(any_database, job_id).state == JobState.DONE


def test_a_job_that_cannot_succeed_fails_at_once_with_its_sentence(any_database: Database) -> None:
    job_id = _queue(any_database, "test.refuse")

    claimed = claim_next(any_database, "w1")
    assert claimed is not None
    run_job(any_database, *claimed)

    job = _read(any_database, job_id)
    assert (job.state, job.message, job.attempts) == (JobState.FAILED, "文件里没有数据行。", 1)


def test_a_job_that_breaks_is_tried_again_with_growing_pauses_then_given_up(any_database: Database) -> None:
    moment = START
    with held_at(moment):
        job_id = _queue(any_database, "test.break")
    for _ in range(MAX_ATTEMPTS):
        with held_at(moment):
            claimed = claim_next(any_database, "w1")
            assert claimed is not None
            run_job(any_database, *claimed)
            assert claim_next(any_database, "w1") is None
        moment += timedelta(minutes=2)

    job = _read(any_database, job_id)
    assert (job.state, job.attempts, job.message) == (JobState.FAILED, MAX_ATTEMPTS, "OSError: disk away")


def test_a_job_that_finds_search_away_waits_however_often_and_is_never_given_up(any_database: Database) -> None:
    moment = START
    with held_at(moment):
        job_id = _queue(any_database, "test.search", {"away": True})
    for _ in range(MAX_ATTEMPTS + 2):
        with held_at(moment):
            claimed = claim_next(any_database, "w1")
            assert claimed is not None
            run_job(any_database, *claimed)
            assert claim_next(any_database, "w1") is None
        moment += AWAY_PAUSE
    waiting = _read(any_database, job_id)
    with any_database.transaction() as session:
        session.get_one(Job, job_id).payload = {"away": False}
    with held_at(moment):
        claimed = claim_next(any_database, "w1")
        assert claimed is not None
        run_job(any_database, *claimed)

    said = (waiting.state, waiting.attempts, waiting.message)
    assert said == (JobState.QUEUED, 0, "Elasticsearch does not answer.")
    assert _read(any_database, job_id).state == JobState.DONE


def test_a_job_is_found_only_by_the_person_who_asked_for_it(any_database: Database) -> None:
    job_id = _queue(any_database, "test.count", {"steps": 1}, person_id=7)
    public_id = _read(any_database, job_id).public_id

    with any_database.reading() as session:
        assert find_job(session, public_id, 7).id == job_id
        with pytest.raises(NotFound):
            find_job(session, public_id, 8)


def test_every_kind_has_one_handler() -> None:
    assert {"test.count", "test.refuse", "test.break", "test.search"} <= set(HANDLERS)

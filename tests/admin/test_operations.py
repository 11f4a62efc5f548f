"""What was given up is tried again by a button: jobs one by one, letters all at once."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.admin import console
from marketplace.core.actor import ANYONE, Role
from marketplace.core.audit import AuditEvent
from marketplace.core.clock import now
from marketplace.core.db import Database
from marketplace.core.errors import Conflict, Forbidden, NotFound
from marketplace.core.jobs import MAX_ATTEMPTS, Job, JobState, claim_next, enqueue
from marketplace.core.mail import MAX_ATTEMPTS as MAIL_ATTEMPTS
from marketplace.core.mail import Mail
from tests.factories import make_actor, make_person


def _given_up(session: Session) -> Job:
    job = enqueue(session, "ingest.load", {"run": 1})
    job.state, job.attempts, job.message, job.finished_at = JobState.FAILED, MAX_ATTEMPTS, "OSError: away", now()
    session.flush()
    return job


def test_a_job_that_was_given_up_is_queued_as_if_new_and_written_down(session: Session) -> None:
    admin, job = make_actor(session, "admin@example.org", Role.ADMIN), _given_up(session)

    console.try_again(session, admin, job.public_id)

    assert (job.state, job.attempts, job.message, job.finished_at) == (JobState.QUEUED, 0, "", None)
    line = session.scalars(select(AuditEvent).where(AuditEvent.action == "try_again")).one()
    assert (line.subject_id, line.detail) == (job.public_id, {"kind": "ingest.load", "reason": "OSError: away"})
    with pytest.raises(Conflict):
        console.try_again(session, admin, job.public_id)


def test_only_administrators_try_again_and_only_what_there_is(session: Session) -> None:
    job = _given_up(session)

    with pytest.raises(Forbidden):
        console.try_again(session, ANYONE, job.public_id)
    with pytest.raises(Forbidden):
        console.send_again(session, ANYONE)
    with pytest.raises(NotFound):
        console.try_again(session, make_actor(session, "admin@example.org", Role.ADMIN), "nothing")


def test_letters_that_were_given_up_wait_again_and_those_that_left_do_not(session: Session) -> None:
    admin = make_actor(session, "admin@example.org", Role.ADMIN)
    given_up, left = (
        Mail(recipient="a@example.org", subject="x", body="x", attempts=MAIL_ATTEMPTS, sent_at=sent)
        for sent in (None, now())
    )
    session.add_all([given_up, left])
    session.flush()

    assert console.send_again(session, admin) == 1
    assert console.send_again(session, admin) == 0

    session.expire_all()
    assert (given_up.attempts, left.attempts) == (0, MAIL_ATTEMPTS)


def test_the_buttons_of_the_page_do_it(database: Database, sign_in: Callable[[str], FlaskClient]) -> None:
    with database.transaction() as session:
        make_person(session, "admin@example.org", Role.ADMIN)
        public_id = _given_up(session).public_id
        session.add(Mail(recipient="a@example.org", subject="周报", body="x", attempts=MAIL_ATTEMPTS, error="550 full"))
    admin = sign_in("admin@example.org")
    before = admin.get("/admin/operations").get_data(as_text=True)

    assert admin.post(f"/admin/operations/jobs/{public_id}/again").status_code == 303
    assert admin.post("/admin/operations/mails/again").status_code == 303
    after = admin.get("/admin/operations").get_data(as_text=True)

    assert [said in before for said in ("再试一次", "550 full", "全部重新寄出")] == [True, True, True]
    assert [said in after for said in ("再试一次", "550 full", "全部重新寄出")] == [False, False, False]
    assert claim_next(database, "w") is not None

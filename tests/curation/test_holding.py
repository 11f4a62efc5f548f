"""Taking records in hand, giving them away and putting them back, on both databases."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import OrganisationKind
from marketplace.core.actor import Actor, Role
from marketplace.core.audit import AuditEvent
from marketplace.core.clock import held_at
from marketplace.core.db import Database
from marketplace.core.errors import Conflict, Forbidden, InvalidInput
from marketplace.core.mail import Mail
from marketplace.curation.models import Assignment, QueueDecision
from marketplace.curation.queries.holders import holding as held
from marketplace.curation.queries.holders import who_may_hold
from marketplace.curation.queries.subjects import get_subject
from marketplace.curation.rules import Kind, Nature
from marketplace.curation.services import holding
from marketplace.curation.services.deciding import Decision, decide
from marketplace.listings.rules import ListingState
from marketplace.needs import services as needs
from marketplace.needs.rules import NeedState
from tests.curation.conftest import Cast
from tests.factories import make_actor, make_listing, make_need, make_organisation

NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)
NEED = Kind.NEED


def _decision(act: str, **remarks: str) -> Decision:
    return Decision(act=act, remarks=remarks, lock=None)


def _holder(session: Session, actor: Actor, public_id: str) -> int | None:
    found = held(session, get_subject(session, actor, NEED, public_id))
    return found.person_id if found else None


def _letters(session: Session) -> list[tuple[str, str]]:
    return [(mail.recipient, mail.subject) for mail in session.scalars(select(Mail).order_by(Mail.id))]


def _actions(session: Session) -> list[str]:
    return list(session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)))


def test_the_second_to_take_is_told_who_has_it(session: Session, cast: Cast) -> None:
    with held_at(NOON):
        need = make_need(session, cast.enterprise, NeedState.SUBMITTED)
        holding.take(session, cast.curator, NEED, need.public_id)
    with pytest.raises(Conflict, match="11-24 12:00"):
        holding.take(session, cast.colleague, NEED, need.public_id)

    assert _holder(session, cast.curator, need.public_id) == cast.curator.person_id
    assert _actions(session) == ["take"]


def test_of_two_who_take_at_once_one_wins(any_database: Database) -> None:
    with any_database.transaction() as session:
        enterprise = make_organisation(session, "ENT-A", OrganisationKind.ENTERPRISE)
        actors = [make_actor(session, f"c{place}@example.org", Role.CURATOR) for place in range(2)]
        public_id = make_need(session, enterprise, NeedState.SUBMITTED).public_id
    start, told = threading.Barrier(2), []

    def race(actor: Actor) -> None:
        start.wait()
        try:
            with any_database.transaction() as writing:
                holding.take(writing, actor, NEED, public_id)
            told.append("taken")
        except Conflict:
            told.append("told")

    threads = [threading.Thread(target=race, args=(actor,)) for actor in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(told) == ["taken", "told"]
    with any_database.reading() as session:
        assert len(session.scalars(select(Assignment)).all()) == 1


def test_taking_over_names_who_had_it_and_tells_them(session: Session, cast: Cast) -> None:
    need = make_need(session, cast.enterprise, NeedState.SUBMITTED)
    holding.take(session, cast.curator, NEED, need.public_id)

    holding.take(session, cast.colleague, NEED, need.public_id, cast.curator.person_id)

    assert _holder(session, cast.curator, need.public_id) == cast.colleague.person_id
    assert _letters(session) == [("curator@example.org", f"已由他人接手：{need.title}")]
    assert _actions(session) == ["take", "take_over"]


def test_a_record_is_given_only_to_somebody_who_may_decide_on_it(session: Session, cast: Cast) -> None:
    need = make_need(session, cast.enterprise, NeedState.SUBMITTED)
    with pytest.raises(InvalidInput):
        holding.give(session, cast.curator, NEED, need.public_id, cast.own_curator.person_id or 0)

    holding.give(session, cast.curator, NEED, need.public_id, cast.colleague.person_id or 0)

    subject = get_subject(session, cast.curator, NEED, need.public_id)
    assert [person.email for person in who_may_hold(session, cast.curator, subject)] == ["colleague@example.org"]
    assert _holder(session, cast.curator, need.public_id) == cast.colleague.person_id
    assert _letters(session) == [("colleague@example.org", f"请您审核：{need.title}")]
    with pytest.raises(Conflict):
        holding.give(session, cast.curator, NEED, need.public_id, cast.curator.person_id or 0)


def test_only_the_holder_puts_a_record_back(session: Session, cast: Cast) -> None:
    need = make_need(session, cast.enterprise, NeedState.SUBMITTED)
    holding.take(session, cast.curator, NEED, need.public_id)
    with pytest.raises(Conflict):
        holding.release(session, cast.colleague, NEED, need.public_id)

    holding.release(session, cast.curator, NEED, need.public_id)
    holding.release(session, cast.curator, NEED, need.public_id)

    assert _holder(session, cast.curator, need.public_id) is None
    assert _actions(session) == ["take", "release"]


def test_a_curator_of_the_owner_takes_nothing(session: Session, cast: Cast) -> None:
    need = make_need(session, cast.enterprise, NeedState.SUBMITTED)

    with pytest.raises(Forbidden):
        holding.take(session, cast.own_curator, NEED, need.public_id)


def test_what_does_not_wait_is_not_taken(session: Session, cast: Cast) -> None:
    need = make_need(session, cast.enterprise, NeedState.PUBLISHED)
    listing = make_listing(session, owner=cast.university, state=ListingState.PUBLISHED)

    for kind, public_id in ((NEED, need.public_id), (Kind.ACHIEVEMENT, listing.public_id)):
        with pytest.raises(Conflict, match="不在队列里"):
            holding.take(session, cast.curator, kind, public_id)


def test_nobody_decides_on_what_another_has_in_hand(session: Session, cast: Cast) -> None:
    need = make_need(session, cast.enterprise, NeedState.SUBMITTED)
    holding.take(session, cast.colleague, NEED, need.public_id)

    with pytest.raises(Conflict, match="接手"):
        decide(session, cast.curator, NEED, need.public_id, _decision("publish"))

    assert need.state == NeedState.SUBMITTED


def test_a_new_submission_is_in_nobodys_hands(session: Session, cast: Cast) -> None:
    member = make_actor(session, "member@example.org", Role.ENTERPRISE, organisation=cast.enterprise)
    with held_at(NOON):
        need = make_need(session, cast.enterprise, NeedState.SUBMITTED)
        holding.take(session, cast.curator, NEED, need.public_id)
    needs.recall(session, member, need.public_id)
    with held_at(NOON + timedelta(hours=1)):
        needs.submit(session, member, need.public_id)

    assert _holder(session, cast.curator, need.public_id) is None
    holding.take(session, cast.colleague, NEED, need.public_id)
    assert _holder(session, cast.curator, need.public_id) == cast.colleague.person_id


def test_a_decision_is_kept_with_its_times_and_lets_go(session: Session, cast: Cast) -> None:
    with held_at(NOON):
        need = make_need(session, cast.enterprise, NeedState.SUBMITTED)
        holding.take(session, cast.curator, NEED, need.public_id)
        due = need.response_due_at
    with held_at(NOON + timedelta(hours=5)):
        decide(session, cast.curator, NEED, need.public_id, _decision("return", goal="写明年份"))

    kept = session.scalars(select(QueueDecision)).one()
    assert (kept.act, kept.nature, kept.person_id) == ("return", Nature.NEW, cast.curator.person_id)
    assert (kept.submitted_at, kept.decided_at, kept.due_at) == (NOON, NOON + timedelta(hours=5), due)
    assert kept.remarks == {"goal": "写明年份"}
    assert session.scalars(select(Assignment)).all() == []


def test_a_need_in_diagnosis_stays_in_the_same_hands(session: Session, cast: Cast) -> None:
    need = make_need(session, cast.enterprise, NeedState.SUBMITTED)
    holding.take(session, cast.curator, NEED, need.public_id)

    decide(session, cast.curator, NEED, need.public_id, _decision("diagnose"))

    assert _holder(session, cast.curator, need.public_id) == cast.curator.person_id

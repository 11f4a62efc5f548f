"""The curators' queue over both kinds, on both databases."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation, OrganisationKind
from marketplace.admin import waiting
from marketplace.admin.waiting import Kind, QueueFilter
from marketplace.core.actor import ANYONE, Actor, Role
from marketplace.core.clock import held_at
from marketplace.core.errors import Forbidden
from marketplace.listings.models import AchievementVersion
from marketplace.listings.rules import ListingState
from marketplace.needs.rules import NeedState
from tests.factories import make_actor, make_listing, make_need, make_organisation

MORNING = datetime(2026, 11, 23, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Cast:
    university: Organisation
    enterprise: Organisation
    curator: Actor
    own_curator: Actor


@pytest.fixture
def cast(session: Session) -> Cast:
    university = make_organisation(session, "UNI-A", name="楚泽大学")
    enterprise = make_organisation(session, "ENT-A", OrganisationKind.ENTERPRISE, "楚垣钢铁")
    return Cast(
        university=university,
        enterprise=enterprise,
        curator=make_actor(session, "curator@example.org", Role.CURATOR),
        own_curator=make_actor(session, "own@example.org", Role.CURATOR, organisation=enterprise),
    )


def _listing(session: Session, owner: Organisation, at: datetime) -> AchievementVersion:
    version = make_listing(session, owner=owner, state=ListingState.SUBMITTED)
    version.submitted_at = at
    session.flush()
    return version


def _ids(session: Session, actor: Actor, wanted: QueueFilter | None = None) -> list[str]:
    return [record.public_id for record in waiting.waiting(session, actor, wanted or QueueFilter()).items]


def test_both_kinds_wait_in_one_line_oldest_first(session: Session, cast: Cast) -> None:
    with held_at(MORNING):
        second = make_need(session, cast.enterprise, NeedState.SUBMITTED)
        diagnosis = make_need(session, cast.enterprise, NeedState.DIAGNOSIS)
        make_need(session, cast.enterprise, NeedState.PUBLISHED)
        make_need(session, cast.enterprise, NeedState.DRAFT)
    first = _listing(session, cast.university, MORNING - timedelta(hours=1))
    last = _listing(session, cast.university, MORNING + timedelta(hours=1))

    with held_at(MORNING + timedelta(hours=5, minutes=30)):
        page = waiting.waiting(session, cast.curator, QueueFilter())
        told = [(record.public_id, record.hours_waited, record.hours_left) for record in page.items]

    assert told == [
        (first.public_id, 6, None),
        (second.public_id, 5, 42),
        (diagnosis.public_id, 5, 42),
        (last.public_id, 4, None),
    ]
    assert waiting.count_waiting(session) == 4


def test_the_queue_is_narrowed(session: Session, cast: Cast) -> None:
    need = make_need(session, cast.enterprise, NeedState.SUBMITTED, title="甲 100%")
    listing = _listing(session, cast.university, MORNING)

    assert _ids(session, cast.curator, QueueFilter(kind=Kind.NEED)) == [need.public_id]
    assert _ids(session, cast.curator, QueueFilter(kind=Kind.ACHIEVEMENT)) == [listing.public_id]
    assert _ids(session, cast.curator, QueueFilter(owner="UNI-A")) == [listing.public_id]
    assert _ids(session, cast.curator, QueueFilter(text="100%")) == [need.public_id]
    assert _ids(session, cast.curator, QueueFilter(text="楚泽")) == [listing.public_id]
    assert _ids(session, cast.curator, QueueFilter(sector="steel", kind=Kind.NEED)) == [need.public_id]
    assert [o.code for o in waiting.owners_waiting(session, cast.curator)] == ["ENT-A", "UNI-A"]


def test_the_next_one_is_not_the_curators_own(session: Session, cast: Cast) -> None:
    with held_at(MORNING):
        need = make_need(session, cast.enterprise, NeedState.SUBMITTED, submitted_by=cast.curator.person_id)
    listing = _listing(session, cast.university, MORNING + timedelta(hours=1))

    found = [waiting.next_to_decide(session, actor, QueueFilter()) for actor in (cast.curator, cast.own_curator)]

    assert [record and record.public_id for record in found] == [listing.public_id, listing.public_id]
    assert [record.decidable_by(cast.curator) for record in waiting.waiting(session, cast.curator, QueueFilter()).items] == [
        False, True,
    ]  # fmt: skip
    assert waiting.next_to_decide(session, cast.curator, QueueFilter(text=need.public_id)) is None


def test_only_curators_see_the_queue(session: Session, cast: Cast) -> None:
    for read in (
        lambda: waiting.waiting(session, ANYONE, QueueFilter()),
        lambda: waiting.next_to_decide(session, ANYONE, QueueFilter()),
        lambda: waiting.owners_waiting(session, ANYONE),
    ):
        with pytest.raises(Forbidden):
            read()


def _statements(session: Session, read: Callable[[], object]) -> int:
    session.flush()
    session.expunge_all()
    seen: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(session.get_bind(), "before_cursor_execute", count)
    read()
    event.remove(session.get_bind(), "before_cursor_execute", count)
    return len(seen)


def test_the_queue_takes_two_statements_for_one_and_for_twenty(session: Session, cast: Cast) -> None:
    make_need(session, cast.enterprise, NeedState.SUBMITTED)
    one = _statements(session, lambda: waiting.waiting(session, cast.curator, QueueFilter()))
    for _ in range(19):
        make_need(session, session.merge(cast.enterprise), NeedState.SUBMITTED)

    assert (one, _statements(session, lambda: waiting.waiting(session, cast.curator, QueueFilter()))) == (2, 2)

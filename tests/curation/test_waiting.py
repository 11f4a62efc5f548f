"""The curators' queue over both kinds, on both databases."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation
from marketplace.core.actor import ANYONE, SYSTEM, Actor
from marketplace.core.clock import held_at
from marketplace.core.errors import Forbidden
from marketplace.curation.queries import waiting
from marketplace.curation.queries.waiting import QueueFilter
from marketplace.curation.rules import HeldBy, Kind, Nature, QueueSort, Waited
from marketplace.curation.services import holding
from marketplace.listings.models import AchievementVersion
from marketplace.listings.rules import ListingState
from marketplace.needs import services as needs
from marketplace.needs.models import Need
from marketplace.needs.rules import NeedState
from tests.curation.conftest import Cast
from tests.factories import make_listing, make_need

MORNING = datetime(2026, 11, 23, 1, tzinfo=UTC)


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


def _revised(session: Session, cast: Cast) -> Need:
    """A published need whose next text was handed in."""
    need = make_need(session, cast.enterprise)
    for act in (needs.revise, needs.submit):
        act(session, SYSTEM, need.public_id)
    return need


def test_the_queue_is_narrowed_by_hands_nature_and_waiting(session: Session, cast: Cast) -> None:
    with held_at(MORNING):
        new = make_need(session, cast.enterprise, NeedState.SUBMITTED)
        diagnosis = make_need(session, cast.enterprise, NeedState.DIAGNOSIS)
        again = make_need(session, cast.enterprise, NeedState.SUBMITTED)
        again.decided_by = cast.curator.person_id
        revised = _revised(session, cast)
        holding.take(session, cast.curator, Kind.NEED, new.public_id)
        holding.take(session, cast.colleague, Kind.NEED, again.public_id)
    session.flush()

    def found(hours: int, **wanted: object) -> list[str]:
        with held_at(MORNING + timedelta(hours=hours)):
            return _ids(session, cast.curator, QueueFilter(**wanted))  # type: ignore[arg-type]

    assert found(1, held=HeldBy.MINE) == [new.public_id]
    assert found(1, held=HeldBy.OTHERS) == [again.public_id]
    assert found(1, held=HeldBy.NOBODY) == [diagnosis.public_id, revised.public_id]
    assert [found(1, nature=nature) for nature in Nature] == [
        [new.public_id], [revised.public_id], [again.public_id], [diagnosis.public_id],
    ]  # fmt: skip
    assert [len(found(30, waited=waited)) for waited in Waited] == [4, 0, 0, 0, 0]
    assert [len(found(37, waited=waited)) for waited in Waited] == [4, 0, 0, 4, 0]
    assert [len(found(49, waited=waited)) for waited in Waited] == [4, 4, 0, 0, 4]
    with held_at(MORNING):
        counts = waiting.counts_by_holder(session, cast.curator, QueueFilter())
    assert counts == {None: 4, HeldBy.MINE: 1, HeldBy.NOBODY: 2, HeldBy.OTHERS: 1}


def test_the_queue_is_ordered_as_wished(session: Session, cast: Cast) -> None:
    listing = _listing(session, cast.university, MORNING - timedelta(hours=1))
    with held_at(MORNING):
        late = make_need(session, cast.enterprise, NeedState.SUBMITTED, title="乙")
    with held_at(MORNING + timedelta(hours=1)):
        soon = make_need(session, cast.enterprise, NeedState.SUBMITTED, title="一")
        soon.response_due_at = MORNING + timedelta(hours=3)
        session.flush()

    orders = {sort: _ids(session, cast.curator, QueueFilter(sort=sort)) for sort in QueueSort}

    first, second, third = listing.public_id, late.public_id, soon.public_id
    assert orders[QueueSort.LONGEST] == [first, second, third]
    assert orders[QueueSort.DUE] == [third, second, first]
    assert orders[QueueSort.NEWEST] == [third, second, first]
    assert sorted(orders[QueueSort.TITLE]) == sorted([first, second, third])


def test_a_record_knows_its_neighbours_in_the_narrowed_queue(session: Session, cast: Cast) -> None:
    needs = []
    for hour in range(3):
        with held_at(MORNING + timedelta(hours=hour)):
            needs.append(make_need(session, cast.enterprise, NeedState.SUBMITTED).public_id)
    _listing(session, cast.university, MORNING - timedelta(hours=1))

    def beside(public_id: str) -> tuple[int, int, str | None, str | None]:
        found = waiting.neighbours(session, cast.curator, QueueFilter(kind=Kind.NEED), Kind.NEED, public_id)
        previous, following = found.previous, found.following
        return found.place, found.total, previous and previous[1], following and following[1]

    assert [beside(public_id) for public_id in needs] == [
        (1, 3, None, needs[1]), (2, 3, needs[0], needs[2]), (3, 3, needs[1], None),
    ]  # fmt: skip
    assert beside("N-1999-0001") == (0, 3, None, needs[0])


def test_the_next_one_is_in_nobody_elses_hands(session: Session, cast: Cast) -> None:
    with held_at(MORNING):
        theirs = make_need(session, cast.enterprise, NeedState.SUBMITTED)
        holding.take(session, cast.colleague, Kind.NEED, theirs.public_id)
    listing = _listing(session, cast.university, MORNING + timedelta(hours=1))

    found = [waiting.next_to_decide(session, actor, QueueFilter()) for actor in (cast.curator, cast.colleague)]

    assert [record and record.public_id for record in found] == [listing.public_id, theirs.public_id]

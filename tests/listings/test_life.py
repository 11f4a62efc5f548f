"""The life of a published record on both databases, the clock held: expiry, reminders, confirmation, withdrawal, restoring."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation
from marketplace.core.actor import ANYONE, SYSTEM, Actor, Role
from marketplace.core.audit import AuditEvent
from marketplace.core.clock import held_at
from marketplace.core.errors import Conflict, Forbidden, InvalidInput, NotFound
from marketplace.core.mail import Mail
from marketplace.core.outbox import promised
from marketplace.listings import queries, services
from marketplace.listings.models import AchievementVersion
from marketplace.listings.rules import ListingState as S
from marketplace.listings.rules import WithdrawalReason as R
from tests.factories import content, make_actor, make_listing, make_organisation, revise_listing

END = date(2031, 5, 31)
OUTDATED = services.Withdraw(reason=R.OUTDATED)


@pytest.fixture
def owner(session: Session) -> Organisation:
    return make_organisation(session)


@pytest.fixture
def member(session: Session, owner: Organisation) -> Actor:
    return make_actor(session, "member@example.org", Role.UNIVERSITY, organisation=owner)


@pytest.fixture
def curator(session: Session) -> Actor:
    return make_actor(session, "curator@example.org", Role.CURATOR)


def noon(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 4, tzinfo=UTC)


def letters(session: Session) -> list[tuple[str, str]]:
    return [tuple(row) for row in session.execute(select(Mail.recipient, Mail.subject).order_by(Mail.id))]


def link(key: str) -> str:
    return f"https://example.org/confirm/{key}"


def acts(session: Session, public_id: str) -> list[str]:
    chosen = select(AuditEvent.action).where(AuditEvent.subject_id == public_id).order_by(AuditEvent.id)
    return list(session.scalars(chosen))


def test_a_record_expires_the_day_after_its_last(session: Session, member: Actor) -> None:
    version = make_listing(session)

    assert services.expire_due(session, END) == []
    assert services.expire_due(session, date(2031, 6, 1)) == [version.public_id]

    assert (version.state, acts(session, version.public_id)) == (S.EXPIRED, ["create", "expire"])
    assert [promise.subject_id for promise in promised(session)] == [version.public_id]
    assert letters(session) == [("member@example.org", "1 项成果已过有效期")]
    with pytest.raises(NotFound):
        queries.get_listing(session, ANYONE, version.public_id)
    assert services.expire_due(session, date(2031, 6, 2)) == []


def test_what_is_negotiated_or_in_work_does_not_expire(session: Session, owner: Organisation) -> None:
    for state in (S.NEGOTIATING, S.CONTRACTED, S.DRAFT, S.SUBMITTED, S.WITHDRAWN):
        make_listing(session, state=state)

    assert services.expire_due(session, date(2040, 1, 1)) == []


def test_expiry_takes_so_many_at_once_and_the_rest_next_time(session: Session, owner: Organisation) -> None:
    ids = [make_listing(session).public_id for _ in range(3)]

    rounds = [services.expire_due(session, date(2031, 6, 1), limit=2) for _ in range(3)]

    assert [len(ended) for ended in rounds] == [2, 1, 0]
    assert sorted([*rounds[0], *rounds[1]]) == ids


def test_the_owner_is_reminded_once_at_thirty_and_once_at_seven_days(session: Session, member: Actor) -> None:
    make_listing(session)
    days = [date(2031, 4, 30), date(2031, 5, 1), date(2031, 5, 2), date(2031, 5, 24), date(2031, 5, 25), END]

    assert [services.remind(session, day, link) for day in days] == [0, 1, 0, 1, 0, 0]
    assert letters(session) == [("member@example.org", "1 项成果即将到期，请确认")] * 2


def test_a_worker_that_slept_through_the_first_term_writes_one_letter(session: Session, member: Actor) -> None:
    make_listing(session)

    assert [services.remind(session, date(2031, 5, 28), link) for _ in range(2)] == [1, 0]


def test_one_letter_names_all_that_end_and_its_link_confirms_them(session: Session, member: Actor) -> None:
    ids = [make_listing(session).public_id for _ in range(3)]
    with held_at(noon(2031, 5, 10)):
        services.remind(session, date(2031, 5, 10), link)
        key = session.scalars(select(Mail.body)).one().rsplit("/", 1)[1]
        named = queries.named_in_letter(session, member, key)
        assert [version.public_id for version in named] == ids

        done = services.confirm_all(session, member, ids)

        assert done == services.Confirmed(done=tuple(ids), left=0)
        assert {version.valid_until for version in named} == {date(2032, 5, 31)}
        assert queries.named_in_letter(session, member, key) == []


def test_next_year_the_owner_is_reminded_again(session: Session, member: Actor) -> None:
    version = make_listing(session)
    services.remind(session, date(2031, 5, 10), link)
    with held_at(noon(2031, 5, 11)):
        services.confirm(session, member, version.public_id)

    assert services.remind(session, date(2031, 5, 12), link) == 0
    assert services.remind(session, date(2032, 5, 12), link) == 1


def test_an_expired_record_is_public_again_when_its_owner_confirms(session: Session, member: Actor) -> None:
    version = make_listing(session, state=S.EXPIRED)
    with held_at(noon(2032, 1, 15)):
        services.confirm(session, member, version.public_id)

    assert (version.state, version.valid_until) == (S.PUBLISHED, date(2033, 1, 15))
    assert queries.get_listing(session, ANYONE, version.public_id) is version


def test_confirming_twice_does_not_extend_twice(session: Session, member: Actor) -> None:
    version = make_listing(session)
    with held_at(noon(2031, 5, 10)):
        services.confirm(session, member, version.public_id)
        with pytest.raises(Conflict):
            services.confirm(session, member, version.public_id)

    assert version.valid_until == date(2032, 5, 31)


def test_only_the_owner_confirms(session: Session, member: Actor, curator: Actor) -> None:
    version = make_listing(session, state=S.EXPIRED)
    other = make_actor(session, "other@example.org", organisation=make_organisation(session, "UNI-B"))

    with pytest.raises(NotFound):
        services.confirm(session, other, version.public_id)
    with pytest.raises(Forbidden):
        services.confirm(session, curator, version.public_id)
    assert services.confirm_all(session, other, [version.public_id]) == services.Confirmed(done=(), left=1)


def test_withdrawing_keeps_why_when_and_by_whom(session: Session, member: Actor) -> None:
    version = make_listing(session)
    with held_at(noon(2027, 3, 1)):
        said = services.Withdraw(reason=R.RIGHTS, note=" 与合作方有争议 ", successor="R-2020-0001")
        services.withdraw(session, member, version.public_id, said)

    gone = queries.find_gone(session, version.public_id)
    assert gone is not None
    kept = gone.withdrawal
    assert kept is not None
    assert (kept.reason, kept.note, kept.successor, kept.by_curator) == (R.RIGHTS, "与合作方有争议", "", False)
    assert (kept.person_id, kept.at) == (member.person_id, noon(2027, 3, 1))
    assert acts(session, version.public_id)[-1] == "withdraw"


def test_other_needs_a_note_and_a_duplicate_the_other_record(session: Session, member: Actor) -> None:
    version, draft = make_listing(session), make_listing(session, state=S.DRAFT)

    for said, field in (
        (services.Withdraw(reason=R.OTHER, note="  "), "note"),
        (services.Withdraw(reason=R.DUPLICATE), "successor"),
        (services.Withdraw(reason=R.DUPLICATE, successor=version.public_id), "successor"),
        (services.Withdraw(reason=R.DUPLICATE, successor=draft.public_id), "successor"),
    ):
        with pytest.raises(InvalidInput) as refused:
            services.withdraw(session, member, version.public_id, said)
        assert list(refused.value.fields) == [field]


def test_a_duplicate_leads_to_the_record_it_repeats_while_that_one_is_public(session: Session, member: Actor) -> None:
    version, kept = make_listing(session), make_listing(session)
    said = services.Withdraw(reason=R.DUPLICATE, successor=kept.public_id.lower())
    services.withdraw(session, member, version.public_id, said)

    assert queries.find_successor(session, version) == kept.public_id
    services.withdraw(session, member, kept.public_id, OUTDATED)
    assert queries.find_successor(session, version) == ""


def test_the_owner_puts_back_what_it_took_off(session: Session, member: Actor) -> None:
    version = make_listing(session)
    services.withdraw(session, member, version.public_id, OUTDATED)
    with held_at(noon(2032, 1, 15)):
        services.restore(session, member, version.public_id)
    session.expire_all()

    assert queries.get_listing(session, ANYONE, version.public_id) is version
    assert (version.withdrawal, version.valid_until) == (None, date(2033, 1, 15))


def test_what_a_curator_took_off_only_a_curator_puts_back(session: Session, member: Actor, curator: Actor) -> None:
    version = make_listing(session)
    services.withdraw(session, curator, version.public_id, services.Withdraw(reason=R.INACCURATE, note="数据有误"))

    assert letters(session) == [("member@example.org", f"成果已下架：{version.title}")]
    assert "数据有误" in session.scalars(select(Mail.body)).one()
    with pytest.raises(Forbidden):
        services.restore(session, member, version.public_id)
    services.restore(session, curator, version.public_id)

    assert version.state is S.PUBLISHED
    assert letters(session)[-1] == ("member@example.org", f"成果已恢复上架：{version.title}")


def test_a_curator_does_not_vouch_for_a_record_past_its_validity(
    session: Session, member: Actor, curator: Actor
) -> None:
    version = make_listing(session)
    services.withdraw(session, member, version.public_id, OUTDATED)

    with held_at(noon(2032, 1, 15)), pytest.raises(Conflict):
        services.restore(session, curator, version.public_id)


def test_an_old_version_is_not_put_back_beside_a_new_one(session: Session, member: Actor, curator: Actor) -> None:
    first = make_listing(session)
    services.withdraw(session, member, first.public_id, OUTDATED)
    revise_listing(session, first.public_id, title="第二版")
    services.submit(session, member, first.public_id)
    services.publish(session, curator, first.public_id)

    with pytest.raises(Conflict):
        services.restore(session, member, first.public_id)


def test_the_inbox_asks_for_what_ends_and_what_came_back(session: Session, member: Actor) -> None:
    ending, _far = make_listing(session), make_listing(session, said=content(valid_until=date(2035, 1, 1)))
    expired, returned = make_listing(session, state=S.EXPIRED), make_listing(session, state=S.RETURNED)
    stranger = make_actor(session, "other@example.org", organisation=make_organisation(session, "UNI-B"))

    with held_at(noon(2031, 5, 2)):
        assert list(queries.to_confirm(session, member)) == [ending, expired]
        assert list(queries.returned_of(session, member, 9)) == [returned]
        assert (queries.to_confirm(session, stranger), queries.returned_of(session, stranger, 9)) == ([], [])


def test_the_history_names_the_owners_people_to_them_and_everybody_to_a_curator(
    session: Session, member: Actor, curator: Actor
) -> None:
    version = make_listing(session, state=S.SUBMITTED)
    services.recall(session, member, version.public_id)
    services.submit(session, member, version.public_id)
    services.publish(session, curator, version.public_id)

    told = queries.history_of(session, member, version.public_id)
    assert [event.action for event in told.events.items] == ["publish", "submit", "recall", "create"]
    assert told.named == {member.person_id}
    assert queries.history_of(session, curator, version.public_id).named == {member.person_id, curator.person_id}
    with pytest.raises(Forbidden):
        queries.history_of(session, ANYONE, version.public_id)


def test_the_version_before_is_the_last_that_came_out(session: Session, member: Actor, curator: Actor) -> None:
    first = make_listing(session)
    second = revise_listing(session, first.public_id, title="第二版")
    assert queries.version_before(session, member, second) is first
    assert queries.version_before(session, member, first) is None
    services.submit(session, member, first.public_id)
    services.publish(session, curator, first.public_id)

    assert queries.version_before(session, ANYONE, second) is first
    services.withdraw(session, member, first.public_id, OUTDATED)
    assert queries.version_before(session, ANYONE, second) is None
    assert queries.version_before(session, SYSTEM, second) is first


def test_one_record_has_one_withdrawal_at_a_time(session: Session, member: Actor) -> None:
    version = make_listing(session)
    for _round in range(2):
        services.withdraw(session, member, version.public_id, OUTDATED)
        services.restore(session, member, version.public_id)

    states = session.scalars(select(AchievementVersion.state)).all()
    assert states == [S.PUBLISHED]

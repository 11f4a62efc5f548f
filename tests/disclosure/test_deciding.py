"""Asking, granting, declining, revoking and expiring on both databases: what each opens, tells and leaves behind."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from marketplace.accounts.queries import actor_for
from marketplace.core.actor import Act, Power, Role
from marketplace.core.audit import AuditEvent
from marketplace.core.clock import held_at, now, today
from marketplace.core.errors import Conflict, Forbidden, InvalidInput, NotFound
from marketplace.core.mail import Mail
from marketplace.disclosure import services
from marketplace.disclosure.exporting import grants_of
from marketplace.disclosure.queries import get_owned, latest_of, waiting_grants
from marketplace.disclosure.rules import GrantState
from marketplace.disclosure.services import AskAccess, GiveAccess
from marketplace.disclosure.services.leaving import forget_person
from marketplace.listings.policies import tiers_of
from marketplace.listings.rules import ListingState
from marketplace.matching.models import Approach
from marketplace.matching.policies import opened_by_interest
from marketplace.matching.rules import ApproachKind, ApproachState, Side
from marketplace.taxonomy.terms import DisclosureTier
from tests.disclosure.making import OPEN, Shop, ask, letters, make_grant
from tests.factories import make_listing, make_need, make_person

T = DisclosureTier
MONTH = GiveAccess(until=today() + timedelta(days=30))


def acts(session: Session) -> list[str]:
    found = select(AuditEvent.action).where(AuditEvent.subject_kind.in_(["grant", "nda"])).order_by(AuditEvent.id)
    return list(session.scalars(found))


def test_asking_tells_the_owner_and_opens_nothing(session: Session, shop: Shop) -> None:
    made = ask(session, shop)

    assert (made.purpose, made.organisation_id, made.state) == ("核对 能耗", shop.works.id, GrantState.ASKED)
    assert tiers_of(shop.reader, shop.version) == OPEN
    assert letters(session) == [("owner@example.org", f"有人申请查看 T2：{shop.version.title}")]
    assert [grant.public_id for grant in waiting_grants(session, shop.owner, 5)] == [made.public_id]
    with pytest.raises(Conflict):
        ask(session, shop)
    with pytest.raises(InvalidInput):
        services.ask(session, replace(shop.reader), shop.id, AskAccess(tier=T.PUBLIC, purpose="x"))


def test_nobody_asks_for_their_own_for_a_draft_or_without_a_purpose(session: Session, shop: Shop) -> None:
    with pytest.raises(Conflict):
        services.ask(session, shop.owner, shop.id, AskAccess(tier=T.ACCEPTED_INTEREST, purpose="看看"))
    with pytest.raises(InvalidInput):
        services.ask(session, shop.reader, shop.id, AskAccess(tier=T.ACCEPTED_INTEREST, purpose=" \x00 "))
    hidden = make_listing(session, owner=shop.version.achievement.owner, state=ListingState.DRAFT)
    with pytest.raises(NotFound):
        services.ask(session, shop.reader, hidden.public_id, AskAccess(tier=T.ACCEPTED_INTEREST, purpose="看看"))
    alone = actor_for(make_person(session, "alone@example.org", Role.EXPERT))
    with pytest.raises(Conflict):
        services.ask(session, alone, shop.id, AskAccess(tier=T.UNDER_NDA, purpose="看看"))
    assert (
        services.ask(session, alone, shop.id, AskAccess(tier=T.ACCEPTED_INTEREST, purpose="看看")).organisation is None
    )


def test_a_grant_opens_until_its_end_and_not_a_moment_longer(session: Session, shop: Shop) -> None:
    made = services.grant(session, shop.owner, ask(session, shop).public_id, MONTH)
    end = made.expires_at
    assert end is not None

    assert tiers_of(shop.reader, shop.version) == OPEN | {T.ACCEPTED_INTEREST}
    with held_at(end - timedelta(seconds=1)):
        assert tiers_of(shop.reader, shop.version) == OPEN | {T.ACCEPTED_INTEREST}
    with held_at(end):
        assert tiers_of(shop.reader, shop.version) == OPEN
        assert made.standing is GrantState.EXPIRED
        with pytest.raises(Conflict):
            services.extend(session, shop.owner, made.public_id, today() + timedelta(days=9))
        assert services.expire_due(session, now()) == 1
        assert services.expire_due(session, now()) == 0
    assert made.state is GrantState.EXPIRED
    assert acts(session) == ["ask_access", "grant_access", "expire_access"]
    assert [recipient for recipient, _subject in letters(session)] == ["owner@example.org", *["reader@example.org"] * 2]


def test_revoking_closes_at_once_and_says_why(session: Session, shop: Shop) -> None:
    made = services.grant(session, shop.owner, ask(session, shop).public_id, MONTH)
    with pytest.raises(InvalidInput):
        services.revoke(session, shop.owner, made.public_id, " ")

    services.revoke(session, shop.owner, made.public_id, "项目已结束")

    assert tiers_of(shop.reader, shop.version) == OPEN
    assert session.scalars(select(Mail.body).order_by(Mail.id.desc())).first() is not None
    with pytest.raises(Conflict):
        services.grant(session, shop.owner, made.public_id, MONTH)
    assert ask(session, shop).public_id != made.public_id  # asking again is a request of its own


def test_declining_needs_a_reason_and_taking_back_needs_the_person(session: Session, shop: Shop) -> None:
    made = ask(session, shop)
    with pytest.raises(Forbidden):
        services.decline(session, shop.reader, made.public_id, "不要")
    with pytest.raises(Forbidden):
        services.cancel(session, shop.owner, made.public_id)
    with pytest.raises(InvalidInput):
        services.decline(session, shop.owner, made.public_id, "")

    services.decline(session, shop.owner, made.public_id, "数据还不全")

    assert (made.state, made.reason) == (GrantState.DECLINED, "数据还不全")
    assert services.cancel(session, shop.reader, ask(session, shop).public_id).state is GrantState.CANCELLED


@pytest.mark.parametrize("days", [0, -1, 400])
def test_a_grant_ends_between_tomorrow_and_a_year_on(session: Session, shop: Shop, days: int) -> None:
    made = ask(session, shop)

    with pytest.raises(InvalidInput):
        services.grant(session, shop.owner, made.public_id, GiveAccess(until=today() + timedelta(days=days)))


def test_who_left_the_organisation_reads_no_longer_in_its_name(session: Session, shop: Shop) -> None:
    made = services.grant(session, shop.owner, ask(session, shop).public_id, MONTH)
    left = replace(shop.reader, organisations=frozenset())

    assert tiers_of(left, shop.version) == OPEN
    other = ask(session, replace(shop, reader=shop.reader), T.UNDER_NDA)
    shop.person.memberships.clear()
    session.flush()
    with pytest.raises(Conflict):
        services.grant(session, shop.owner, other.public_id, MONTH)
    assert made.state is GrantState.GRANTED


def test_a_broker_decides_by_a_mandate_to_answer_and_by_no_other(session: Session, shop: Shop) -> None:
    broker = actor_for(make_person(session, "broker@example.org", Role.BROKER))
    power = Power(mandate="M-1", owner_id=shop.version.owner_id, owner_name="x", acts=frozenset({Act.EDIT}))
    made = ask(session, shop)
    edits = replace(broker, powers=(power,))
    with pytest.raises(NotFound):
        services.grant(session, edits, made.public_id, MONTH)
    with pytest.raises(Forbidden):
        get_owned(session, edits, shop.id)

    answers = replace(broker, powers=(replace(power, acts=frozenset({Act.ANSWER})),))
    assert services.grant(session, answers, made.public_id, MONTH).state is GrantState.GRANTED


def test_who_deletes_their_account_leaves_no_open_request(session: Session, shop: Shop) -> None:
    made = ask(session, shop)

    forget_person(session, shop.person)
    session.expire(made)

    assert made.state is GrantState.CANCELLED


def test_the_database_refuses_a_second_open_request_and_a_grant_without_end(session: Session, shop: Shop) -> None:
    make_grant(session, shop.version, shop.person, T.ACCEPTED_INTEREST)
    with pytest.raises(IntegrityError), session.begin_nested():
        make_grant(session, shop.version, shop.person, T.UNDER_NDA)
    held = latest_of(session, shop.reader, shop.version.achievement_id)
    assert held is not None
    with pytest.raises(IntegrityError), session.begin_nested():
        held.state = GrantState.GRANTED
        session.flush()


def test_what_an_accepted_interest_opened_is_taken_back_at_once(session: Session, shop: Shop) -> None:
    need, result = make_need(session, shop.works), shop.version.achievement
    talk = Approach(
        public_id="T-2026-0001", kind=ApproachKind.INTEREST, need=need, achievement=result, side=Side.NEED,
        sender_id=shop.works.id, receiver_id=result.owner_id, person_id=shop.person.id, state=ApproachState.ACCEPTED,
        decided_at=now(), messages=[],
    )  # fmt: skip
    session.add(talk)
    session.flush()
    before = opened_by_interest(shop.reader, shop.version)
    with pytest.raises(Forbidden):
        services.shut_interest(session, shop.reader, talk.public_id, "不想看了")
    with pytest.raises(InvalidInput):
        services.shut_interest(session, shop.owner, talk.public_id, " ")
    services.shut_interest(session, shop.owner, talk.public_id, "已签给别家")

    assert (before, opened_by_interest(shop.reader, shop.version)) == ({T.ACCEPTED_INTEREST}, frozenset())
    assert [message.text for message in talk.messages] == ["已收回 T2 内容的查看权限：已签给别家"]
    with pytest.raises(Conflict):
        services.shut_interest(session, shop.owner, talk.public_id, "再收一次")


def test_a_persons_export_has_their_requests(session: Session, shop: Shop) -> None:
    made = ask(session, shop)

    assert [(row["id"], row["result"], row["state"]) for row in grants_of(session, shop.person)] == [
        (made.public_id, shop.id, "access_asked")
    ]

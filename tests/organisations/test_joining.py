"""Coming in by invitation or request, members and managers, and the last manager."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from marketplace.accounts.models import MembershipRole
from marketplace.core.actor import Role
from marketplace.core.clock import held_at, now
from marketplace.core.errors import Conflict, Forbidden, InvalidInput, NotFound
from marketplace.core.mail import Mail
from marketplace.organisations import queries, services
from marketplace.organisations.models import Invitation, JoinRequest
from marketplace.organisations.rules import DoorState
from marketplace.organisations.services import Invite
from tests.factories import make_person
from tests.organisations.conftest import House, acts, as_now, letters

MANAGER, MEMBER = MembershipRole.MANAGER, MembershipRole.MEMBER


def _invite(session: Session, house: House, email: str, role: MembershipRole = MEMBER) -> str:
    """Invite an address and read the token in its letter."""
    sent: list[str] = []

    def link(token: str) -> str:
        sent.append(token)
        return f"https://example.org/invitations/{token}"

    services.invite(session, as_now(session, house.manager), "UNI-A", Invite(email=email, role=role), link)
    return sent[-1]


def test_an_invited_person_joins_with_the_role_and_acts_for_it(session: Session, house: House) -> None:
    token = _invite(session, house, "Stranger@Example.org", MANAGER)

    services.accept_invitation(session, as_now(session, house.stranger), token)

    actor = as_now(session, house.stranger)
    assert actor.organisations == {house.university.id, house.other.id}
    assert (house.university.id in actor.manages, actor.acting_for) == (True, house.university.id)
    assert letters(session) == [
        ("stranger@example.org", "楚泽大学 邀请您加入"),
        ("manager@example.org", "stranger 已加入楚泽大学"),
    ]
    assert acts(session) == ["invite", "join"]


def test_somebody_without_an_account_joins_after_registering(session: Session, house: House) -> None:
    token = _invite(session, house, "new@example.org")
    person = make_person(session, "new@example.org", Role.UNIVERSITY)

    services.accept_invitation(session, as_now(session, person), token)

    assert as_now(session, person).organisations == {house.university.id}


def test_an_invitation_says_the_same_whether_or_not_there_is_an_account(session: Session, house: House) -> None:
    _invite(session, house, "nobody@example.org")
    _invite(session, house, "alone@example.org")

    bodies = [mail.body.split("----")[0] for mail in session.scalars(select(Mail).order_by(Mail.id))]
    cut = [body.split("https://")[0] for body in bodies]
    assert cut[0] == cut[1]


def test_the_link_opens_for_its_address_alone(session: Session, house: House) -> None:
    token = _invite(session, house, "alone@example.org")

    with pytest.raises(Forbidden, match="发给了另一个邮箱"):
        services.accept_invitation(session, as_now(session, house.stranger), token)
    with pytest.raises(NotFound):
        services.accept_invitation(session, as_now(session, house.alone), "x" + token)


def test_a_link_ends_by_time_by_resending_and_by_withdrawal(session: Session, house: House) -> None:
    first = _invite(session, house, "alone@example.org")
    second = _invite(session, house, "alone@example.org")
    alone = as_now(session, house.alone)

    with pytest.raises(NotFound):
        services.find_invitation(session, alone, first)
    with held_at(now() + timedelta(days=15)), pytest.raises(NotFound):
        services.find_invitation(session, alone, second)
    invitation = services.find_invitation(session, alone, second)
    services.withdraw_invitation(session, as_now(session, house.manager), "UNI-A", invitation.id)
    with pytest.raises(NotFound):
        services.accept_invitation(session, alone, second)


def test_an_invitation_is_answered_once(session: Session, house: House) -> None:
    token = _invite(session, house, "alone@example.org")
    alone = as_now(session, house.alone)
    services.decline_invitation(session, alone, token)

    with pytest.raises(NotFound):
        services.accept_invitation(session, alone, token)

    assert as_now(session, house.alone).organisations == frozenset()
    assert letters(session)[-1] == ("manager@example.org", "alone 谢绝了楚泽大学的邀请")


@pytest.mark.parametrize("who", ["member", "stranger", "alone"])
def test_only_managers_invite(session: Session, house: House, who: str) -> None:
    actor = as_now(session, getattr(house, who))

    with pytest.raises(Forbidden):
        services.invite(session, actor, "UNI-A", Invite(email="x@example.org"), str)


@pytest.mark.parametrize("email", ["nowhere", "two@@example.org", "", "member@example.org"])
def test_no_invitation_to_what_is_no_address_or_a_member(session: Session, house: House, email: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        _invite(session, house, email)

    assert list(refused.value.fields) == ["email"]


def test_the_database_keeps_one_open_invitation_an_address(session: Session, house: House) -> None:
    late = now() + timedelta(days=1)
    for token in "ab":
        session.add(Invitation(organisation=house.university, email="x@example.org", token_hash=token, expires_at=late))

    with pytest.raises(IntegrityError):
        session.flush()


def test_a_request_is_approved_by_a_manager(session: Session, house: House) -> None:
    request = services.ask_to_join(session, as_now(session, house.alone), "UNI-A", "热能系，讲师")

    services.approve_request(session, as_now(session, house.manager), "UNI-A", request.id)

    actor = as_now(session, house.alone)
    assert (actor.organisations, actor.manages) == ({house.university.id}, frozenset())
    assert letters(session) == [
        ("manager@example.org", "alone 申请加入楚泽大学"),
        ("alone@example.org", "您已加入楚泽大学"),
    ]


def test_a_request_is_declined_with_a_reason(session: Session, house: House) -> None:
    request = services.ask_to_join(session, as_now(session, house.alone), "UNI-A", "")
    manager = as_now(session, house.manager)

    with pytest.raises(InvalidInput):
        services.decline_request(session, manager, "UNI-A", request.id, "  ")
    services.decline_request(session, manager, "UNI-A", request.id, "不在名册。")

    assert session.get_one(JoinRequest, request.id).state is DoorState.DECLINED
    assert as_now(session, house.alone).organisations == frozenset()
    with pytest.raises(Conflict):
        services.approve_request(session, manager, "UNI-A", request.id)


def test_another_organisations_manager_answers_no_request(session: Session, house: House) -> None:
    request = services.ask_to_join(session, as_now(session, house.alone), "UNI-A", "")
    stranger = as_now(session, house.stranger)

    with pytest.raises(Forbidden):
        services.approve_request(session, stranger, "UNI-A", request.id)
    with pytest.raises(NotFound):
        services.approve_request(session, stranger, "UNI-B", request.id)


def test_nobody_asks_twice_or_where_they_belong(session: Session, house: House) -> None:
    services.ask_to_join(session, as_now(session, house.alone), "UNI-A", "")

    with pytest.raises(Conflict, match="已经申请过"):
        services.ask_to_join(session, as_now(session, house.alone), "UNI-A", "")
    with pytest.raises(Conflict, match="已经是这个单位的成员"):
        services.ask_to_join(session, as_now(session, house.member), "UNI-A", "")
    services.take_back_request(session, as_now(session, house.alone), "UNI-A")
    assert queries.requests_of(session, as_now(session, house.alone)) == []


def test_the_last_manager_neither_leaves_nor_steps_down_nor_is_removed(session: Session, house: House) -> None:
    manager = as_now(session, house.manager)
    own = queries.find_membership(session, house.university.id, manager.person_id)
    assert own is not None

    for act in (
        lambda: services.leave(session, manager, "UNI-A"),
        lambda: services.change_role(session, manager, "UNI-A", own.id, MEMBER),
        lambda: services.remove_member(session, as_now(session, house.admin), "UNI-A", own.id),
    ):
        with pytest.raises(Conflict, match="唯一的管理员"):
            act()


def test_a_manager_who_is_switched_off_does_not_count(session: Session, house: House) -> None:
    second = make_person(session, "second@example.org", Role.UNIVERSITY, organisation=house.university)
    second.active = False

    with pytest.raises(Conflict, match="唯一的管理员"):
        services.leave(session, as_now(session, house.manager), "UNI-A")


def test_handing_over_frees_the_manager(session: Session, house: House) -> None:
    services.hand_over(session, as_now(session, house.manager), "UNI-A", house.place)
    services.leave(session, as_now(session, house.manager), "UNI-A")

    assert as_now(session, house.manager).organisations == frozenset()
    assert as_now(session, house.member).manages == {house.university.id}
    assert letters(session) == [("member@example.org", "manager 把楚泽大学的管理交给了您")]


def test_a_removed_member_is_out_at_once_and_told(session: Session, house: House) -> None:
    services.remove_member(session, as_now(session, house.manager), "UNI-A", house.place)

    assert as_now(session, house.member).organisations == frozenset()
    assert letters(session) == [("member@example.org", "您已不再是楚泽大学的成员")]


def test_another_organisations_manager_touches_no_member(session: Session, house: House) -> None:
    stranger = as_now(session, house.stranger)

    with pytest.raises(Forbidden):
        services.remove_member(session, stranger, "UNI-A", house.place)
    with pytest.raises(NotFound):
        services.remove_member(session, stranger, "UNI-B", house.place)


def test_a_person_of_two_houses_acts_for_the_one_chosen_last(session: Session, house: House) -> None:
    services.accept_invitation(
        session, as_now(session, house.stranger), _invite(session, house, "stranger@example.org")
    )

    with held_at(now() + timedelta(minutes=1)):
        services.choose(session, as_now(session, house.stranger), "UNI-B")

    actor = as_now(session, house.stranger)
    assert (actor.acting_for, actor.current) == (house.other.id, {house.other.id})
    assert actor.organisations == {house.university.id, house.other.id}


def test_nobody_acts_for_a_house_they_are_not_in(session: Session, house: House) -> None:
    with pytest.raises(NotFound):
        services.choose(session, as_now(session, house.alone), "UNI-A")

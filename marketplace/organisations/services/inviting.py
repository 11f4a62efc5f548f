"""Managers invite an address; whoever reads its letters may join. Nothing tells whether the address has an account."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Membership, MembershipRole, Person
from marketplace.accounts.queries import find_person, get_person
from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, Forbidden, InvalidInput, NotFound
from marketplace.organisations import letters, queries
from marketplace.organisations.bounds import email_is_whole
from marketplace.organisations.models import Invitation
from marketplace.organisations.rules import DOOR, INVITATION_LASTS, DoorAction, DoorState

Link = Callable[[str], str]  # from a token to the address in the letter
GONE = "这个邀请链接不对、已过期或已撤回。请让邀请您的人重新发一封。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """Who is asked to come in as what."""

    email: str
    role: MembershipRole = MembershipRole.MEMBER


def invite(session: Session, actor: Actor, code: str, command: Invite, link: Link) -> Invitation:
    """Ask an address to join; asking again renews the letter."""
    organisation = queries.get_to_manage(session, actor, code, lock=True)
    email = command.email.strip().lower()
    if not email_is_whole(email):
        raise InvalidInput(
            "请填写完整的邮箱地址，例如 office@example.org。",
            {"email": "请填写完整的邮箱地址，例如 office@example.org。"},
        )
    person = find_person(session, email)
    if person is not None and queries.find_membership(session, organisation.id, person.id):
        raise InvalidInput("这个邮箱的主人已经是本单位成员。", {"email": "这个邮箱的主人已经是本单位成员。"})
    found = select(Invitation).where(Invitation.organisation_id == organisation.id, Invitation.email == email)
    invitation = session.scalar(found.where(Invitation.state == DoorState.OPEN)) or Invitation(
        organisation=organisation, email=email
    )
    invitation.role = command.role
    session.add(invitation)
    _send(session, actor, invitation, link)
    record_act(session, actor, "invite", organisation, email=email, role=command.role.value)
    return invitation


def resend_invitation(session: Session, actor: Actor, code: str, number: int, link: Link) -> Invitation:
    """Send the letter again with a new link; the old one stops working."""
    invitation = _to_manage(session, actor, code, number)
    invitation.state = DOOR.next_state(invitation.state, DoorAction.RESEND)
    _send(session, actor, invitation, link)
    record_act(session, actor, "invite", invitation.organisation, email=invitation.email)
    return invitation


def withdraw_invitation(session: Session, actor: Actor, code: str, number: int) -> Invitation:
    invitation = _to_manage(session, actor, code, number)
    invitation.state = DOOR.next_state(invitation.state, DoorAction.WITHDRAW)
    invitation.decided_at = now()
    record_act(session, actor, "withdraw_invitation", invitation.organisation, email=invitation.email)
    return invitation


def find_invitation(session: Session, actor: Actor, key: str) -> Invitation:
    """The open invitation of a link or a number, for the person it was sent to and nobody else."""
    return _for_its_reader(session, actor, key, session.scalar(_named(key)))[0]


def accept_invitation(session: Session, actor: Actor, key: str) -> Membership:
    """Join, and act for the organisation from now on."""
    invitation, person = _to_answer(session, actor, key)
    invitation.state = DOOR.next_state(invitation.state, DoorAction.ACCEPT)
    invitation.decided_at = now()
    membership = queries.find_membership(session, invitation.organisation_id, person.id)
    if membership is None:
        membership = Membership(organisation=invitation.organisation, role=invitation.role, joined_at=now())
        person.memberships.append(membership)
    elif invitation.role is MembershipRole.MANAGER:
        membership.role = MembershipRole.MANAGER
    membership.chosen_at = now()
    asked = queries.find_open_request(session, invitation.organisation_id, person.id)
    if asked is not None:
        asked.state, asked.decided_at = DoorState.ACCEPTED, now()
    session.flush()
    record_act(session, actor, "join", invitation.organisation, role=membership.role.value)
    letters.tell_invitation_answered(session, invitation, person, accepted=True)
    return membership


def decline_invitation(session: Session, actor: Actor, key: str) -> Invitation:
    invitation, person = _to_answer(session, actor, key)
    invitation.state = DOOR.next_state(invitation.state, DoorAction.DECLINE)
    invitation.decided_at = now()
    record_act(session, actor, "decline_invitation", invitation.organisation)
    letters.tell_invitation_answered(session, invitation, person, accepted=False)
    return invitation


def _to_answer(session: Session, actor: Actor, key: str) -> tuple[Invitation, Person]:
    return _for_its_reader(session, actor, key, session.scalar(_named(key).with_for_update(of=Invitation)))


def _by_number(key: str) -> bool:
    return key.isdecimal() and len(key) < 12


def _named(key: str) -> Select[Invitation]:
    """By the token of the letter, or by the number that the invited person's own pages carry."""
    return select(Invitation).where(
        Invitation.id == int(key) if _by_number(key) else Invitation.token_hash == _hash(key)
    )


def _for_its_reader(
    session: Session, actor: Actor, key: str, invitation: Invitation | None
) -> tuple[Invitation, Person]:
    """Whoever has the letter but another address is told so; counting numbers up tells nothing."""
    if invitation is None or invitation.state is not DoorState.OPEN or invitation.expired:
        raise NotFound(GONE)
    person = get_person(session, actor.person_id) if actor.person_id else None
    if person is None or person.email != invitation.email:
        if _by_number(key):
            raise NotFound(GONE)
        raise Forbidden("这个邀请发给了另一个邮箱。请用收到邀请的邮箱登录，再打开链接。")
    return invitation, person


def _to_manage(session: Session, actor: Actor, code: str, number: int) -> Invitation:
    organisation = queries.get_to_manage(session, actor, code, lock=True)
    found = select(Invitation).where(Invitation.id == number, Invitation.organisation_id == organisation.id)
    invitation = session.scalar(found.execution_options(populate_existing=True))
    if invitation is None:
        raise NotFound("没有这个邀请。请刷新页面。")
    if invitation.state is not DoorState.OPEN:
        raise Conflict("这个邀请已经有了结果。请刷新页面再看。")
    return invitation


def _send(session: Session, actor: Actor, invitation: Invitation, link: Link) -> None:
    token = secrets.token_urlsafe(32)
    invitation.token_hash, invitation.invited_by = _hash(token), actor.person_id
    invitation.sent_at, invitation.expires_at = now(), now() + INVITATION_LASTS
    session.flush()
    letters.invite(session, invitation, link(token))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

"""A person asks an organisation's managers to be let in."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Membership, MembershipRole
from marketplace.accounts.queries import get_person
from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, Forbidden, InvalidInput, NotFound
from marketplace.organisations import letters, queries
from marketplace.organisations.models import JoinRequest
from marketplace.organisations.rules import DOOR, DoorAction

LONGEST_MESSAGE = 500


def ask_to_join(session: Session, actor: Actor, code: str, message: str) -> JoinRequest:
    """Ask once; the managers are told."""
    organisation = queries.get_organisation(session, code, lock=True)
    person = get_person(session, actor.person_id) if actor.person_id else None
    if person is None:
        raise Forbidden("请先登录，再申请加入。")
    if queries.find_membership(session, organisation.id, person.id):
        raise Conflict("您已经是这个单位的成员。")
    if queries.find_open_request(session, organisation.id, person.id):
        raise Conflict("您已经申请过，正在等单位管理员答复。")
    request = JoinRequest(organisation=organisation, person=person, message=message.strip()[:LONGEST_MESSAGE])
    session.add(request)
    session.flush()
    record_act(session, actor, "ask_to_join", organisation)
    letters.tell_managers_of_request(session, request)
    return request


def take_back_request(session: Session, actor: Actor, code: str) -> JoinRequest:
    organisation = queries.get_organisation(session, code, lock=True)
    request = queries.find_open_request(session, organisation.id, actor.person_id)
    if request is None:
        raise Conflict("您的申请已经有了结果。请刷新页面再看。")
    request.state, request.decided_at = DOOR.next_state(request.state, DoorAction.WITHDRAW), now()
    record_act(session, actor, "take_back_request", organisation)
    return request


def approve_request(session: Session, actor: Actor, code: str, number: int) -> JoinRequest:
    """Let the person in as a member."""
    request = _to_answer(session, actor, code, number)
    request.state = DOOR.next_state(request.state, DoorAction.ACCEPT)
    request.decided_by, request.decided_at = actor.person_id, now()
    if queries.find_membership(session, request.organisation_id, request.person_id) is None:
        joined = Membership(organisation=request.organisation, role=MembershipRole.MEMBER, joined_at=now())
        request.person.memberships.append(joined)
    session.flush()
    record_act(session, actor, "approve_request", request.organisation, person=request.person.public_id)
    letters.tell_request_answered(session, request, accepted=True)
    return request


def decline_request(session: Session, actor: Actor, code: str, number: int, reason: str) -> JoinRequest:
    """Refuse, with a reason that the person reads."""
    request = _to_answer(session, actor, code, number)
    state = DOOR.next_state(request.state, DoorAction.DECLINE)
    reason = reason.strip()[:LONGEST_MESSAGE]
    if not reason:
        raise InvalidInput("请写明谢绝的理由，申请人会看到。", {"reason": "请写明谢绝的理由，申请人会看到。"})
    request.reason, request.state = reason, state
    request.decided_by, request.decided_at = actor.person_id, now()
    record_act(session, actor, "decline_request", request.organisation, person=request.person.public_id, reason=reason)
    letters.tell_request_answered(session, request, accepted=False)
    return request


def _to_answer(session: Session, actor: Actor, code: str, number: int) -> JoinRequest:
    organisation = queries.get_to_manage(session, actor, code, lock=True)
    found = select(JoinRequest).where(JoinRequest.id == number, JoinRequest.organisation_id == organisation.id)
    request = session.scalar(found.execution_options(populate_existing=True))
    if request is None:
        raise NotFound("没有这个申请。请刷新页面。")
    return request

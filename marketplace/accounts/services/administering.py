"""What administrators do to the accounts of others; each act is on the trail and told to the person."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts import letters
from marketplace.accounts.links import Seal
from marketplace.accounts.models import Person, PersonRole
from marketplace.accounts.rules import AccountAction
from marketplace.accounts.services.leaving import is_last_admin
from marketplace.accounts.services.passwords import send_reset
from marketplace.accounts.services.signing import end_all_sessions
from marketplace.core.actor import Actor, Role
from marketplace.core.audit import record_act
from marketplace.core.errors import Conflict, Forbidden, NotFound


def give_role(session: Session, actor: Actor, number: int, role: Role) -> Person:
    """Giving what the person has changes nothing."""
    person = get_to_administer(session, actor, number)
    if role not in {entry.role for entry in person.roles}:
        person.roles.append(PersonRole(role=role))
        record_act(session, actor, AccountAction.GIVE_ROLE, person, role=role.value)
        letters.tell_role_given(session, person, role)
    return person


def take_role(session: Session, actor: Actor, number: int, role: Role) -> Person:
    """Taking what the person does not have changes nothing; the last administrator keeps that role."""
    person = get_to_administer(session, actor, number)
    held = next((entry for entry in person.roles if entry.role == role), None)
    if held is not None:
        if role == Role.ADMIN:
            _refuse_last_admin(session, person)
        person.roles.remove(held)
        record_act(session, actor, AccountAction.TAKE_ROLE, person, role=role.value)
        letters.tell_role_taken(session, person, role)
    return person


def deactivate(session: Session, actor: Actor, number: int) -> Person:
    """The person cannot sign in, their sessions end and their tokens open nothing; nothing is erased."""
    person = get_to_administer(session, actor, number)
    if person.id == actor.person_id:
        raise Conflict("不能停用自己的账号。要离开平台，请在“我的数据”里注销。")
    if person.active:
        _refuse_last_admin(session, person)
        person.active = False
        end_all_sessions(session, person)
        record_act(session, actor, AccountAction.DEACTIVATE, person)
        letters.tell_deactivated(session, person)
    return person


def activate(session: Session, actor: Actor, number: int) -> Person:
    person = get_to_administer(session, actor, number)
    if not person.active:
        person.active = True
        record_act(session, actor, AccountAction.ACTIVATE, person)
        letters.tell_activated(session, person)
    return person


def send_reset_link(session: Session, seal: Seal, actor: Actor, number: int) -> Person:
    """The link goes to the person's mailbox; the administrator never sees it."""
    person = get_to_administer(session, actor, number)
    if not person.active:
        raise Conflict("账号已停用。请先启用，再寄重设链接。")
    send_reset(session, seal, person)
    record_act(session, actor, AccountAction.SEND_RESET, person)
    return person


def sign_out_person(session: Session, actor: Actor, number: int) -> Person:
    person = get_to_administer(session, actor, number)
    end_all_sessions(session, person)
    record_act(session, actor, AccountAction.SIGN_OUT_EVERYWHERE, person)
    letters.tell_signed_out_everywhere(session, person)
    return person


def get_to_administer(session: Session, actor: Actor, number: int) -> Person:
    """Somebody whose account stands; deleted ones are beyond reach."""
    if not actor.is_admin:
        raise Forbidden("只有系统管理员可以管理账号。")
    person = session.get(Person, number)
    if person is None or person.deleted_at is not None:
        raise NotFound("没有这个账号，它可能已注销。")
    return person


def _refuse_last_admin(session: Session, person: Person) -> None:
    """Hold the administrators' rows first, so that two of them cannot take the role from each other at once."""
    session.execute(select(PersonRole).where(PersonRole.role == Role.ADMIN).with_for_update()).all()
    if is_last_admin(session, person):
        raise Conflict("这是唯一的系统管理员。请先把这个角色授予另一位。")

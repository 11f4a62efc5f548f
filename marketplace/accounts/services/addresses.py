"""Changing the address one signs in with: the new mailbox confirms, the former one is told."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from marketplace.accounts import letters, queries
from marketplace.accounts.links import Purpose, Seal, dead, stamp_of_address
from marketplace.accounts.models import Person, Registration
from marketplace.accounts.rules import AccountAction
from marketplace.accounts.services.passwords import refuse_wrong_password
from marketplace.accounts.services.signing import end_all_sessions
from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.errors import InvalidInput


def ask_to_change_address(session: Session, seal: Seal, actor: Actor, current: str, address: str) -> None:
    """Write to both mailboxes. Whether the new address is another's is told to that other alone."""
    person = queries.get_own(session, actor)
    refuse_wrong_password(person, current)
    address = address.strip().lower()
    if address == person.email:
        raise InvalidInput("请填一个新的邮箱。", {"email": "这就是您现在的登录邮箱。"})
    person.pending_email = address
    owner = queries.find_person(session, address)
    if owner is not None:
        letters.tell_address_is_taken(session, owner)
    else:
        letters.ask_new_address(session, person, seal.token(Purpose.NEW_ADDRESS, person.id, stamp_of_address(person)))
    letters.tell_address_is_changing(session, person)


def person_of_new_address(session: Session, seal: Seal, token: str) -> Person:
    """Whose address a link confirms; NotFound for a link that is no longer one."""
    number, stamp = seal.subject(Purpose.NEW_ADDRESS, token)
    person = session.get(Person, number)
    if person is None or not person.active or not person.pending_email or stamp_of_address(person) != stamp:
        raise dead()
    return person


def confirm_new_address(session: Session, seal: Seal, token: str) -> Person:
    """From now on the person signs in with the new address; every session ends."""
    person = person_of_new_address(session, seal, token)
    address, former = person.pending_email or "", person.email
    if queries.find_person(session, address) is not None:
        raise dead()
    person.email, person.pending_email = address, None
    session.execute(delete(Registration).where(Registration.email == address))
    end_all_sessions(session, person)
    record_act(session, queries.actor_for(person), AccountAction.CHANGE_ADDRESS, person)
    letters.tell_address_changed(session, person, former)
    return person

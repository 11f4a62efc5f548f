"""Changing a password one knows, and replacing one that is forgotten."""

from sqlalchemy.orm import Session

from marketplace.accounts import letters, queries
from marketplace.accounts.links import Purpose, Seal, dead, stamp_of_password
from marketplace.accounts.models import Person
from marketplace.accounts.passwords import hash_password, password_fits, refuse_weak
from marketplace.accounts.rules import AccountAction
from marketplace.accounts.services.signing import end_all_sessions
from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.errors import InvalidInput


def change_password(session: Session, actor: Actor, current: str, new: str) -> Person:
    """Take the new password and end every session."""
    person = queries.get_own(session, actor)
    refuse_wrong_password(person, current)
    _set_password(session, actor, person, new, AccountAction.CHANGE_PASSWORD)
    return person


def ask_for_reset(session: Session, seal: Seal, email: str, locale: str) -> None:
    """Write to the mailbox: a link, or that there is no account. One letter either way."""
    person = queries.find_person(session, email)
    if person is not None and person.active:
        send_reset(session, seal, person)
    else:
        letters.tell_no_account(session, email.strip().lower(), locale)


def send_reset(session: Session, seal: Seal, person: Person) -> None:
    letters.send_reset(session, person, seal.token(Purpose.RESET, person.id, stamp_of_password(person)))


def person_of_reset(session: Session, seal: Seal, token: str) -> Person:
    """Whose password a link may replace; NotFound for a link that is no longer one."""
    number, stamp = seal.subject(Purpose.RESET, token)
    person = session.get(Person, number)
    if person is None or not person.active or stamp_of_password(person) != stamp:
        raise dead()
    return person


def reset_password(session: Session, seal: Seal, token: str, new: str) -> Person:
    """Replace the password: the link is dead afterwards, every session has ended."""
    person = person_of_reset(session, seal, token)
    _set_password(session, queries.actor_for(person), person, new, AccountAction.RESET_PASSWORD)
    return person


def refuse_wrong_password(person: Person, password: str) -> None:
    """For acts that ask once more who it is."""
    if not password_fits(password, person.password_hash):
        raise InvalidInput("密码不对。", {"current": "现在的密码不对。请再试一次。"})


def _set_password(session: Session, actor: Actor, person: Person, new: str, action: AccountAction) -> None:
    refuse_weak(new, person.name, person.email)
    person.password_hash = hash_password(new)
    end_all_sessions(session, person)
    record_act(session, actor, action, person)
    letters.tell_password_changed(session, person)

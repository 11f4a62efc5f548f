"""Signing in and out."""

from dataclasses import dataclass

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from marketplace.accounts import letters, queries
from marketplace.accounts.models import Person, SignIn
from marketplace.accounts.passwords import hash_is_outdated, hash_password, password_fits
from marketplace.accounts.rules import AccountAction
from marketplace.accounts.services.people import new_key
from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now
from marketplace.core.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class Authenticated:
    """Who it is; nobody when the pair is wrong. `unconfirmed`: the pair fits a registration that still waits."""

    person: Person | None = None
    unconfirmed: bool = False


def authenticate(session: Session, email: str, password: str) -> Authenticated:
    """Whose address and password these are; one comparison and the same statements whoever it is."""
    person = queries.find_person(session, email)
    waiting = queries.waiting_registration(session, email)
    stored = person.password_hash if person else waiting.password_hash if waiting else None
    fits = password_fits(password, stored)
    if person is not None:
        return Authenticated(person=person if fits and person.active else None)
    return Authenticated(unconfirmed=fits)


def sign_in(session: Session, person_id: int, password: str, device: str) -> tuple[Person, SignIn]:
    """Note the device; a password kept with older parameters is kept anew."""
    person = session.get_one(Person, person_id)
    if hash_is_outdated(person.password_hash):
        person.password_hash = hash_password(password)
    return person, note_device(session, person, device)


def note_device(session: Session, person: Person, device: str) -> SignIn:
    entry = SignIn(person_id=person.id, key=new_key(), device=device[:80])
    session.add(entry)
    session.flush()
    return entry


def note_use(session: Session, number: int) -> None:
    """The device is in use now; it may have been signed out meanwhile."""
    session.execute(update(SignIn).where(SignIn.id == number).values(seen_at=now()))


def end_session(session: Session, actor: Actor, number: int) -> None:
    """Sign one device of the actor out."""
    entry = session.get(SignIn, number)
    if entry is None or entry.person_id != actor.person_id:
        raise NotFound("没有这台设备，它可能已经退出。")
    session.delete(entry)


def sign_out(session: Session, key: str) -> None:
    """The device that has this key leaves."""
    session.execute(delete(SignIn).where(SignIn.key == key))


def sign_out_everywhere(session: Session, actor: Actor) -> None:
    """End every session of the actor, this one too."""
    person = queries.get_own(session, actor)
    end_all_sessions(session, person)
    record_act(session, actor, AccountAction.SIGN_OUT_EVERYWHERE, person)
    letters.tell_signed_out_everywhere(session, person)


def end_all_sessions(session: Session, person: Person) -> None:
    """No cookie given so far opens anything again, no reset link sent so far works."""
    person.session_key = new_key()
    session.execute(delete(SignIn).where(SignIn.person_id == person.id))

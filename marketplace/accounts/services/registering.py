"""Registering: what somebody fills in becomes a person when the link in the letter is followed with the same password.

The same statements run and one letter leaves whether or not the address has an account.
"""

from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy.orm import Session

from marketplace.accounts import letters, queries
from marketplace.accounts.links import Purpose, Seal, dead, stamp_of_registration
from marketplace.accounts.models import Consent, OrganisationKind, Person, PersonRole, Registration
from marketplace.accounts.passwords import hash_password, password_fits, refuse_weak
from marketplace.accounts.rules import CONSENT_VERSION, REGISTRATION_LIFE, ROLES_BY_KIND, AccountAction, Document
from marketplace.accounts.services.people import new_key
from marketplace.core.audit import record_act
from marketplace.core.clock import now
from marketplace.core.errors import InvalidInput


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """What the form asks for; sending it is the consent to the terms and the privacy notice."""

    name: str
    email: str
    password: str
    wanted: OrganisationKind
    locale: str = "zh"


def register(session: Session, seal: Seal, command: Register) -> None:
    """Keep the registration and write to the mailbox: how to go on, or that there is an account already."""
    email = command.email.strip().lower()
    refuse_weak(command.password, command.name, email)
    registration = Registration(
        email=email,
        name=command.name,
        password_hash=hash_password(command.password),
        wanted=command.wanted,
        locale=command.locale,
        consent_version=CONSENT_VERSION,
        expires_at=now() + REGISTRATION_LIFE,
    )
    session.add(registration)
    session.flush()
    owner = queries.find_person(session, email)
    if owner is not None:
        letters.tell_already_registered(session, owner)
    else:
        _ask_confirmation(session, seal, registration)


def resend_confirmation(session: Session, seal: Seal, email: str, locale: str) -> None:
    """Write the letter again; where nothing waits, a letter says so."""
    email = email.strip().lower()
    waiting = queries.waiting_registration(session, email)
    owner = queries.find_person(session, email)
    if owner is not None:
        letters.tell_already_registered(session, owner)
    elif waiting is not None:
        _ask_confirmation(session, seal, waiting)
    else:
        letters.tell_nothing_waits(session, email, locale)


def registration_of(session: Session, seal: Seal, token: str) -> Registration:
    """The registration a link belongs to; NotFound for a link that is no longer one."""
    number, stamp = seal.subject(Purpose.REGISTRATION, token)
    registration = session.get(Registration, number)
    if registration is None or registration.expires_at <= now() or stamp_of_registration(registration) != stamp:
        raise dead()
    return registration


def confirm_registration(session: Session, seal: Seal, token: str, password: str) -> Person:
    """Make the person. The password shows that whoever reads the mailbox is the one who registered."""
    registration = registration_of(session, seal, token)
    if not password_fits(password, registration.password_hash):
        wrong = "这不是注册时设的密码。想不起来就重新注册一次。"
        raise InvalidInput("密码不对。", {"password": wrong})
    if queries.find_person(session, registration.email) is not None:
        raise dead()
    person = _make_person(registration)
    session.add(person)
    session.flush()
    for document in Document:
        consent = Consent(person_id=person.id, document=document, version=registration.consent_version)
        consent.given_at = registration.created_at
        session.add(consent)
    session.execute(delete(Registration).where(Registration.email == registration.email))
    record_act(session, queries.actor_for(person), AccountAction.REGISTER, person, wanted=registration.wanted.value)
    return person


def _make_person(registration: Registration) -> Person:
    role = ROLES_BY_KIND.get(registration.wanted.value)
    return Person(
        email=registration.email,
        name=registration.name,
        password_hash=registration.password_hash,
        locale=registration.locale,
        session_key=new_key(),
        roles=[PersonRole(role=role)] if role else [],
    )


def _ask_confirmation(session: Session, seal: Seal, registration: Registration) -> None:
    token = seal.token(Purpose.REGISTRATION, registration.id, stamp_of_registration(registration))
    letters.ask_confirmation(session, registration.email, registration.name, registration.locale, token)

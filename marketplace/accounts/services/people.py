"""Acts on people."""

import secrets
from dataclasses import dataclass

from sqlalchemy.orm import Session

from marketplace.accounts import queries
from marketplace.accounts.models import Person, PersonRole
from marketplace.accounts.passwords import hash_password, password_fits
from marketplace.core.actor import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    email: str
    name: str
    password: str
    roles: frozenset[Role]
    locale: str = "zh"


def authenticate(session: Session, email: str, password: str) -> Person | None:
    """The active person with this address and password, or None; takes the same time either way."""
    person = queries.find_person(session, email)
    fits = password_fits(password, person.password_hash if person else None)
    return person if person and fits and person.active else None


def add_person(session: Session, command: NewPerson) -> Person:
    person = Person(
        email=command.email.strip().lower(),
        name=command.name,
        password_hash=hash_password(command.password),
        locale=command.locale,
        session_key=secrets.token_urlsafe(24),
        roles=[PersonRole(role=role) for role in sorted(command.roles)],
    )
    session.add(person)
    session.flush()
    return person

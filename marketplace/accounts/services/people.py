"""People as others make them: samples and the command line. Whoever registers goes by `registering`."""

import secrets
from dataclasses import dataclass

from sqlalchemy.orm import Session

from marketplace.accounts.models import Person, PersonRole
from marketplace.accounts.passwords import hash_password
from marketplace.core.actor import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    email: str
    name: str
    password: str
    roles: frozenset[Role]
    locale: str = "zh"


def add_person(session: Session, command: NewPerson) -> Person:
    person = Person(
        email=command.email.strip().lower(),
        name=command.name,
        password_hash=hash_password(command.password),
        locale=command.locale,
        session_key=new_key(),
        roles=[PersonRole(role=role) for role in sorted(command.roles)],
    )
    session.add(person)
    session.flush()
    return person


def new_key() -> str:
    """A key nobody can guess."""
    return secrets.token_urlsafe(24)

"""Reading people."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, lazyload

from marketplace.accounts.models import ApiToken, Consent, MembershipRole, Person, Registration, SignIn
from marketplace.accounts.queries.powers import powers_of
from marketplace.accounts.rules import CONSENT_VERSION
from marketplace.core.actor import Actor, Role, Scope
from marketplace.core.clock import now
from marketplace.core.errors import Forbidden

NEVER = datetime.fromtimestamp(0, UTC)
# with every request of somebody signed in: one statement for the person, their few roles and their few places
WHOLE_PERSON = (joinedload(Person.roles), joinedload(Person.memberships))


def find_person(session: Session, email: str) -> Person | None:
    """One statement whether or not there is somebody: the time tells nothing. Roles are read when they are asked for."""
    return session.scalar(
        select(Person)
        .where(Person.email == email.strip().lower())
        .options(lazyload(Person.roles), lazyload(Person.memberships))
    )


def get_person(session: Session, person_id: int) -> Person | None:
    return session.get(Person, person_id)


def actor_for(person: Person, scopes: frozenset[Scope] | None = None) -> Actor:
    """The actor a signed-in person is, acting for the organisation chosen last; or one of their tokens with its scopes."""
    places = sorted(person.memberships, key=lambda place: (-(place.chosen_at or NEVER).timestamp(), place.id))
    return Actor(
        person_id=person.id,
        name=person.name,
        roles=frozenset(entry.role for entry in person.roles),
        organisations=frozenset(place.organisation_id for place in places),
        manages=frozenset(place.organisation_id for place in places if place.role is MembershipRole.MANAGER),
        acting_for=places[0].organisation_id if places else None,
        powers=powers_of(person),
        scopes=scopes,
    )


def people_with_role(session: Session, role: Role) -> Sequence[Person]:
    return session.scalars(select(Person).where(Person.roles.any(role=role), Person.active).order_by(Person.id)).all()


def get_own(session: Session, actor: Actor) -> Person:
    """The person that the actor is."""
    person = session.get(Person, actor.person_id) if actor.signed_in else None
    if person is None:
        raise Forbidden("请先登录。")
    return person


def waiting_registration(session: Session, email: str) -> Registration | None:
    """The latest registration with this address that still waits for its confirmation."""
    return session.scalar(
        select(Registration)
        .where(Registration.email == email.strip().lower(), Registration.expires_at > now())
        .order_by(Registration.id.desc())
        .limit(1)
    )


def get_sign_in(session: Session, key: str) -> tuple[SignIn, Person] | None:
    """A device that is signed in, and its person."""
    asked = select(SignIn, Person).join(Person, Person.id == SignIn.person_id).where(SignIn.key == key)
    found = session.execute(asked.options(*WHOLE_PERSON)).unique().first()
    return (found[0], found[1]) if found else None


def devices_of(session: Session, actor: Actor) -> Sequence[SignIn]:
    """Where the actor is signed in, the latest used first."""
    return session.scalars(
        select(SignIn).where(SignIn.person_id == actor.person_id).order_by(SignIn.seen_at.desc(), SignIn.id.desc())
    ).all()


def get_token(session: Session, secret_hash: str) -> tuple[ApiToken, Person] | None:
    """A token that holds now, and whose it is."""
    asked = (
        select(ApiToken, Person)
        .join(Person, Person.id == ApiToken.person_id)
        .where(
            ApiToken.secret_hash == secret_hash,
            ApiToken.revoked_at.is_(None),
            ApiToken.expires_at > now(),
            Person.active,
        )
    )
    found = session.execute(asked.options(*WHOLE_PERSON)).unique().first()
    return (found[0], found[1]) if found else None


def tokens_of(session: Session, actor: Actor) -> Sequence[ApiToken]:
    """The actor's tokens, the newest first; those revoked or expired too."""
    return session.scalars(
        select(ApiToken).where(ApiToken.person_id == actor.person_id).order_by(ApiToken.id.desc())
    ).all()


def consents_of(session: Session, actor: Actor) -> Sequence[Consent]:
    """What the actor agreed to, the latest first."""
    return session.scalars(
        select(Consent).where(Consent.person_id == actor.person_id).order_by(Consent.given_at.desc(), Consent.id)
    ).all()


def owes_consent(session: Session, actor: Actor) -> Sequence[Consent]:
    """The latest consents of one who agreed to an earlier version and not yet to the one that holds now."""
    given = consents_of(session, actor)
    return [] if any(consent.version == CONSENT_VERSION for consent in given) else given


def count_admins(session: Session) -> int:
    """Administrators who can sign in."""
    admins = select(func.count()).select_from(Person).where(Person.active, Person.roles.any(role=Role.ADMIN))
    return session.scalar(admins) or 0

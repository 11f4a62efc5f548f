"""What a person may do for others: the mandates in force today."""

from sqlalchemy import or_, select
from sqlalchemy.orm import lazyload, object_session

from marketplace.accounts.models import Mandate, MandateState, OrganisationKind, Person
from marketplace.core.actor import Power, Role
from marketplace.core.clock import today


def powers_of(person: Person) -> tuple[Power, ...]:
    """The powers that mandates give the person now; none is asked for where none can be."""
    session = object_session(person)
    agencies = [
        membership.organisation_id
        for membership in person.memberships
        if membership.organisation.kind is OrganisationKind.AGENCY
    ]
    is_broker = any(entry.role is Role.BROKER for entry in person.roles)
    if session is None or not (agencies or is_broker):
        return ()
    mine = [Mandate.agency_id.in_(agencies)] + ([Mandate.person_id == person.id] if is_broker else [])
    in_force = select(Mandate).where(
        Mandate.state == MandateState.ACCEPTED,
        Mandate.valid_from <= today(),
        Mandate.valid_until >= today(),
        or_(*mine),
    )
    unread = (lazyload(Mandate.agency), lazyload(Mandate.person))  # they are known, or of no account here
    return tuple(_power(mandate) for mandate in session.scalars(in_force.order_by(Mandate.id).options(*unread)))


def _power(mandate: Mandate) -> Power:
    return Power(
        mandate=mandate.public_id,
        owner_id=mandate.owner_id,
        owner_name=mandate.owner.name,
        acts=mandate.acts,
        records=None if mandate.all_records else frozenset(record.public_id for record in mandate.records),
        through=mandate.agency_id,
    )

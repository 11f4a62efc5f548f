"""What depends on a person: organisations only they manage, and what features above keep about them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Membership, MembershipRole, Organisation, Person

Count = Callable[[Session, int], int]
Erase = Callable[[Session, Person], None]
Export = Callable[[Session, Person], list[dict[str, Any]]]
COUNTS: dict[str, Count] = {}
ERASERS: dict[str, Erase] = {}
EXPORTS: dict[str, Export] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """An organisation that only this person manages."""

    organisation: Organisation
    others: int
    records: int


def count_holdings(name: str, count: Count) -> None:
    """Let a feature count the records that an organisation (by id) owns."""
    COUNTS[name] = count


def erase_with_account(name: str, erase: Erase) -> None:
    """Let a feature erase what it keeps about a person who deletes their account; the address still stands then."""
    ERASERS[name] = erase


def export_with_account(section: str, export: Export) -> None:
    """Let a feature add what it keeps about a person to what they may take with them."""
    EXPORTS[section] = export


def charges_of(session: Session, person: Person) -> list[Charge]:
    """The organisations that would stand without a manager, and have members or records."""
    managed = [place for place in person.memberships if place.role == MembershipRole.MANAGER]
    charges = [_charge(session, person, place.organisation) for place in managed]
    return [charge for charge in charges if charge is not None and (charge.others or charge.records)]


def _charge(session: Session, person: Person, organisation: Organisation) -> Charge | None:
    others = session.scalars(
        select(Membership.role)
        .join(Person)
        .where(Membership.organisation_id == organisation.id, Person.active, Person.id != person.id)
    ).all()
    if MembershipRole.MANAGER in others:
        return None
    records = sum(count(session, organisation.id) for count in COUNTS.values())
    return Charge(organisation=organisation, others=len(others), records=records)

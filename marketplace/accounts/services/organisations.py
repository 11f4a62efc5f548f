"""Acts on organisations."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from marketplace.accounts.models import Membership, MembershipRole, Organisation, OrganisationKind, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrganisation:
    code: str
    name: str
    english: str
    kind: OrganisationKind
    region: str
    credit_code: str | None = None
    is_sample: bool = False


def add_organisation(session: Session, command: NewOrganisation) -> Organisation:
    organisation = Organisation(
        code=command.code,
        name=command.name,
        english=command.english,
        kind=command.kind,
        region=command.region,
        credit_code=command.credit_code,
        is_sample=command.is_sample,
    )
    session.add(organisation)
    session.flush()
    return organisation


def add_members(
    session: Session, organisation: Organisation, people: Iterable[Person], role: MembershipRole = MembershipRole.MEMBER
) -> None:
    for person in people:
        person.memberships.append(Membership(organisation=organisation, role=role))
    session.flush()

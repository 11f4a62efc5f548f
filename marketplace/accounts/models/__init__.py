"""People, their roles, organisations and who belongs to which."""

from marketplace.accounts.models.organisations import Membership, MembershipRole, Organisation, OrganisationKind
from marketplace.accounts.models.people import Person, PersonRole

__all__ = [
    "Membership",
    "MembershipRole",
    "Organisation",
    "OrganisationKind",
    "Person",
    "PersonRole",
]

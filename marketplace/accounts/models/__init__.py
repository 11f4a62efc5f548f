"""People, their roles, organisations and who belongs to which."""

from marketplace.accounts.models.mandates import Mandate, MandateRecord, MandateState
from marketplace.accounts.models.organisations import (
    Membership,
    MembershipRole,
    Organisation,
    OrganisationKind,
    Standing,
)
from marketplace.accounts.models.people import Person, PersonRole

__all__ = [
    "Mandate",
    "MandateRecord",
    "MandateState",
    "Membership",
    "MembershipRole",
    "Organisation",
    "OrganisationKind",
    "Person",
    "PersonRole",
    "Standing",
]

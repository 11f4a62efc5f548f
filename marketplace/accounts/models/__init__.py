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
from marketplace.accounts.models.registrations import Registration
from marketplace.accounts.models.signing import Consent, SignIn
from marketplace.accounts.models.tokens import ApiToken

__all__ = [
    "ApiToken",
    "Consent",
    "Mandate",
    "MandateRecord",
    "MandateState",
    "Membership",
    "MembershipRole",
    "Organisation",
    "OrganisationKind",
    "Person",
    "PersonRole",
    "Registration",
    "SignIn",
    "Standing",
]

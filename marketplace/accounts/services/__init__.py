"""Acts on people and organisations: one function an act; they never commit and never see a request."""

from marketplace.accounts.services.organisations import NewOrganisation, add_members, add_organisation
from marketplace.accounts.services.people import NewPerson, add_person, authenticate

__all__ = [
    "NewOrganisation",
    "NewPerson",
    "add_members",
    "add_organisation",
    "add_person",
    "authenticate",
]

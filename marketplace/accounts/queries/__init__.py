"""Reading people and organisations."""

from marketplace.accounts.queries.organisations import (
    get_organisation_by_code,
    managers_of,
    own_organisations,
    owners_side,
    owners_to_write_for,
    people_of,
)
from marketplace.accounts.queries.people import actor_for, find_person, get_person, people_with_role

__all__ = [
    "actor_for",
    "find_person",
    "get_organisation_by_code",
    "get_person",
    "managers_of",
    "own_organisations",
    "owners_side",
    "owners_to_write_for",
    "people_of",
    "people_with_role",
]

"""Reading people and organisations."""

from marketplace.accounts.queries.organisations import (
    get_organisation_by_code,
    managers_of,
    own_organisations,
    owner_to_write_for,
    owners_side,
    owners_to_write_for,
    people_of,
)
from marketplace.accounts.queries.people import (
    actor_for,
    consents_of,
    count_admins,
    devices_of,
    find_person,
    get_own,
    get_person,
    get_sign_in,
    get_token,
    owes_consent,
    people_with_role,
    tokens_of,
    waiting_registration,
)

__all__ = [
    "actor_for",
    "consents_of",
    "count_admins",
    "devices_of",
    "find_person",
    "get_organisation_by_code",
    "get_own",
    "get_person",
    "get_sign_in",
    "get_token",
    "managers_of",
    "owes_consent",
    "own_organisations",
    "owner_to_write_for",
    "owners_side",
    "owners_to_write_for",
    "people_of",
    "people_with_role",
    "tokens_of",
    "waiting_registration",
]

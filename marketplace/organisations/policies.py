"""Who may do what with an organisation, its people and its mandates."""

from marketplace.accounts.models import Mandate, Organisation
from marketplace.core.actor import Actor


def can_manage(actor: Actor, organisation_id: int) -> bool:
    """The organisation's managers; administrators look after those that have none any more."""
    return actor.system or organisation_id in actor.manages or actor.is_admin


def can_see_members(actor: Actor, organisation: Organisation) -> bool:
    return actor.belongs_to(organisation.id) or can_manage(actor, organisation.id)


def can_see_contact(actor: Actor, organisation: Organisation) -> bool:
    """Who answers for it is shown to everybody signed in."""
    return actor.signed_in


def can_verify(actor: Actor, organisation_id: int) -> bool:
    """Administrators, but not on their own organisation."""
    return actor.is_admin and not actor.belongs_to(organisation_id)


def holds(actor: Actor, mandate: Mandate) -> bool:
    """The broker it was given to, or the agency's managers."""
    given = mandate.person_id is not None and mandate.person_id == actor.person_id
    return given or (mandate.agency_id is not None and mandate.agency_id in actor.manages)


def uses(actor: Actor, mandate: Mandate) -> bool:
    """Whoever acts by it: the broker, or the agency's members."""
    return holds(actor, mandate) or (mandate.agency_id is not None and actor.belongs_to(mandate.agency_id))


def can_see_mandate(actor: Actor, mandate: Mandate) -> bool:
    """Both sides, and administrators."""
    return uses(actor, mandate) or actor.belongs_to(mandate.owner_id) or actor.is_admin

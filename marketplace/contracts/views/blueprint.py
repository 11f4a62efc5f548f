"""The blueprint that the views of contracts share, and what several of them need."""

from flask import Blueprint

from marketplace.core.actor import Actor, Role
from marketplace.web.access import in_an_organisation

blueprint = Blueprint("contracts", __name__)
Registrars = frozenset({Role.CURATOR, Role.ADMIN})


def works_with_contracts(actor: Actor) -> bool:
    """Those who can be a side of a contract or its broker, and the registrars."""
    return in_an_organisation(actor) or not actor.roles.isdisjoint(Registrars | {Role.BROKER})

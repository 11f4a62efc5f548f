"""Who may: the authority reads the figures of all; an organisation reads its own and nobody else's."""

from marketplace.core.actor import Actor, Role

READERS = frozenset({Role.CURATOR, Role.ADMIN})


def is_authority(actor: Actor) -> bool:
    """Curators work for the authority; administrators run its platform."""
    return not actor.roles.isdisjoint(READERS)


def has_results(actor: Actor) -> bool:
    """Members of an organisation: the report is of the results that it owns."""
    return bool(actor.organisations)

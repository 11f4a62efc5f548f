"""The pages of deals."""

from flask import Blueprint

from marketplace.core.actor import Act, Actor, Role

blueprint = Blueprint("deals", __name__)


def works_deals(actor: Actor) -> bool:
    """Brokers, and whoever may answer for an owner by a mandate."""
    return Role.BROKER in actor.roles or any(Act.ANSWER in power.acts for power in actor.powers)


def takes_part(actor: Actor) -> bool:
    """Members of an organisation who are no brokers: their deals stand in a list of their own instead of a desk."""
    return bool(actor.organisations) and not works_deals(actor)

"""Who was shown what is not open to everybody: a line for each look, written when the page is made."""

from flask import request

from marketplace.core.actor import Actor
from marketplace.disclosure import policies, services
from marketplace.disclosure.rules import ASKABLE, AccessKind
from marketplace.disclosure.services import Seen
from marketplace.listings.models import AchievementVersion
from marketplace.listings.policies import can_edit, sees_all
from marketplace.matching.policies import accepted_interest
from marketplace.taxonomy.terms import DisclosureTier
from marketplace.web.state import transaction


def note_view(actor: Actor, version: AchievementVersion, opened: frozenset[DisclosureTier]) -> None:
    """Note a look at T2 or T3 by anybody who is not of the owner's side. HEAD shows nothing."""
    shown = opened & {*ASKABLE} & held_in(version)
    own_side = can_edit(actor, version.achievement) or policies.decides(actor, version.achievement)
    if not shown or not actor.signed_in or own_side or request.environ["REQUEST_METHOD"] != "GET":
        return
    tier = max(shown)
    interest = None if sees_all(actor, version) else accepted_interest(actor, version)
    basis = "" if sees_all(actor, version) else policies.basis_of(actor, version, tier, interest)
    seen = Seen(
        kind=AccessKind.VIEW, achievement_id=version.achievement_id, number=version.number, tier=tier, basis=basis
    )
    with transaction() as writing:
        services.note(writing, actor, seen)


def held_in(version: AchievementVersion) -> frozenset[DisclosureTier]:
    """The tiers in which the page of a version has something to read."""
    return frozenset(each.tier for each in version.parameters) | frozenset(each.tier for each in version.attachments)

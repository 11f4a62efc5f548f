"""What the page of a result offers its reader: to ask for more, how the request stands, what waits for a decision."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.disclosure import policies, queries
from marketplace.disclosure.models import Grant, Nda
from marketplace.disclosure.rules import ASKABLE, GrantState
from marketplace.listings.models import AchievementVersion
from marketplace.listings.policies import sees_all
from marketplace.taxonomy.terms import DisclosureTier


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """`closed` are the tiers that hold something and are shut for the reader; `nda` waits with a T3 grant."""

    decides: bool
    closed: Sequence[DisclosureTier]
    latest: Grant | None
    nda: Nda | None

    @property
    def may_ask(self) -> bool:
        """A request that waits, or one as wide that was granted, needs no second."""
        if not self.closed or self.latest is None:
            return bool(self.closed)
        standing = self.latest.standing
        granted = standing is GrantState.GRANTED and self.latest.tier >= max(self.closed)
        return standing is not GrantState.ASKED and not granted


def offer_for(session: Session, actor: Actor, version: AchievementVersion, opened: frozenset[DisclosureTier]) -> Offer:
    """At most two statements."""
    if policies.decides(actor, version.achievement):
        return Offer(decides=True, closed=(), latest=None, nda=None)
    if sees_all(actor, version):
        return Offer(decides=False, closed=(), latest=None, nda=None)
    held = {each.tier for each in version.parameters} | {each.tier for each in version.attachments}
    closed = [tier for tier in ASKABLE if tier in held and tier not in opened]
    latest = queries.latest_of(session, actor, version.achievement_id)
    nda = None
    if latest is not None and latest.standing is GrantState.GRANTED and latest.organisation_id is not None:
        nda = queries.nda_of(session, version.achievement_id, latest.organisation_id)
    return Offer(decides=False, closed=closed, latest=latest, nda=nda)

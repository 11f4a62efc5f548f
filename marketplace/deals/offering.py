"""What the pages of a pair and of its talks offer: the deal that there is, or to open one."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.deals import policies, queries
from marketplace.listings.models import Achievement
from marketplace.needs.models import Need
from marketplace.needs.rules import VISIBLE


@dataclass(frozen=True, slots=True, kw_only=True)
class DealOffer:
    """`known` is the public id of the pair's deal, for whoever may see it."""

    known: str = ""
    may_open: bool = False


def offer_for(session: Session, actor: Actor, result: Achievement, need: Need) -> DealOffer:
    """At most two statements; nothing for whoever speaks for no side."""
    if not policies.may_open(actor, result, need):
        return DealOffer()
    held = queries.live_deal_of(session, queries.pair_name(result, need))
    if held is not None:
        return DealOffer(known=held.public_id if policies.can_see(actor, held) else "")
    return DealOffer(may_open=need.state in VISIBLE and need.owner_id != result.owner_id)

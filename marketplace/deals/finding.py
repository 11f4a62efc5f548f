"""What the rooms below know of a deal: an accepted interest of the pair, an agreement in force, who may see what."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.deals.facts import Found
from marketplace.deals.models import Deal
from marketplace.disclosure import policies as access
from marketplace.disclosure import queries as disclosure
from marketplace.matching.models import Approach
from marketplace.matching.rules import ApproachKind, ApproachState
from marketplace.web.language import spoken as _


def interest_of(session: Session, deal: Deal) -> Found | None:
    """One side expressed its interest and the other accepted."""
    if deal.need_id is None:
        return None
    accepted = (
        select(Approach.public_id, Approach.decided_at, Approach.created_at)
        .where(
            Approach.achievement_id == deal.achievement_id,
            Approach.need_id == deal.need_id,
            Approach.kind == ApproachKind.INTEREST,
            Approach.state == ApproachState.ACCEPTED,
        )
        .order_by(Approach.id)
        .limit(1)
    )
    row = session.execute(accepted).first()
    if row is None:
        return None
    said = _("对接意向 %(id)s 已被接受", id=row.public_id)
    return Found(because=said, at=row.decided_at or row.created_at, href=f"/my/talks/{row.public_id}")


def agreement_of(session: Session, deal: Deal) -> Found | None:
    """The two sides signed a confidentiality agreement about the result, and it is in force."""
    nda = disclosure.nda_signed(session, deal.achievement_id, deal.seeker_id)
    if nda is None or nda.in_force_at is None:
        return None
    return Found(
        because=_("保密协议 %(id)s 已生效", id=nda.public_id), at=nda.in_force_at, href=f"/nda/{nda.public_id}"
    )


def access_of(session: Session, actor: Actor, deal: Deal) -> Mapping[str, Any] | None:
    """Who of the seeker's side asked to see what of the result, for those who decide it and for the seeker's members."""
    decides = access.decides(actor, deal.achievement)
    if not decides and not actor.belongs_to(deal.seeker_id):
        return None
    grants = disclosure.grants_between(session, deal.achievement_id, deal.seeker_id)
    return {
        "grants": grants,
        "nda": disclosure.nda_of(session, deal.achievement_id, deal.seeker_id),
        "decides": decides,
    }

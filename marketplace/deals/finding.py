"""Facts that the rooms below know: an accepted interest of the pair."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.deals.facts import Found
from marketplace.deals.models import Deal
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

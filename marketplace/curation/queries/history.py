"""What was decided on a record before, with the remarks."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.errors import Forbidden
from marketplace.curation.models import QueueDecision
from marketplace.curation.rules import Kind

AT_MOST = 20


def decisions_on(session: Session, actor: Actor, kind: Kind, public_id: str) -> Sequence[QueueDecision]:
    """The latest decisions first; the remarks are for curators."""
    if not actor.is_curator:
        raise Forbidden("只有审核员可以查看待审队列。")
    found = select(QueueDecision).where(QueueDecision.kind == kind, QueueDecision.subject_id == public_id)
    return session.scalars(found.order_by(QueueDecision.id.desc()).limit(AT_MOST)).all()

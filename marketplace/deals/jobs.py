"""Work that returns: reminders of tasks the day before they are due."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from marketplace.core.clock import today
from marketplace.core.schedule import every
from marketplace.deals import letters
from marketplace.deals.models import Deal, DealTask
from marketplace.deals.rules import DealState

AT_A_TIME = 100


@every("deals.remind", timedelta(minutes=20))
def remind(session: Session, moment: datetime) -> None:
    """Remind once of every task that is due by tomorrow, in deals that go on."""
    due = (
        select(DealTask)
        .join(Deal, DealTask.deal_id == Deal.id)
        .where(
            DealTask.done_at.is_(None),
            DealTask.reminded_at.is_(None),
            DealTask.due <= today() + timedelta(days=1),
            Deal.state == DealState.OPEN,
        )
        .options(joinedload(DealTask.deal))
        .order_by(DealTask.due, DealTask.id)
        .limit(AT_A_TIME)
    )
    for task in session.scalars(due).all():
        letters.remind(session, task)
        task.reminded_at = moment

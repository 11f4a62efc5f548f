"""Taking invented sessions out again."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation
from marketplace.events.models import Event, EventRegistration


def remove_samples(session: Session) -> int:
    """Delete the sample sessions, and what sample organisations registered for elsewhere; gives how many sessions."""
    samples = select(Organisation.id).where(Organisation.is_sample)
    session.execute(
        delete(EventRegistration)
        .where(EventRegistration.organisation_id.in_(samples))
        .execution_options(synchronize_session=False)
    )
    gone = session.scalars(select(Event.id).where(Event.is_sample)).all()
    session.execute(delete(Event).where(Event.id.in_(gone)).execution_options(synchronize_session=False))
    return len(gone)

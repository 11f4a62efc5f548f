"""What goes with somebody who deletes their account."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Person
from marketplace.events.models import EventRegistration


def forget_attendee(session: Session, person: Person) -> None:
    """Their number takes the place of their name among those who come for their organisations, in sessions held and to be
    held; the telephone goes from what they registered themselves."""
    places = [place.organisation_id for place in person.memberships]
    theirs = or_(EventRegistration.person_id == person.id, EventRegistration.organisation_id.in_(places))
    for registration in session.scalars(select(EventRegistration).where(theirs)):
        if person.name in registration.attendees:
            named = [person.public_id if name == person.name else name for name in registration.attendees]
            registration.attendees = named
        if registration.person_id == person.id:
            registration.phone = ""

"""What goes with somebody who deletes their account."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from marketplace.accounts.models import Person
from marketplace.organisations.models import Invitation, JoinRequest


def forget_person(session: Session, person: Person) -> None:
    """Invitations to their address and their requests to join, answered or not."""
    session.execute(delete(Invitation).where(Invitation.email == person.email))
    session.execute(delete(JoinRequest).where(JoinRequest.person_id == person.id))

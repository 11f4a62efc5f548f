"""What goes with somebody who deletes their account."""

from sqlalchemy import delete, or_
from sqlalchemy.orm import Session

from marketplace.accounts.models import Person
from marketplace.deals.models import DealContact


def forget_person(session: Session, person: Person) -> None:
    """Their entries among the contacts of deals; what they said stays, without their name."""
    own = or_(DealContact.person_id == person.id, DealContact.email == person.email)
    session.execute(delete(DealContact).where(own))

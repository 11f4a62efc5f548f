"""What is kept about a person because they take part in deals, for their export."""

from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Person
from marketplace.deals.models import Deal, DealContact, DealMessage

Section = list[dict[str, Any]]


def messages_by(session: Session, person: Person) -> Section:
    """What they said, and in which deal."""
    own = select(DealMessage, Deal.public_id).join(Deal, DealMessage.deal_id == Deal.id)
    return [
        {"deal": deal, "side": said.turn.value, "text": said.text, "at": said.at.isoformat()}
        for said, deal in session.execute(own.where(DealMessage.person_id == person.id).order_by(DealMessage.id))
    ]


def entries_about(session: Session, person: Person) -> Section:
    """Where they are named as somebody to speak to."""
    about = or_(DealContact.person_id == person.id, DealContact.email == person.email)
    own = select(DealContact, Deal.public_id).join(Deal, DealContact.deal_id == Deal.id)
    return [
        {
            "deal": deal,
            "side": entry.turn.value,
            "name": entry.name,
            "duty": entry.duty,
            "email": entry.email,
            "phone": entry.phone,
        }
        for entry, deal in session.execute(own.where(about).order_by(DealContact.id))
    ]

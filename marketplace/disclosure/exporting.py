"""What is kept about a person because they asked for access, signed, looked or took, for their export."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Person
from marketplace.disclosure.models import Access, Grant, Nda, NdaSignature
from marketplace.listings.models import Achievement

Section = list[dict[str, Any]]


def grants_of(session: Session, person: Person) -> Section:
    """What they asked to see, why, and what became of it."""
    own = select(Grant, Achievement.public_id).join(Achievement, Grant.achievement_id == Achievement.id)
    return [
        {
            "id": grant.public_id,
            "result": result,
            "tier": grant.tier.value,
            "purpose": grant.purpose,
            "state": grant.standing.value,
            "reason": grant.reason,
            "asked_at": grant.asked_at.isoformat(),
            "decided_at": grant.decided_at.isoformat() if grant.decided_at else None,
            "expires_at": grant.expires_at.isoformat() if grant.expires_at else None,
        }
        for grant, result in session.execute(own.where(Grant.person_id == person.id).order_by(Grant.id))
    ]


def signatures_of(session: Session, person: Person) -> Section:
    """The agreements they signed for an organisation."""
    own = select(NdaSignature, Nda.public_id).join(Nda, NdaSignature.nda_id == Nda.id)
    return [
        {
            "agreement": agreement,
            "party": signature.party.value,
            "name": signature.name,
            "office": signature.office,
            "sha256": signature.sha256,
            "at": signature.at.isoformat(),
        }
        for signature, agreement in session.execute(
            own.where(NdaSignature.person_id == person.id).order_by(NdaSignature.id)
        )
    ]


def looks_of(session: Session, person: Person) -> Section:
    """What they looked at and took, as the owners of the results read it."""
    own = select(Access, Achievement.public_id).join(Achievement, Access.achievement_id == Achievement.id)
    return [
        {
            "at": access.at.isoformat(),
            "kind": access.kind.value,
            "result": result,
            "tier": access.tier.value,
            "title": access.title,
            "basis": access.basis,
            "marked": access.marked,
        }
        for access, result in session.execute(own.where(Access.person_id == person.id).order_by(Access.id))
    ]

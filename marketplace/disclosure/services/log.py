"""The log of who saw and took what, for the owner of the result."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.clock import now
from marketplace.disclosure.models import Access
from marketplace.disclosure.rules import LOG_KEPT, AccessKind
from marketplace.disclosure.services.asking import house_of
from marketplace.taxonomy.terms import DisclosureTier


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was looked at or taken: of which version, at which tier, by what right, and how it was marked."""

    kind: AccessKind
    achievement_id: int
    number: int
    tier: DisclosureTier
    title: str = ""
    basis: str = ""
    marked: bool = False
    sha256: str = ""


def note(session: Session, actor: Actor, seen: Seen) -> None:
    """Write a line; the public is nobody and leaves none."""
    if actor.person_id is None:
        return
    session.add(
        Access(
            at=now(),
            kind=seen.kind,
            achievement_id=seen.achievement_id,
            number=seen.number,
            tier=seen.tier,
            title=seen.title,
            basis=seen.basis,
            marked=seen.marked,
            sha256=seen.sha256,
            person_id=actor.person_id,
            organisation_id=house_of(actor),
        )
    )


def forget_old_lines(session: Session, moment: datetime) -> None:
    """Lines are kept for three years."""
    session.execute(delete(Access).where(Access.at < moment - LOG_KEPT))

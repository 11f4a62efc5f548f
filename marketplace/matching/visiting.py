"""When somebody looked at a page of pairs before, so that what is new since can be marked."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from marketplace.accounts.models import Person
from marketplace.core.actor import Actor
from marketplace.core.clock import now
from marketplace.matching.models import Visit

VISIT = timedelta(minutes=30)  # whoever comes back sooner is still on the same visit: the marks stay


def begin_visit(
    seen_at: datetime | None, seen_before: datetime | None, moment: datetime
) -> tuple[datetime, datetime | None]:
    """When this visit began, and when the one before did; None where there was none. Pure."""
    if seen_at is None:
        return moment, None
    return (seen_at, seen_before) if moment - seen_at < VISIT else (moment, seen_at)


def visit(session: Session, actor: Actor, place: str) -> None:
    """Note that the actor looks at a place."""
    held = session.get(Visit, (actor.person_id, place))
    if held is None:
        session.add(Visit(person_id=actor.person_id, place=place, seen_at=now()))
    else:
        held.seen_at, held.seen_before = begin_visit(held.seen_at, held.seen_before, now())
    session.flush()


def last_visit(session: Session, actor: Actor, place: str) -> tuple[datetime | None, bool]:
    """Since when things are new to the actor (None: nothing is, for this is the first visit), and whether to note a new visit."""
    if not actor.signed_in:
        return None, False
    held = session.get(Visit, (actor.person_id, place))
    if held is None:
        return None, True
    began, before = begin_visit(held.seen_at, held.seen_before, now())
    return before, began != held.seen_at


def look_in(session: Session, actor: Actor, place: str) -> None:
    """Note that the actor read everything there is at a place."""
    held = session.get(Visit, (actor.person_id, place))
    if held is None:
        session.add(Visit(person_id=actor.person_id, place=place, seen_at=now()))
    else:
        held.seen_at = now()
    session.flush()


def has_read(session: Session, actor: Actor, place: str, moment: datetime) -> bool:
    """Did the actor look in since that moment?"""
    held = session.get(Visit, (actor.person_id, place))
    return held is not None and held.seen_at >= moment


def forget_person(session: Session, person: Person) -> None:
    session.execute(delete(Visit).where(Visit.person_id == person.id))

"""Reading invitation lists: for the organisers, and for whoever holds the letter."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from marketplace.core.actor import SYSTEM, Actor
from marketplace.core.clock import now
from marketplace.core.errors import NotFound
from marketplace.core.paging import Page
from marketplace.events.inviting.models import EventInvitation
from marketplace.events.inviting.rules import REMIND_AFTER, InvitationState
from marketplace.events.models import Event, EventRegistration
from marketplace.events.policies import can_see
from marketplace.events.rules import Side
from marketplace.listings import queries as listings
from marketplace.needs import queries as needs
from marketplace.needs.models import Need

PAGE_SIZE = 50
I = EventInvitation  # noqa: E741 - as R in the queries of registrations


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """A line of the list; `name` is None where the need behind it is anonymous, `title` blank once the record is gone."""

    invitation: EventInvitation
    name: str | None
    title: str


def invitations_of(
    session: Session, event: Event, state: InvitationState | None = None, number: int = 1
) -> Page[Invited]:
    """The list of a session, what was chosen last first."""
    chosen = select(I).where(I.event_id == event.id)
    if state is not None:
        chosen = chosen.where(I.state == state)
    total = session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    number = min(max(number, 1), max(1, -(-total // PAGE_SIZE)))
    rows = session.scalars(chosen.order_by(I.id.desc()).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)).all()
    return Page(items=_told(session, rows), total=total, number=number, size=PAGE_SIZE)


def _told(session: Session, rows: Sequence[EventInvitation]) -> list[Invited]:
    titles = titles_of(session, [row.subject_id for row in rows])
    hidden = anonymous_among(session, [row.subject_id for row in rows])
    return [
        Invited(
            invitation=row,
            name=None if row.subject_id in hidden else row.organisation.name,
            title=titles.get(row.subject_id, ""),
        )
        for row in rows
    ]


def titles_of(session: Session, subjects: Sequence[str]) -> dict[str, str]:
    """Title by public id of those that everybody may read now."""
    results = {key: card.title for key, card in listings.cards(session, SYSTEM, subjects).items()}
    return results | {key: card.title for key, card in needs.cards(session, SYSTEM, subjects).items()}


def anonymous_among(session: Session, subjects: Sequence[str]) -> set[str]:
    return set(session.scalars(select(Need.public_id).where(Need.public_id.in_(subjects), Need.anonymous)))


def count_by_state(session: Session, event: Event) -> dict[InvitationState, int]:
    counted = select(I.state, func.count(I.id)).where(I.event_id == event.id).group_by(I.state)
    return {row[0]: row[1] for row in session.execute(counted)}


def count_opened(session: Session, event: Event) -> int:
    return session.scalar(select(func.count(I.id)).where(I.event_id == event.id, I.opened_at.is_not(None))) or 0


def approached(session: Session, event: Event) -> set[tuple[int, Side]]:
    """Who is on the list already, or registered by itself."""
    listed = session.execute(select(I.organisation_id, I.side).where(I.event_id == event.id))
    came = session.execute(
        select(EventRegistration.organisation_id, EventRegistration.side).where(EventRegistration.event_id == event.id)
    )
    return {(row[0], row[1]) for found in (listed, came) for row in found}


def get_invitation(session: Session, event: Event, number: int) -> EventInvitation:
    """One of this session's list; its organiser asks."""
    found = session.scalar(select(I).where(I.id == number, I.event_id == event.id))
    if found is None:
        raise NotFound("名单里没有这一家。")
    return found


def chosen_of(session: Session, event: Event) -> Sequence[EventInvitation]:
    """Those who were not written to yet."""
    return session.scalars(
        select(I).where(I.event_id == event.id, I.state == InvitationState.CHOSEN).order_by(I.id)
    ).all()


def silent_of(session: Session, event: Event) -> Sequence[EventInvitation]:
    """Those who were written to days ago, did not answer, and were not reminded."""
    silent = select(I).where(
        I.event_id == event.id,
        I.state == InvitationState.INVITED,
        I.reminded_at.is_(None),
        I.invited_at <= now() - REMIND_AFTER,
    )
    return session.scalars(silent.order_by(I.id)).all()


def get_by_letter(session: Session, actor: Actor, public_id: str, code: str) -> EventInvitation:
    """The invitation whose letter somebody holds; NotFound for any other address."""
    found = session.scalar(select(I).join(I.event).where(I.code == code, Event.public_id == public_id))
    if found is None or found.state is InvitationState.CHOSEN or not can_see(actor, found.event):
        raise NotFound("没有这份邀请。请核对信里的地址。")
    return found


def find_invitation(session: Session, event_id: int, organisation_id: int, side: Side) -> EventInvitation | None:
    found = select(I).where(I.event_id == event_id, I.organisation_id == organisation_id, I.side == side)
    return session.scalar(found)

"""Who is there: the list at the door, a party by its code, who helps."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from marketplace.accounts.models import Organisation
from marketplace.core.actor import Actor
from marketplace.core.errors import NotFound
from marketplace.core.paging import Page
from marketplace.events import policies
from marketplace.events.day.rules import Presence
from marketplace.events.models import Event, EventRegistration, EventStaff
from marketplace.events.rules import RegistrationState, Side

R = EventRegistration
PAGE_SIZE = 40
MOST_FOUND = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """How many of a side come, and how many of them stand how."""

    side: Side
    comes: int
    by_presence: dict[Presence, int]


def parties_at_door(
    session: Session,
    event: Event,
    words: str = "",
    presence: Presence | None = None,
    side: Side | None = None,
    *,
    number: int = 1,
) -> Page[EventRegistration]:
    """Everybody who is let in, found by name or code; those still expected first."""
    chosen = select(R).join(R.organisation).where(R.event_id == event.id, R.state == RegistrationState.ACCEPTED)
    if words:
        like = f"%{_escaped(words)}%"
        named = (Organisation.name.ilike(like, escape="\\"), Organisation.english.ilike(like, escape="\\"))
        chosen = chosen.where(or_(*named, R.code == words.upper()))
    if presence is not None:
        chosen = chosen.where(R.presence == presence)
    if side is not None:
        chosen = chosen.where(R.side == side)
    total = session.scalar(select(func.count()).select_from(chosen.with_only_columns(R.id).subquery())) or 0
    number = min(max(number, 1), max(1, -(-total // PAGE_SIZE)))
    order = (R.presence != Presence.EXPECTED, Organisation.name, R.id)
    rows = chosen.order_by(*order).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)
    return Page(items=session.scalars(rows).all(), total=total, number=number, size=PAGE_SIZE)


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def attendance_of(session: Session, event: Event) -> list[Attendance]:
    """A line a side."""
    counted = select(R.side, R.presence, func.count(R.id)).where(
        R.event_id == event.id, R.state == RegistrationState.ACCEPTED
    )
    found: dict[Side, dict[Presence, int]] = {side: {} for side in Side}
    for side, presence, count in session.execute(counted.group_by(R.side, R.presence)):
        found[side][presence] = count
    return [Attendance(side=side, comes=sum(by.values()), by_presence=by) for side, by in found.items()]


def get_by_code(session: Session, actor: Actor, event: Event, code: str) -> EventRegistration:
    """Whose QR code this is: for the door and for the party itself; NotFound for everybody else."""
    found = session.scalar(select(R).where(R.event_id == event.id, R.code == code.upper()))
    if found is None or not (policies.can_check_in(actor, event) or policies.represents(actor, found)):
        raise NotFound("没有这个签到码。请在签到台按名称查找。")
    return found


def find_houses(session: Session, words: str) -> Sequence[Organisation]:
    """Organisations of the platform by name or code, for whoever comes without having registered."""
    like = f"%{_escaped(words)}%"
    named = or_(
        Organisation.name.ilike(like, escape="\\"),
        Organisation.english.ilike(like, escape="\\"),
        Organisation.code == words.upper(),
    )
    return session.scalars(select(Organisation).where(named).order_by(Organisation.name).limit(MOST_FOUND)).all()


def staff_of(session: Session, event: Event) -> Sequence[EventStaff]:
    """Who helps, with their names."""
    helps = select(EventStaff).where(EventStaff.event_id == event.id).options(joinedload(EventStaff.person))
    return session.scalars(helps.order_by(EventStaff.granted_at, EventStaff.person_id)).all()


def still_expected(session: Session, event: Event) -> Sequence[EventRegistration]:
    """Who was let in and never came."""
    missing = select(R).where(
        R.event_id == event.id, R.state == RegistrationState.ACCEPTED, R.presence == Presence.EXPECTED
    )
    return session.scalars(missing.order_by(R.id)).all()


def comes_or_watches(session: Session, actor: Actor, event: Event) -> bool:
    """Whoever works at the session, and the people of the parties that come."""
    if policies.can_check_in(actor, event):
        return True
    own = select(R.id).where(
        R.event_id == event.id, R.state == RegistrationState.ACCEPTED, policies.represented_by(actor)
    )
    return actor.signed_in and session.scalar(own.limit(1)) is not None

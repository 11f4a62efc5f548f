"""By what a page that is asked for again and again knows that it reads otherwise: one statement, and no records loaded."""

from typing import Any

from sqlalchemy import BindParameter, Row, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Person, SignIn
from marketplace.accounts.rules import SEEN_EVERY
from marketplace.core.clock import now
from marketplace.events.day.clock import minute_of, phase_at
from marketplace.events.hours import Rhythm, slots_of
from marketplace.events.models import Event, EventOutcome, EventRegistration, EventWish
from marketplace.events.rules import Side

Mark = tuple[object, ...]
Known = tuple[str, str, str]  # a person's number, session key and device key

FRESH = 5  # minutes after which what runs on the stage is looked at anew
NUMBER: BindParameter[int] = bindparam("number")
SAID = (
    select(func.count(EventOutcome.wish_id).label("told"), func.max(EventOutcome.updated_at).label("last"))
    .join(EventWish, EventWish.id == EventOutcome.wish_id)
    .where(
        or_(
            and_(EventOutcome.side == Side.PROVIDER, EventWish.provider_id == NUMBER),
            and_(EventOutcome.side == Side.SEEKER, EventWish.seeker_id == NUMBER),
        )
    )
    .subquery()
)
RHYTHM = (
    Event.day, Event.first_slot, Event.slots, Event.slot_minutes, Event.gap_minutes, Event.pause_after,
    Event.pause_minutes,
)  # fmt: skip
SCREEN = (
    select(*RHYTHM, Event.public_id, Event.version, Event.pulse)
    .select_from(Event)
    .where(Event.public_id == bindparam("public_id"))
)
AGENDA = (
    select(
        *RHYTHM, Event.public_id, Event.version, Event.state, Event.lock, EventRegistration.presence,
        EventRegistration.state.label("standing"), SAID.c.told, SAID.c.last,
    )
    .select_from(EventRegistration)
    .join(Event, Event.id == EventRegistration.event_id)
    .join(SAID, SAID.c.told >= 0)
    .where(EventRegistration.id == NUMBER, Event.public_id == bindparam("public_id"))
)  # fmt: skip


def _of_known(found: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """The same with the account's language, for a person who is signed in on a device that was seen lately."""
    device = and_(SignIn.key == bindparam("device_key"), SignIn.seen_at > bindparam("since"))
    holds = and_(
        Person.id == SignIn.person_id,
        Person.id == bindparam("person"),
        Person.session_key == bindparam("session_key"),
        Person.active,
    )
    return found.join(SignIn, device).join(Person, holds).add_columns(Person.locale)


KNOWN_SCREEN, KNOWN_AGENDA = _of_known(SCREEN), _of_known(AGENDA)


def mark_of_screen(session: Session, public_id: str, locale: str) -> Mark:
    """Changes whenever the picture on the big screen would."""
    row = session.execute(SCREEN, {"public_id": public_id}).one()
    return (*_mark(row, locale), minute_of(row.day, now()) // FRESH)


def mark_of_agenda(session: Session, public_id: str, number: int, locale: str) -> Mark:
    """Changes whenever a party's own day reads otherwise."""
    row = session.execute(AGENDA, {"public_id": public_id, "number": number}).one()
    return _mark(row, locale)


def known_mark_of_screen(session: Session, public_id: str, known: Known) -> Mark | None:
    """The same for somebody whose keys hold; None for everybody else."""
    row = session.execute(KNOWN_SCREEN, {"public_id": public_id} | _keys(known)).first()
    return (*_mark(row, row.locale), minute_of(row.day, now()) // FRESH) if row is not None else None


def known_mark_of_agenda(session: Session, public_id: str, number: int, known: Known) -> Mark | None:
    """The same for somebody whose keys hold; None for everybody else."""
    row = session.execute(KNOWN_AGENDA, {"public_id": public_id, "number": number} | _keys(known)).first()
    return _mark(row, row.locale) if row is not None else None


def _keys(known: Known) -> dict[str, object]:
    person, session_key, device_key = known
    since = now() - SEEN_EVERY  # an older use is noted by the long way
    return {
        "person": int(person) if person.isdecimal() else 0,
        "session_key": session_key,
        "device_key": device_key,
        "since": since,
    }


def _mark(row: Row[*tuple[Any, ...]], locale: str) -> Mark:
    rhythm = Rhythm(
        first=row.first_slot,
        slots=row.slots,
        minutes=row.slot_minutes,
        gap=row.gap_minutes,
        pause_after=row.pause_after,
        pause=row.pause_minutes,
    )
    phase = phase_at(slots_of(rhythm), minute_of(row.day, now()))
    values = tuple(value for name, value in row._mapping.items() if name != "locale")
    return (locale, phase.part, phase.round, *values)

"""Parties of a session: what the organiser sees of them, and what the other parties see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from marketplace.accounts.models import Person
from marketplace.accounts.queries import people_of
from marketplace.core.actor import SYSTEM, Actor
from marketplace.core.errors import NotFound
from marketplace.core.paging import Page
from marketplace.events import policies
from marketplace.events.models import Event, EventItem, EventRegistration, ItemKind
from marketplace.events.rules import SET_UP, RegistrationState, Side
from marketplace.listings import queries as listings
from marketplace.listings.models import Achievement, AchievementVersion
from marketplace.listings.rules import VISIBLE as SHOWN_RESULTS
from marketplace.needs import queries as needs
from marketplace.needs.models import Need
from marketplace.needs.rules import VISIBLE as SHOWN_NEEDS

PAGE_SIZE = 50
MOST_RECORDS = 500
R = EventRegistration


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """A record that a party brings, as everybody may read it."""

    kind: ItemKind
    public_id: str
    title: str
    sector: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyCard:
    """A party as another party sees it: `name` is None while it is not told."""

    id: int
    side: Side
    name: str | None
    region: str
    brought: tuple[Brought, ...]


def find_registration(session: Session, event: Event, organisation_id: int, side: Side) -> EventRegistration | None:
    found = select(R).where(R.event_id == event.id, R.organisation_id == organisation_id, R.side == side)
    return session.scalar(found.execution_options(populate_existing=True))


def get_registration_of(session: Session, event: Event, number: int) -> EventRegistration:
    """A registration for this session; its organiser asks."""
    found = session.scalar(select(R).where(R.id == number, R.event_id == event.id))
    if found is None:
        raise NotFound("没有这份报名。")
    return found


def get_registration_to_change(session: Session, actor: Actor, number: int) -> EventRegistration:
    """The registration, for whoever looks after it; NotFound for everybody else."""
    found = session.get(R, number)
    if found is None or not policies.represents(actor, found):
        raise NotFound("没有这份报名。")
    return found


def may_still_change(event: Event) -> bool:
    """What a party said counts until the timetable is made."""
    return event.state in SET_UP


def count_accepted(session: Session, event: Event, side: Side) -> int:
    counted = select(func.count(R.id)).where(
        R.event_id == event.id, R.side == side, R.state == RegistrationState.ACCEPTED
    )
    return session.scalar(counted) or 0


def count_by_state(session: Session, event: Event) -> dict[tuple[Side, RegistrationState], int]:
    counted = select(R.side, R.state, func.count(R.id)).where(R.event_id == event.id).group_by(R.side, R.state)
    return {(row[0], row[1]): row[2] for row in session.execute(counted)}


def table_is_taken(session: Session, event: Event, registration: EventRegistration, table: int) -> bool:
    """Whether another party that comes has this table for itself."""
    other = select(R.id).where(R.event_id == event.id, R.id != registration.id, R.fixed_table == table)
    return session.scalar(other.where(R.state == RegistrationState.ACCEPTED).limit(1)) is not None


def waiting_list(session: Session, event: Event, side: Side, limit: int | None) -> Sequence[EventRegistration]:
    """Who waits, the longest first; as many as there are places."""
    waits = select(R).where(R.event_id == event.id, R.side == side, R.state == RegistrationState.WAITING)
    return session.scalars(waits.order_by(R.applied_at, R.id).limit(limit)).all()


def parties_of(
    session: Session, event: Event, side: Side | None = None, state: RegistrationState | None = None, number: int = 1
) -> Page[EventRegistration]:
    """The organiser's list: those who wait for an answer first."""
    chosen = select(R).where(R.event_id == event.id)
    if side is not None:
        chosen = chosen.where(R.side == side)
    if state is not None:
        chosen = chosen.where(R.state == state)
    total = session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    number = min(max(number, 1), max(1, -(-total // PAGE_SIZE)))
    waits_first = (R.state != RegistrationState.APPLIED, R.side, R.applied_at, R.id)
    rows = chosen.order_by(*waits_first).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)
    items = session.scalars(rows.options(selectinload(R.person))).all()
    return Page(items=items, total=total, number=number, size=PAGE_SIZE)


def accepted_of(session: Session, event: Event) -> Sequence[EventRegistration]:
    """Everybody who comes, in the order in which they applied."""
    comes = select(R).where(R.event_id == event.id, R.state == RegistrationState.ACCEPTED)
    return session.scalars(comes.order_by(R.side, R.applied_at, R.id)).all()


def parties_by_id(session: Session, event: Event) -> dict[int, EventRegistration]:
    """Everybody who ever registered: a timetable may hold somebody who withdrew since."""
    found = session.scalars(select(R).where(R.event_id == event.id).order_by(R.id))
    return {registration.id: registration for registration in found}


def registration_by_number(session: Session, number: int | None) -> EventRegistration | None:
    """Anybody's, for an address that was signed for it."""
    return session.get(R, number) if number is not None else None


def parties_by_number(session: Session, event: Event, numbers: Iterable[int]) -> dict[int, EventRegistration]:
    """Some of those who ever registered."""
    found = session.scalars(select(R).where(R.event_id == event.id, R.id.in_(sorted(set(numbers)))))
    return {registration.id: registration for registration in found}


def applications_of(session: Session, actor: Actor, limit: int) -> Sequence[EventRegistration]:
    """What waits for the actor as an organiser, the longest waiting first."""
    waits = select(R).join(R.event).where(policies.managed_by(actor), R.state == RegistrationState.APPLIED)
    return session.scalars(waits.order_by(R.applied_at, R.id).limit(limit)).all()


def own_registrations(session: Session, actor: Actor, event: Event | None = None) -> Sequence[EventRegistration]:
    """The registrations that the actor looks after, the latest session first."""
    own = select(R).join(R.event).where(policies.represented_by(actor))
    if event is not None:
        own = own.where(R.event_id == event.id)
    return session.scalars(own.order_by(Event.day.desc(), R.id).limit(100)).all()


def people_behind(session: Session, registration: EventRegistration) -> list[Person]:
    """Who registered it, else everybody of the organisation."""
    members = list(people_of(session, registration.organisation_id))
    own = session.get(Person, registration.person_id) if registration.person_id else None
    return [own] if own is not None and own.active else members


def own_records(session: Session, organisation_id: int, side: Side) -> dict[str, str]:
    """Title by public id of what an organisation may bring to a side: its own published records."""
    if side is Side.PROVIDER:
        found = (
            select(Achievement.public_id, AchievementVersion.title)
            .join(AchievementVersion.achievement)
            .where(Achievement.owner_id == organisation_id, AchievementVersion.state.in_(SHOWN_RESULTS))
            .order_by(AchievementVersion.published_at.desc(), Achievement.public_id)
        )
        return {row[0]: row[1] for row in session.execute(found.limit(MOST_RECORDS))}
    wanted = (
        select(Need.public_id, Need.title)
        .where(Need.owner_id == organisation_id, Need.state.in_(SHOWN_NEEDS))
        .order_by(Need.published_at.desc(), Need.public_id)
    )
    return {row[0]: row[1] for row in session.execute(wanted.limit(MOST_RECORDS))}


def cards_of(
    session: Session, registrations: Sequence[EventRegistration], *, names_for: frozenset[int] = frozenset()
) -> list[PartyCard]:
    """What another party may see of these, in a fixed number of statements. `names_for` are told whatever they chose."""
    ids = [registration.id for registration in registrations]
    told = set(session.scalars(select(R.id).where(R.id.in_(ids), policies.named_to_all()))) | names_for
    brought = _brought(session, [item for registration in registrations for item in registration.items])
    return [
        PartyCard(
            id=each.id,
            side=each.side,
            name=each.organisation.name if each.id in told else None,
            region=each.organisation.region if each.id in told else each.organisation.region[:2] + "0000",
            brought=tuple(brought[item.subject_id] for item in each.items if item.subject_id in brought),
        )
        for each in registrations
    ]


def listed_parties(session: Session, event: Event) -> list[PartyCard]:
    """The list of participants that everybody sees: those who consented, with what they bring."""
    named = select(R).where(R.event_id == event.id, R.state == RegistrationState.ACCEPTED, policies.named_to_all())
    return cards_of(session, session.scalars(named.order_by(R.side, R.applied_at, R.id)).all())


def _brought(session: Session, items: Sequence[EventItem]) -> dict[str, Brought]:
    """The records of these items that the public reads now."""
    results = [item.subject_id for item in items if item.kind is ItemKind.ACHIEVEMENT]
    wanted = [item.subject_id for item in items if item.kind is ItemKind.NEED]
    shown = {
        card.public_id: Brought(
            kind=ItemKind.ACHIEVEMENT, public_id=card.public_id, title=card.title, sector=card.sector
        )
        for card in listings.cards(session, SYSTEM, results).values()
    }
    return shown | {
        card.public_id: Brought(kind=ItemKind.NEED, public_id=card.public_id, title=card.title, sector=card.sector)
        for card in (needs.cards(session, SYSTEM, wanted).values() if wanted else ())
    }

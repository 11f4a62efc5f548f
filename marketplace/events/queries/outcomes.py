"""What meetings led to: by meeting, by party, and for those who carry a meeting on to a deal."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from marketplace.core.actor import Actor
from marketplace.core.errors import NotFound
from marketplace.events import policies
from marketplace.events.day.rules import GOES_ON, Interest, MeetingState, Presence, agreed_amount, meeting_state
from marketplace.events.models import (
    Event,
    EventFollowUp,
    EventItem,
    EventMeeting,
    EventOutcome,
    EventPlan,
    EventRegistration,
    EventWish,
    ItemKind,
)
from marketplace.events.rules import ON_STAGE, OVER, EventState, Side

R = EventRegistration
Told = Mapping[Side, EventOutcome]
MOST_HELD = 2000
DAYS = ON_STAGE | OVER


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldMeeting:
    """A meeting that was held, with what both sides say of it; organisations and records by their ids."""

    event_id: str  # public id
    event_title: str
    day: date
    wish_id: int
    slot: int
    table: int  # from 1
    provider: EventRegistration
    seeker: EventRegistration
    achievements: tuple[str, ...]
    needs: tuple[str, ...]
    told: Told

    @property
    def state(self) -> MeetingState:
        rated = sum(each.rating is not None for each in self.told.values())
        return meeting_state([each.attended for each in self.told.values()], rated, over=True)

    @property
    def goes_on(self) -> bool:
        """Does either side want to go on?"""
        return any(each.interest in GOES_ON for each in self.told.values())

    @property
    def both_go_on(self) -> bool:
        return len(self.told) == len(Side) and all(each.interest in GOES_ON for each in self.told.values())

    @property
    def amount(self) -> float | None:
        """What it may be worth in 万元, the lower of what the two sides say."""
        return agreed_amount({side.value: each.amount for side, each in self.told.items()})

    @property
    def intent(self) -> bool:
        return any(each.interest is Interest.INTENT for each in self.told.values())


def outcomes_of(session: Session, wishes: Iterable[int]) -> dict[int, dict[Side, EventOutcome]]:
    """What the sides say, by meeting."""
    told: dict[int, dict[Side, EventOutcome]] = {}
    found = select(EventOutcome).where(EventOutcome.wish_id.in_(sorted(set(wishes))))
    for each in session.scalars(found.order_by(EventOutcome.wish_id)):
        told.setdefault(each.wish_id, {})[each.side] = each
    return told


def find_outcome(session: Session, wish_id: int, side: Side) -> EventOutcome | None:
    return session.get(EventOutcome, (wish_id, side), populate_existing=True)


def held_meetings(
    session: Session,
    actor: Actor,
    *,
    event: Event | None = None,
    organisation_id: int | None = None,
    sides: tuple[int, int] | None = None,
) -> list[HeldMeeting]:
    """The meetings that at least one side says were held, of sessions that the actor runs or of its own parties.

    `sides` are the organisations that provide and seek.
    """
    met = EventWish.id.in_(select(EventOutcome.wish_id).where(EventOutcome.attended == Presence.PRESENT))
    chosen = [met, _reachable(actor)]
    if event is not None:
        chosen.append(EventWish.event_id == event.id)
    if organisation_id is not None:
        of = select(R.id).where(R.organisation_id == organisation_id)
        chosen.append(or_(EventWish.provider_id.in_(of), EventWish.seeker_id.in_(of)))
    if sides is not None:
        for end, organisation in zip((EventWish.provider_id, EventWish.seeker_id), sides, strict=True):
            chosen.append(end.in_(select(R.id).where(R.organisation_id == organisation)))
    return _meetings(session, *chosen)


def get_held_meeting(session: Session, actor: Actor, event_id: str, wish_id: int) -> HeldMeeting:
    """One meeting that was held; NotFound for whoever was not there and does not run the session."""
    found = _meetings(session, Event.public_id == event_id, EventWish.id == wish_id, _reachable(actor))
    if not found or not found[0].told or found[0].state not in (MeetingState.HELD, MeetingState.RATED):
        raise NotFound("没有这场约见，或它还没有举行。")
    return found[0]


def meetings_told(session: Session, event: Event) -> list[HeldMeeting]:
    """Every meeting of the timetable in force with what was said of it, for the organiser's report."""
    return _meetings(session, EventWish.event_id == event.id)


def _reachable(actor: Actor) -> ColumnElement[bool]:
    if actor.system:
        return EventWish.id.is_not(None)
    own = select(R.id).where(policies.represented_by(actor))
    run = select(Event.id).where(policies.managed_by(actor))
    return or_(EventWish.provider_id.in_(own), EventWish.seeker_id.in_(own), EventWish.event_id.in_(run))


def _meetings(session: Session, *chosen: ColumnElement[bool]) -> list[HeldMeeting]:
    """Those of the timetables in force, in a fixed number of statements."""
    provider, seeker = aliased(R), aliased(R)
    rows = session.execute(
        select(EventMeeting, Event, provider, seeker)
        .join(EventPlan, EventPlan.id == EventMeeting.plan_id)
        .join(Event, (Event.id == EventPlan.event_id) & (EventPlan.version == Event.version))
        .join(EventWish, EventWish.id == EventMeeting.wish_id)
        .join(provider, provider.id == EventWish.provider_id)
        .join(seeker, seeker.id == EventWish.seeker_id)
        .where(*chosen)
        .options(joinedload(EventMeeting.wish))
        .order_by(Event.day.desc(), Event.id, EventMeeting.slot, EventMeeting.table_number)
        .limit(MOST_HELD)
    ).all()
    told = outcomes_of(session, [meeting.wish_id for meeting, *_rest in rows])
    return [
        HeldMeeting(
            event_id=event.public_id,
            event_title=event.title,
            day=event.day,
            wish_id=meeting.wish_id,
            slot=meeting.slot,
            table=meeting.table_number + 1,
            provider=one,
            seeker=other,
            achievements=_brought(one.items, ItemKind.ACHIEVEMENT),
            needs=_brought(other.items, ItemKind.NEED),
            told=told.get(meeting.wish_id, {}),
        )
        for meeting, event, one, other in rows
    ]


def _brought(items: Sequence[EventItem], kind: ItemKind) -> tuple[str, ...]:
    return tuple(item.subject_id for item in items if item.kind is kind)


def untold_state(*, over: bool) -> MeetingState:
    """Where a meeting stands of which nobody said anything."""
    return meeting_state((), 0, over=over)


def going_on(session: Session, event: Event) -> Sequence[EventRegistration]:
    """The parties with a meeting in which somebody wants to go on."""
    on = (
        select(EventWish.provider_id, EventWish.seeker_id)
        .join(EventOutcome, EventOutcome.wish_id == EventWish.id)
        .where(EventWish.event_id == event.id, EventOutcome.interest.in_(GOES_ON))
    )
    numbers = {number for row in session.execute(on) for number in row}
    return session.scalars(select(R).where(R.id.in_(sorted(numbers))).order_by(R.id)).all()


def follow_ups_of(session: Session, registration: EventRegistration) -> dict[int, EventFollowUp]:
    """The latest word of a party on each of its meetings."""
    end = EventWish.provider_id if registration.side is Side.PROVIDER else EventWish.seeker_id
    said = (
        select(EventFollowUp)
        .join(EventWish, EventWish.id == EventFollowUp.wish_id)
        .where(end == registration.id, EventFollowUp.side == registration.side)
        .order_by(EventFollowUp.days)
    )
    return {each.wish_id: each for each in session.scalars(said)}


def own_untold(session: Session, actor: Actor, day: date) -> list[tuple[EventRegistration, int]]:
    """The parties that the actor looks after whose meetings are over without a word, and how many those are."""
    own = session.scalars(
        select(R).join(R.event).where(policies.represented_by(actor), Event.day <= day, Event.state.in_(DAYS))
    ).all()
    return _untold(session, own)


def untold_until(session: Session, first: date, last: date) -> list[tuple[EventRegistration, int]]:
    """The same for every party of the sessions that were held between two days."""
    held = select(R).join(R.event).where(Event.day >= first, Event.day <= last, Event.state == EventState.ENDED)
    return _untold(session, session.scalars(held.order_by(R.id)).all())


def _untold(session: Session, parties: Sequence[EventRegistration]) -> list[tuple[EventRegistration, int]]:
    by_id = {party.id: party for party in parties}
    if not by_id:
        return []
    told = EventOutcome.wish_id == EventWish.id
    missing: dict[int, int] = {}
    for side, end in ((Side.PROVIDER, EventWish.provider_id), (Side.SEEKER, EventWish.seeker_id)):
        said = select(EventOutcome.wish_id).where(told, EventOutcome.side == side).exists()
        rows = session.scalars(
            select(end)
            .join(EventMeeting, EventMeeting.wish_id == EventWish.id)
            .join(EventPlan, EventPlan.id == EventMeeting.plan_id)
            .join(Event, (Event.id == EventPlan.event_id) & (EventPlan.version == Event.version))
            .where(end.in_(sorted(by_id)), ~said)
        )
        for number in rows:
            missing[number] = missing.get(number, 0) + 1
    return [(by_id[number], count) for number, count in sorted(missing.items())]

"""From the records of a session to the lines that its report counts."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.core.actor import SYSTEM
from marketplace.core.clock import now
from marketplace.events import queries
from marketplace.events.after.figures import MeetingLine, Result
from marketplace.events.after.rules import Progress
from marketplace.events.hours import moments
from marketplace.events.models import Event, EventFollowUp, EventWish
from marketplace.events.problem import preference_of
from marketplace.events.queries import HeldMeeting
from marketplace.listings import queries as listings
from marketplace.listings.cards import ListingCard


def lines_of(session: Session, event: Event) -> list[MeetingLine]:
    """A line a meeting of the timetable in force, in a fixed number of statements."""
    meetings = queries.meetings_told(session, event)
    cards = listings.cards(session, SYSTEM, sorted({each.achievements[0] for each in meetings if each.achievements}))
    wishes = {wish.id: wish for wish in queries.all_wishes(session, event)}
    signed = _signed(session, event)
    return [_line(event, each, cards, wishes, signed) for each in meetings]


def _line(
    event: Event,
    each: HeldMeeting,
    cards: Mapping[str, ListingCard],
    wishes: Mapping[int, EventWish],
    signed: Mapping[int, float],
) -> MeetingLine:
    card = cards.get(each.achievements[0]) if each.achievements else None
    state = each.state if each.told else queries.untold_state(over=_is_over(event, each.slot))
    return MeetingLine(
        wish_id=each.wish_id,
        provider=each.provider.id,
        seeker=each.seeker.id,
        slot=each.slot,
        table=each.table,
        state=state,
        must=preference_of(wishes[each.wish_id]) == "must",
        intent=each.intent,
        goes_on=each.goes_on,
        amount=each.amount,
        ratings=tuple(told.rating for told in each.told.values() if told.rating is not None),
        signed=signed.get(each.wish_id),
        result=_result(card) if card else None,
    )


def _is_over(event: Event, slot: int) -> bool:
    return slot >= event.slots or now() >= moments(event.day, event.hours[slot])[1]


def _result(card: ListingCard) -> Result:
    return Result(
        public_id=card.public_id,
        sector=card.sector,
        key_technology=card.key_technology,
        conservative=card.conservative,
    )


def _signed(session: Session, event: Event) -> dict[int, float]:
    """What was signed, by meeting: the latest word counts, and of two sides the lower amount."""
    said = (
        select(EventFollowUp)
        .join(EventWish, EventWish.id == EventFollowUp.wish_id)
        .where(EventWish.event_id == event.id)
        .order_by(EventFollowUp.days)
    )
    latest: dict[tuple[int, str], EventFollowUp] = {(each.wish_id, each.side): each for each in session.scalars(said)}
    found: dict[int, float] = {}
    for (wish, _side), each in latest.items():
        if each.progress is Progress.SIGNED:
            found[wish] = min(found.get(wish, each.amount or 0.0), each.amount or 0.0)
    return found

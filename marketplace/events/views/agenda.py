"""A party's own day, on the phone and in the calendar."""

from collections.abc import Sequence

from flask import Response, render_template, url_for
from flask_babel import gettext as _

from marketplace.core.clock import now, today
from marketplace.core.errors import NotFound
from marketplace.events import queries
from marketplace.events.calendar import Entry
from marketplace.events.hours import moments
from marketplace.events.models import EventMeeting, EventRegistration
from marketplace.events.queries import PartyCard
from marketplace.events.views.blueprint import blueprint
from marketplace.events.views.public import ics
from marketplace.web.access import allow, signed_in
from marketplace.web.state import actor, session, settings


@blueprint.get("/events/<public_id>/registrations/<int:number>/agenda")
@allow(signed_in)
def agenda(public_id: str, number: int) -> str:
    """When, at which table, with whom; what the other side brings."""
    registration = _own(public_id, number)
    meetings = queries.day_of(session(), registration)
    minute = (now() - moments(registration.event.day, registration.event.hours[0])[0]).total_seconds() // 60
    return render_template(
        "events/agenda.html",
        event=registration.event,
        registration=registration,
        meetings=meetings,
        cards=_others(registration, meetings),
        gone=_gone(registration, meetings),
        at=registration.event.hours[0].begins + minute if registration.event.day == today() else None,
    )


@blueprint.get("/events/<public_id>/registrations/<int:number>/agenda.ics")
@allow(signed_in)
def agenda_file(public_id: str, number: int) -> Response:
    """The meetings as entries for a calendar; a later version replaces an earlier one."""
    registration = _own(public_id, number)
    event, meetings = registration.event, queries.day_of(session(), registration)
    cards = _others(registration, meetings)
    address = f"{settings().base_url}{url_for('.agenda', public_id=public_id, number=number)}"
    entries = []
    for each in meetings:
        begins, ends = moments(event.day, event.hours[each.slot])
        entries.append(
            Entry(
                uid=f"{event.public_id}-{each.wish_id}@tansuo",
                begins=begins,
                ends=ends,
                summary=_("约见：%(name)s", name=cards[each.wish_id].name or ""),
                location=_("%(venue)s，桌 %(table)s", venue=event.venue, table=each.table_number + 1),
                description=address,
                sequence=event.version,
            )
        )
    return ics(event.title, entries, f"{event.public_id}-{number}.ics")


def _own(public_id: str, number: int) -> EventRegistration:
    registration = queries.get_registration_to_wish(session(), actor(), number)
    if registration.event.public_id != public_id or not registration.event.version:
        raise NotFound("日程还没有发布。")
    return registration


def _gone(registration: EventRegistration, meetings: Sequence[EventMeeting]) -> set[int]:
    """The meetings whose other side withdrew after the timetable was published."""
    comes = {party.id for party in queries.accepted_of(session(), registration.event)}
    return {each.wish_id for each in meetings if not {each.wish.provider_id, each.wish.seeker_id} <= comes}


def _others(registration: EventRegistration, meetings: Sequence[EventMeeting]) -> dict[int, PartyCard]:
    """Whom each meeting is with: those who meet are told each other's names."""
    other = {
        each.wish_id: each.wish.seeker_id if each.wish.provider_id == registration.id else each.wish.provider_id
        for each in meetings
    }
    parties = queries.parties_by_id(session(), registration.event)
    found = queries.cards_of(
        session(), [parties[number] for number in other.values()], names_for=frozenset(other.values())
    )
    by_id = {card.id: card for card in found}
    return {wish: by_id[number] for wish, number in other.items()}

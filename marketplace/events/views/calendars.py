"""A party's day in its calendar: taken once as a file, or subscribed to and asked for again by the phone."""

from collections.abc import Iterator

from flask import Response, url_for
from flask_babel import gettext as _

from marketplace.core.errors import NotFound
from marketplace.events import queries
from marketplace.events.calendar import Entry
from marketplace.events.feeds import read_feed_token
from marketplace.events.hours import Slot, moments
from marketplace.events.models import Event, EventRegistration
from marketplace.events.roadshow.presenting import presented_by
from marketplace.events.rules import EventState, RegistrationState
from marketplace.events.views.agenda import cards_of_met, met_by, own_registration
from marketplace.events.views.blueprint import blueprint
from marketplace.events.views.public import day_entry, ics
from marketplace.web.access import allow, anyone, signed_in
from marketplace.web.formats import term
from marketplace.web.security import limiter
from marketplace.web.state import session, settings


@blueprint.get("/events/<public_id>/registrations/<int:number>/agenda.ics")
@allow(signed_in)
def agenda_file(public_id: str, number: int) -> Response:
    """What a party does that day as entries for a calendar; a later file replaces an earlier one."""
    registration = own_registration(public_id, number)
    return ics(registration.event.title, list(_entries(registration)), f"{public_id}-{number}.ics")


@blueprint.get("/events/calendars/<token>.ics")
@limiter.limit("600 per hour")
@allow(anyone)
def calendar_feed(token: str) -> Response:
    """The same for whoever holds the address, from the registration on; a party that left finds nothing in it."""
    registration = queries.registration_by_number(session(), read_feed_token(settings().secret_key, token))
    if registration is None:
        raise NotFound("没有这个日历。请从“我的日程”重新复制地址。")
    event, entries = registration.event, []
    if registration.state is RegistrationState.ACCEPTED:
        entries = [day_entry(event), *(_entries(registration) if event.state is not EventState.CANCELLED else ())]
    answer = ics(event.title, entries, f"{event.public_id}.ics")
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _entries(registration: EventRegistration) -> Iterator[Entry]:
    """Meetings of the timetable in force, and what the party presents."""
    event = registration.event
    address = url_for(".agenda", public_id=event.public_id, number=registration.id)
    address = f"{settings().base_url}{address}"
    meetings = queries.day_of(session(), registration) if event.version else []
    cards = cards_of_met(met_by(registration, meetings))
    for each in meetings:
        yield _entry(
            event,
            f"{each.wish_id}",
            event.hours[each.slot],
            _("约见：%(name)s", name=cards[each.wish_id].name or ""),
            _("桌 %(table)s", table=each.table_number + 1),
            address,
        )
    for block, running in presented_by(event, registration):
        title = _("%(kind)s：%(title)s", kind=term(block.kind), title=block.title)
        yield _entry(event, f"block-{block.id}", Slot(0, running.begins, running.ends), title, block.hall, address)


def _entry(event: Event, key: str, hours: Slot, summary: str, place: str, address: str) -> Entry:
    begins, ends = moments(event.day, hours)
    return Entry(
        uid=f"{event.public_id}-{key}@tansuo",
        begins=begins,
        ends=ends,
        summary=summary,
        location=_("%(venue)s，%(place)s", venue=event.venue, place=place) if place else event.venue,
        description=address,
        sequence=event.lock + event.pulse,  # whatever moves an entry lets one of them rise, and neither ever falls
    )

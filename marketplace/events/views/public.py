"""What everybody sees: the list of sessions, the page of one, its calendar file."""

from collections.abc import Sequence

from flask import Response, render_template, request, url_for

from marketplace.core.clock import now, today
from marketplace.events import policies, queries
from marketplace.events.calendar import Entry, calendar_file
from marketplace.events.hours import moments
from marketplace.events.models import Event, EventRegistration
from marketplace.events.roadshow.seeing import seen_agenda
from marketplace.events.rules import IN_HAND, TAKES_REGISTRATIONS, EventState, Side
from marketplace.events.views.blueprint import blueprint, page_number
from marketplace.web.access import allow, anyone
from marketplace.web.state import actor, session, settings

CALENDAR = "text/calendar; charset=utf-8"


@blueprint.get("/events")
@allow(anyone)
def index() -> str:
    """The sessions to come, or those that are over."""
    past = request.args.get("past") == "1"
    page = queries.public_events(session(), page_number(), past=past)
    return render_template(
        "events/index.html",
        page=page,
        past=past,
        organises=policies.organises(actor()),
        href=lambda number: url_for(".index", past=1 if past else None, page=number),
    )


@blueprint.get("/events/<public_id>")
@allow(anyone)
def show(public_id: str) -> str:
    """What a session is about, when and where, who comes, and how to register."""
    who = actor()
    event = queries.get_event(session(), who, public_id)
    own = queries.own_registrations(session(), who, event) if who.signed_in else []
    return render_template(
        "events/show.html",
        event=event,
        own=own,
        sides=_open_sides(own),
        open=event.state in TAKES_REGISTRATIONS and event.registration_until >= today(),
        parties_listed=queries.listed_parties(session(), event),
        manages=policies.can_manage(who, event),
        may_change=queries.may_still_change(event),
        **seen_agenda(event),
    )


def _open_sides(own: Sequence[EventRegistration]) -> list[Side]:
    taken = {each.side for each in own if each.state in IN_HAND}
    return [side for side in Side if side not in taken]


@blueprint.get("/events/<public_id>/calendar.ics")
@allow(anyone)
def calendar(public_id: str) -> Response:
    """The day as an entry for a calendar."""
    event = queries.get_event(session(), actor(), public_id)
    return ics(event.title, [day_entry(event)], f"{event.public_id}.ics")


def day_entry(event: Event) -> Entry:
    """The whole day of a session."""
    return Entry(
        uid=f"{event.public_id}@tansuo",
        begins=event.begins,
        ends=moments(event.day, event.hours[-1])[1],
        summary=event.title,
        location=event.venue,
        description=f"{settings().base_url}{url_for('.show', public_id=event.public_id)}",
        sequence=event.lock,
        cancelled=event.state is EventState.CANCELLED,
    )


def ics(name: str, entries: list[Entry], filename: str) -> Response:
    """A calendar file as an answer."""
    answer = Response(calendar_file(name, entries, now()), content_type=CALENDAR)
    answer.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer

"""Papers to print: agendas, table cards, badges."""

from collections.abc import Mapping, Sequence, Set

from flask import Response, url_for
from flask_babel import gettext as _

from marketplace.core.errors import NotFound
from marketplace.events import queries
from marketplace.events.hours import Slot
from marketplace.events.models import Event, EventMeeting, EventRegistration
from marketplace.events.paper_parts import Badge, Day, Head, Line, TableCard
from marketplace.events.roadshow.presenting import presented_by
from marketplace.events.rules import RegistrationState
from marketplace.events.views.blueprint import blueprint
from marketplace.web.access import allow, signed_in
from marketplace.web.formats import long_day, term
from marketplace.web.security import limiter
from marketplace.web.state import actor, session, settings

Parties = Mapping[int, EventRegistration]


@blueprint.get("/my/events/<public_id>/papers/<any(agendas, tables, badges):kind>.pdf")
@limiter.limit("60 per hour")
@allow(signed_in)
def papers_of(public_id: str, kind: str) -> Response:
    """Of everybody, for the organiser to print."""
    from marketplace.events import papers  # large, and few pages print

    event = queries.get_event_managed(session(), actor(), public_id)
    parties = queries.parties_by_id(session(), event)
    if kind == "badges":
        content = papers.badges(_head(event), _badges(event, parties))
    else:
        plan = queries.published_plan(session(), event)
        if plan is None:
            raise NotFound("日程还没有发布，发布后才能打印。")
        meetings = sorted(plan.meetings, key=lambda each: (each.slot, each.table_number))
        if kind == "agendas":
            content = papers.agendas(_head(event), _days(event, parties, meetings), _words)
        else:
            named = queries.names_told(session(), event)
            content = papers.table_cards(_head(event), _cards(event, parties, meetings, named), _words)
    return _pdf(content, f"{event.public_id}-{kind}.pdf")


@blueprint.get("/events/<public_id>/registrations/<int:number>/agenda.pdf")
@limiter.limit("60 per hour")
@allow(signed_in)
def own_paper(public_id: str, number: int) -> Response:
    """One party's day on paper."""
    from marketplace.events import papers

    registration = queries.get_registration_to_wish(session(), actor(), number)
    event = registration.event
    if event.public_id != public_id or not event.version:
        raise NotFound("日程还没有发布。")
    parties = queries.parties_by_id(session(), event)
    days = _days(event, {registration.id: registration}, queries.day_of(session(), registration), parties)
    return _pdf(papers.agendas(_head(event), days, _words), f"{event.public_id}-{number}.pdf")


def _pdf(content: bytes, filename: str) -> Response:
    answer = Response(content, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{filename}"'
    return answer


def _words(key: str) -> str:
    said: dict[str, str] = {"table": _("桌"), "none": _("没有排上约见")}
    return said[key]


def _head(event: Event) -> Head:
    return Head(title=event.title, when=f"{long_day(event.day)} {event.hours[0].start}", venue=event.venue)


def _days(event: Event, wanted: Parties, meetings: Sequence[EventMeeting], parties: Parties | None = None) -> list[Day]:
    """Of those who come; with one title of what the other side brings."""
    everybody = parties or wanted
    titles = _titles(list(everybody.values()))
    hours = event.hours
    days = []
    for party in sorted(wanted.values(), key=lambda each: (each.side, each.organisation.name)):
        if party.state is not RegistrationState.ACCEPTED:
            continue
        lines = _talks(event, party)
        for each in meetings:
            ends = (each.wish.provider_id, each.wish.seeker_id)
            if party.id in ends:
                other = everybody[ends[1] if ends[0] == party.id else ends[0]]
                lines.append((hours[each.slot].begins, _line(hours[each.slot], each, other, titles)))
        lines.sort(key=lambda each: each[0])
        note = _("日程 v%(version)s；有变动以手机为准。签到码 %(code)s", version=event.version, code=party.code)
        days.append(
            Day(
                name=party.organisation.name, side=term(party.side), note=note, lines=tuple(line for _at, line in lines)
            )
        )
    return days


def _line(slot: Slot, meeting: EventMeeting, other: EventRegistration, titles: Mapping[int, str]) -> Line:
    place = f"{_('桌')} {_number(meeting)}"
    return Line(time=slot.span, place=place, other=other.organisation.name, about=titles.get(other.id, ""))


def _talks(event: Event, party: EventRegistration) -> list[tuple[int, Line]]:
    """What a party presents, each with the minute it begins."""
    return [
        (each.begins, Line(time=each.span, place=block.hall or _("台上"), other=block.title, about=term(block.kind)))
        for block, each in presented_by(event, party)
    ]


def _titles(parties: Sequence[EventRegistration]) -> dict[int, str]:
    cards = queries.cards_of(session(), parties)
    return {card.id: card.brought[0].title for card in cards if card.brought}


def _cards(event: Event, parties: Parties, meetings: Sequence[EventMeeting], named: Set[int]) -> list[TableCard]:
    """They stand in the hall: only who agreed is named."""
    hours = event.hours
    cards = []
    for table in range(event.tables):
        lines = tuple(
            Line(time=hours[each.slot].span, other=_pair(each, parties, named))
            for each in meetings
            if each.table_number == table
        )
        cards.append(TableCard(number=f"{table + 1:02d}", lines=lines))
    return cards


def _pair(meeting: EventMeeting, parties: Parties, named: Set[int]) -> str:
    ends = (meeting.wish.provider_id, meeting.wish.seeker_id)
    return " - ".join(parties[end].organisation.name if end in named else _("未公开名称") for end in ends)


def _number(meeting: EventMeeting) -> str:
    return f"{meeting.table_number + 1:02d}"


def _badges(event: Event, parties: Parties) -> list[Badge]:
    """One for each person of each party that comes."""
    return [
        Badge(
            person=person,
            house=party.organisation.name,
            side=term(party.side),
            address=f"{settings().base_url}{url_for('.arrive', public_id=event.public_id, code=party.code)}",
        )
        for party in sorted(parties.values(), key=lambda each: (each.side, each.organisation.name))
        if party.state is RegistrationState.ACCEPTED
        for person in party.attendees
    ]

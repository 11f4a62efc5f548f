"""A party's own day: on the phone, in the calendar, what each meeting led to."""

from collections.abc import Mapping, Sequence

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from marketplace.core.clock import now, today
from marketplace.core.errors import InvalidInput, NotFound
from marketplace.events import policies, queries
from marketplace.events.after import following
from marketplace.events.after.rules import Progress, stage_on
from marketplace.events.codes import qr_of
from marketplace.events.day import checking_in, telling
from marketplace.events.day.clock import minute_of
from marketplace.events.day.rules import Interest, NextStep, Presence
from marketplace.events.feeds import feed_token
from marketplace.events.fitting import fits
from marketplace.events.forms import follow_up_from, outcome_from
from marketplace.events.models import EventMeeting, EventRegistration
from marketplace.events.queries import PartyCard, marks
from marketplace.events.roadshow.seeing import seen_agenda
from marketplace.events.rules import EventState, RegistrationState
from marketplace.events.views.blueprint import blueprint
from marketplace.events.views.fresh import fresh, unchanged
from marketplace.web.access import allow, early, signed_in
from marketplace.web.security import limiter
from marketplace.web.state import actor, session, settings, transaction


def _early() -> Response | None:
    public_id, number = request.view_args["public_id"], request.view_args["number"]  # type: ignore[index]
    if request.args.get("part") != "1":
        return None
    return unchanged(lambda *known: marks.known_mark_of_agenda(session(), public_id, number, known))


@blueprint.get("/events/<public_id>/registrations/<int:number>/agenda")
@early(_early)
@allow(signed_in)
def agenda(public_id: str, number: int) -> Response:
    """When, at which table, with whom, why; what came of it. A page that is open asks for its inner part."""
    registration = own_registration(public_id, number)
    if request.args.get("part") != "1":
        return make_response(_page(registration))
    mark = marks.mark_of_agenda(session(), public_id, number, current_user.person.locale)
    return fresh(mark, lambda: _page(registration, "events/_agenda.html"))


def _page(
    registration: EventRegistration,
    template: str = "events/agenda.html",
    *,
    wrong: dict[int, dict[str, str]] | None = None,
    unfollowed: dict[int, dict[str, str]] | None = None,
) -> str:
    event = registration.event
    meetings = queries.day_of(session(), registration)
    told = queries.outcomes_of(session(), [each.wish_id for each in meetings])
    met = met_by(registration, meetings)
    cards = cards_of_met(met)
    own = queries.cards_of(session(), [registration])[0]
    code = url_for(".arrive", public_id=event.public_id, code=registration.code)
    return render_template(
        template,
        event=event,
        registration=registration,
        meetings=meetings,
        cards=cards,
        reasons=fits(session(), own, list({card.id: card for card in cards.values()}.values())),
        gone=_gone(met),
        at=minute_of(event.day, now()) if event.day == today() else None,
        told={wish: by[registration.side] for wish, by in told.items() if registration.side in by},
        may_tell={each.wish_id for each in meetings if telling.may_tell(event, each)},
        said=request.form,
        wrong=wrong or {},
        qr=qr_of(f"{settings().base_url}{code}"),
        here=checking_in.opens_for_oneself(event) and registration.presence is not Presence.PRESENT,
        runs=not policies.represents(actor(), registration),
        interests=list(Interest),
        steps=list(NextStep),
        follow_stage=stage_on(event.day, today()) if event.is_over and event.state is not EventState.ARCHIVED else 0,
        followed=queries.follow_ups_of(session(), registration) if event.is_over else {},
        progresses=list(Progress),
        unfollowed=unfollowed or {},
        feed=f"{settings().base_url}{url_for('.calendar_feed', token=feed_token(settings().secret_key, registration.id))}",
        refresh=url_for(".agenda", public_id=event.public_id, number=registration.id, part=1),
        **(seen_agenda(event) if template == "events/agenda.html" else {}),
    )


@blueprint.post("/events/<public_id>/registrations/<int:number>/here")
@limiter.limit("60 per hour")
@allow(signed_in)
def check_in(public_id: str, number: int) -> Answer:
    """The party says that it is here."""
    with transaction() as writing:
        checking_in.check_in_oneself(writing, actor(), public_id, number)
    flash(_("已签到。请按日程提前三分钟到桌。"), "message")
    return redirect(url_for(".agenda", public_id=public_id, number=number), 303)


@blueprint.post("/events/<public_id>/registrations/<int:number>/meetings/<int:wish>")
@limiter.limit("600 per hour")
@allow(signed_in)
def tell(public_id: str, number: int, wish: int) -> Answer | tuple[str, int]:
    """What a meeting led to."""
    registration = own_registration(public_id, number)
    try:
        command = outcome_from(request.form)
        with transaction() as writing:
            telling.tell_outcome(writing, actor(), number, wish, command)
    except InvalidInput as refused:
        sentences = {name: _(text) for name, text in refused.fields.items()}
        return _page(own_registration(public_id, registration.id), wrong={wish: sentences}), 422
    if request.headers.get("Accept") == "application/json":
        return Response(status=204)
    return redirect(url_for(".agenda", public_id=public_id, number=number, _anchor=f"meeting-{wish}"), 303)


@blueprint.post("/events/<public_id>/registrations/<int:number>/meetings/<int:wish>/follow-up")
@limiter.limit("240 per hour")
@allow(signed_in)
def follow(public_id: str, number: int, wish: int) -> Answer | tuple[str, int]:
    """How a meeting went on, 30, 90 and 180 days later."""
    registration = own_registration(public_id, number)
    try:
        command = follow_up_from(request.form)
        with transaction() as writing:
            following.follow_up(writing, actor(), number, wish, command)
    except InvalidInput as refused:
        sentences = {name: _(text) for name, text in refused.fields.items()}
        return _page(own_registration(public_id, registration.id), unfollowed={wish: sentences}), 422
    flash(_("进展已保存。"), "message")
    return redirect(url_for(".agenda", public_id=public_id, number=number, _anchor=f"meeting-{wish}"), 303)


def own_registration(public_id: str, number: int) -> EventRegistration:
    registration = queries.get_registration_to_wish(session(), actor(), number)
    if registration.event.public_id != public_id or not registration.event.version:
        raise NotFound("日程还没有发布。")
    return registration


def _gone(met: Mapping[int, EventRegistration]) -> set[int]:
    """The meetings whose other side withdrew after the timetable was published."""
    return {wish for wish, party in met.items() if party.state is not RegistrationState.ACCEPTED}


def met_by(registration: EventRegistration, meetings: Sequence[EventMeeting]) -> dict[int, EventRegistration]:
    """Whom each meeting is with."""
    other = {
        each.wish_id: each.wish.seeker_id if each.wish.provider_id == registration.id else each.wish.provider_id
        for each in meetings
    }
    parties = queries.parties_by_number(session(), registration.event, other.values())
    return {wish: parties[number] for wish, number in other.items()}


def cards_of_met(met: Mapping[int, EventRegistration]) -> dict[int, PartyCard]:
    """Those who meet are told each other's names."""
    others = list({party.id: party for party in met.values()}.values())
    by_id = {
        card.id: card for card in queries.cards_of(session(), others, names_for=frozenset(party.id for party in others))
    }
    return {wish: by_id[party.id] for wish, party in met.items()}

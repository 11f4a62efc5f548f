"""Whom a party wishes to meet."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.core.errors import NotFound
from marketplace.events import policies, queries, services
from marketplace.events.asking.rules import IN_HAND, RequestMode, RequestState
from marketplace.events.fitting import fits
from marketplace.events.models import EventRegistration, EventRequest
from marketplace.events.rules import TAKES_WISHES, RegistrationState, Saying, Side
from marketplace.events.views.blueprint import blueprint
from marketplace.web.access import allow, signed_in
from marketplace.web.state import actor, session, transaction

WORDS = {word.value: word for word in Saying}


@blueprint.route("/events/<public_id>/registrations/<int:number>/wishes", methods=["GET", "POST"])
@allow(signed_in)
def wishes(public_id: str, number: int) -> Response | str:
    """The parties of the other side, those that fit best first, each with a word to be said."""
    registration = own_registration(public_id, number)
    if request.method == "POST":
        said = {
            int(name[5:]): WORDS.get(value)
            for name, value in request.form.items()
            if name.startswith("wish-") and name[5:].isdecimal() and len(name) < 16
        }
        with transaction() as writing:
            services.save_wishes(writing, actor(), number, said)
        flash(_("约见已保存。截止前随时可以改。"), "success")
        return redirect(url_for(".wishes", public_id=public_id, number=number), 303)
    return wishes_page(registration)


def wishes_page(registration: EventRegistration, message: str = "", wrong: dict[int, str] | None = None) -> str:
    """Words or requests, as the session goes about it; the organiser always says words, on a party's behalf."""
    event = registration.event
    speaks_for = policies.can_manage(actor(), event) and not policies.represents(actor(), registration)
    asks = event.request_mode is RequestMode.REQUESTS and not speaks_for
    others = [party for party in queries.accepted_of(session(), event) if party.side is not registration.side]
    runs = policies.can_manage(actor(), event)
    cards = queries.cards_of(
        session(), others, names_for=frozenset(each.id for each in others) if runs else frozenset()
    )
    own = queries.cards_of(session(), [registration])[0]
    reasons = fits(session(), own, cards)
    requests = queries.requests_of(session(), registration)
    waits = {other for other, each in requests.items() if _waits(registration, each)}
    known = queries.wishes_of(session(), registration)
    provides = registration.side is Side.PROVIDER
    return render_template(
        "events/requests.html" if asks else "events/wishes.html",
        event=event,
        registration=registration,
        runs=speaks_for,
        cards=sorted(cards, key=lambda card: (card.id not in waits, -reasons[card.id].score, card.id)),
        reasons=reasons,
        said={other: wish.provider_says if provides else wish.seeker_says for other, wish in known.items()},
        open=event.state in TAKES_WISHES
        and registration.state is RegistrationState.ACCEPTED
        and (event.request_mode is not RequestMode.HOST or speaks_for),
        requests=requests,
        waits=waits,
        sent=sum(each.from_id == registration.id and each.state in IN_HAND for each in requests.values()),
        agreed=sum(each.state is RequestState.ACCEPTED for each in requests.values()),
        message=message,
        wrong=wrong or {},
        typed=request.form,
        words=list(Saying),
        cap=min(registration.most_meetings or event.most_meetings, event.most_meetings),
    )


def _waits(registration: EventRegistration, request: EventRequest) -> bool:
    return request.state is RequestState.REQUESTED and request.to_id == registration.id


def own_registration(public_id: str, number: int) -> EventRegistration:
    registration = queries.get_registration_to_wish(session(), actor(), number)
    if registration.event.public_id != public_id:
        raise NotFound("没有这份报名。")
    return registration

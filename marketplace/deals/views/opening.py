"""Opening a deal: with one key from a pair, or by a form that a talk, a meeting or a broker fills in."""

from decimal import Decimal

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.core.errors import Conflict, DomainError, Forbidden, InvalidInput
from marketplace.deals import queries, services
from marketplace.deals.forms import OpenForm
from marketplace.deals.meetings import Offered, offered_to, open_from_meeting
from marketplace.deals.offering import DealOffer, offer_for
from marketplace.deals.rules import Origin
from marketplace.deals.services import AlreadyOpen, OpenDeal
from marketplace.deals.views.blueprint import blueprint
from marketplace.events.models import EventRegistration
from marketplace.listings import queries as listings
from marketplace.matching.talks import get_achievement
from marketplace.matching.views.lists import looks_after_records
from marketplace.needs.models import Need
from marketplace.needs.queries import get_need
from marketplace.web.access import allow, signed_in
from marketplace.web.failures import blame, sentence_of
from marketplace.web.security import limiter
from marketplace.web.state import actor, session, transaction

Answer = Response | str | tuple[str, int]


@blueprint.post("/deals/open")
@limiter.limit("120 per hour")
@allow(looks_after_records)
def open_pair() -> Response:
    """One key: the pair is all that is needed, the rest is read from its records."""
    origin = request.form.get("origin", "")
    command = OpenDeal(
        achievement=request.form.get("result", "")[:20],
        need=request.form.get("need", "")[:20] or None,
        origin=Origin(origin) if origin in set(Origin) else Origin.MATCH,
        reference=request.form.get("reference", "")[:40],
    )
    try:
        with transaction() as writing:
            made = services.open_deal(writing, actor(), command).public_id
    except AlreadyOpen as known:
        return _to_the_known(known)
    except (Forbidden, Conflict) as refused:
        flash(sentence_of(refused), "warning")
        return redirect(url_for("matching.portfolio"), 303)
    flash(_("商机已开。先核实双方，再约首次对接。"), "success")
    return redirect(url_for(".deal", public_id=made), 303)


@blueprint.post("/events/<event>/meetings/<int:wish>/deal")
@limiter.limit("120 per hour")
@allow(signed_in)
def open_meeting(event: str, wish: int) -> Response:
    """One press on a meeting that goes on."""
    try:
        with transaction() as writing:
            made = open_from_meeting(writing, actor(), event, wish).public_id
    except AlreadyOpen as known:
        return _to_the_known(known)
    flash(_("商机已开。先核实双方，再约首次对接。"), "success")
    return redirect(url_for(".deal", public_id=made), 303)


def meeting_deals(registration: EventRegistration) -> dict[int, Offered]:
    """What a party's day offers for its meetings."""
    return offered_to(session(), actor(), registration)


@blueprint.route("/deals/new", methods=["GET", "POST"])
@limiter.limit("60 per hour", methods=["POST"])
@allow(looks_after_records)
def new() -> Answer:
    """The form for a pair that is named in the address or typed."""
    form = OpenForm(request.form if request.method == "POST" else request.args)
    form.known = _known(form)
    if request.method == "POST" and form.validate():
        try:
            with transaction() as writing:
                made = services.open_deal(writing, actor(), form.command()).public_id
        except AlreadyOpen as known:
            return _to_the_known(known)
        except InvalidInput as refused:
            blame(form, refused)
        except DomainError as refused:
            form.form_errors = [*form.form_errors, sentence_of(refused)]
        else:
            flash(_("商机已开。先核实双方，再约首次对接。"), "success")
            return redirect(url_for(".deal", public_id=made), 303)
    page = render_template("deals/new.html", form=form)
    return page if request.method == "GET" else (page, 422)


def deal_offer(need: Need, result: str) -> DealOffer:
    """What a page that shows this pair offers its reader."""
    return offer_for(session(), actor(), get_achievement(session(), result), need)


def _known(form: OpenForm) -> tuple[Decimal | None, ...]:
    """The price of the result and the budget of the need."""
    result = str(form.result.data or "")
    card = listings.cards(session(), actor(), [result]).get(result) if result else None
    amounts = [card.price if card else None]
    if form.need.data:
        try:
            amounts.append(get_need(session(), actor(), form.need.data).budget)
        except DomainError:  # said when the deal is opened
            amounts.append(None)
    return tuple(Decimal(str(amount)) if amount is not None else None for amount in amounts)


def _to_the_known(known: AlreadyOpen) -> Response:
    """To the deal that the pair has, for those who may see it."""
    flash(sentence_of(known), "warning")
    held = session().scalar(queries.seen(actor(), known.public_id))
    return redirect(url_for(".deal", public_id=held.public_id) if held else url_for("matching.portfolio"), 303)

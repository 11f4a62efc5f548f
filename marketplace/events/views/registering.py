"""Registering for a session, changing what was said, withdrawing."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.accounts.models import Organisation
from marketplace.accounts.queries import owners_to_write_for
from marketplace.core.clock import today
from marketplace.core.errors import Conflict, InvalidInput, NotFound
from marketplace.events import policies, queries, services
from marketplace.events.forms import RegistrationForm, registration_form, registration_values
from marketplace.events.models import Event, EventRegistration
from marketplace.events.rules import IN_HAND, TAKES_REGISTRATIONS, RegistrationState, Side
from marketplace.events.views.blueprint import blueprint
from marketplace.web.access import allow, in_an_organisation
from marketplace.web.security import limiter
from marketplace.web.state import actor, session, transaction

Answer = Response | str | tuple[str, int]


@blueprint.route("/events/<public_id>/register/<any(provider, seeker):side>", methods=["GET", "POST"])
@limiter.limit("60 per hour", methods=["POST"])
@allow(in_an_organisation)
def register(public_id: str, side: str) -> Answer:
    """Apply for an organisation on one side."""
    event = queries.get_event(session(), actor(), public_id)
    if event.state not in TAKES_REGISTRATIONS or event.registration_until < today():
        raise Conflict("报名已截止。")
    houses = [house for house in owners_to_write_for(session(), actor()) if policies.can_register(actor(), house.id)]
    if not houses:
        raise NotFound("您没有可以报名的单位。")
    chosen = _chosen(houses)
    form = _form(event, Side(side), chosen, houses, {"listed": True})
    if request.method == "GET":
        return _page(event, Side(side), form, None, chosen)
    if not form.validate():
        return _page(event, Side(side), form, None, chosen), 422
    try:
        with transaction() as writing:
            made = services.register(writing, actor(), public_id, chosen.id, Side(side), form.registering())
            state = made.state
    except InvalidInput as refused:
        form.blame(refused)
        return _page(queries.get_event(session(), actor(), public_id), Side(side), form, None, chosen), 422
    flash(_told(state), "success")
    return redirect(url_for(".show", public_id=public_id), 303)


def _told(state: RegistrationState) -> str:
    if state is RegistrationState.ACCEPTED:
        return str(_("报名已通过。"))
    if state is RegistrationState.WAITING:
        return str(_("名额已满，您在候补名单里；有名额空出会自动递补并写信告诉您。"))
    return str(_("报名已收到，主办方审核后会写信告诉您。"))


@blueprint.route("/events/<public_id>/registrations/<int:number>", methods=["GET", "POST"])
@allow(in_an_organisation)
def change_registration(public_id: str, number: int) -> Answer:
    """What an organisation said, to be changed until the timetable is made."""
    registration = _own(public_id, number)
    event = registration.event
    if registration.state not in IN_HAND or not queries.may_still_change(event):
        raise Conflict("现在不能再修改报名。有变动请与主办方联系。")
    house = registration.organisation
    form = _form(event, registration.side, house, [house], registration_values(registration))
    if request.method == "GET":
        return _page(event, registration.side, form, registration, house)
    if not form.validate():
        return _page(event, registration.side, form, registration, house), 422
    try:
        with transaction() as writing:
            services.change_registration(writing, actor(), number, form.registering())
    except InvalidInput as refused:
        form.blame(refused)
        return _page(event, registration.side, form, registration, house), 422
    flash(_("报名已更新。"), "success")
    return redirect(url_for(".show", public_id=public_id), 303)


@blueprint.post("/events/<public_id>/registrations/<int:number>/withdraw")
@allow(in_an_organisation)
def withdraw(public_id: str, number: int) -> Response:
    _own(public_id, number)
    with transaction() as writing:
        services.withdraw(writing, actor(), number)
    flash(_("已退出。截止前还可以重新报名。"), "success")
    return redirect(url_for(".show", public_id=public_id), 303)


def _own(public_id: str, number: int) -> EventRegistration:
    registration = queries.get_registration_to_change(session(), actor(), number)
    if registration.event.public_id != public_id:
        raise NotFound("没有这份报名。")
    return registration


def _chosen(houses: list[Organisation]) -> Organisation:
    """The organisation that the form or the address names, else the one acted for."""
    named = request.values.get("organisation", "")
    return next((house for house in houses if str(house.id) == named), houses[0])


def _form(
    event: Event, side: Side, house: Organisation, houses: list[Organisation], values: Mapping[str, Any]
) -> RegistrationForm:
    records = queries.own_records(session(), house.id, side)
    choices = [(each.id, each.name) for each in houses]
    return registration_form(event, records, choices, {"organisation": house.id} | dict(values))


def _page(
    event: Event, side: Side, form: RegistrationForm, registration: EventRegistration | None, house: Organisation
) -> str:
    return render_template(
        "events/register.html", event=event, side=side, form=form, registration=registration, house=house
    )

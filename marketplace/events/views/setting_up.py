"""The organiser's list, and the whole set-up of a session on one page."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.core.errors import Conflict, InvalidInput
from marketplace.events import policies, queries, services
from marketplace.events.forms import SetUpForm, set_up_values
from marketplace.events.models import Event
from marketplace.events.views.blueprint import blueprint, page_number
from marketplace.web.access import allow, signed_in
from marketplace.web.state import actor, session, transaction

Answer = Response | str | tuple[str, int]


@blueprint.get("/my/events")
@allow(signed_in)
def managed() -> str:
    """The sessions that the reader runs or helps at."""
    page = queries.managed_events(session(), actor(), page_number())
    who = actor()
    return render_template(
        "events/managed.html",
        page=page,
        runs={event.id for event in page.items if policies.can_manage(who, event)},
        organises=policies.organises(who),
        href=lambda number: url_for(".managed", page=number),
    )


@blueprint.route("/my/events/<public_id>/edit", methods=["GET", "POST"])
@allow(signed_in)
def edit(public_id: str) -> Answer:
    event = queries.get_event_managed(session(), actor(), public_id)
    if request.method == "GET":
        return _page(SetUpForm(data=set_up_values(event)), event)
    form = SetUpForm()
    if not form.validate():
        return _page(form, event), 422
    try:
        with transaction() as writing:
            lock = int(form.lock.data) if str(form.lock.data).isdecimal() else None
            services.save_event(writing, actor(), public_id, form.set_up(), lock)
    except InvalidInput as refused:
        form.blame(refused)
        return _page(form, queries.get_event_managed(session(), actor(), public_id)), 422
    except Conflict as overtaken:
        newest = queries.get_event_managed(session(), actor(), public_id)
        form.lock.data = str(newest.lock)
        return _page(form, newest, _(overtaken.message)), 409
    flash(_("已保存。"), "success")
    return redirect(url_for(".desk", public_id=public_id), 303)


def _page(form: SetUpForm, event: Event, message: str = "") -> str:
    return render_template("events/edit.html", form=form, event=event, message=message)

"""The pages of the set-up: begin, like an earlier session if wanted; one step after the other; look it over and announce."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.core.clock import today
from marketplace.core.errors import Conflict, InvalidInput
from marketplace.events import policies, queries, services
from marketplace.events.forms import AHEAD, SetUpForm, set_up_values, usual_values
from marketplace.events.models import Event
from marketplace.events.rules import EventState, Severity
from marketplace.events.services.setting_up import SetUp, said_of
from marketplace.events.views.blueprint import blueprint
from marketplace.events.wizard.foresight import Foreseen, foresee
from marketplace.events.wizard.rules import ASKED, Step, next_step
from marketplace.events.wizard.services import begin_set_up, save_step
from marketplace.events.wizard.wording import STEPS, foreseen_told
from marketplace.web.access import allow, signed_in
from marketplace.web.security import limiter
from marketplace.web.state import actor, session, transaction
from marketplace.workdays.queries import work_calendar

Answer = Response | str | tuple[str, int]


@blueprint.route("/my/events/new", methods=["GET", "POST"])
@limiter.limit("30 per hour", methods=["POST"])
@allow(policies.organises)
def create() -> Answer:
    """The first step of a new session: with what usually fits, or like an earlier one."""
    start = _start(request.values.get("like", ""))
    if request.method == "GET":
        return _page(Step.ABOUT, _form(Step.ABOUT, start))
    form = _form(Step.ABOUT)
    if not form.validate():
        return _page(Step.ABOUT, form), 422
    try:
        with transaction() as writing:
            who = actor()
            home = who.acting_for or min(who.organisations)
            event = begin_set_up(writing, who, home, start, form.said())
    except InvalidInput as refused:
        form.blame(refused)
        return _page(Step.ABOUT, form), 422
    return _on(event.public_id, Step.ABOUT)


def _start(like: str) -> dict[str, Any]:
    if not like:
        return usual_values()
    earlier = queries.get_event_managed(session(), actor(), like)
    return services.copied_from(earlier, max(today(), earlier.day) + AHEAD)


@blueprint.route("/my/events/<public_id>/set-up/<any(about, when, rounds, entry):step>", methods=["GET", "POST"])
@allow(signed_in)
def set_up(public_id: str, step: str) -> Answer:
    """One step of a draft; an announced session is changed on one page."""
    event, at = queries.get_event_managed(session(), actor(), public_id), Step(step)
    if request.method == "GET":
        if event.state is not EventState.DRAFT:
            return redirect(url_for(".edit", public_id=public_id), 303)
        return _page(at, _form(at, set_up_values(event)), event)
    form = _form(at)
    if not form.validate():
        return _page(at, form, event), 422
    try:
        with transaction() as writing:
            lock = int(form.lock.data) if str(form.lock.data).isdecimal() else None
            save_step(writing, actor(), public_id, at, form.said(), lock)
    except InvalidInput as refused:
        form.blame(refused)
        return _page(at, form, queries.get_event_managed(session(), actor(), public_id)), 422
    except Conflict as overtaken:
        newest = queries.get_event_managed(session(), actor(), public_id)
        form.lock.data = str(newest.lock)
        return _page(at, form, newest, _(overtaken.message)), 409
    return _on(public_id, at)


@blueprint.get("/my/events/<public_id>/set-up/check")
@allow(signed_in)
def check_set_up(public_id: str) -> Answer:
    """The last step: all of it, what it leads to, and the button that announces it."""
    event = queries.get_event_managed(session(), actor(), public_id)
    if event.state is not EventState.DRAFT:
        return redirect(url_for(".desk", public_id=public_id), 303)
    found = foreseen_of(event)
    return render_template(
        "events/set_up_check.html",
        event=event,
        **_steps(event, Step.CHECK),
        foreseen=[(each, foreseen_told(each)) for each in found],
        possible=all(each.severity is not Severity.BAD for each in found),
    )


def foreseen_of(event: Event) -> list[Foreseen]:
    """What the set-up of a session forebodes today."""
    works = work_calendar(session()).works(event.day)
    return foresee(SetUp(**said_of(event)), today(), day_off=not works)


def _form(step: Step, values: dict[str, Any] | None = None) -> SetUpForm:
    form = SetUpForm(data=values) if values is not None else SetUpForm()
    form.ask_only(ASKED[step])
    return form


def _on(public_id: str, step: Step) -> Response:
    """To the next step, or away with the draft kept."""
    if request.form.get("then") == "leave":
        flash(_("已保存。随时可以从“我的专场”接着设置。"), "success")
        return redirect(url_for(".managed"), 303)
    further = next_step(step)
    if further is Step.CHECK:
        return redirect(url_for(".check_set_up", public_id=public_id), 303)
    return redirect(url_for(".set_up", public_id=public_id, step=further.value), 303)


def _page(step: Step, form: SetUpForm, event: Event | None = None, message: str = "") -> str:
    earlier = queries.earlier_events(session(), actor()) if event is None else []
    own = [each for each in foreseen_of(event) if each.step is step] if event is not None else []
    return render_template(
        "events/set_up.html",
        form=form,
        event=event,
        step=step.value,
        **_steps(event, step),
        message=message,
        earlier=[each for each in earlier if each.state is not EventState.DRAFT],
        like=request.values.get("like", ""),
        foreseen=[(each, foreseen_told(each)) for each in own],
    )


def _steps(event: Event | None, current: Step) -> dict[str, Any]:
    """The names of the steps, which is open, and where the others are."""
    hrefs = [_address(event.public_id, each) for each in Step] if event is not None else []
    return {"steps": [_(STEPS[each]) for each in Step], "at": list(Step).index(current) + 1, "hrefs": hrefs}


def _address(public_id: str, step: Step) -> str:
    if step is Step.CHECK:
        return url_for(".check_set_up", public_id=public_id)
    return url_for(".set_up", public_id=public_id, step=step.value)

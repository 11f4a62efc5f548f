"""The organiser's desk of a session: where it stands, what comes next, the acts."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask_babel import LazyString, lazy_gettext
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from marketplace.core.actor import Actor
from marketplace.core.errors import InvalidInput
from marketplace.events import queries, services
from marketplace.events.models import Event
from marketplace.events.rules import LIFECYCLE, Side
from marketplace.events.views.blueprint import blueprint
from marketplace.web.access import allow, signed_in
from marketplace.web.state import actor, session, transaction

Act = Callable[[Session, Actor, str], Event]


@blueprint.get("/my/events/<public_id>")
@allow(signed_in)
def desk(public_id: str) -> str:
    return _page(public_id)


def _page(public_id: str, wrong: str = "") -> str:
    event = queries.get_event_managed(session(), actor(), public_id)
    return render_template(
        "events/desk.html",
        event=event,
        counts=queries.count_by_state(session(), event),
        actions=[str(action) for action in LIFECYCLE.actions_from(event.state)],
        sides=list(Side),
        wrong=wrong,
    )


@blueprint.post("/my/events/<public_id>/<any(open, gather, reopen, lock, unlock, adjust, end):act>")
@allow(signed_in)
def change(public_id: str, act: str) -> Response:
    """One step of the session's life."""
    perform, told = ACTS[act]
    with transaction() as writing:
        perform(writing, actor(), public_id)
    flash(str(told), "success")
    return redirect(url_for(".desk", public_id=public_id), 303)


ACTS: dict[str, tuple[Act, LazyString]] = {
    "open": (services.open_registration, lazy_gettext("已公开，可以报名了。")),
    "gather": (services.gather_wishes, lazy_gettext("报名已截止。")),
    "reopen": (services.reopen_registration, lazy_gettext("报名重新开放。")),
    "lock": (services.lock_wishes, lazy_gettext("约见已截止，可以排程了。")),
    "unlock": (services.unlock_wishes, lazy_gettext("约见重新开放。")),
    "adjust": (services.adjust_timetable, lazy_gettext("现在可以重排。新版本发布之前，参会方看到的仍是原日程。")),
    "end": (services.end_event, lazy_gettext("专场已结束。")),
}


@blueprint.post("/my/events/<public_id>/cancel")
@allow(signed_in)
def cancel(public_id: str) -> Response | tuple[str, int]:
    try:
        with transaction() as writing:
            services.cancel_event(writing, actor(), public_id, request.form.get("note", ""))
    except InvalidInput as refused:
        return _page(public_id, _(refused.message)), 422
    flash(_("专场已取消，已写信告诉参会方。"), "success")
    return redirect(url_for(".desk", public_id=public_id), 303)


@blueprint.post("/my/events/<public_id>/discard")
@allow(signed_in)
def discard(public_id: str) -> Response:
    with transaction() as writing:
        services.discard_event(writing, actor(), public_id)
    flash(_("筹备稿已删除。"), "success")
    return redirect(url_for(".managed"), 303)

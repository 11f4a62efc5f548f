"""The desk at the door: who is here, by name or by QR code; walk-ins."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.core.errors import InvalidInput
from marketplace.events import policies, queries
from marketplace.events.day import checking_in
from marketplace.events.day.checking_in import WalkIn
from marketplace.events.day.rules import PRESENCE, DayAction, Presence
from marketplace.events.rules import Side
from marketplace.events.views.blueprint import blueprint, page_number
from marketplace.web.access import allow, signed_in
from marketplace.web.security import limiter
from marketplace.web.state import actor, session, transaction

ACTS = {
    "here": DayAction.CHECK_IN,
    "excused": DayAction.EXCUSE,
    "absent": DayAction.MISS,
    "undo": DayAction.UNDO,
}
LONGEST_SEARCH = 60


@blueprint.get("/events/<public_id>/door")
@allow(signed_in)
def door(public_id: str) -> str:
    """Everybody who comes, to be found by name or code and checked in."""
    event = queries.get_event_at_door(session(), actor(), public_id)
    words = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    wanted = request.args.get("presence")
    presence = Presence(wanted) if wanted in set(Presence) else None
    side = Side(request.args["side"]) if request.args.get("side") in set(Side) else None
    return render_template(
        "events/door.html",
        event=event,
        page=queries.parties_at_door(session(), event, words, presence, side, number=page_number()),
        attendance=queries.attendance_of(session(), event),
        words=words,
        presence=presence,
        presences=list(Presence),
        side=side,
        sides=list(Side),
        open=checking_in.desk_is_open(event),
        acts=_offered,
        runs=policies.can_manage(actor(), event),
        href=lambda number: url_for(
            ".door", public_id=public_id, q=words or None, presence=presence, side=side, page=number
        ),
    )


def _offered(presence: Presence) -> list[str]:
    return [name for name, action in ACTS.items() if PRESENCE.allows(presence, action)]


@blueprint.post("/events/<public_id>/door/<int:number>/<any(here, excused, absent, undo):act>")
@allow(signed_in)
def note(public_id: str, number: int, act: str) -> Response:
    with transaction() as writing:
        party = checking_in.note_presence(writing, actor(), public_id, number, ACTS[act])
        name, stands = party.organisation.name, party.presence
    flash(_told(name, stands), "message")
    words = request.form.get("q", "")[:LONGEST_SEARCH]
    return redirect(url_for(".door", public_id=public_id, q=words or None), 303)


def _told(name: str, stands: Presence) -> str:
    told: dict[Presence, str] = {
        Presence.PRESENT: _("%(name)s 已签到。", name=name),
        Presence.EXCUSED: _("%(name)s 已记为请假。", name=name),
        Presence.ABSENT: _("%(name)s 已记为缺席。", name=name),
        Presence.EXPECTED: _("%(name)s 的签到已撤销。", name=name),
    }
    return told[stands]


@blueprint.get("/events/<public_id>/arrive/<code>")
@limiter.limit("240 per hour")
@allow(signed_in)
def arrive(public_id: str, code: str) -> str:
    """Where a QR code leads: one party, to be checked in by the desk or by itself."""
    event = queries.get_event(session(), actor(), public_id)
    party = queries.get_by_code(session(), actor(), event, code)
    at_desk = policies.can_check_in(actor(), event)
    opens = checking_in.desk_is_open(event) if at_desk else checking_in.opens_for_oneself(event)
    return render_template("events/arrive.html", event=event, party=party, at_desk=at_desk, open=opens)


@blueprint.route("/events/<public_id>/door/walk-in", methods=["GET", "POST"])
@limiter.limit("120 per hour", methods=["POST"])
@allow(signed_in)
def walk_in(public_id: str) -> Response | str | tuple[str, int]:
    """Somebody who did not register: find the organisation, say who is there."""
    if request.method == "GET":
        return _walk_in_page(public_id)
    names = tuple(line.strip() for line in request.form.get("attendees", "").splitlines() if line.strip())
    side = Side.SEEKER if request.form.get("side") == Side.SEEKER else Side.PROVIDER
    command = WalkIn(organisation=request.form.get("organisation", "")[:40], side=side, attendees=names)
    try:
        with transaction() as writing:
            party = checking_in.let_walk_in(writing, actor(), public_id, command)
            name = party.organisation.name
    except InvalidInput as refused:
        return _walk_in_page(public_id, {key: _(text) for key, text in refused.fields.items()}), 422
    flash(_("%(name)s 已登记并签到。要约见，请在下一版日程里安排。", name=name), "message")
    return redirect(url_for(".door", public_id=public_id), 303)


def _walk_in_page(public_id: str, wrong: dict[str, str] | None = None) -> str:
    event = queries.get_event_at_door(session(), actor(), public_id)
    words = request.values.get("q", "").strip()[:LONGEST_SEARCH]
    return render_template(
        "events/walk_in.html",
        event=event,
        words=words,
        found=queries.find_houses(session(), words) if words else [],
        said=request.form,
        sides=list(Side),
        wrong=wrong or {},
        open=checking_in.desk_is_open(event),
    )

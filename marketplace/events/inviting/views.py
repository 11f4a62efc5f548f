"""The pages of invitations: the organiser's list with its search by theme, and the page that a letter leads to."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.core.errors import InvalidInput
from marketplace.discovery.views import open_reader
from marketplace.events import queries as events
from marketplace.events.inviting import queries, services
from marketplace.events.inviting.finding import Candidate, Theme, find_candidates
from marketplace.events.inviting.rules import InvitationState
from marketplace.events.models import Event
from marketplace.events.rules import TAKES_REGISTRATIONS, Side
from marketplace.events.views.blueprint import blueprint, page_number
from marketplace.needs.choices import technologies
from marketplace.taxonomy.catalogue import catalogue
from marketplace.web.access import allow, anyone, signed_in
from marketplace.web.security import limiter
from marketplace.web.state import actor, session, transaction

Answer = Response | tuple[str, int]
LONGEST = 300


@blueprint.get("/my/events/<public_id>/invitations")
@limiter.limit("120 per minute")
@allow(signed_in)
def invitations(public_id: str) -> str:
    """The list and where each stands; with a theme, who fits it."""
    return _page(public_id)


def _page(public_id: str, wrong: dict[str, str] | None = None) -> str:
    event = events.get_event_managed(session(), actor(), public_id)
    theme, state = _theme(), _state(request.values.get("state", ""))
    page = queries.invitations_of(session(), event, state, page_number())
    found = _found(event, theme)
    return render_template(
        "events/invitations.html",
        event=event,
        page=page,
        counts=queries.count_by_state(session(), event),
        opened=queries.count_opened(session(), event),
        silent=len(queries.silent_of(session(), event)),
        state=state,
        states=list(InvitationState),
        theme=theme,
        technologies=technologies(),
        found=found,
        sides=list(Side),
        may_choose=event.state in services.LIST_OPEN,
        may_send=event.state in TAKES_REGISTRATIONS,
        wrong=wrong or {},
        said=request.form,
        href=lambda number: url_for(".invitations", public_id=public_id, state=state, page=number),
    )


def _theme() -> Theme:
    code = request.values.get("technology", "")
    return Theme(
        text=request.values.get("q", "").strip()[:LONGEST],
        technology=code if code in catalogue().key_technologies else "",
    )


def _state(word: str) -> InvitationState | None:
    return InvitationState(word) if word in set(InvitationState) else None


def _found(event: Event, theme: Theme) -> dict[Side, list[Candidate]] | None:
    """Who fits the theme; None where nothing was asked or nothing can be searched."""
    reader = open_reader() if theme.says else None
    return find_candidates(session(), reader, actor(), event, theme) if reader is not None else None


@blueprint.post("/my/events/<public_id>/invitations/choose")
@limiter.limit("240 per hour")
@allow(signed_in)
def choose_invitees(public_id: str) -> Answer:
    """Those ticked go on the list."""
    theme = _theme()
    try:
        with transaction() as writing:
            picked = request.form.getlist("pick")[:200]
            added = services.choose(writing, actor(), public_id, picked, theme.text or theme.technology)
    except InvalidInput as refused:
        return _page(public_id, {name: _(text) for name, text in refused.fields.items()}), 422
    flash(_("已加入名单 %(n)s 家。", n=added), "success")
    return _back(public_id, "list")


@blueprint.post("/my/events/<public_id>/invitations/send")
@limiter.limit("30 per hour")
@allow(signed_in)
def send_invitations(public_id: str) -> Answer:
    """Write to everybody on the list who was not written to."""
    try:
        with transaction() as writing:
            sent = services.send(writing, actor(), public_id, request.form.get("words", ""))
    except InvalidInput as refused:
        return _page(public_id, {name: _(text) for name, text in refused.fields.items()}), 422
    flash(_("已写信邀请 %(n)s 家。", n=sent.written), "success")
    if sent.unreachable:
        flash(_("另有 %(n)s 家没有可收信的人，仍留在名单里。", n=sent.unreachable), "warning")
    return _back(public_id, "list")


@blueprint.post("/my/events/<public_id>/invitations/remind")
@limiter.limit("10 per hour")
@allow(signed_in)
def remind_invited(public_id: str) -> Response:
    """Write once more to those who were silent for three days."""
    with transaction() as writing:
        reminded = services.remind(writing, actor(), public_id)
    flash(_("已再次写信给 %(n)s 家。", n=reminded), "success")
    return _back(public_id, "list")


@blueprint.post("/my/events/<public_id>/invitations/<int:number>/drop")
@allow(signed_in)
def drop_invitee(public_id: str, number: int) -> Response:
    with transaction() as writing:
        services.drop(writing, actor(), public_id, number)
    flash(_("已移出名单。需要时可以再选。"), "success")
    return _back(public_id, "list")


@blueprint.get("/events/<public_id>/invited/<code>")
@limiter.limit("60 per minute")
@allow(anyone)
def invited(public_id: str, code: str) -> str:
    """What the letter leads to: the session, and yes or no. That it was opened is noted."""
    invitation = queries.get_by_letter(session(), actor(), public_id, code)
    if invitation.opened_at is None and request.environ["REQUEST_METHOD"] != "HEAD":
        with transaction() as writing:
            services.note_opened(writing, actor(), public_id, code)
    title = queries.titles_of(session(), [invitation.subject_id]).get(invitation.subject_id, "")
    return render_template("events/invited.html", event=invitation.event, invitation=invitation, title=title)


@blueprint.post("/events/<public_id>/invited/<code>/decline")
@limiter.limit("30 per hour")
@allow(anyone)
def decline_invitation(public_id: str, code: str) -> Response:
    """Not this time."""
    with transaction() as writing:
        services.decline(writing, actor(), public_id, code, request.form.get("note", ""))
    flash(_("已告诉主办方。改变主意时，报名截止前都可以再报。"), "success")
    return redirect(url_for(".invited", public_id=public_id, code=code), 303)


def _back(public_id: str, anchor: str) -> Response:
    return redirect(url_for(".invitations", public_id=public_id, _anchor=anchor), 303)

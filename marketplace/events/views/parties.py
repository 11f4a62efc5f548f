"""The organiser's list of parties: who applied, who comes, who waits."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.core.errors import InvalidInput
from marketplace.events import queries, services
from marketplace.events.rules import BEFORE_THE_DAY, ON_STAGE, RegistrationState, Side
from marketplace.events.views.blueprint import blueprint, page_number
from marketplace.web.access import allow, signed_in
from marketplace.web.state import actor, session, transaction


@blueprint.get("/my/events/<public_id>/parties")
@allow(signed_in)
def parties(public_id: str) -> str:
    return _page(public_id)


def _page(public_id: str, wrong: dict[int, str] | None = None) -> str:
    event = queries.get_event_managed(session(), actor(), public_id)
    side = Side(request.args["side"]) if request.args.get("side") in set(Side) else None
    wanted = request.args.get("state")
    state = RegistrationState(wanted) if wanted in set(RegistrationState) else None
    page = queries.parties_of(session(), event, side, state, page_number())
    everybody = frozenset(each.id for each in page.items)
    return render_template(
        "events/parties.html",
        event=event,
        page=page,
        cards={card.id: card for card in queries.cards_of(session(), page.items, names_for=everybody)},
        counts=queries.count_by_state(session(), event),
        side=side,
        state=state,
        sides=list(Side),
        states=list(RegistrationState),
        open=event.state in BEFORE_THE_DAY,
        late=event.state in ON_STAGE | BEFORE_THE_DAY,
        wrong=wrong or {},
        href=lambda number: url_for(".parties", public_id=public_id, side=side, state=state, page=number),
    )


@blueprint.post("/my/events/<public_id>/parties/<int:number>/<any(accept, refuse):act>")
@allow(signed_in)
def decide(public_id: str, number: int, act: str) -> Response | tuple[str, int]:
    """Let a party in, or refuse it with a reason."""
    try:
        with transaction() as writing:
            if act == "accept":
                state = services.accept(writing, actor(), public_id, number).state
            else:
                note = request.form.get("note", "")
                state = services.refuse(writing, actor(), public_id, number, note).state
    except InvalidInput as refused:
        return _page(public_id, {number: _(refused.message)}), 422
    told = {
        RegistrationState.ACCEPTED: _("已通过，并已写信告知。"),
        RegistrationState.WAITING: _("名额已满，已转入候补，并已写信告知。"),
        RegistrationState.REFUSED: _("未通过，并已把理由发给对方。"),
    }
    flash(told[state], "success")
    return redirect(url_for(".parties", public_id=public_id), 303)


@blueprint.post("/my/events/<public_id>/parties/<int:number>/late")
@allow(signed_in)
def come_late(public_id: str, number: int) -> Response | tuple[str, int]:
    """From which round on a party is there; the first round means that it is on time."""
    typed = request.form.get("comes_in", "").strip()
    try:
        with transaction() as writing:
            first = int(typed) - 1 if typed.isdecimal() and len(typed) < 4 else -1
            services.set_late(writing, actor(), public_id, number, first)
    except InvalidInput as refused:
        return _page(public_id, {number: _(refused.message)}), 422
    flash(_("已记下从第几轮起在场。重新排程后生效。"), "success")
    return redirect(url_for(".parties", public_id=public_id), 303)


@blueprint.post("/my/events/<public_id>/parties/<int:number>/table")
@allow(signed_in)
def fix_table(public_id: str, number: int) -> Response | tuple[str, int]:
    """Give a party a table of its own; a blank takes it back."""
    typed = request.form.get("table", "").strip()
    try:
        if typed and not (typed.isdecimal() and len(typed) < 5):
            raise InvalidInput("桌号请填整数，例如 3；不固定就留空。")
        with transaction() as writing:
            services.set_fixed_table(writing, actor(), public_id, number, int(typed) - 1 if typed else None)
    except InvalidInput as refused:
        return _page(public_id, {number: _(refused.message, **refused.params)}), 422
    flash(_("固定桌已更新。"), "success")
    return redirect(url_for(".parties", public_id=public_id), 303)

"""Who helps at a session."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.core.errors import InvalidInput
from marketplace.events import queries
from marketplace.events.day import staffing
from marketplace.events.day.rules import StaffRole
from marketplace.events.views.blueprint import blueprint
from marketplace.web.access import allow, signed_in
from marketplace.web.security import limiter
from marketplace.web.state import actor, session, transaction


@blueprint.get("/my/events/<public_id>/staff")
@allow(signed_in)
def staff(public_id: str) -> str:
    return _page(public_id)


def _page(public_id: str, wrong: str = "") -> str:
    event = queries.get_event_owned(session(), actor(), public_id)
    return render_template(
        "events/staff.html",
        event=event,
        staff=queries.staff_of(session(), event),
        roles=list(StaffRole),
        wrong=wrong,
        said=request.form,
    )


@blueprint.post("/my/events/<public_id>/staff")
@limiter.limit("60 per hour")
@allow(signed_in)
def grant(public_id: str) -> Response | tuple[str, int]:
    """Let somebody help, by the address of their account."""
    wanted = request.form.get("role")
    role = StaffRole(wanted) if wanted in set(StaffRole) else StaffRole.DESK
    try:
        with transaction() as writing:
            staffing.grant_staff(writing, actor(), public_id, request.form.get("email", "").strip()[:254], role)
    except InvalidInput as refused:
        return _page(public_id, _(refused.message)), 422
    flash(_("已授权，并已写信告诉对方。"), "success")
    return redirect(url_for(".staff", public_id=public_id), 303)


@blueprint.post("/my/events/<public_id>/staff/<int:person>/revoke")
@allow(signed_in)
def revoke(public_id: str, person: int) -> Response:
    with transaction() as writing:
        staffing.revoke_staff(writing, actor(), public_id, person)
    flash(_("授权已收回。"), "success")
    return redirect(url_for(".staff", public_id=public_id), 303)

"""Taking a record in hand, giving it away, putting it back."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.core.actor import Role
from marketplace.core.errors import Conflict, InvalidInput
from marketplace.curation.rules import Kind
from marketplace.curation.services import holding
from marketplace.curation.views.blueprint import blueprint
from marketplace.web.access import allow, has_role
from marketplace.web.failures import sentence_of
from marketplace.web.redirects import inside
from marketplace.web.state import actor, transaction

CURATORS = has_role(Role.CURATOR)


@blueprint.post("/curation/<any(achievement, need):kind>/<public_id>/<any(take, give, release):act>")
@allow(CURATORS)
def hold(kind: str, public_id: str, act: str) -> Response:
    """Change in whose hands a record is, and go back to where the button was."""
    chosen = Kind(kind)
    try:
        with transaction() as writing:
            if act == "take":
                holding.take(writing, actor(), chosen, public_id, request.form.get("held_by", type=int))
            elif act == "give":
                holding.give(writing, actor(), chosen, public_id, request.form.get("person", 0, type=int))
            else:
                holding.release(writing, actor(), chosen, public_id)
    except (Conflict, InvalidInput) as refused:
        flash(f"{public_id}{_('：')}{sentence_of(refused)}", "warn")
    else:
        flash(f"{public_id}{_('：')}{_said(act)}", "success")
    here = url_for(".decision", kind=kind, public_id=public_id)
    return redirect(inside(request.form.get("back"), here), 303)


def _said(act: str) -> str:
    if act == "take":
        return str(_("已由您领取。"))
    return str(_("已转交，并已写信告知。") if act == "give" else _("已放回队列，谁都可以领。"))

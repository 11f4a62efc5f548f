"""Asking for a meeting and answering."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.core.errors import Conflict, InvalidInput
from marketplace.events.asking import requests
from marketplace.events.asking.requests import Ask
from marketplace.events.rules import Saying
from marketplace.events.views.blueprint import blueprint
from marketplace.events.views.wishing import own_registration, wishes_page
from marketplace.web.access import allow, signed_in
from marketplace.web.security import limiter
from marketplace.web.state import actor, transaction


@blueprint.post(
    "/events/<public_id>/registrations/<int:number>/requests/<int:other>/<any(ask, accept, decline, withdraw):act>"
)
@limiter.limit("300 per hour")
@allow(signed_in)
def ask_meeting(public_id: str, number: int, other: int, act: str) -> Response | tuple[str, int]:
    """Ask a party, or answer it; what cannot be is said on the same page."""
    own_registration(public_id, number)
    word = Saying.MUST if request.form.get("word") == Saying.MUST else Saying.WANT
    text = request.form.get("text", "")
    try:
        with transaction() as writing:
            if act == "ask":
                requests.ask(writing, actor(), number, other, Ask(word=word, message=text))
            elif act == "accept":
                requests.accept(writing, actor(), number, other, word)
            elif act == "decline":
                requests.decline(writing, actor(), number, other, text)
            else:
                requests.withdraw_request(writing, actor(), number, other)
    except InvalidInput as refused:
        return wishes_page(own_registration(public_id, number), wrong={other: _(refused.message)}), 422
    except Conflict as overtaken:
        return wishes_page(own_registration(public_id, number), message=_(overtaken.message, **overtaken.params)), 409
    done = {
        "ask": _("邀约已发出，对方会收到信。"),
        "accept": _("已同意，排程时会尽量排上。"),
        "decline": _("已谢绝，对方会收到信。"),
        "withdraw": _("已撤回，对方会收到信。"),
    }
    flash(done[act], "message")
    return redirect(url_for(".wishes", public_id=public_id, number=number, _anchor=f"party-{other}"), 303)

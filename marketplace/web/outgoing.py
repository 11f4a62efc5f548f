"""The development outbox: letters that would have left; never in production."""

from flask import Blueprint, render_template

from marketplace.core.actor import Role
from marketplace.core.mail import latest_mails
from marketplace.web.access import allow, has_role
from marketplace.web.state import session

blueprint = Blueprint("outgoing", __name__)


@blueprint.get("/dev/mail")
@allow(has_role(Role.ADMIN))
def mails() -> str:
    return render_template("web/mails.html", mails=latest_mails(session()))

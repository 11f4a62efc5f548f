"""Coming in: invitations, requests, and choosing the organisation to act for."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.accounts.queries import get_person
from marketplace.organisations import queries, services
from marketplace.organisations.views.blueprint import blueprint
from marketplace.organisations.wording import named
from marketplace.web.access import allow, signed_in
from marketplace.web.redirects import inside
from marketplace.web.security import limiter
from marketplace.web.state import actor, session, transaction


@blueprint.get("/my/organisations")
@allow(signed_in)
def mine() -> str:
    """The organisations the person belongs to, is asked to join, or has asked."""
    person = get_person(session(), actor().person_id or 0)
    memberships = sorted(person.memberships, key=lambda place: place.organisation.name) if person else []
    return render_template(
        "organisations/mine.html",
        memberships=memberships,
        invitations=queries.invitations_for(session(), person.email) if person else [],
        requests=queries.requests_of(session(), actor()),
    )


@blueprint.post("/my/organisations/<code>/choose")
@allow(signed_in)
def choose(code: str) -> Response:
    """Act for another organisation, and stay on the page where that was asked."""
    with transaction() as writing:
        chosen = services.choose(writing, actor(), code).organisation
        name = named(chosen)
    flash(_("您现在代表%(organisation)s。", organisation=name), "success")
    return redirect(inside(request.form.get("next"), url_for(".mine")), 303)


@blueprint.post("/organisations/<code>/join")
@limiter.limit("10 per hour; 30 per day")
@allow(signed_in)
def ask(code: str) -> Response:
    with transaction() as writing:
        services.ask_to_join(writing, actor(), code, request.form.get("message", ""))
    flash(_("申请已发给单位管理员，有结果会发邮件告诉您。"), "success")
    return redirect(url_for(".show", code=code), 303)


@blueprint.post("/organisations/<code>/join/withdraw")
@allow(signed_in)
def take_back(code: str) -> Response:
    with transaction() as writing:
        services.take_back_request(writing, actor(), code)
    flash(_("申请已撤回。"), "success")
    return redirect(url_for(".show", code=code), 303)


@blueprint.get("/invitations/<key>")
@allow(signed_in)
def invitation(key: str) -> str:
    """What the letter's link leads to; whoever is not signed in comes back here after signing in or registering."""
    found = services.find_invitation(session(), actor(), key)
    return render_template("organisations/invitation.html", invitation=found, key=key)


@blueprint.post("/invitations/<key>/<any(accept, decline):act>")
@allow(signed_in)
def answer_invitation(key: str, act: str) -> Response:
    with transaction() as writing:
        if act == "accept":
            code = services.accept_invitation(writing, actor(), key).organisation.code
        else:
            services.decline_invitation(writing, actor(), key)
    if act == "decline":
        flash(_("已谢绝邀请。"), "success")
        return redirect(url_for(".mine"), 303)
    flash(_("您已加入，现在代表这个单位。"), "success")
    return redirect(url_for(".show", code=code), 303)

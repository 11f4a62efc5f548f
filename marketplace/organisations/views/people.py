"""Who belongs to an organisation: members, invitations, requests; for members to read, for managers to act."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.accounts.models import MembershipRole
from marketplace.core.errors import InvalidInput
from marketplace.organisations import policies, queries, services
from marketplace.organisations.forms import InviteForm
from marketplace.organisations.views.blueprint import blueprint
from marketplace.web.access import allow, signed_in
from marketplace.web.failures import sentence_of
from marketplace.web.security import limiter
from marketplace.web.state import actor, session, settings, transaction

Answer = str | tuple[str, int] | Response
ROLES = {"promote": MembershipRole.MANAGER, "demote": MembershipRole.MEMBER}


@blueprint.get("/organisations/<code>/people")
@allow(signed_in)
def people(code: str) -> str:
    return _page(code, InviteForm(formdata=None))


@blueprint.post("/organisations/<code>/members/<int:number>/<any(promote, demote, hand_over, remove):act>")
@allow(signed_in)
def change_member(code: str, number: int, act: str) -> Response:
    """One act of a manager on a member."""
    with transaction() as writing:
        if act == "remove":
            services.remove_member(writing, actor(), code, number)
        elif act == "hand_over":
            services.hand_over(writing, actor(), code, number)
        else:
            services.change_role(writing, actor(), code, number, ROLES[act])
    told = {
        "promote": _("已设为管理员，并已发邮件告知。"),
        "demote": _("已改为普通成员，并已发邮件告知。"),
        "hand_over": _("已移交管理，您现在是普通成员。"),
        "remove": _("已移出本单位，并已发邮件告知。"),
    }
    flash(told[act], "success")
    return redirect(url_for(".people", code=code), 303)


@blueprint.post("/organisations/<code>/leave")
@allow(signed_in)
def leave(code: str) -> Response:
    with transaction() as writing:
        services.leave(writing, actor(), code)
    flash(_("您已退出这个单位。"), "success")
    return redirect(url_for(".mine"), 303)


@blueprint.post("/organisations/<code>/invitations")
@limiter.limit("30 per hour; 100 per day")
@allow(signed_in)
def invite(code: str) -> Answer:
    """Ask an address; the answer is the same whether or not it has an account."""
    form = InviteForm()
    if not form.validate():
        return _page(code, form), 422
    try:
        with transaction() as writing:
            role = MembershipRole(str(form.role.data or MembershipRole.MEMBER))
            command = services.Invite(email=form.email.data, role=role)
            services.invite(writing, actor(), code, command, _link)
    except InvalidInput as refused:
        form.blame(refused)
        return _page(code, form), 422
    flash(_("邀请已发出，14 天内有效。"), "success")
    return redirect(url_for(".people", code=code), 303)


@blueprint.post("/organisations/<code>/invitations/<int:number>/<any(resend, withdraw):act>")
@limiter.limit("30 per hour; 100 per day")
@allow(signed_in)
def change_invitation(code: str, number: int, act: str) -> Response:
    with transaction() as writing:
        if act == "resend":
            services.resend_invitation(writing, actor(), code, number, _link)
        else:
            services.withdraw_invitation(writing, actor(), code, number)
    flash(_("邀请已重新发出，原来的链接作废。") if act == "resend" else _("邀请已撤回，链接作废。"), "success")
    return redirect(url_for(".people", code=code), 303)


@blueprint.post("/organisations/<code>/requests/<int:number>/<any(approve, decline):act>")
@allow(signed_in)
def answer_request(code: str, number: int, act: str) -> Answer:
    """Let somebody in, or refuse with a reason."""
    try:
        with transaction() as writing:
            if act == "approve":
                services.approve_request(writing, actor(), code, number)
            else:
                services.decline_request(writing, actor(), code, number, request.form.get("reason", ""))
    except InvalidInput as refused:
        return _page(code, InviteForm(formdata=None), wrong={number: sentence_of(refused)}), 422
    flash(_("已批准加入，并已发邮件告知。") if act == "approve" else _("已谢绝，并已把理由发给申请人。"), "success")
    return redirect(url_for(".people", code=code), 303)


def _link(token: str) -> str:
    return f"{settings().base_url}{url_for('.invitation', key=token)}"


def _page(code: str, form: InviteForm, wrong: dict[int, str] | None = None) -> str:
    who = actor()
    organisation = queries.get_own(session(), who, code)
    manages = policies.can_manage(who, organisation.id)
    number = max(1, min(request.args.get("page", 1, type=int), 100_000))
    return render_template(
        "organisations/people.html",
        organisation=organisation,
        page=queries.members_of(session(), who, organisation, number),
        managers=queries.count_managers(session(), organisation.id),
        manages=manages,
        own=queries.find_membership(session(), organisation.id, who.person_id),
        invitations=queries.open_invitations(session(), organisation) if manages else [],
        requests=queries.open_requests(session(), frozenset({organisation.id})) if manages else [],
        form=form,
        wrong=wrong or {},
        href=lambda number: url_for(".people", code=code, page=number),
    )

"""The administrators' pages of organisations: the list, the page of one, the decision on its evidence."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.accounts.models import OrganisationKind, Standing
from marketplace.admin import organisations as reading
from marketplace.admin.views import blueprint
from marketplace.core.actor import Role
from marketplace.core.errors import Forbidden, InvalidInput, NotFound
from marketplace.organisations import policies, queries, services
from marketplace.organisations.forms import region_choices
from marketplace.organisations.queries import OrganisationFilter
from marketplace.web.access import allow, has_role
from marketplace.web.failures import sentence_of
from marketplace.web.state import actor, session, transaction

ADMINS = has_role(Role.ADMIN)


@blueprint.get("/admin/organisations")
@allow(ADMINS)
def organisations() -> str:
    """Every organisation, narrowed by the address."""
    asked = request.args
    wanted = OrganisationFilter(
        text=asked.get("text", "").strip()[:200],
        kind=OrganisationKind(asked["kind"]) if asked.get("kind") in set(OrganisationKind) else None,
        standing=Standing(asked["standing"]) if asked.get("standing") in set(Standing) else None,
        region=asked.get("region", "")[:6],
    )
    number = max(1, min(asked.get("page", 1, type=int), 100_000))
    page, members = reading.organisations(session(), actor(), wanted, number)
    kept: dict[str, Any] = {name: value for name, value in asked.items() if name not in ("page", "lang") and value}
    return render_template(
        "admin/organisations.html",
        page=page,
        members=members,
        wanted=wanted,
        kinds=OrganisationKind,
        standings=Standing,
        regions=region_choices(),
        waiting=queries.waiting_verifications(session(), actor()).total,
        href=lambda number: url_for(".organisations", **kept, page=number),
    )


@blueprint.get("/admin/organisations/<code>")
@allow(ADMINS)
def organisation(code: str) -> str:
    return _page(code)


@blueprint.post("/admin/organisations/<code>/verification/<int:number>/<any(verify, send_back):act>")
@allow(ADMINS)
def decide_verification(code: str, number: int, act: str) -> str | tuple[str, int] | Response:
    """Confirm the evidence, or return it with what should be mended."""
    remark = request.form.get("remark", "")
    try:
        with transaction() as writing:
            if act == "verify":
                services.verify(writing, actor(), code, number)
            else:
                services.send_back(writing, actor(), code, number, remark)
    except InvalidInput as refused:
        return _page(code, wrong=sentence_of(refused)), 422
    flash(
        _("已认证，并已发邮件告知单位管理员。") if act == "verify" else _("材料已退回，并已发邮件告知单位管理员。"),
        "success",
    )
    return redirect(url_for(".organisation", code=code), 303)


@blueprint.get("/admin/organisations/<code>/merge")
@allow(ADMINS)
def merge(code: str) -> str | Response:
    """Choose into which organisation this one goes, and see what would move."""
    return _merge_page(code, request.args.get("into", "").strip())


@blueprint.post("/admin/organisations/<code>/merge")
@allow(ADMINS)
def perform_merge(code: str) -> str | tuple[str, int] | Response:
    """Merge for good: the code has been typed once more."""
    into = request.form.get("into", "").strip()
    try:
        with transaction() as writing:
            command = services.Merge(into=into, typed=request.form.get("typed", ""))
            kept = services.merge_organisations(writing, actor(), code, command).code
    except InvalidInput as refused:
        return _merge_page(code, into, wrong=sentence_of(refused)), 422
    flash(_("已合并，并已发邮件告知成员。旧地址会转到这里。"), "success")
    return redirect(url_for(".organisation", code=kept), 303)


def _merge_page(code: str, into: str, wrong: str = "") -> str:
    gone = queries.get_organisation(session(), code)
    kept, refusal = None, ""
    if into:
        try:
            gone, kept = services.get_pair(session(), actor(), code, into)
        except (InvalidInput, NotFound, Forbidden) as refused:
            refusal = sentence_of(refused)
    return render_template(
        "admin/merge.html",
        gone=gone,
        kept=kept,
        rows=reading.side_by_side(gone, kept) if kept else [],
        moves=reading.what_moves(services.belongings(session(), gone)),
        similar=[each for each in queries.find_alike(session(), gone.name, gone.english) if each.id != gone.id],
        into=into,
        refusal=refusal,
        wrong=wrong,
    )


def _page(code: str, wrong: str = "") -> str:
    found = queries.get_organisation(session(), code)
    history = queries.verifications_of(session(), found)
    open_one = next((each for each in history if each.state is Standing.PENDING), None)
    return render_template(
        "admin/organisation.html",
        organisation=found,
        members=queries.members_of(session(), actor(), found),
        verifications=history,
        waiting=open_one,
        decidable=policies.can_verify(actor(), found.id),
        trail=reading.history(session(), actor(), found),
        wrong=wrong,
    )

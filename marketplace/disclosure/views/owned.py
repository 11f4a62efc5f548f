"""The owner's page: who asked, who may see, who saw what when."""

from datetime import date

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from marketplace.core.clock import CHINA
from marketplace.core.errors import InvalidInput
from marketplace.disclosure import queries, services
from marketplace.disclosure.models import Access
from marketplace.disclosure.rules import MOST_YEARS, USUAL_YEARS, AccessKind
from marketplace.disclosure.titles import title_of
from marketplace.disclosure.views.blueprint import blueprint
from marketplace.disclosure.views.days import last_day, usual_end
from marketplace.matching.talks import get_approach
from marketplace.matching.views.lists import looks_after_records
from marketplace.web.access import allow, in_an_organisation
from marketplace.web.formats import term
from marketplace.web.security import limiter
from marketplace.web.sheets import CSV, as_csv
from marketplace.web.state import actor, session, transaction

Answer = Response | str | tuple[str, int]
TOLD = {
    "grant": lazy_gettext("已授权，申请人会收到信。"),
    "decline": lazy_gettext("已谢绝，申请人会看到理由。"),
    "extend": lazy_gettext("期限已改。"),
    "revoke": lazy_gettext("授权已收回，立即生效。"),
}


@blueprint.get("/results/<public_id>/access")
@allow(in_an_organisation)
def owned(public_id: str) -> str:
    """Requests, grants in force and over, agreements, the log."""
    return _page(public_id)


@blueprint.get("/results/<public_id>/access/log.csv")
@limiter.limit("30 per hour")
@allow(in_an_organisation)
def log_file(public_id: str) -> Response:
    """The log as a file for spreadsheets."""
    achievement = queries.get_owned(session(), actor(), public_id)
    lines = [_cells(line) for line in queries.all_accesses(session(), achievement)]
    head = [
        _("时间"),
        _("姓名"),
        _("单位"),
        _("行为"),
        _("版本"),
        _("公开范围"),
        _("资料"),
        _("依据"),
        _("带水印"),
        "SHA-256",
    ]
    answer = FlaskResponse(as_csv(head, lines), content_type=CSV)
    answer.headers["Content-Disposition"] = f"attachment; filename={achievement.public_id}-access.csv"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@blueprint.post("/access/<grant_id>/<any(grant, decline, extend, revoke):act>")
@limiter.limit("120 per hour")
@allow(in_an_organisation)
def decide(grant_id: str, act: str) -> Answer:
    """One act of the owner's side on one request."""
    result = queries.get_grant(session(), actor(), grant_id).achievement.public_id
    try:
        with transaction() as writing:
            _do(writing, grant_id, act)
    except InvalidInput as refused:
        return _page(result, wrong=(grant_id, act, refused.fields)), 422
    flash(str(TOLD[act]), "success")
    return redirect(url_for(".owned", public_id=result, _anchor=grant_id), 303)


@blueprint.post("/access/interests/<talk_id>/shut")
@limiter.limit("60 per hour")
@allow(looks_after_records)
def shut(talk_id: str) -> Answer:
    """Take back what an accepted interest opened."""
    result = get_approach(session(), actor(), talk_id).achievement.public_id
    try:
        with transaction() as writing:
            services.shut_interest(writing, actor(), talk_id, request.form.get("reason", ""))
    except InvalidInput as refused:
        return _page(result, wrong=(talk_id, "shut", refused.fields)), 422
    flash(_("已收回，T2 立即关闭。接洽照常进行。"), "success")
    return redirect(url_for(".owned", public_id=result, _anchor="requests"), 303)


def _do(writing: Session, grant_id: str, act: str) -> None:
    reason = request.form.get("reason", "")
    if act == "grant":
        services.grant(writing, actor(), grant_id, services.GiveAccess(until=_until(), years=_years()))
    elif act == "decline":
        services.decline(writing, actor(), grant_id, reason)
    elif act == "extend":
        services.extend(writing, actor(), grant_id, _until())
    else:
        services.revoke(writing, actor(), grant_id, reason)


def _page(public_id: str, wrong: tuple[str, str, dict[str, str]] | None = None) -> str:
    achievement = queries.get_owned(session(), actor(), public_id)
    kind = request.args.get("kind", "")
    shown = AccessKind(kind) if kind in set(AccessKind) else None
    page = queries.grants_on(session(), achievement, request.args.get("page", 1, type=int))
    pairs = [(each.achievement_id, each.organisation_id) for each in page.items if each.organisation_id is not None]
    ndas = queries.ndas_between(session(), pairs)
    lines = queries.accesses_to(session(), achievement, request.args.get("lines", 1, type=int), shown)
    return render_template(
        "disclosure/owned.html",
        achievement=achievement,
        title=title_of(achievement),
        page=page,
        nda_of=lambda grant: ndas.get((grant.achievement_id, grant.organisation_id)),
        lines=lines,
        kind=kind if shown else "",
        kinds=list(AccessKind),
        interests=queries.interests_on(session(), achievement),
        wrong=wrong,
        typed=request.form,
        usual_end=usual_end(),
        last_day=last_day,
        years=list(range(1, MOST_YEARS + 1)),
        usual_years=USUAL_YEARS,
        href=lambda number: url_for(".owned", public_id=public_id, page=number, _anchor="requests"),
        lines_href=lambda number: url_for(
            ".owned", public_id=public_id, lines=number, kind=kind or None, _anchor="log"
        ),
    )


def _until() -> date:
    try:
        return date.fromisoformat(request.form.get("until", ""))
    except ValueError:
        raise InvalidInput(services.WRONG_DAY, {"until": services.WRONG_DAY}) from None


def _years() -> int:
    given = request.form.get("years", str(USUAL_YEARS))
    return int(given) if given.isdecimal() and len(given) < 4 else 0


def _cells(line: Access) -> list[str]:
    return [
        f"{line.at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}",
        line.person.name,
        line.organisation.name if line.organisation else "",
        term(line.kind),
        f"v{line.number}",
        line.tier.value,
        line.title,
        line.basis,
        _("是") if line.marked else "",
        line.sha256,
    ]

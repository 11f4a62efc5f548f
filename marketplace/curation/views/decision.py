"""The page on which one record is decided."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from marketplace.core.actor import Role
from marketplace.core.clock import today
from marketplace.core.errors import Conflict, InvalidInput
from marketplace.curation.need_changes import told_need_changes
from marketplace.curation.queries import history, holders, subjects, waiting
from marketplace.curation.queries import remarks as remark_reading
from marketplace.curation.queries.waiting import QueueFilter
from marketplace.curation.rules import Kind
from marketplace.curation.services.deciding import Decision, decide, still_waits
from marketplace.curation.views.address import kept, read_filter
from marketplace.curation.views.blueprint import blueprint
from marketplace.listings import completeness as listing_completeness
from marketplace.listings import naming, presentation
from marketplace.listings import policies as listing_policies
from marketplace.listings import queries as listing_queries
from marketplace.listings.mapping import read_content as read_listing
from marketplace.listings.rules import ListingState
from marketplace.listings.views.life import changes_between
from marketplace.needs import completeness as need_completeness
from marketplace.needs import policies as need_policies
from marketplace.needs import queries as need_queries
from marketplace.needs.cards import card_of, hours_until
from marketplace.needs.mapping import from_snapshot
from marketplace.needs.mapping import read_content as read_need
from marketplace.needs.rules import WAITING
from marketplace.needs.services.guards import owner_names
from marketplace.needs.texts import latest_version
from marketplace.needs.wording import FIELDS as NEED_FIELDS
from marketplace.web.access import allow, has_role
from marketplace.web.language import language
from marketplace.web.state import actor, session, transaction

DONE = {
    "publish": lazy_gettext("已发布。"),
    "return": lazy_gettext("已退回，意见已发给提交人。"),
    "reject": lazy_gettext("已驳回，理由已发给提交人。"),
    "keep": lazy_gettext("已转入长期攻关库。"),
    "diagnose": lazy_gettext("已转入二次诊断，答复时限照旧。"),
}
CURATORS = has_role(Role.CURATOR)


@blueprint.route("/curation/<any(achievement, need):kind>/<public_id>", methods=["GET", "POST"])
@allow(CURATORS)
def decision(kind: str, public_id: str) -> Response | str | tuple[str, int]:
    """Read one record and decide; afterwards comes the next."""
    chosen, wanted = Kind(kind), read_filter(request.args)
    if request.method == "GET":
        return _page(chosen, public_id, wanted)
    act = request.form.get("act", "")
    made = _decision(request.form)
    try:
        with transaction() as writing:
            decide(writing, actor(), chosen, public_id, made)
    except InvalidInput as refused:
        return _page(chosen, public_id, wanted, refused), 422
    except Conflict as overtaken:
        if still_waits(session(), actor(), chosen, public_id):
            return _page(chosen, public_id, wanted, overtaken), 409
        flash(_("%(id)s 已经办理过了。", id=public_id), "warn")
        return _go_on(wanted)
    flash(f"{public_id}{_('：')}{DONE[act]}", "success")
    return _go_on(wanted)


def _go_on(wanted: QueueFilter) -> Response:
    """On to the next that this curator may decide on, else back to the queue."""
    following = waiting.next_to_decide(session(), actor(), wanted)
    if following is None:
        return redirect(url_for(".queue", **kept(wanted)), 303)
    address = url_for(".decision", kind=following.kind.value, public_id=following.public_id, **kept(wanted))
    return redirect(address, 303)


def _page(kind: Kind, public_id: str, wanted: QueueFilter, refused: InvalidInput | Conflict | None = None) -> str:
    shown = _need(public_id) if kind == Kind.NEED else _achievement(public_id)
    subject = subjects.get_subject(session(), actor(), kind, public_id)
    beside = waiting.neighbours(session(), actor(), wanted, kind, public_id)
    return render_template(
        "curation/decide.html",
        kind=kind.value,
        public_id=public_id,
        refused=_(refused.message, **refused.params) if refused else "",
        faults=refused.fields if isinstance(refused, InvalidInput) else {},
        typed=_remarks(request.form),
        standards=_standards(kind),
        decisions=history.decisions_on(session(), actor(), kind, public_id),
        address=url_for(".decision", kind=kind.value, public_id=public_id, **kept(wanted)),
        back=url_for(".queue", **kept(wanted), page=beside.page if beside.page > 1 else None),
        beside=beside,
        step=lambda to: url_for(".decision", kind=to[0].value, public_id=to[1], **kept(wanted)),
        held=holders.holding(session(), subject),
        colleagues=holders.who_may_hold(session(), actor(), subject) if subject.waits and shown["decidable"] else [],
        **shown,
    )


def _need(public_id: str) -> dict[str, Any]:
    need = need_queries.get_need_in_queue(session(), actor(), public_id)
    before = latest_version(session(), need)
    return {
        "before": before,
        "changes": told_need_changes(from_snapshot(before.content), read_need(need)) if before else [],
        "need": need,
        "card": card_of(need, actor()),
        "record": need,
        "title": need.title,
        "owner": need.owner.name,
        "lacks": need_completeness.assess(read_need(need), owner_names(need)).lacks,
        "names": NEED_FIELDS,
        "since": need.submitted_at,
        "hours_left": hours_until(need.response_due_at),
        "waits": need.state in WAITING,
        "decidable": need_policies.can_decide(actor(), need),
    }


def _achievement(public_id: str) -> dict[str, Any]:
    version = listing_queries.get_to_decide(session(), actor(), public_id)
    page = presentation.record_page(actor(), version)
    before = listing_queries.version_before(session(), actor(), version)
    return {
        "version": version,
        "before": before,
        "changes": changes_between(before, version),
        "page": page,
        "record": version,
        "title": version.title,
        "owner": page.owner,
        "lacks": listing_completeness.assess(read_listing(version), version.achievement.owner.name, today()).lacks,
        "names": naming.NAMES,
        "since": version.submitted_at,
        "hours_left": None,
        "waits": version.state is ListingState.SUBMITTED,
        "decidable": listing_policies.can_decide(actor(), version),
    }


def _decision(form: MultiDict[str, str]) -> Decision:
    lock = form.get("lock", "")
    return Decision(act=form.get("act", ""), remarks=_remarks(form), lock=int(lock) if lock.isdigit() else None)


def _remarks(form: MultiDict[str, str]) -> dict[str, str]:
    """What was written, by field, and the standard remarks that were chosen there; remark- alone is on the whole."""
    typed = {name.removeprefix("remark-"): form[name].strip() for name in form if name.startswith("remark-")}
    picked = {
        int(value): name.removeprefix("standard-")
        for name in form
        if name.startswith("standard-") and (value := form[name]).isdigit() and len(value) < 10
    }
    if picked:
        for remark in remark_reading.chosen_remarks(session(), actor(), picked):
            field = picked[remark.id]
            typed[field] = "\n".join(part for part in (typed.get(field, ""), remark.said_in(language())) if part)
    return {field: text[:2000] for field, text in typed.items() if text}


def _standards(kind: Kind) -> dict[str, list[tuple[int, str]]]:
    """The standard remarks for this kind, by field."""
    found: dict[str, list[tuple[int, str]]] = {}
    for remark in remark_reading.standing_remarks(session(), actor(), [kind]):
        found.setdefault(remark.field, []).append((remark.id, remark.said_in(language())))
    return found

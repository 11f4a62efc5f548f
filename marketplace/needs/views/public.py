"""What everybody sees: the list of needs and the page of one."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from marketplace.needs import choices, history, policies, queries
from marketplace.needs.cards import card_of
from marketplace.needs.completeness import assess
from marketplace.needs.mapping import from_snapshot, read_content
from marketplace.needs.models import DiagnosisEntry, NeedRow
from marketplace.needs.queries import NeedFilter, NeedSort
from marketplace.needs.rules import LIFECYCLE, VISIBLE, EntryKind, NeedState
from marketplace.needs.services.guards import owner_names
from marketplace.needs.texts import find_revision, in_queue
from marketplace.needs.views import blueprint
from marketplace.taxonomy.terms import SolutionMode
from marketplace.web.access import allow, anyone, in_an_organisation
from marketplace.web.state import actor, session, settings

BUDGETS = (50, 100, 500, 1000)  # 万元
SORTS = (NeedSort.NEWEST, NeedSort.DUE, NeedSort.BUDGET, NeedSort.REDUCTION)


@blueprint.get("/needs")
@allow(anyone)
def index() -> str:
    """The public list, narrowed by the address."""
    wanted = read_filter(request.args)
    page = queries.open_needs(session(), actor(), wanted, page_number(request.args))
    return render_template(
        "needs/index.html",
        page=page,
        wanted=wanted,
        sectors=choices.sectors(),
        provinces=choices.provinces(),
        modes=choices.terms(SolutionMode),
        budgets=[(str(amount), _("%(n)s 万元以上", n=f"{amount:,}")) for amount in BUDGETS],
        sorts=choices.terms(NeedSort),
        address=f"{settings().base_url}{url_for('.index')}",
        href=lambda number: url_for(".index", **_kept(request.args), page=number),
    )


@blueprint.get("/needs/<public_id>")
@allow(anyone)
def show(public_id: str) -> str:
    """The page of a need, as much of it as this reader may know."""
    need = queries.get_need(session(), actor(), public_id)
    mine = policies.can_edit(actor(), need)
    looked_at = in_queue(session(), need) if actor().signed_in else need
    revision = find_revision(session(), need) if mine else None
    versions = queries.published_versions(session(), actor(), need) if need.published_at else []
    return _drawn(
        need,
        revision=revision,
        history=history.steps(versions),
        may={
            "withdraw": need.state in VISIBLE and policies.can_withdraw(actor(), need),
            "reinstate": need.state == NeedState.WITHDRAWN and policies.can_reinstate(actor(), need),
            "diagnose": looked_at.state == NeedState.DIAGNOSIS and policies.can_diagnose(actor(), looked_at),
        },
        withdrawal=need.withdrawal if need.state == NeedState.WITHDRAWN else None,
    )


@blueprint.get("/my/needs/<public_id>/revision")
@allow(in_an_organisation)
def revision(public_id: str) -> str:
    """The next text of a published need, for its owner's side: as the public will read it, and what may be done."""
    return _drawn(
        queries.get_revision(session(), actor(), public_id), revision=None, history=[], may={}, withdrawal=None
    )


@blueprint.get("/needs/<public_id>/v<int:number>")
@allow(anyone)
def version(public_id: str, number: int) -> str | Response:
    """One published text; the one in force has the need's own address."""
    need, kept = queries.get_version(session(), actor(), public_id, number)
    if kept.number == need.number and need.state in VISIBLE:
        return redirect(url_for(".show", public_id=public_id), 302)
    return render_template(
        "needs/version.html",
        need=need,
        card=card_of(need, actor()),
        said=from_snapshot(kept.content),
        kept=kept,
        address=f"{settings().base_url}{url_for('.show', public_id=public_id)}",
    )


def _drawn(need: NeedRow, **more: Any) -> str:
    """The one template of a need and of its revision."""
    mine = policies.can_edit(actor(), need)
    return render_template(
        "needs/show.html",
        need=need,
        card=card_of(need, actor()),
        sees_owner=policies.sees_owner(actor(), need),
        sees_contact=policies.sees_contact(actor(), need),
        mine=mine,
        actions=[str(action) for action in LIFECYCLE.actions_from(need.state)] if mine else [],
        visible=need.state in VISIBLE,
        completeness=assess(read_content(need), owner_names(need)),
        remarks=queries.remarks_on(session(), need) if mine else [],
        questions=_questions(need) if mine else [],
        address=f"{settings().base_url}{url_for('.show', public_id=need.public_id)}",
        **more,
    )


def _questions(need: NeedRow) -> list[DiagnosisEntry]:
    """What the diagnosis asks the enterprise."""
    entries = need.diagnosis.entries if need.diagnosis else []
    return [entry for entry in entries if entry.kind == EntryKind.QUESTION]


def read_filter(args: MultiDict[str, str]) -> NeedFilter:
    """What the address asks for; what does not hold is left out."""
    return NeedFilter(
        text=args.get("text", "").strip()[:200],
        sector=args.get("sector", ""),
        region=args.get("region", ""),
        mode=args.get("mode", type=_mode),
        budget_from=args.get("budget", type=_amount),
        sort=args.get("sort", NeedSort.NEWEST, type=NeedSort),
    )


def page_number(args: MultiDict[str, str]) -> int:
    return max(1, min(args.get("page", 1, type=int), 100_000))


def _mode(value: str) -> SolutionMode | None:
    return SolutionMode(value) if value else None


def _amount(value: str) -> float | None:
    return float(int(value)) if value.isdigit() and len(value) < 12 else None


def _kept(args: MultiDict[str, str]) -> dict[str, Any]:
    return {name: value for name, value in args.items() if name not in ("page", "lang") and value}

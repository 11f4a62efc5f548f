"""The organiser's timetable: made at the press of a button, shown with its proof, changed by hand, compared, published."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.core.errors import Conflict, InvalidInput
from marketplace.events import grid, queries, services
from marketplace.events.diagnosis import diagnose
from marketplace.events.models import Event, EventPlan
from marketplace.events.rules import ADJUSTABLE, LIFECYCLE, EventAction
from marketplace.events.services import MoveRefused
from marketplace.events.services.gathering import gather
from marketplace.events.timetable import ProblemError, read_problem
from marketplace.events.views.blueprint import blueprint
from marketplace.events.wording import CLASHES, findings_told
from marketplace.web.access import allow, signed_in
from marketplace.web.security import limiter
from marketplace.web.sheets import XLSX, as_xlsx
from marketplace.web.state import actor, session, transaction

Answer = Response | tuple[str, int]


@blueprint.get("/my/events/<public_id>/timetable")
@allow(signed_in)
def timetable(public_id: str) -> str:
    """The draft, else what was published, as a grid with its proof and what could not be met."""
    return _page(public_id)


def _page(
    public_id: str, message: str = "", reasons: Sequence[str] = (), wrong: Mapping[str, str] | None = None
) -> str:
    event = queries.get_event_managed(session(), actor(), public_id)
    plan = queries.draft_of(session(), event) or queries.published_plan(session(), event)
    parties = queries.parties_by_id(session(), event)
    wishes = {wish.id: wish for wish in queries.all_wishes(session(), event)}
    adjustable = event.state in ADJUSTABLE
    return render_template(
        "events/timetable.html",
        event=event,
        plan=plan,
        rows=grid.rows_of(event, plan, parties) if plan else [],
        unmet=grid.unmet_of(plan, parties, wishes) if plan else [],
        actions=[str(action) for action in LIFECYCLE.actions_from(event.state)],
        wished=len(wishes),
        findings=_findings(event, parties) if LIFECYCLE.allows(event.state, EventAction.PLAN) else [],
        adjustable=adjustable,
        choices=grid.choices_of(plan, parties, wishes) if plan and adjustable else [],
        chosen=request.values.get("wish", ""),
        said=request.form,
        message=message,
        reasons=reasons,
        wrong=wrong or {},
        plans=queries.plans_of(session(), event),
    )


def _findings(event: Event, parties: grid.Parties) -> list[str]:
    """What cannot be, said before the button is pressed."""
    try:
        problem = read_problem(gather(session(), event).raw)
    except ProblemError:
        return [_("设置互相矛盾，不能排程。请检查固定桌和桌数。")]
    names = {str(number): party.organisation.name for number, party in parties.items()}
    return findings_told(diagnose(problem), names)


@blueprint.post("/my/events/<public_id>/timetable/make")
@limiter.limit("60 per hour")
@allow(signed_in)
def make_timetable(public_id: str) -> Response:
    with transaction() as writing:
        job = services.begin_plan(writing, actor(), public_id)
        address = url_for("jobs.show", public_id=job.public_id)
    return redirect(address, 303)


@blueprint.post("/my/events/<public_id>/timetable/publish")
@allow(signed_in)
def publish_timetable(public_id: str) -> Response:
    with transaction() as writing:
        version = services.publish_plan(writing, actor(), public_id).version
    flash(_("日程 v%(version)s 已发布，有变动的参会方已收到信。", version=version), "success")
    return redirect(url_for(".timetable", public_id=public_id), 303)


@blueprint.post("/my/events/<public_id>/timetable/<any(move, drop, lock, unlock, swap):act>")
@limiter.limit("1200 per hour")
@allow(signed_in)
def adjust(public_id: str, act: str) -> Answer:
    """Move a meeting, let it change places with another, take it out, lock it where it is; what stands against it is said in full."""
    wish, lock = _number("wish"), _number("lock")
    other = _number("other")
    if wish is None or lock is None or (act == "swap" and other is None):
        return _page(public_id, _("请先选两场约见。") if act == "swap" else _("请先选一场约见。")), 422
    try:
        with transaction() as writing:
            if act == "swap":
                services.swap_meetings(writing, actor(), public_id, wish, other or 0, lock)
            elif act in ("lock", "unlock"):
                services.lock_meeting(writing, actor(), public_id, wish, act == "lock", lock)
            else:
                services.move_meeting(writing, actor(), public_id, wish, _place() if act == "move" else None, lock)
    except MoveRefused as refused:
        told = [_(CLASHES[each.clash], names=each.names, table=each.table) for each in refused.reasons]
        return _page(public_id, _(refused.message), told), 422
    except Conflict as overtaken:
        return _page(public_id, _(overtaken.message)), 409
    flash(_("草稿已改。发布之前，参会方看到的不变。"), "message")
    return redirect(url_for(".timetable", public_id=public_id, wish=wish, _anchor="hand"), 303)


def _number(name: str) -> int | None:
    typed = request.form.get(name, "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else None


def _place() -> tuple[int, int | None]:
    slot, table = _number("slot"), _number("table")
    return (slot - 1 if slot else -1), (None if table is None else table - 1)


@blueprint.post("/my/events/<public_id>/timetable/tables")
@allow(signed_in)
def change_tables(public_id: str) -> Answer:
    """A table more, or one out of use."""
    closed = request.form.get("closed", "").replace("，", ",").replace("、", ",").split(",")
    numbers = [int(part) - 1 for part in closed if part.strip().isdecimal() and len(part.strip()) < 5]
    try:
        with transaction() as writing:
            services.set_tables(writing, actor(), public_id, _number("tables") or 0, numbers)
    except InvalidInput as refused:
        return _page(public_id, wrong={name: _(text) for name, text in refused.fields.items()}), 422
    flash(_("桌数已改。重新排程后生效。"), "message")
    return redirect(url_for(".timetable", public_id=public_id), 303)


@blueprint.post("/my/events/<public_id>/timetable/try")
@limiter.limit("60 per hour")
@allow(signed_in)
def try_out(public_id: str) -> Answer:
    """Plan with another set-up, without changing anything."""
    try:
        with transaction() as writing:
            job = services.begin_trial(writing, actor(), public_id, _assumed())
            address = url_for("jobs.show", public_id=job.public_id)
    except InvalidInput as refused:
        return _page(public_id, wrong={name: _(text) for name, text in refused.fields.items()}), 422
    return redirect(address, 303)


@blueprint.get("/my/events/<public_id>/timetable/try")
@limiter.limit("1200 per hour")
@allow(signed_in)
def foresee(public_id: str) -> str:
    """What another set-up reaches at most, beside the present one, while its numbers are typed."""
    try:
        now, then = services.prospects(session(), actor(), public_id, _assumed())
    except InvalidInput as refused:
        wrong = _(next(iter(refused.fields.values()), refused.message))
        return render_template("events/_prospect.html", wrong=wrong)
    return render_template("events/_prospect.html", wrong="", now=now, then=then)


def _assumed() -> dict[str, int]:
    """The numbers that were typed; what is no number is out of bounds, what is left blank stays as it is."""
    typed = {name: request.values.get(name, "").strip() for name in services.TRIED}
    return {
        name: int(text) if text.isdecimal() and len(text) < 10 else -1  # a sign would be below every bound
        for name, text in typed.items()
        if text
    }


@blueprint.get("/my/events/<public_id>/timetable/compare")
@allow(signed_in)
def compare(public_id: str) -> str:
    """Two timetables side by side: versions, drafts, trials; and what becomes otherwise for whom."""
    event = queries.get_event_managed(session(), actor(), public_id)
    plans = queries.plans_of(session(), event)
    newest = plans[0].id if plans else 0
    after = queries.get_plan(session(), event, request.args.get("b", newest, type=int))
    default = next((each.id for each in plans if each.id != after.id), after.id)
    before = queries.get_plan(session(), event, request.args.get("a", default, type=int))
    parties = queries.parties_by_id(session(), event)
    return render_template(
        "events/compare.html",
        event=event,
        plans=plans,
        before=before,
        after=after,
        changes=grid.changes_of(before, after, parties),
        days=[services.hours_with(event, each.assumes) for each in (before, after)],
        adoptable=event.state in ADJUSTABLE and after.version is None,
    )


@blueprint.post("/my/events/<public_id>/timetable/<int:plan>/adopt")
@allow(signed_in)
def adopt(public_id: str, plan: int) -> Response:
    """Work on from this one."""
    with transaction() as writing:
        services.adopt_plan(writing, actor(), public_id, plan)
    flash(_("已用这一份作草稿。"), "message")
    return redirect(url_for(".timetable", public_id=public_id), 303)


@blueprint.get("/my/events/<public_id>/timetable.xlsx")
@allow(signed_in)
def timetable_file(public_id: str) -> Response:
    """The timetable as a workbook, a meeting a row."""
    event = queries.get_event_managed(session(), actor(), public_id)
    plan: EventPlan | None = queries.draft_of(session(), event) or queries.published_plan(session(), event)
    parties = queries.parties_by_id(session(), event)
    head: list[Any] = [_("轮"), _("时间"), _("桌"), _("成果方"), _("需求方")]
    content = as_xlsx(head, grid.lines_of(event, plan, parties) if plan else [])
    answer = Response(content, content_type=XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="{event.public_id}.xlsx"'
    return answer

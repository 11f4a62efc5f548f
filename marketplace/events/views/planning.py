"""The organiser's timetable: made at the press of a button, shown with its proof, published."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.events import grid, queries, services
from marketplace.events.rules import LIFECYCLE
from marketplace.events.views.blueprint import blueprint
from marketplace.web.access import allow, signed_in
from marketplace.web.security import limiter
from marketplace.web.sheets import XLSX, as_xlsx
from marketplace.web.state import actor, session, transaction


@blueprint.get("/my/events/<public_id>/timetable")
@allow(signed_in)
def timetable(public_id: str) -> str:
    """The draft, else what was published, as a grid with its proof and what could not be met."""
    event = queries.get_event_managed(session(), actor(), public_id)
    plan = queries.draft_of(session(), event) or queries.published_plan(session(), event)
    parties = queries.parties_by_id(session(), event)
    wishes = queries.all_wishes(session(), event)
    return render_template(
        "events/timetable.html",
        event=event,
        plan=plan,
        rows=grid.rows_of(event, plan, parties) if plan else [],
        unmet=grid.unmet_of(plan, parties, {wish.id: wish for wish in wishes}) if plan else [],
        actions=[str(action) for action in LIFECYCLE.actions_from(event.state)],
        wished=len(wishes),
    )


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


@blueprint.get("/my/events/<public_id>/timetable.xlsx")
@allow(signed_in)
def timetable_file(public_id: str) -> Response:
    """The timetable as a workbook, a meeting a row."""
    event = queries.get_event_managed(session(), actor(), public_id)
    plan = queries.draft_of(session(), event) or queries.published_plan(session(), event)
    parties = queries.parties_by_id(session(), event)
    head = [_("轮"), _("时间"), _("桌"), _("成果方"), _("需求方")]
    content = as_xlsx(head, grid.lines_of(event, plan, parties) if plan else [])
    answer = Response(content, content_type=XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="{event.public_id}.xlsx"'
    return answer

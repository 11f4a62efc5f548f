"""The month of a desk: next steps, tasks and expected signatures, and the same as a file for other calendars."""

import calendar as weeks
from datetime import datetime, time, timedelta

from flask import Response, render_template, request
from flask_babel import gettext as _

from marketplace.core.clock import CHINA, now, today
from marketplace.deals.queries.calendar import Due, dues_between
from marketplace.deals.queries.wanted import MONTH, month_of
from marketplace.deals.views.blueprint import blueprint, works_deals
from marketplace.events.calendar import Entry, calendar_file
from marketplace.web.access import allow
from marketplace.web.state import actor, session, settings

AHEAD = timedelta(days=183)


@blueprint.get("/desk/calendar")
@allow(works_deals)
def month() -> str:
    """A month, week by week."""
    asked = request.args.get("month", "")
    chosen = asked if MONTH.fullmatch(asked) else f"{today():%Y-%m}"
    first, last = month_of(chosen)
    days: dict[str, list[Due]] = {}
    for due in dues_between(session(), actor(), first, last):
        days.setdefault(due.day.isoformat(), []).append(due)
    return render_template(
        "deals/calendar.html",
        month=chosen,
        weeks=weeks.Calendar(0).monthdatescalendar(first.year, first.month),
        first=first,
        days=days,
        today=today(),
        before=f"{first - timedelta(days=1):%Y-%m}",
        after=f"{last + timedelta(days=1):%Y-%m}",
    )


@blueprint.get("/desk/calendar.ics")
@allow(works_deals)
def month_file() -> Response:
    """What is due in the next half year."""
    dues = dues_between(session(), actor(), today(), today() + AHEAD)
    body = calendar_file(_("碳索商机"), [_entry(due) for due in dues], now())
    headers = {"Content-Disposition": "attachment; filename=deals.ics"}
    return Response(body, mimetype="text/calendar", headers=headers)


def _entry(due: Due) -> Entry:
    begins = datetime.combine(due.day, time(9), CHINA)
    words = {"step": _("下一步"), "task": _("任务"), "close": _("预计签约")}
    return Entry(
        uid=f"{due.public_id}-{due.kind}-{due.number}@tansuo",
        begins=begins,
        ends=begins + timedelta(minutes=30),
        summary=f"{words[due.kind]}：{due.what}",
        description=f"{due.public_id} {due.title}\n{settings().base_url}/deals/{due.public_id}",
    )

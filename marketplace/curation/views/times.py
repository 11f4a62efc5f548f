"""How long records wait: by kind, month and curator, with a chart, and as a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, render_template, request, url_for
from flask_babel import gettext as _

from marketplace.core.actor import Role
from marketplace.core.clock import today
from marketplace.curation import times
from marketplace.curation.queries import times as reading
from marketplace.curation.rules import Kind
from marketplace.curation.times import IN_TIME, Summary
from marketplace.curation.views.blueprint import blueprint
from marketplace.web.access import allow, has_role
from marketplace.web.formats import number, term
from marketplace.web.security import limiter
from marketplace.web.sheets import CSV, as_csv
from marketplace.web.state import actor, session

READERS = has_role(Role.CURATOR, Role.ADMIN)
WIDTH, LEFT, LINE = 640, 72, 28  # of the chart, in its own units


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One line of the chart: lengths in the chart's units, words for what cannot see it."""

    label: str
    y: int
    median: float
    ninety: float
    said: str


@blueprint.get("/curation/waiting-times")
@allow(READERS)
def waiting_times() -> str:
    """The last months, the present one among them."""
    months = _months()
    waited = reading.waited_since(session(), actor(), months)
    monthly = times.by_month(waited)
    return render_template(
        "curation/times.html",
        months=months,
        choices=reading.MONTHS,
        now=reading.waiting_now(session(), actor()),
        kinds=times.by_kind(waited),
        monthly=monthly,
        people=times.by_person(waited),
        charts={kind: _chart([each for each in monthly if each.kind == kind]) for kind in Kind},
        file=url_for(".waiting_times_file", months=months),
    )


@blueprint.get("/curation/waiting-times.csv")
@allow(READERS)
@limiter.limit("30/minute")
def waiting_times_file() -> Response:
    """Every table of the page in one file."""
    waited = reading.waited_since(session(), actor(), _months())
    groups = [
        (_("种类"), times.by_kind(waited)),
        (_("月份"), times.by_month(waited)),
        (_("审核员"), times.by_person(waited)),
    ]
    header = [
        _("分组"),
        _("名称"),
        _("种类"),
        _("办理件数"),
        _("中位数（小时）"),
        _("九成不超过（小时）"),
        _("48 小时内（百分比）"),
    ]
    content = as_csv(header, [_line(of, each) for of, rows in groups for each in rows])
    name = f"waiting-times-{today().isoformat()}.csv"
    return Response(content, mimetype=CSV, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _line(group: str, row: Summary) -> list[str]:
    kind = term(row.kind) if row.kind else ""
    named = kind if row.name == row.kind else row.name
    share = "" if row.in_time is None else f"{row.in_time * 100:.1f}"
    return [group, named, kind, str(row.count), f"{row.median:.1f}", f"{row.ninety:.1f}", share]


def _months() -> int:
    wanted = request.args.get("months", 12, type=int)
    return wanted if wanted in reading.MONTHS else 12


def _scale(monthly: Sequence[Summary]) -> float:
    """Units an hour: the longest bar, and the 48 hours, fit."""
    longest = max([IN_TIME, *(each.ninety for each in monthly)])
    return (WIDTH - LEFT - 130) / longest


def _chart(months: Sequence[Summary]) -> dict[str, Any]:
    """One kind, drawn to its own scale, the oldest month first."""
    scale = _scale(months)
    bars = [_bar(place, each, scale) for place, each in enumerate(reversed(months))]
    return {"width": WIDTH, "left": LEFT, "height": LINE * len(bars), "limit": LEFT + IN_TIME * scale, "bars": bars}


def _bar(place: int, month: Summary, scale: float) -> Bar:
    said = _("%(median)s / %(ninety)s 小时", median=number(month.median, 1), ninety=number(month.ninety, 1))
    return Bar(
        label=month.name, y=place * LINE, median=month.median * scale, ninety=month.ninety * scale, said=said
    )  # fmt: skip

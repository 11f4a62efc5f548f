"""The audit trail: to read, and as a file."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from flask import Response, abort, render_template, request, url_for
from flask_babel import gettext as _

from marketplace.admin import trail
from marketplace.admin.trail import TrailFilter
from marketplace.admin.views import blueprint
from marketplace.admin.wording import ACTIONS, KINDS
from marketplace.core.actor import Role
from marketplace.core.audit import AuditEvent
from marketplace.core.clock import today
from marketplace.web.access import allow, has_role
from marketplace.web.formats import moment
from marketplace.web.security import limiter
from marketplace.web.sheets import CSV, XLSX, as_csv, as_xlsx
from marketplace.web.state import actor, session

ADMINS = has_role(Role.ADMIN)
FILES = {"csv": (as_csv, CSV), "xlsx": (as_xlsx, XLSX)}


@blueprint.get("/admin/audit")
@allow(ADMINS)
def audit() -> str:
    """Who did what to which record, and when."""
    wanted = _wanted()
    kinds, actions = trail.words_of_the_trail(session(), actor())
    number = max(1, min(request.args.get("page", 1, type=int), 100_000))
    page = trail.trail(session(), actor(), wanted, number)
    kept: dict[str, Any] = {name: value for name, value in request.args.items() if name not in ("page", "lang")}
    return render_template(
        "admin/audit.html",
        page=page,
        codes=trail.codes_of(session(), page.items),
        wanted=wanted,
        kinds=kinds,
        actions=actions,
        most=trail.MOST,
        href=lambda page: url_for(".audit", **kept, page=page),
        file=lambda kind: url_for(".audit_file", **kept, kind_of_file=kind),
    )


@blueprint.get("/admin/audit.<kind_of_file>")
@limiter.limit("20 per hour")
@allow(ADMINS)
def audit_file(kind_of_file: str) -> Response:
    """The same acts as a file for a spreadsheet; when there are too many, its first line says so."""
    if kind_of_file not in FILES:
        abort(404)
    write, media_type = FILES[kind_of_file]
    events, total = trail.whole_trail(session(), actor(), _wanted())
    header = [_("时间"), _("人员"), _("人员编号"), _("操作"), _("种类"), _("编号"), _("单位代码"), _("详情")]
    content = write(header, _rows(events, total))
    name = f"audit-{today().isoformat()}.{kind_of_file}"
    return Response(content, mimetype=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _rows(events: Sequence[AuditEvent], total: int) -> Iterator[list[str]]:
    if total > len(events):
        yield [_("共 %(total)s 条，这里是最近的 %(n)s 条。请缩小日期范围，分几次导出。", total=total, n=len(events))]
    codes = trail.codes_of(session(), events)
    for event in events:
        yield [
            moment(event.at),
            event.person_name,
            f"P-{event.person_id}" if event.person_id else "",
            _(ACTIONS[event.action]) if event.action in ACTIONS else event.action,
            _(KINDS[event.subject_kind]) if event.subject_kind in KINDS else event.subject_kind,
            event.subject_id,
            codes.get(event.organisation_id or 0, ""),
            "; ".join(f"{name}: {value}" for name, value in event.detail.items() if value),
        ]


def _wanted() -> TrailFilter:
    args = request.args
    return TrailFilter(
        person=args.get("person", "").strip()[:120],
        organisation=args.get("organisation", "").strip()[:120],
        kind=args.get("kind", "")[:40],
        action=args.get("action", "")[:60],
        subject=args.get("subject", "").strip()[:60],
        since=args.get("since", type=date.fromisoformat),
        until=args.get("until", type=date.fromisoformat),
    )

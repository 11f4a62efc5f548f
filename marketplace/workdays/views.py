"""The administrators' page of public holidays and the days that make up for them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.core.actor import Role
from marketplace.core.clock import today
from marketplace.core.errors import InvalidInput, NotFound
from marketplace.web.access import allow, has_role
from marketplace.web.failures import blame, sentence_of
from marketplace.web.security import limiter
from marketplace.web.state import actor, session, transaction
from marketplace.workdays import queries, services
from marketplace.workdays.forms import DayForm
from marketplace.workdays.rules import DayKind

blueprint = Blueprint("workdays", __name__)
ADMINS = has_role(Role.ADMIN)
LARGEST = 200 * 1024  # bytes of a file
FIRST_YEAR = 2025
Answer = Response | str | tuple[str, int]


@blueprint.get("/admin/workdays")
@allow(ADMINS)
def days() -> str:
    return _page(DayForm())


@blueprint.post("/admin/workdays")
@allow(ADMINS)
def add_day() -> Answer:
    form = DayForm()
    form.validate()
    try:
        if not isinstance(form.kind.data, DayKind):
            raise InvalidInput("请选类别。", {"kind": "请选类别。"})
        command = services.NewDay(
            day=form.day.data, kind=form.kind.data, name=form.name.data or "", source=form.source.data or ""
        )
        with transaction() as writing:
            entry = services.set_day(writing, actor(), command)
    except InvalidInput as refused:
        blame(form, refused)
        return _page(form), 422
    flash(_("已录入 %(day)s。", day=entry.day.isoformat()), "success")
    return redirect(url_for(".days", year=entry.day.year), 303)


@blueprint.post("/admin/workdays/file")
@allow(ADMINS)
@limiter.limit("20/minute")
def add_file() -> Answer:
    """All days of a CSV file, or none."""
    upload = request.files.get("file")
    content = upload.read(LARGEST + 1) if upload else b""
    try:
        if not content:
            raise InvalidInput("请选一个 CSV 文件。")
        if len(content) > LARGEST:
            raise InvalidInput("文件太大，不超过 200 KB。")
        found = services.read_file(content)
        with transaction() as writing:
            entered = services.set_days(writing, actor(), found)
    except InvalidInput as refused:
        return _page(DayForm(), sentence_of(refused)), 422
    flash(_("已录入 %(n)s 天。", n=entered), "success")
    year = found[0].day.year if found and found[0].day else None
    return redirect(url_for(".days", year=year), 303)


@blueprint.post("/admin/workdays/<day>/remove")
@allow(ADMINS)
def remove_day(day: str) -> Response:
    found = services.read_day(day)
    if found is None:
        raise NotFound("没有录入过这一天。")
    with transaction() as writing:
        services.remove_day(writing, actor(), found)
    flash(_("已删去您录入的 %(day)s；随版本发布的安排或平常的星期重新有效。", day=day), "success")
    return redirect(url_for(".days", year=found.year), 303)


def _page(form: DayForm, wrong: str = "") -> str:
    this = today().year
    year = request.args.get("year", this, type=int)
    year = year if services.EARLIEST <= year <= services.LATEST else this
    return render_template(
        "workdays/days.html",
        form=form,
        wrong=wrong,
        year=year,
        years=sorted({*range(FIRST_YEAR, this + 2), year}),
        days=queries.days_of(session(), actor(), year),
        known=queries.work_calendar(session()).knows(year),
    )

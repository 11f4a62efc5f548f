"""What a session came to: a page whose figures open their records, a workbook, a document."""

from collections.abc import Callable, Sequence

from flask import Response, render_template, request, url_for
from flask_babel import gettext as _

from marketplace.core.errors import NotFound
from marketplace.core.paging import Page
from marketplace.events import queries
from marketplace.events.after.figures import LISTS, MeetingLine, Result, Tally, by, chosen, tally
from marketplace.events.after.paper import DOCX, Section, as_docx
from marketplace.events.after.reading import lines_of
from marketplace.events.day.rules import Presence
from marketplace.events.models import Event
from marketplace.events.rules import RegistrationState, Side
from marketplace.events.views.blueprint import blueprint, page_number
from marketplace.taxonomy.labels import sector_label, technology_label
from marketplace.web.access import allow, signed_in
from marketplace.web.formats import day, number, term
from marketplace.web.security import limiter
from marketplace.web.sheets import XLSX, as_book
from marketplace.web.state import actor, session

Cell = str | float | None
PAGE_SIZE = 50


@blueprint.get("/my/events/<public_id>/report")
@allow(signed_in)
def report(public_id: str) -> str:
    """The figures, each a link to the records behind it."""
    event, lines = _lines(public_id)
    plan = queries.published_plan(session(), event)
    return render_template(
        "events/report.html",
        event=event,
        counts=queries.count_by_state(session(), event),
        attendance=queries.attendance_of(session(), event),
        wished=plan.wished if plan else 0,
        total=tally(lines),
        sectors=by(lines, lambda result: result.sector),
        technologies=by(lines, lambda result: result.key_technology),
    )


@blueprint.get("/my/events/<public_id>/meetings")
@allow(signed_in)
def meetings(public_id: str) -> str:
    """The meetings behind a figure."""
    event, lines = _lines(public_id)
    name = request.args.get("show", "made")
    name = name if name in LISTS else "made"
    sector, technology = request.args.get("sector"), request.args.get("technology")
    found = [line for line in chosen(lines, name) if _of(line, sector, technology)]
    start = (min(page_number(), max(1, -(-len(found) // PAGE_SIZE))) - 1) * PAGE_SIZE
    page = Page(items=found[start : start + PAGE_SIZE], total=len(found), number=start // PAGE_SIZE + 1, size=PAGE_SIZE)
    return render_template(
        "events/meetings.html",
        event=event,
        page=page,
        show=name,
        total=tally([line for line in lines if _of(line, sector, technology)]),
        names=list(LISTS),
        titles=_titles(),
        sector=sector,
        technology=technology,
        parties=queries.parties_by_id(session(), event),
        told=queries.outcomes_of(session(), [line.wish_id for line in page.items]),
        sides=list(Side),
        href=lambda at: url_for(
            ".meetings", public_id=public_id, show=name, sector=sector, technology=technology, page=at
        ),
    )


def _of(line: MeetingLine, sector: str | None, technology: str | None) -> bool:
    """A blank asks for the meetings without one."""
    own = (line.result.sector, line.result.key_technology) if line.result else ("", "")
    return all(wanted is None or wanted == has for wanted, has in zip((sector, technology), own, strict=True))


@blueprint.get("/my/events/<public_id>/report.xlsx")
@limiter.limit("60 per hour")
@allow(signed_in)
def report_book(public_id: str) -> Response:
    """The figures, by sector and by key technology, and every meeting."""
    event, lines = _lines(public_id)
    sheets = [
        (section.title, list(section.header), [list(row) for row in section.rows])
        for section in _sections(event, lines)
    ]
    return _file(as_book([*sheets, _sheet_of_meetings(event, lines)]), XLSX, f"{event.public_id}-report.xlsx")


@blueprint.get("/my/events/<public_id>/report.docx")
@limiter.limit("60 per hour")
@allow(signed_in)
def report_document(public_id: str) -> Response:
    """The same for the authority's files."""
    event, lines = _lines(public_id)
    lead = [f"{day(event.day)}  {event.venue}", _("主办：%(name)s", name=event.owner.name)]
    content = as_docx(_("%(title)s：总结报告", title=event.title), lead, _sections(event, lines))
    return _file(content, DOCX, f"{event.public_id}-report.docx")


def _lines(public_id: str) -> tuple[Event, list[MeetingLine]]:
    event = queries.get_event_managed(session(), actor(), public_id)
    if not event.version:
        raise NotFound("日程还没有发布，还没有可以总结的。")
    return event, lines_of(session(), event)


def _file(content: bytes, kind: str, filename: str) -> Response:
    answer = Response(content, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer


def _titles() -> dict[str, str]:
    return {
        "made": _("已排约见"), "held": _("已举行"), "excused": _("请假"), "absent": _("缺席"), "untold": _("待登记"),
        "rated": _("已评价"), "on": _("有意续谈"), "intent": _("签意向"), "amount": _("报了预计金额"),
        "carbon": _("有减碳量的续谈"), "signed": _("已签约"),
    }  # fmt: skip


def _sections(event: Event, lines: list[MeetingLine]) -> list[Section]:
    total = tally(lines)
    return [
        Section(title=_("总体"), header=(_("指标"), _("数值")), rows=tuple(_facts(event, total))),
        _grouped(_("按领域"), lines, lambda result: result.sector, sector_label),
        _grouped(_("按关键技术"), lines, lambda result: result.key_technology, technology_label),
    ]


def _facts(event: Event, total: Tally) -> list[tuple[str, str]]:
    counts, plan = queries.count_by_state(session(), event), queries.published_plan(session(), event)
    there = queries.attendance_of(session(), event)
    facts: list[tuple[str, float | None]] = []
    for side in Side:
        facts.append((_("报名（%(side)s）", side=term(side)), sum(n for (of, _s), n in counts.items() if of is side)))
        facts.append((_("通过（%(side)s）", side=term(side)), counts.get((side, RegistrationState.ACCEPTED), 0)))
    for each in there:
        facts.append((_("到场（%(side)s）", side=term(each.side)), each.by_presence.get(Presence.PRESENT, 0)))
        facts.append((_("缺席（%(side)s）", side=term(each.side)), each.by_presence.get(Presence.ABSENT, 0)))
    facts.append((_("想见的约见"), plan.wished if plan else 0))
    facts += [(title, total.counts[name]) for name, title in _titles().items()]
    facts.append((_("满意度（1 至 5 分）"), total.satisfaction))
    facts.append((_("预计金额（万元）"), total.amount))
    facts.append((_("已签约金额（万元）"), total.signed))
    facts.append((_("预期减碳量（tCO₂e/年，保守值）"), total.tco2e))
    return [(str(name), number(value, 2) or "-") for name, value in facts]


def _grouped(
    title: str, lines: Sequence[MeetingLine], what: Callable[[Result], str], label: Callable[[str], str]
) -> Section:
    header = (
        _("类别"), _("已排约见"), _("已举行"), _("有意续谈"), _("签意向"), _("预计金额（万元）"),
        _("预期减碳量（tCO₂e/年）"),
    )  # fmt: skip
    rows = tuple(
        (
            label(code) if code else _("未注明"),
            *(number(each.counts[name]) for name in ("made", "held", "on", "intent")),
            number(each.amount, 2),
            number(each.tco2e, 2),
        )
        for code, each in by(lines, what)
    )
    note = _("每场按成果方带来的第一项成果归类；减碳量为保守值，一项成果只计一次。")
    return Section(title=title, header=header, rows=rows, note=note)


def _sheet_of_meetings(event: Event, lines: list[MeetingLine]) -> tuple[str, list[str], list[list[Cell]]]:
    parties = queries.parties_by_id(session(), event)
    header = [
        _("轮"), _("桌"), _("成果方"), _("需求方"), _("状态"), _("签意向"), _("预计金额（万元）"), _("成果"),
        _("减碳量（tCO₂e/年，保守值）"),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [
            line.slot + 1,
            line.table,
            parties[line.provider].organisation.name,
            parties[line.seeker].organisation.name,
            term(line.state),
            _("是") if line.intent else "",
            line.amount,
            line.result.public_id if line.result else "",
            line.result.conservative if line.result else None,
        ]
        for line in lines
    ]
    return _("约见"), header, rows

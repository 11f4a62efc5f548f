"""An organisation's report of its own results."""

from flask import Response, render_template, request, url_for
from flask_babel import gettext as _

from marketplace.core.errors import NotFound
from marketplace.reports import policies
from marketplace.reports.forms import read_asked
from marketplace.reports.queries import own
from marketplace.reports.queries.own import Figure, Told
from marketplace.reports.rules import Asked, month_within, months_between
from marketplace.reports.tables import Column, Kind, Row, Table, Value
from marketplace.reports.views.blueprint import MOST, blueprint, book, page_number, shown
from marketplace.web.access import allow
from marketplace.web.formats import day, term
from marketplace.web.security import limiter
from marketplace.web.state import actor, session


@blueprint.get("/my/report")
@allow(policies.has_results)
def of_own() -> str:
    """Own results with their figures, the months, and what they came to."""
    asked = _asked()
    page = own.page_of(session(), actor(), asked, page_number())
    return render_template(
        "reports/own.html",
        asked=asked,
        page=page,
        total=own.totals(session(), actor(), asked),
        months=_months(asked),
        figures=list(Figure),
        shown=shown,
        to=lambda figure, result=None: url_for(
            ".own_records", figure=figure.value, result=result, **asked.query()
        ),
        href=lambda number: url_for(".of_own", page=number, **asked.query()),
        file=url_for(".own_book", **asked.query()),
    )  # fmt: skip


@blueprint.get("/my/report/<figure>")
@allow(policies.has_results)
def own_records(figure: str) -> str:
    """The records behind a figure, of all own results or of one."""
    if figure not in set(Figure):
        raise NotFound("没有这样的清单。")
    asked, wanted, result = _asked(), Figure(figure), request.args.get("result", "")
    title = own.own_title(session(), actor(), result) if result else None
    if result and title is None:
        raise NotFound("没有编号为“%(id)s”的成果。它可能已被移走，或编号有误。", id=result)
    page = own.entries_page(session(), actor(), asked, wanted, result, page_number())
    return render_template(
        "reports/own_records.html",
        asked=asked,
        figure=wanted,
        result=result,
        result_title=title,
        page=page,
        total=own.totals(session(), actor(), asked, result),
        href=lambda number: url_for(
            ".own_records", figure=figure, result=result or None, page=number, **asked.query()
        ),
    )  # fmt: skip


@blueprint.get("/my/report.xlsx")
@limiter.limit("60 per hour")
@allow(policies.has_results)
def own_book() -> Response:
    """Every own result, the months, and the records behind deals, contracts and income."""
    asked = _asked()
    results = own.listed(session(), actor(), asked, MOST)
    total = own.totals(session(), actor(), asked)
    held = Table(
        name="results",
        title=_("成果"),
        first=_("编号"),
        columns=(Column(title=_("成果"), kind=Kind.TEXT), *_columns()),
        rows=[Row(name=each.public_id, values=(each.title, *_values(each.told))) for each in results],
        foot=Row(name=_("合计"), values=("", *_values(total))),
    )
    return book(asked, [held, _months(asked), *(_records(asked, figure) for figure in Figure)], "own-report")


def _asked() -> Asked:
    """Region and class say nothing of one's own results."""
    return read_asked({name: value for name, value in request.args.items() if name in ("from", "to", "as_of")})


def _columns() -> tuple[Column, ...]:
    return (
        Column(title=term(Figure.VIEWS)), Column(title=term(Figure.INTERESTS)), Column(title=term(Figure.DEALS)),
        Column(title=term(Figure.CONTRACTS)), Column(title=_("成交额（万元）"), kind=Kind.MONEY),
        Column(title=_("到账（万元）"), kind=Kind.MONEY),
    )  # fmt: skip


def _values(told: Told) -> tuple[Value, ...]:
    return told.views, told.interests, told.deals, told.contracts, told.contracted, told.income


def _months(asked: Asked) -> Table:
    views, income = own.by_month(session(), actor(), asked)
    months = months_between(asked.begin, min(asked.end, asked.as_of))
    return Table(
        name="months",
        title=_("按月"),
        first=_("月份"),
        columns=(
            Column(title=term(Figure.VIEWS), drawn=True),
            Column(title=_("到账（万元）"), kind=Kind.MONEY, drawn=True),
        ),
        rows=[
            Row(
                name=month,
                values=(views.get(month, 0), income.get(month, 0)),
                hrefs=tuple(_month_href(asked, month, figure) for figure in (Figure.VIEWS, Figure.INCOME)),
            )
            for month in months
        ],
        chart="two",
    )


def _month_href(asked: Asked, month: str, figure: Figure) -> str:
    return url_for(".own_records", figure=figure.value, **month_within(asked, month).query())


def _records(asked: Asked, figure: Figure) -> Table:
    columns = (
        Column(title=_("成果"), kind=Kind.TEXT), Column(title=_("日期"), kind=Kind.TEXT),
        Column(title=_("编号"), kind=Kind.TEXT), Column(title=_("名称"), kind=Kind.TEXT),
        Column(title=_("浏览") if figure is Figure.VIEWS else _("金额（万元）"), kind=Kind.MONEY),
    )  # fmt: skip
    rows = [
        Row(
            name=each.result,
            values=(
                each.result_title, day(each.day), each.number, each.title,
                each.views if figure is Figure.VIEWS else each.amount,
            ),
        )
        for each in own.entries(session(), actor(), asked, figure, limit=MOST)
    ]  # fmt: skip
    return Table(name=figure.value, title=term(figure), first=_("成果编号"), columns=columns, rows=rows)

"""The tables of the authority's report, each value with the address of the list behind it."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from marketplace.contracts.rules import ContractClass
from marketplace.deals.rules import Stage
from marketplace.reports.queries import answers, deals, meeting, registered
from marketplace.reports.queries.registered import Amounts
from marketplace.reports.rules import NOTHING, STAGE_OF, Answered, Asked, Dimension, Step, months_between
from marketplace.reports.tables import Column, Kind, Row, Table
from marketplace.taxonomy.labels import industry_label, region_label, technology_label
from marketplace.web.formats import term

EARLY = (Step.INTEREST, Step.ACCEPTED, Step.MEETING)
LABELS: dict[Dimension, Callable[[str], str]] = {
    Dimension.CLASS: lambda code: term(ContractClass(code)),
    Dimension.REGION: region_label,
    Dimension.INDUSTRY: industry_label,
    Dimension.TECHNOLOGY: technology_label,
    Dimension.MONTH: str,
}


def contract_tables(session: Session, asked: Asked) -> list[Table]:
    """Registered contracts and amounts by each dimension: a statement a table and one for all together."""
    everything = registered.sums(session, asked)
    return [_by(session, asked, by, everything) for by in (*list(Dimension)[-1:], *list(Dimension)[:-1])]


def _by(session: Session, asked: Asked, by: Dimension, everything: Amounts) -> Table:
    lines = registered.breakdown(session, asked, by)
    if by is Dimension.MONTH:
        held = dict(lines)
        lines = [
            (month, held.get(month, Amounts())) for month in months_between(asked.begin, min(asked.end, asked.as_of))
        ]
    titles = {
        Dimension.CLASS: _("按合同类别"), Dimension.REGION: _("按地区"), Dimension.INDUSTRY: _("按行业"),
        Dimension.TECHNOLOGY: _("按关键技术"), Dimension.MONTH: _("按月"),
    }  # fmt: skip
    return Table(
        name=by.value,
        title=titles[by],
        first=term(by),
        columns=(
            Column(title=_("合同数")),
            Column(title=_("成交额（万元）"), kind=Kind.MONEY, drawn=True),
            Column(title=_("技术交易额（万元）"), kind=Kind.MONEY, drawn=True),
        ),
        rows=[_line(asked, by, key, held) for key, held in lines],
        foot=_money_row(_("合计"), everything, contracts_href(asked)),
        chart="bars" if by is Dimension.MONTH else "rows",
    )


def _line(asked: Asked, by: Dimension, key: str, held: Amounts) -> Row:
    name = LABELS[by](key) if key else _("未注明")
    return _money_row(name, held, contracts_href(asked, by, key))


def _money_row(name: str, held: Amounts, href: str) -> Row:
    return Row(name=name, values=(held.count, held.total, held.technical), hrefs=(href,) * 3)


def contracts_href(asked: Asked, by: Dimension | None = None, key: str = "") -> str:
    more = {} if by is None else {"by": by.value, "key": key or NOTHING}
    return url_for("reports.contracts", **asked.query(**more))


def funnel_table(session: Session, asked: Asked) -> Table:
    """From interest to payment: how many came so far, and the median of days from the step before."""
    early, reached = meeting.counts(session, asked), deals.reached(session, asked)
    interest_days = meeting.days_of_interest(session, asked)
    stage_days = deals.days_between_stages(session, asked)
    opened = reached[Stage.LEAD]
    rows = []
    for step in Step:
        if step in EARLY:
            count, share = early[step], None
            days = interest_days.get(step.value)
            href = url_for("reports.steps", **asked.query(step=step.value))
        else:
            stage = STAGE_OF[step]
            count, share = reached[stage], reached[stage] / opened if opened else None
            days = interest_days.get(meeting.OPENED) if step is Step.DEAL else stage_days.get(stage)
            href = url_for("reports.steps", **asked.query(step=step.value))
        values = (count, share, days[0] if days else None, days[1] if days else None)
        rows.append(Row(name=term(step), values=values, hrefs=(href,)))
    return Table(
        name="funnel",
        title=_("转化过程"),
        first=_("步骤"),
        columns=(
            Column(title=_("走到这一步"), drawn=True),
            Column(title=_("占商机"), kind=Kind.SHARE),
            Column(title=_("距上一步天数（中位数）"), kind=Kind.DAYS),
            Column(title=_("据几条计算")),
        ),
        rows=rows,
        chart="steps",
        note=_(
            "意向和约见按期间内发生的计；商机按期间内开的计，走到某一步的包括已走得更远的。天数从实际进入的上一阶段算起，跳过的阶段不计；“开商机”的天数从发出意向算起。"
        ),
    )


def answers_table(session: Session, asked: Asked) -> Table:
    """How the needs of the period were answered."""
    found = answers.counts(session, asked)
    total = sum(found.values())
    rows = [
        Row(
            name=term(each),
            values=(n, n / total if total else None),
            hrefs=(url_for("reports.needs", **asked.query(answered=each.value)),),
        )
        for each, n in found.items()
    ]
    return Table(
        name="answers",
        title=_("需求 48 小时响应"),
        first=_("答复情况"),
        columns=(Column(title=_("需求"), drawn=True), Column(title=_("占比"), kind=Kind.SHARE)),
        rows=rows,
        foot=Row(
            name=_("合计"), values=(total, 1.0 if total else None), hrefs=(url_for("reports.needs", **asked.query()),)
        ),
        chart="rows",
        note=_(
            "期间内提交的需求，从提交到第一次发布、退回、驳回或转长期攻关，按自然小时计；退回后再提交的另算一次。类别筛选在这里不起作用。"
        ),
    )


def in_time_share(table: Table) -> float | None:
    """The share of the answered needs, and of those that should have been, that were answered in time."""
    by = dict(zip(Answered, (row.values[0] for row in table.rows), strict=True))
    due = sum(int(by[each] or 0) for each in (Answered.IN_TIME, Answered.LATE, Answered.OVERDUE))
    return int(by[Answered.IN_TIME] or 0) / due if due else None


def carbon_table(session: Session, asked: Asked) -> Table:
    """Expected, contracted and measured tonnes of registered contracts by key technology: side by side, never added up."""
    lines = registered.breakdown(session, asked, Dimension.TECHNOLOGY)
    carrying = [(key, held) for key, held in lines if any(value is not None for value in _tonnes(held))]
    rows = [
        Row(
            name=technology_label(key) if key else _("未注明"),
            values=(held.count, *_tonnes(held)),
            hrefs=(contracts_href(asked, Dimension.TECHNOLOGY, key),) * 5,
        )
        for key, held in carrying
    ]
    everything = registered.sums(session, asked)
    return Table(
        name="carbon",
        title=_("减碳量：预期、约定、实测"),
        first=_("关键技术"),
        columns=(
            Column(title=_("合同数")),
            Column(title=_("预期（tCO₂e/年）"), kind=Kind.TONNES, drawn=True),
            Column(title=_("合同约定（tCO₂e/年）"), kind=Kind.TONNES, drawn=True),
            Column(title=_("约定期内合计（tCO₂e）"), kind=Kind.TONNES),
            Column(title=_("累计实测（tCO₂e）"), kind=Kind.TONNES, drawn=True),
        ),
        rows=rows,
        foot=Row(
            name=_("全部登记合同"), values=(everything.count, *_tonnes(everything)), hrefs=(contracts_href(asked),) * 5
        ),
        chart="rows",
        note=_(
            "预期是成果申报的保守值，约定是合同写明的，实测是验收后有证据的。三者是对同一件事的三种回答，不能相加。"
        ),
    )


def _tonnes(held: Amounts) -> tuple[Decimal | None, ...]:
    return held.expected_yearly, held.contracted_yearly, held.contracted, held.measured


def records_table(asked: Asked, items: Sequence[registered.Registered]) -> Table:
    """Every contract behind the figures, for the workbook."""
    columns = [
        Column(title=title, kind=Kind.TEXT)
        for title in (
            _("登记编号"), _("合同"), _("登记日期"), _("卖方"), _("买方"), _("类别"), _("地区"), _("行业"), _("关键技术")
        )
    ]  # fmt: skip
    numbers = (
        _("成交额（万元）"), _("技术交易额（万元）"), _("预期（tCO₂e/年）"), _("合同约定（tCO₂e/年）"),
        _("约定期内合计（tCO₂e）"), _("累计实测（tCO₂e）"),
    )  # fmt: skip
    rows = [
        Row(
            name=each.public_id,
            values=(
                each.number, each.title, each.day.isoformat(), each.seller, each.buyer,
                term(each.contract_class), region_label(each.region), industry_label(each.industry),
                technology_label(each.technology), each.amounts.total, each.amounts.technical, *_tonnes(each.amounts),
            ),
        )
        for each in items
    ]  # fmt: skip
    title = _("登记合同")
    return Table(
        name="records", title=title, first=_("编号"), rows=rows,
        columns=(*columns, *(Column(title=each, kind=Kind.MONEY) for each in numbers)),
    )  # fmt: skip

"""The blueprint that the pages of reports share, and what several of them need."""

from collections.abc import Iterable

from flask import Blueprint, Response, request
from flask_babel import gettext as _
from sqlalchemy import select

from marketplace.accounts.models import Organisation
from marketplace.contracts.rules import ContractClass
from marketplace.core.clock import today
from marketplace.reports.rules import Asked
from marketplace.reports.tables import Column, Kind, Table, Value
from marketplace.taxonomy.catalogue import catalogue
from marketplace.taxonomy.labels import region_label
from marketplace.web.formats import number, term
from marketplace.web.sheets import XLSX, as_book
from marketplace.web.state import session

blueprint = Blueprint("reports", __name__)
MOST = 5000  # rows of a list in a workbook


def page_number() -> int:
    return request.args.get("page", 1, type=int)


def regions() -> list[tuple[str, str]]:
    """The places that organisations have, each with its province: (code, name)."""
    held = session().scalars(select(Organisation.region).distinct()).all()
    provinces = {catalogue().province_of(code) for code in held}
    return [(code, region_label(code)) for code in sorted({*held, *provinces} - {""})]


def shown(value: Value, column: Column) -> str:
    """A value as the page writes it; blank for none."""
    if value is None or isinstance(value, str):
        return value or ""
    if column.kind is Kind.SHARE:
        return f"{number(float(value) * 100, 1)}%"
    return number(float(value), {Kind.DAYS: 1, Kind.MONEY: 6, Kind.TONNES: 3}.get(column.kind, 0))


def book(asked: Asked, tables: Iterable[Table], name: str) -> Response:
    """A workbook: what was asked for, then a sheet a table with numbers as numbers."""
    narrowed = [
        [_("期间"), f"{asked.begin.isoformat()} – {asked.end.isoformat()}"],
        [_("数据截至"), asked.as_of.isoformat()],
        [_("地区"), region_label(asked.region) if asked.region else _("全部")],
        [_("合同类别"), term(asked.contract_class) if asked.contract_class else _("全部")],
        [_("导出日期"), today().isoformat()],
    ]
    sheets = [(table.title, table.header(), table.cells()) for table in tables]
    content = as_book([(_("说明"), [_("项目"), _("内容")], narrowed), *sheets])
    headers = {"Content-Disposition": f'attachment; filename="{name}-{asked.as_of.isoformat()}.xlsx"'}
    return Response(content, content_type=XLSX, headers=headers)


def classes() -> list[ContractClass]:
    return list(ContractClass)

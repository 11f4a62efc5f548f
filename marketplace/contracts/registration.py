"""The registration form (技术合同登记表), every field filled that the record knows, as rows and as files. The words are the registry's: Chinese."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from marketplace.contracts.content import Party, Terms
from marketplace.contracts.documents import ROLES
from marketplace.contracts.money import plain
from marketplace.contracts.rules import CLASS_OF
from marketplace.contracts.wording import CLASSES, DEDUCTIONS, KINDS
from marketplace.taxonomy.catalogue import Entry, catalogue
from marketplace.web.sheets import as_xlsx

HEAD = ("项目", "填写内容")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What the form is made from: the terms, and what stands on the record beside them."""

    number: str
    terms: Terms
    edition: str
    plan: Sequence[tuple[str, Decimal | None]]
    broker: str
    agency: str
    registration_number: str
    registered_on: str


def form_rows(form: Form) -> list[tuple[str, str]]:
    """(item, content) of every line of the form; blank where nobody knows."""
    return list(_rows(form))


def as_sheet(form: Form) -> bytes:
    return as_xlsx(HEAD, form_rows(form))


def as_document(form: Form) -> bytes:
    """The same rows as a table of a .docx."""
    from docx import Document  # loaded with the first form that is asked for
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(11)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "宋体")
    document.add_paragraph("技术合同登记表").runs[0].font.size = Pt(18)
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for item, content in form_rows(form):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = item, content
        cells[0].width, cells[1].width = Cm(4.5), Cm(12)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _rows(form: Form) -> Iterator[tuple[str, str]]:
    terms, reckoning = form.terms, form.terms.reckoning
    seller, buyer = ROLES[terms.kind]
    yield "合同编号", form.number
    yield "登记编号", form.registration_number
    yield "登记日期", form.registered_on
    yield "适用规则", form.edition
    yield "合同名称", terms.title
    yield "合同类别", CLASSES[CLASS_OF[terms.kind]]
    yield "合同种类", KINDS[terms.kind]
    yield from _party(f"卖方（{seller}）", terms.seller)
    yield from _party(f"买方（{buyer}）", terms.buyer)
    yield "买方所属行业", _name(catalogue().industries.get(terms.industry), terms.industry)
    yield "技术领域", _name(catalogue().sectors.get(terms.sector), "")
    yield "关键技术", _name(catalogue().key_technologies.get(terms.key_technology), "")
    yield "计划来源", terms.funding
    yield "知识产权", terms.ip
    yield "技术内容", terms.subject
    yield "技术指标与验收", terms.indicators
    yield "成果归属", terms.ownership
    yield "签订日期", terms.signed_on.isoformat() if terms.signed_on else ""
    yield "履行期限", _term(terms)
    yield "成交额（万元）", _amount(terms.total)
    for each in terms.deductions:
        yield f"扣除：{DEDUCTIONS[each.kind]}（万元）", f"{plain(each.amount)}　{each.label}"
    yield "扣除合计（万元）", plain(reckoning.deducted)
    yield "技术交易额（万元）", _amount(None if terms.total is None else reckoning.technical)
    yield "支付方式", terms.payment
    for label, amount in form.plan:
        yield f"付款计划：{label}（万元）", "按约定比例" if amount is None else plain(amount)
    if terms.equity_company:
        yield (
            "作价入股",
            f"{terms.equity_company}，占股 {_amount(terms.equity_share)}%，估值 {_amount(terms.equity_valuation)} 万元",
        )
    yield "关联交易", "是" if terms.related else "否"
    yield "拟申请税收优惠", "是" if terms.tax_relief else "否"
    yield "技术经理人", form.broker
    yield "技术转移机构", form.agency


def _party(side: str, party: Party) -> Iterator[tuple[str, str]]:
    regions = catalogue().regions
    yield f"{side}名称", party.name
    yield f"{side}统一社会信用代码", party.credit_code
    yield f"{side}所在地区", f"{party.region} {_name(regions.get(party.region), '')}".strip()
    yield f"{side}地址", party.address
    yield f"{side}联系人", party.contact
    yield f"{side}联系电话", party.phone


def _term(terms: Terms) -> str:
    if terms.starts_on is None or terms.ends_on is None:
        return ""
    return f"{terms.starts_on.isoformat()} 至 {terms.ends_on.isoformat()}"


def _amount(amount: Decimal | None) -> str:
    return "" if amount is None else plain(amount)


def _name(entry: Entry | None, otherwise: str) -> str:
    return entry.name if entry else otherwise

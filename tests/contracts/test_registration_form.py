"""The registration form: every field filled that the record knows, the same rows on the page, in the sheet and in the document."""

import io
from dataclasses import replace
from decimal import Decimal

import openpyxl
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.contracts.documents import ROLES
from marketplace.contracts.registration import Form, as_document, as_sheet, form_rows
from tests.contracts.terms import whole_terms

TERMS = replace(
    whole_terms(), key_technology="E5", funding="省重点研发计划", equity_company="荆沅碳捕集公司", equity_share=Decimal(20),
    equity_valuation=Decimal(1000),
)  # fmt: skip
WHOLE = Form(
    number="C-2026-0001", terms=TERMS, edition="2026 年规则", plan=[("入门费", Decimal(200)), ("提成", None)], broker="林经理",
    agency="联碳技术转移中心", registration_number="2026420100000001", registered_on="2026-03-01",
)  # fmt: skip
# what of the record stands in which line
LINES = {
    "title": "合同名称", "industry": "买方所属行业", "sector": "技术领域", "key_technology": "关键技术", "funding": "计划来源",
    "ip": "知识产权", "subject": "技术内容", "indicators": "技术指标与验收", "ownership": "成果归属", "payment": "支付方式",
}  # fmt: skip
BESIDE = {
    "registration_number": "登记编号",
    "registered_on": "登记日期",
    "broker": "技术经理人",
    "agency": "技术转移机构",
}
PARTY = {"name": "名称", "credit_code": "统一社会信用代码", "address": "地址", "contact": "联系人", "phone": "联系电话"}


def test_a_record_that_knows_all_leaves_no_line_blank() -> None:
    rows = dict(form_rows(WHOLE))

    assert [item for item, content in rows.items() if not content] == []
    assert (rows["成交额（万元）"], rows["扣除合计（万元）"], rows["技术交易额（万元）"]) == ("500", "40", "460")
    assert (rows["履行期限"], rows["付款计划：提成（万元）"]) == ("2026-02-09 至 2028-02-08", "按约定比例")
    assert rows["作价入股"] == "荆沅碳捕集公司，占股 20%，估值 1000 万元"


@settings(max_examples=40, deadline=None)
@given(
    st.sets(st.sampled_from(list(LINES))), st.sets(st.sampled_from(list(BESIDE))), st.sets(st.sampled_from(list(PARTY)))
)
def test_exactly_what_the_record_does_not_know_is_blank(terms: set[str], beside: set[str], party: set[str]) -> None:
    held = replace(TERMS, **dict.fromkeys(terms, ""), buyer=replace(TERMS.buyer, **dict.fromkeys(party, "")))
    form = replace(WHOLE, terms=held, **dict.fromkeys(beside, ""))
    blank = {item for item, content in form_rows(form) if not content}
    side = f"买方（{ROLES[TERMS.kind][1]}）"

    assert blank == {LINES[name] for name in terms} | {BESIDE[name] for name in beside} | {
        f"{side}{PARTY[name]}" for name in party
    }


def test_the_sheet_and_the_document_have_the_rows_of_the_page() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(as_sheet(WHOLE))).active
    document = Document(io.BytesIO(as_document(WHOLE)))
    written = [tuple(cell.text for cell in row.cells) for row in document.tables[0].rows]

    assert [
        (item, str(content)) for item, content in sheet.iter_rows(min_row=2, max_col=2, values_only=True)
    ] == form_rows(WHOLE)
    assert written == form_rows(WHOLE)

"""The contract as a .docx, filled from its terms; what is missing is named instead of left blank."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from marketplace.contracts.amounts import equity_amount
from marketplace.contracts.content import PARTIES, PARTY_FIELDS, Terms
from marketplace.contracts.money import plain
from marketplace.contracts.rules import CLASS_OF, ContractKind
from marketplace.contracts.words import written_out
from marketplace.core.errors import InvalidInput

FOLDER = Path(__file__).with_name("templates")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OPTIONAL = frozenset({
    "deductions", "plan", "equity_company", "equity_share", "equity_valuation", "equity_amount", "contracted_yearly",
    "contracted_years", "signed_on", "seller_phone", "buyer_phone",
})  # fmt: skip
ROLES = {
    ContractKind.COMMISSIONED: ("研究开发方", "委托方"),
    ContractKind.JOINT: ("合作开发方", "合作开发方"),
    ContractKind.ASSIGNMENT: ("转让方", "受让方"),
    ContractKind.LICENCE: ("许可方", "被许可方"),
    ContractKind.CONSULTING: ("受托方", "委托方"),
    ContractKind.SERVICE: ("受托方", "委托方"),
}  # seller, buyer
UNDATED = "待条件成就后支付"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """A payment as the contract tells it; a royalty without an amount is told by its condition."""

    label: str
    amount: Decimal | None
    due_on: date | None
    condition: str = ""


def missing(terms: Terms, number: str) -> list[str]:
    """The names that the template of this class asks for and the terms leave blank."""
    asked = _template(terms.kind).get_undeclared_template_variables()
    known = _values(terms, number, [], {})
    return sorted(name for name in asked - OPTIONAL if not known.get(name))


def contract_document(
    terms: Terms, number: str, plan: Sequence[PlanLine], kinds: Mapping[str, str], labels: Mapping[str, str]
) -> bytes:
    """The filled contract. `kinds` are the words for deductions, `labels` those for the fields a refusal names."""
    blank = missing(terms, number)
    if blank:
        named = "、".join(dict.fromkeys(labels.get(name, name) for name in blank))
        raise InvalidInput("合同稿还缺：%(blank)s。请先补齐再生成。", blank=named)
    document = _template(terms.kind)
    document.render(_values(terms, number, plan, kinds), autoescape=True)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _template(kind: ContractKind) -> Any:
    from docxtpl import DocxTemplate  # 15 MB that most processes never need

    return DocxTemplate(FOLDER / f"{CLASS_OF[kind].value}.docx")


def _values(terms: Terms, number: str, plan: Sequence[PlanLine], kinds: Mapping[str, str]) -> dict[str, Any]:
    seller, buyer = ROLES[terms.kind]
    values: dict[str, Any] = {
        f"{side}_{name}": getattr(getattr(terms, side), name) for side in PARTIES for name in PARTY_FIELDS
    }
    for name in ("title", "subject", "indicators", "ip", "ownership", "performance", "confidentiality", "risk", "breach",
                 "disputes", "payment", "equity_company"):  # fmt: skip
        values[name] = _lines(getattr(terms, name))
    for name in ("total", "equity_share", "equity_valuation", "contracted_yearly", "contracted_years"):
        amount = getattr(terms, name)
        values[name] = "" if amount is None else plain(amount)
    equity = equity_amount(terms.equity_valuation, terms.equity_share)
    return values | {
        "number": number,
        "seller_role": seller,
        "buyer_role": buyer,
        "total_words": "" if terms.total is None else written_out(terms.total),
        "technical": "" if terms.total is None else plain(terms.reckoning.technical),
        "equity_amount": "" if equity is None else plain(equity),
        "signed_on": _day(terms.signed_on) or "　　年　　月　　日",
        "starts_on": _day(terms.starts_on),
        "ends_on": _day(terms.ends_on),
        "deductions": [
            {"kind": kinds.get(each.kind.value, ""), "label": each.label, "amount": plain(each.amount)}
            for each in terms.deductions
        ],
        "plan": [_planned(line) for line in plan],
    }


def _planned(line: PlanLine) -> dict[str, str]:
    due = _day(line.due_on)
    return {
        "label": line.label,
        "amount": "按约定比例计算" if line.amount is None else f"{plain(line.amount)} 万元",
        "due": f"{due}前" if due else line.condition or UNDATED,
    }


def _lines(text: str) -> Any:
    """Text whose line ends stay line ends."""
    if "\n" not in text:
        return text
    from docxtpl import Listing

    return Listing(text)


def _day(day: date | None) -> str:
    return "" if day is None else f"{day.year} 年 {day.month} 月 {day.day} 日"

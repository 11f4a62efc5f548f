"""What a contract says: parties, object, price, time; as values, as a snapshot, and what differs between two. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from typing import Any

from marketplace.contracts.amounts import Deduction, Reckoning, reckon
from marketplace.contracts.money import ZERO, plain
from marketplace.contracts.rules import ContractKind, DeductionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One side as the contract names it."""

    name: str = ""
    credit_code: str = ""
    region: str = ""
    address: str = ""
    contact: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The contract's content. `seller` is the side that gives the technology, `total` the 成交额 in 万元."""

    kind: ContractKind
    title: str = ""
    seller: Party = field(default_factory=Party)
    buyer: Party = field(default_factory=Party)
    subject: str = ""  # 技术内容、范围
    indicators: str = ""  # 技术指标与验收
    ip: str = ""  # 涉及的知识产权
    ownership: str = ""  # 成果归属与许可范围
    performance: str = ""  # 履行方式与地点
    confidentiality: str = ""
    risk: str = ""
    breach: str = ""
    disputes: str = ""
    sector: str = ""
    key_technology: str = ""
    industry: str = ""  # of the buyer, GB/T 4754
    funding: str = ""  # 计划来源
    related: bool = False  # 关联交易
    tax_relief: bool = False  # 拟申请税收优惠
    total: Decimal | None = None
    payment: str = ""  # 支付方式
    deductions: tuple[Deduction, ...] = ()
    equity_company: str = ""
    equity_share: Decimal | None = None  # percent
    equity_valuation: Decimal | None = None
    signed_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    yearly_volume: str = ""  # what the expected tonnes rest on, in words
    contracted_yearly: Decimal | None = None  # tCO2e
    contracted_years: Decimal | None = None

    @property
    def reckoning(self) -> Reckoning:
        return reckon(self.total or ZERO, self.deductions)


PARTY_FIELDS = tuple(part.name for part in fields(Party))
PARTIES = ("seller", "buyer")
MONEY = frozenset({"total", "equity_share", "equity_valuation", "contracted_yearly", "contracted_years"})
DAYS = frozenset({"signed_on", "starts_on", "ends_on"})
YES_NO = frozenset({"related", "tax_relief"})


def flatten(terms: Terms) -> dict[str, Any]:
    """The terms as a flat mapping of plain values, for a snapshot: seller-name, total ("300"), deductions (rows)."""
    return dict(_flat(terms))


def _flat(terms: Terms) -> Iterator[tuple[str, Any]]:
    for part in fields(Terms):
        value = getattr(terms, part.name)
        if isinstance(value, Party):
            yield from ((f"{part.name}-{name}", getattr(value, name)) for name in PARTY_FIELDS)
        elif part.name == "deductions":
            yield part.name, [[each.kind.value, each.label, plain(each.amount)] for each in value]
        elif isinstance(value, Decimal):
            yield part.name, plain(value)
        elif isinstance(value, date):
            yield part.name, value.isoformat()
        elif value is None:
            yield part.name, ""
        else:
            yield part.name, value.value if isinstance(value, ContractKind) else value


def unflatten(flat: Mapping[str, Any]) -> Terms:
    """The terms of a snapshot; a field that the snapshot does not know is blank."""
    values: dict[str, Any] = {"kind": ContractKind(flat["kind"])}
    for side in PARTIES:
        values[side] = Party(**{name: flat.get(f"{side}-{name}", "") for name in PARTY_FIELDS})
    for part in fields(Terms):
        if part.name in values or part.name not in flat:
            continue
        values[part.name] = _value(part.name, flat[part.name])
    return Terms(**values)


def _value(name: str, held: Any) -> Any:
    if name == "deductions":
        return tuple(Deduction(kind=DeductionKind(row[0]), label=row[1], amount=Decimal(row[2])) for row in held)
    if name in MONEY:
        return Decimal(held) if held else None
    if name in DAYS:
        return date.fromisoformat(held) if held else None
    return bool(held) if name in YES_NO else held


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A field of two snapshots that is not the same; values as the snapshots hold them."""

    field: str
    before: Any
    after: Any


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Every field that differs, in the order of the newer one."""
    return [
        Difference(field=name, before=before.get(name, ""), after=value)
        for name, value in after.items()
        if before.get(name, "") != value
    ]

"""The check-list of a registration: required facts, and what registries commonly refuse for. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from marketplace.contracts.content import Party, Terms
from marketplace.contracts.editions import Edition
from marketplace.contracts.rules import CLASS_OF, ContractClass

HALF = Decimal(50)
SHORTEST_SUBJECT = 20  # characters from which an object says anything


def _(text: str) -> str:
    """Mark a msgid."""
    return text


class Refusal(StrEnum):
    """Why a contract is not registered, or what it is sent back for."""

    NOT_TECHNICAL = "not_technical"
    GOODS = "goods"
    CONTENT_MISSING = "content_missing"
    PARTY_MISSING = "party_missing"
    AMOUNT_UNCLEAR = "amount_unclear"
    IP_UNCLEAR = "ip_unclear"
    DUPLICATE = "duplicate"
    UNSIGNED = "unsigned"
    OUT_OF_TIME = "out_of_time"
    OTHER = "other_refusal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A required fact: is it there, and what to do if it is not. `label` and `remedy` are msgids."""

    key: str
    label: str
    done: bool
    remedy: str


Test = Callable[[Terms, bool], bool]


def _whole(party: Party) -> bool:
    return bool(party.name and party.address and party.contact)


def _in_order(terms: Terms) -> bool:
    days = [terms.signed_on, terms.starts_on, terms.ends_on]
    if not all(days):
        return False
    signed, starts, ends = days
    return bool(signed and starts and ends and starts <= ends and signed <= ends)


def _has_ip(terms: Terms) -> bool:
    return bool(terms.ip) or CLASS_OF[terms.kind] in (ContractClass.CONSULTING, ContractClass.SERVICE)


FACTS: Mapping[str, tuple[str, Test, str]] = {
    "title": (_("合同名称写明了技术"), lambda terms, _copy: bool(terms.title), _("填合同名称，写出技术和合作方式。")),
    "parties": (
        _("双方名称、地址、联系人"),
        lambda terms, _copy: _whole(terms.seller) and _whole(terms.buyer),
        _("补齐双方的名称、地址和联系人。"),
    ),
    "credit_codes": (
        _("双方统一社会信用代码"),
        lambda terms, _copy: bool(terms.seller.credit_code and terms.buyer.credit_code),
        _("补齐信用代码，也可以请对方先在单位资料里填好。"),
    ),
    "regions": (
        _("双方所在地区"),
        lambda terms, _copy: bool(terms.seller.region and terms.buyer.region),
        _("选双方的地区代码；登记在卖方所在地办理。"),
    ),
    "subject": (
        _("技术内容、范围与要求"),
        lambda terms, _copy: len(terms.subject) >= SHORTEST_SUBJECT,
        _("写清做什么技术、到什么程度，不少于 20 字。"),
    ),
    "indicators": (
        _("技术指标与验收办法"),
        lambda terms, _copy: bool(terms.indicators),
        _("写出可检验的指标和验收办法。"),
    ),
    "ip": (
        _("涉及的知识产权"),
        lambda terms, _copy: _has_ip(terms),
        _("开发、转让和许可合同要列出专利号、软著号或技术秘密的名称。"),
    ),
    "ownership": (
        _("成果归属与使用范围"),
        lambda terms, _copy: bool(terms.ownership),
        _("写明成果归谁、可以在哪里用、能否再许可。"),
    ),
    "total": (_("成交额"), lambda terms, _copy: bool(terms.total), _("填成交额，单位万元。")),
    "payment": (_("价款的支付方式"), lambda terms, _copy: bool(terms.payment), _("写明一次总付、分期或提成。")),
    "dates": (
        _("签订日期和履行期限"),
        lambda terms, _copy: _in_order(terms),
        _("填签订、开始和结束日期，先后要对。"),
    ),
    "field": (_("技术领域"), lambda terms, _copy: bool(terms.sector), _("选技术所属的领域。")),
    "industry": (_("买方所属行业"), lambda terms, _copy: bool(terms.industry), _("选买方的国民经济行业。")),
    "technical": (
        _("技术交易额已核算"),
        lambda terms, _copy: terms.total is not None and _leaves_technology(terms),
        _("设备、材料、土建等非技术性费用逐项扣除，扣除不能超过成交额。"),
    ),
    "signed_copy": (_("双方签章的合同文本"), lambda _terms, copy: copy, _("上传签章页完整的扫描件。")),
}


def _leaves_technology(terms: Terms) -> bool:
    return terms.reckoning.technical > 0


def check_list(edition: Edition, terms: Terms, signed_copy: bool) -> list[Check]:
    """Every fact that the edition requires, in its order."""
    return [
        Check(key=key, label=FACTS[key][0], done=FACTS[key][1](terms, signed_copy), remedy=FACTS[key][2])
        for key in edition.facts
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """Something registries commonly refuse for, seen in the terms; the sentence is a msgid."""

    reason: Refusal
    sentence: str


def risks(terms: Terms) -> list[Risk]:
    """What a registrar would ask about."""
    return [Risk(reason=reason, sentence=sentence) for reason, sentence in _risks(terms)]


def _risks(terms: Terms) -> Iterator[tuple[Refusal, str]]:
    same = terms.seller.credit_code and terms.seller.credit_code == terms.buyer.credit_code
    if same or (terms.seller.name and terms.seller.name == terms.buyer.name):
        yield Refusal.NOT_TECHNICAL, _("买卖双方是同一单位，不构成技术交易。")
    if terms.related:
        yield Refusal.NOT_TECHNICAL, _("双方有关联关系：请备好定价依据，登记机构通常会要求说明。")
    if terms.total and terms.reckoning.holds and terms.reckoning.share < HALF:
        yield (
            Refusal.GOODS,
            _("技术交易额不到成交额的一半，容易被看作设备购销或工程合同。请说明技术内容，或把设备另签合同。"),
        )
    if terms.total and not terms.deductions and _names_goods(terms):
        yield Refusal.AMOUNT_UNCLEAR, _("技术内容提到设备、安装或原料，却没有扣除项。请核对是否有非技术性费用。")
    if CLASS_OF[terms.kind] is ContractClass.LICENCE and terms.ends_on is None:
        yield Refusal.IP_UNCLEAR, _("许可合同没有写期限。请填履行的结束日期，不要超过专利的有效期。")
    if CLASS_OF[terms.kind] is ContractClass.DEVELOPMENT and not terms.risk:
        yield Refusal.CONTENT_MISSING, _("开发合同没有写风险责任。请写明研究失败时损失怎样分担。")


GOODS_WORDS = ("设备", "安装", "原料", "材料费", "土建", "施工")


def _names_goods(terms: Terms) -> bool:
    return any(word in terms.subject for word in GOODS_WORDS)

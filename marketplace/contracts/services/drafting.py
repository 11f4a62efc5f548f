"""Drafting a contract from its deal, and writing its terms, version by version."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from decimal import Decimal

from sqlalchemy.orm import Session

from marketplace.contracts import amounts, money, payments, queries
from marketplace.contracts.carbon import LONGEST_TERM
from marketplace.contracts.content import PARTIES, Terms, flatten, unflatten
from marketplace.contracts.editions import edition_on
from marketplace.contracts.models import Contract, ContractVersion
from marketplace.contracts.prefill import expected_yearly, likely_price, terms_from
from marketplace.contracts.queries.money import planned
from marketplace.contracts.rules import EDITABLE, PREFIX, Cause, ContractAction, ContractState
from marketplace.contracts.services import commissions
from marketplace.contracts.services.recording import held, log
from marketplace.core.actor import Actor
from marketplace.core.clock import today
from marketplace.core.errors import Conflict, InvalidInput, NotFound
from marketplace.core.public_ids import next_public_id
from marketplace.deals.models import Deal
from marketplace.deals.policies import can_see
from marketplace.organisations.credit_code import is_valid, tidy
from marketplace.taxonomy.catalogue import catalogue

LONGEST_LINE, LONGEST_TEXT = 120, 4000
WHOLE = Decimal(100)


def _(text: str) -> str:
    """Mark a msgid; it is translated when it is shown."""
    return text


LINES = ("title", "funding", "equity_company")
TEXTS = (
    "subject", "indicators", "ip", "ownership", "performance", "confidentiality", "risk", "breach", "disputes", "payment",
    "yearly_volume",
)  # fmt: skip
WRONG = _("有内容不符合要求，请按提示修改。")
TOO_LONG = _("太长了。一行最多 120 个字，正文最多 4000 个字。")
NO_CODE = _("统一社会信用代码应是 18 位，请对照证照逐位核对。")
NO_REGION = _("请从列表中选地区。")
NO_TITLE = _("请填写合同名称，例如“某某技术许可合同”。")
ENDS_FIRST = _("结束日期早于开始日期。请核对日期。")
SIGNED_LATE = _("签订日期晚于结束日期。请核对日期。")
SIGNED_AHEAD = _("签订日期还没有到。请在签订后填写。")
YUAN = _("与商机的金额相差约一万倍。这里的单位是万元；如金额无误，请勾选“金额无误”再保存。")
PLANNED_MORE = _("付款计划合计已超过这个成交额。请先改计划，或核对单位。")
RECEIVED_MORE = _("到账合计已超过这个成交额。请核对单位：这里填万元。")
OVER_ALL = _("占股应在 0 到 100 之间，按百分数填。")
HALF_EQUITY = _("作价入股要同时填公司、占股和估值。")
EQUITY_MORE = _("按占股和估值，作价超过成交额。请核对成交额是否包括作价，或估值的单位。")
BAD_TERM = _("年数应大于 0，不超过 60。")
HALF_CARBON = _("约定减碳量要同时填每年的吨数和年数。")


@dataclass(frozen=True, slots=True, kw_only=True)
class EditContract:
    """The terms as they shall be; `lock` as the writer saw it; `sure` when the amounts were looked at again."""

    terms: Terms
    lock: int
    note: str = ""
    sure: bool = False


def draft(session: Session, actor: Actor, deal: Deal) -> Contract:
    """The deal's contract; made from all that the record knows when there is none that lives."""
    if not can_see(actor, deal):
        raise NotFound("没有编号为“%(id)s”的商机。", id=deal.public_id)
    live = queries.live_contract_of(session, deal)
    if live is not None and live.state not in (ContractState.CANCELLED, ContractState.REFUSED):
        return live
    terms = terms_from(session, deal)
    contract = Contract(
        public_id=next_public_id(session, PREFIX), deal=deal, seller_id=deal.provider_id, buyer_id=deal.seeker_id,
        edition=edition_on(today()).key, expected_yearly=expected_yearly(deal), terms={}, kind=terms.kind,
        is_sample=deal.is_sample, created_by=actor.person_id, versions=[], papers=[], moves=[],
    )  # fmt: skip
    _write(contract, terms, actor, "")
    session.add(contract)
    session.flush()
    log(session, actor, contract, ContractAction.DRAFT)
    session.refresh(contract, ["seller", "buyer"])
    return contract


def save(session: Session, actor: Actor, public_id: str, command: EditContract) -> Contract:
    """Write the terms; what changed becomes a version. InvalidInput names the field of each mistake."""
    contract = held(session, actor, public_id, ContractAction.EDIT, command.lock)
    if contract.state not in EDITABLE:
        raise Conflict("合同已签署，内容不能再改。请先退回草拟，或在登记后申请变更。")
    wrong = dict(_faults(session, contract, command))
    if wrong:
        raise InvalidInput(WRONG, wrong)
    if flatten(command.terms) == contract.terms:
        return contract
    contract.number += 1
    _write(contract, command.terms, actor, command.note.strip()[:300])
    log(session, actor, contract, ContractAction.EDIT, note=command.note.strip())
    commissions.recalculate(session, actor, contract, Cause.EDITED, f"v{contract.number}")
    return contract


def terms_of(contract: Contract) -> Terms:
    return unflatten(contract.terms)


def _write(contract: Contract, terms: Terms, actor: Actor, note: str) -> None:
    contract.terms = flatten(terms)
    for name in ("kind", "title", "total", "sector", "key_technology", "industry", "signed_on", "starts_on", "ends_on",
                 "contracted_yearly", "contracted_years"):  # fmt: skip
        setattr(contract, name, getattr(terms, name))
    contract.region = terms.seller.region
    contract.technical = None if terms.total is None else terms.reckoning.technical
    if contract.state is ContractState.DRAFT:
        contract.edition = edition_on(terms.signed_on or today()).key
    contract.number = contract.number or 1
    contract.versions.append(
        ContractVersion(number=contract.number, terms=contract.terms, note=note, person_id=actor.person_id)
    )


def _faults(session: Session, contract: Contract, command: EditContract) -> Iterator[tuple[str, str]]:
    terms = command.terms
    yield from _long(terms)
    yield from _parties(terms)
    yield from _days(terms)
    yield from _amounts(session, contract, terms)
    yield from _equity(terms)
    yield from _carbon(terms)
    if not terms.title:
        yield "title", NO_TITLE
    if not command.sure and money.looks_like_yuan(terms.total, likely_price(contract.deal)):
        yield "total", YUAN


def _long(terms: Terms) -> Iterator[tuple[str, str]]:
    for names, most in ((LINES, LONGEST_LINE), (TEXTS, LONGEST_TEXT)):
        yield from ((name, TOO_LONG) for name in names if len(getattr(terms, name)) > most)
    for side in PARTIES:
        party = getattr(terms, side)
        yield from (
            (f"{side}_{part.name}", TOO_LONG) for part in fields(party) if len(getattr(party, part.name)) > LONGEST_LINE
        )
    if len(terms.deductions) > amounts.MOST_DEDUCTIONS or any(
        len(each.label) > LONGEST_LINE for each in terms.deductions
    ):
        yield "deductions", TOO_LONG


def _parties(terms: Terms) -> Iterator[tuple[str, str]]:
    for side in PARTIES:
        party = getattr(terms, side)
        if party.credit_code and not is_valid(tidy(party.credit_code)):
            yield f"{side}_credit_code", NO_CODE
        if party.region and party.region not in catalogue().regions:
            yield f"{side}_region", NO_REGION


def _days(terms: Terms) -> Iterator[tuple[str, str]]:
    if terms.starts_on and terms.ends_on and terms.ends_on < terms.starts_on:
        yield "ends_on", ENDS_FIRST
    if terms.signed_on and terms.ends_on and terms.ends_on < terms.signed_on:
        yield "signed_on", SIGNED_LATE
    if terms.signed_on and terms.signed_on > today():
        yield "signed_on", SIGNED_AHEAD


def _amounts(session: Session, contract: Contract, terms: Terms) -> Iterator[tuple[str, str]]:
    if terms.total is None:
        return
    if fault := money.fault_of(terms.total):
        yield "total", fault
    plan = [planned(line) for line in queries.plan_of(session, contract)]
    if sum((line.received for line in plan), money.ZERO) > terms.total:
        yield "total", RECEIVED_MORE
    elif payments.fault_of_plan(terms.total, plan):
        yield "total", PLANNED_MORE
    if not terms.reckoning.holds:
        yield "deductions", amounts.OVER_TOTAL_PLAIN


def _equity(terms: Terms) -> Iterator[tuple[str, str]]:
    said = (bool(terms.equity_company), terms.equity_share is not None, terms.equity_valuation is not None)
    if any(said) and not all(said):
        yield "equity_company", HALF_EQUITY
        return
    if terms.equity_share is not None and not 0 < terms.equity_share <= WHOLE:
        yield "equity_share", OVER_ALL
        return
    amount = amounts.equity_amount(terms.equity_valuation, terms.equity_share)
    if amount is not None and terms.total is not None and amount > terms.total:
        yield "equity_valuation", EQUITY_MORE


def _carbon(terms: Terms) -> Iterator[tuple[str, str]]:
    if (terms.contracted_yearly is None) != (terms.contracted_years is None):
        yield "contracted_yearly", HALF_CARBON
    if terms.contracted_years is not None and not 0 < terms.contracted_years <= LONGEST_TERM:
        yield "contracted_years", BAD_TERM

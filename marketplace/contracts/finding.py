"""What the contract tells its deal: signed, registered, accepted, paid; and its panel on the deal's page."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from flask import current_app, has_request_context, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session

from marketplace.contracts import policies, queries
from marketplace.contracts.models import Contract
from marketplace.contracts.money import plain
from marketplace.contracts.rules import IN_FORCE, SIGNED_ONCE, ContractState
from marketplace.core.actor import Actor
from marketplace.core.clock import CHINA
from marketplace.deals.facts import Found
from marketplace.deals.models import Deal


def _(text: str, **filling: object) -> str:
    """In the reader's language; as it stands where nobody reads, in the worker and the samples."""
    return str(gettext(text, **filling)) if has_request_context() else text % filling


def signed(session: Session, deal: Deal) -> Found | None:
    """A contract that both sides signed."""
    contract = queries.live_contract_of(session, deal)
    if contract is None or contract.state not in SIGNED_ONCE or contract.signed_on is None:
        return None
    return _found(contract, _("合同 %(id)s 已签署", id=contract.public_id), contract.signed_on)


def registered(session: Session, deal: Deal) -> Found | None:
    contract = queries.live_contract_of(session, deal)
    if contract is None or contract.state not in IN_FORCE or contract.registered_on is None:
        return None
    return _found(contract, _("登记编号 %(number)s", number=contract.registration_number), contract.registered_on)


def accepted(session: Session, deal: Deal) -> Found | None:
    contract = queries.live_contract_of(session, deal)
    if contract is None or contract.state is ContractState.CANCELLED or contract.accepted_on is None:
        return None
    return _found(contract, _("合同 %(id)s 已验收", id=contract.public_id), contract.accepted_on)


def paid(session: Session, deal: Deal) -> Found | None:
    """All that the plan names by an amount has come in, and something has."""
    contract = queries.live_contract_of(session, deal)
    if contract is None or contract.state not in SIGNED_ONCE:
        return None
    plan = queries.plan_of(session, contract)
    held = queries.balance_of(contract, plan)
    days = [each.received_on for line in plan for each in line.receipts if each.voided_at is None]
    if not days or held.received < held.planned:
        return None
    return _found(contract, _("到账 %(amount)s 万元", amount=plain(held.received)), max(days))


def panel(session: Session, actor: Actor, deal: Deal) -> Mapping[str, Any] | None:
    """The deal's contract in short, for those who may see the deal."""
    contract = queries.live_contract_of(session, deal)
    plan = queries.plan_of(session, contract) if contract else []
    return {
        "contract": contract,
        "balance": queries.balance_of(contract, plan) if contract else None,
        "commission": contract is not None and policies.sees_commission(actor, contract),
    }


def _found(contract: Contract, because: str, day: date) -> Found:
    at = datetime.combine(day, time(), CHINA).astimezone(UTC)
    return Found(because=because, at=at, href=_address(contract))


def _address(contract: Contract) -> str:
    """Where the contract is shown; nothing where no page is served."""
    shown = has_request_context() and "contracts.show" in current_app.view_functions
    return url_for("contracts.show", public_id=contract.public_id) if shown else ""

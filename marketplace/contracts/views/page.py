"""What every page of one contract shows: its head, its tabs, what may be done."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template

from marketplace.contracts import policies, queries, services
from marketplace.contracts.checklist import Refusal
from marketplace.contracts.clocks import days_left
from marketplace.contracts.editions import Edition, Limit, edition_named
from marketplace.contracts.models import Contract
from marketplace.contracts.money import ZERO
from marketplace.contracts.rules import LIFECYCLE, ContractAction, ContractState
from marketplace.contracts.wording import ACTS, REFUSALS
from marketplace.core.clock import CHINA, today
from marketplace.core.errors import Forbidden
from marketplace.web.language import spoken
from marketplace.web.state import actor, session
from marketplace.workdays.queries import work_calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """How the review stands: until when, how many days are left, by which limit, of which years no holidays are known."""

    due: date
    left: int
    limit: Limit
    unknown_years: tuple[int, ...]


def clock_of(contract: Contract) -> Clock | None:
    """The clock of a review under way."""
    if contract.state is not ContractState.REVIEW or contract.review_due is None:
        return None
    limit = edition_named(contract.edition).limit_for(contract.technical or ZERO)
    begun = next(each for each in reversed(contract.moves) if each.action is ContractAction.ACCEPT)
    due = services.review_due(session(), contract, begun.at.astimezone(CHINA).date())
    left = days_left(today(), contract.review_due, limit.unit, work_calendar(session()))
    return Clock(due=contract.review_due, left=left, limit=limit, unknown_years=due.unknown_years)


def acts_now(contract: Contract) -> list[ContractAction]:
    """What this reader may do in this state, in the order of the table."""
    return [each for each in LIFECYCLE.actions_from(contract.state) if policies.can_do(actor(), contract, each)]


def own_contract(public_id: str) -> Contract:
    """A contract for an act of its parties or its broker: a registrar is told so."""
    contract = queries.contract_for(session(), actor(), public_id)
    if not policies.is_insider(actor(), contract):
        raise Forbidden("这一步由合同当事方或技术经理人办理。")
    return contract


def contract_page(template: str, contract: Contract, **values: Any) -> str:
    """A page of the contract with its head."""
    edition: Edition = edition_named(contract.edition)
    return render_template(
        template,
        contract=contract,
        edition=edition,
        clock=clock_of(contract),
        acts=[each.value for each in acts_now(contract)],
        insider=policies.is_insider(actor(), contract),
        registrar=policies.can_register(actor(), contract),
        sees_commission=policies.sees_commission(actor(), contract),
        names={each: spoken(ACTS[each]) for each in ContractAction},
        reasons={each.value: spoken(REFUSALS[each]) for each in Refusal},
        **values,
    )

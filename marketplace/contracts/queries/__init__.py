"""Reading contracts, each read limited to what the actor may see."""

from marketplace.contracts.queries.commissions import commission_of, statement_lines
from marketplace.contracts.queries.money import balance_of, plan_of, received_of
from marketplace.contracts.queries.records import (
    contract_for,
    contracts_of,
    live_contract_of,
    measurements_of,
    paper_for,
    signed_copy_of,
    waiting_for_registrar,
)

__all__ = [
    "balance_of",
    "commission_of",
    "contract_for",
    "contracts_of",
    "live_contract_of",
    "measurements_of",
    "paper_for",
    "plan_of",
    "received_of",
    "signed_copy_of",
    "statement_lines",
    "waiting_for_registrar",
]

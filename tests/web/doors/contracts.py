"""The doors of contracts: parties and broker, the registrar from the declaration on, commission for the broker's side."""

from typing import Any

from marketplace.contracts import policies as contracts
from marketplace.contracts.rules import EDITABLE, SIGNED_ONCE, ContractAction, ContractState
from marketplace.contracts.views.blueprint import works_with_contracts
from marketplace.core.actor import Actor, Role
from marketplace.deals import policies as deals
from marketplace.web.access import has_role
from tests.web.answers import Door, Rule, rule

S, A = ContractState, ContractAction
BROKERS = has_role(Role.BROKER)
WHY = {"reason": "双方商定"}


def does(action: ContractAction) -> Any:
    def may(actor: Actor, row: Any) -> bool:
        return contracts.can_do(actor, row, action)

    return may


def contract(action: ContractAction | None = None, *states: ContractState) -> Rule:
    """Everybody who sees it; with an act those whose it is, in its states."""
    may = {"may": does(action)} if action else {}
    return rule("contract", sees=contracts.can_see, states=set(states) or None, **may)


def drafts(actor: Actor, row: Any) -> bool:
    return deals.can_see(actor, row.deal)


shares = rule("contract", sees=contracts.sees_commission)

DOORS: dict[str, list[Door]] = {
    "contracts.index": [Door("/contracts", works_with_contracts)],
    "contracts.draft": [Door("/deals/{deal}/contract", rule("contract", sees=drafts), "POST")],
    "contracts.show": [Door("/contracts/{id}", rule("any contract", sees=contracts.can_see))],
    "contracts.edit": [
        Door("/contracts/{id}/edit", contract(A.EDIT, *EDITABLE)),
        Door("/contracts/{id}/edit", contract(A.EDIT, *EDITABLE), "POST", data={"title": "", "lock": "{lock}"}),
    ],
    "contracts.version": [Door("/contracts/{id}/versions/1", contract())],
    "contracts.document": [Door("/contracts/{id}/versions/1.docx", contract())],
    "contracts.add_paper": [Door("/contracts/{id}/papers", contract(A.EDIT), "POST")],
    "contracts.paper": [Door("/contracts/{id}/papers/{paper}", contract())],
    "contracts.act": [
        Door("/contracts/{id}/sign", contract(A.SIGN, S.DRAFT), "POST", data={"lock": "{lock}"}),
        Door("/contracts/{id}/change", contract(A.CHANGE, S.REGISTERED), "POST", data=WHY),
    ],
    "contracts.decide": [
        Door("/contracts/{id}/recall", contract(A.RECALL, S.DECLARED), "POST"),
        Door("/contracts/{id}/accept", contract(A.ACCEPT, S.DECLARED), "POST"),
        Door("/contracts/{id}/cancel", contract(A.CANCEL, S.REGISTERED), "POST", data=WHY),
    ],
    "contracts.registration": [Door("/contracts/{id}/registration", contract())],
    "contracts.registration_file": [Door("/contracts/{id}/registration.xlsx", contract())],
    "contracts.payments": [Door("/contracts/{id}/payments", contract(A.EDIT))],
    "contracts.plan": [Door("/contracts/{id}/payments", contract(A.EDIT), "POST", data={"label": "尾款", "amount": "1"})],
    "contracts.plan_line": [
        Door("/contracts/{id}/payments/{line}", contract(A.EDIT)),
        Door("/contracts/{id}/payments/{line}", contract(A.EDIT), "POST", data={"label": "首款", "amount": "200"}),
    ],
    "contracts.drop": [Door("/contracts/{id}/payments/{bare}/drop", contract(A.EDIT), "POST")],
    "contracts.receive": [
        Door("/contracts/{id}/payments/{line}/receipts", contract(A.EDIT, *SIGNED_ONCE), "POST", data={"amount": "1", "received_on": "2026-03-02"})
    ],
    "contracts.void": [Door("/contracts/{id}/receipts/{receipt}/void", contract(A.EDIT), "POST", data=WHY)],
    "contracts.carbon": [
        Door("/contracts/{id}/carbon", contract()),
        Door("/contracts/{id}/carbon", contract(A.EDIT), "POST"),
    ],
    "contracts.evidence": [Door("/contracts/{id}/measurements/{measured}", contract())],
    "contracts.commission": [
        Door("/contracts/{id}/commission", shares),
        Door("/contracts/{id}/commission", shares, "POST"),
    ],
    "contracts.pay": [Door("/contracts/{id}/commission/{party}/pay", shares, "POST", data={"amount": "1"})],
    "contracts.statement": [Door("/my/commission", BROKERS)],
    "contracts.statement_file": [Door("/my/commission.xlsx", BROKERS)],
}  # fmt: skip

"""The contracts that a reader may see, and one of them."""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.contracts import policies, queries, services
from marketplace.contracts.carbon import Period, chain
from marketplace.contracts.models import Contract
from marketplace.contracts.queries.records import counts_by_state
from marketplace.contracts.rules import ContractState
from marketplace.contracts.views.blueprint import blueprint, works_with_contracts
from marketplace.contracts.views.page import contract_page
from marketplace.deals import queries as deals
from marketplace.web.access import allow
from marketplace.web.security import limiter
from marketplace.web.state import actor, session, transaction


@blueprint.get("/contracts")
@allow(works_with_contracts)
def index() -> str:
    """All, or those in one state."""
    wanted = request.args.get("state", "")
    state = ContractState(wanted) if wanted in set(ContractState) else None
    page = queries.contracts_of(session(), actor(), request.args.get("page", 1, type=int), state)
    return render_template(
        "contracts/index.html",
        page=page,
        state=state,
        counts=counts_by_state(session(), actor()),
        states=list(ContractState),
        registrar=policies.is_registrar(actor()),
        href=lambda number: url_for(".index", state=wanted or None, page=number),
    )


@blueprint.post("/deals/<deal_id>/contract")
@limiter.limit("60 per hour")
@allow(works_with_contracts)
def draft(deal_id: str) -> Response:
    """Draft the deal's contract, or go to the one there is."""
    with transaction() as writing:
        deal = deals.deal_for(writing, actor(), deal_id)
        public_id = services.draft(writing, actor(), deal).public_id
    return redirect(url_for(".edit", public_id=public_id), 303)


@blueprint.get("/contracts/<public_id>")
@allow(works_with_contracts)
def show(public_id: str) -> str:
    """Where the contract stands, what it says, what is next."""
    contract = queries.contract_for(session(), actor(), public_id)
    return contract_page("contracts/show.html", contract, terms=services.terms_of(contract), **carbon_of(contract))


def carbon_of(contract: Contract) -> dict[str, object]:
    """Expected, contracted and measured tonnes, apart."""
    measured = queries.measurements_of(session(), contract)
    periods = [Period(begin=each.begins_on, end=each.ends_on, tonnes=each.tonnes) for each in measured]
    found = chain(contract.expected_yearly, contract.contracted_yearly, contract.contracted_years, periods)
    return {"chain": found, "measured": measured, "nothing": _("未填")}

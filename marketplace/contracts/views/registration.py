"""The registration: its check-list, the clock, the form as xlsx and docx."""

from typing import Any

from flask import Response as FlaskResponse

from marketplace.contracts import queries, services
from marketplace.contracts import registration as forms
from marketplace.contracts.checklist import check_list, risks
from marketplace.contracts.documents import DOCX
from marketplace.contracts.editions import edition_named, editions
from marketplace.contracts.forms import RefuseForm, RegisterForm
from marketplace.contracts.models import Contract
from marketplace.contracts.views.blueprint import blueprint, works_with_contracts
from marketplace.contracts.views.drafting import as_download
from marketplace.contracts.views.page import contract_page
from marketplace.core.errors import InvalidInput
from marketplace.web.access import allow
from marketplace.web.security import limiter
from marketplace.web.sheets import XLSX
from marketplace.web.state import actor, session, transaction


@blueprint.get("/contracts/<public_id>/registration")
@allow(works_with_contracts)
def registration(public_id: str) -> str:
    """What is still missing, what registries refuse for, what is next."""
    return registration_page(public_id)


def registration_page(public_id: str, refused: InvalidInput | None = None, refused_act: str = "") -> str:
    contract = queries.contract_for(session(), actor(), public_id)
    terms, edition = services.terms_of(contract), edition_named(contract.edition)
    refusing, registering = RefuseForm(), RegisterForm()
    if refused is not None:
        registering.validate()
        (registering if refused_act == "register" else refusing).blame(refused)
    return contract_page(
        "contracts/registration.html",
        contract,
        terms=terms,
        checks=check_list(edition, terms, queries.signed_copy_of(contract) is not None),
        risks=risks(terms),
        limit=edition.limit_for(terms.reckoning.technical),
        newer=[each for each in editions() if each.first_day > edition.first_day],
        refusing=refusing,
        registering=registering,
        refused=refused,
        refused_act=refused_act,
        rows=forms.form_rows(_form(contract)),
    )


@blueprint.get("/contracts/<public_id>/registration.<any(xlsx, docx):kind>")
@limiter.limit("60 per hour")
@allow(works_with_contracts)
def registration_file(public_id: str, kind: str) -> FlaskResponse:
    """The registration form with every field filled that the record knows."""
    made = _form(queries.contract_for(session(), actor(), public_id))
    content = forms.as_sheet(made) if kind == "xlsx" else forms.as_document(made)
    with transaction() as writing:
        services.note_download(
            writing, actor(), queries.contract_for(writing, actor(), public_id), f"registration.{kind}"
        )
    return as_download(content, XLSX if kind == "xlsx" else DOCX, f"{public_id}-registration.{kind}")


def _form(contract: Contract) -> forms.Form:
    deal = contract.deal
    values: dict[str, Any] = {
        "broker": deal.broker.name if deal.broker else "",
        "agency": deal.broker_organisation.name if deal.broker_organisation else "",
        "registered_on": contract.registered_on.isoformat() if contract.registered_on else "",
    }
    return forms.Form(
        number=contract.public_id,
        terms=services.terms_of(contract),
        edition=edition_named(contract.edition).name,
        plan=[(each.label, each.amount) for each in queries.plan_of(session(), contract)],
        registration_number=contract.registration_number,
        **values,
    )

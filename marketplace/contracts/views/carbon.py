"""Expected, contracted and measured tonnes of a contract, and the measurement with its evidence."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.contracts import policies, queries, services
from marketplace.contracts.carbon import NO_EVIDENCE
from marketplace.contracts.forms import AcceptanceForm, MeasureForm
from marketplace.contracts.models import Contract
from marketplace.contracts.views.blueprint import blueprint, works_with_contracts
from marketplace.contracts.views.lists import carbon_of
from marketplace.contracts.views.page import contract_page, own_contract
from marketplace.contracts.views.papers import handed_out, stored
from marketplace.core.errors import InvalidInput, NotFound
from marketplace.web.access import allow
from marketplace.web.security import limiter
from marketplace.web.state import actor, session, transaction

Answer = str | tuple[str, int] | Response


@blueprint.route("/contracts/<public_id>/carbon", methods=["GET", "POST"])
@limiter.limit("60 per hour", methods=["POST"])
@allow(works_with_contracts)
def carbon(public_id: str) -> Answer:
    """The chain from claim to measurement; a measured period is added after acceptance."""
    contract = queries.contract_for(session(), actor(), public_id)
    if request.method == "GET":
        return _page(contract, MeasureForm(formdata=None))
    own_contract(public_id)
    form = MeasureForm()
    try:
        if not form.validate():
            return _page(contract, form), 422
        key, kind, _size = stored(form.evidence.data, "evidence") if form.evidence.data else ("", "", 0)
        with transaction() as writing:
            services.measure(writing, actor(), public_id, form.measured(key, kind))
    except InvalidInput as refused:
        form.blame(refused)
        return _page(queries.contract_for(session(), actor(), public_id), form), 422
    flash(_("实测减碳量已登记。"), "success")
    return redirect(url_for(".carbon", public_id=public_id), 303)


@blueprint.get("/contracts/<public_id>/measurements/<int:number>")
@allow(works_with_contracts)
def evidence(public_id: str, number: int) -> Response:
    """The report behind a measured value."""
    with transaction() as writing:
        contract = queries.contract_for(writing, actor(), public_id)
        held = next((each for each in queries.measurements_of(writing, contract) if each.id == number), None)
        if held is None:
            raise NotFound("这份合同没有这个文件。")
        services.note_download(writing, actor(), contract, "evidence")
        key, kind = held.key, held.media_type
    return handed_out(key, kind, f"{public_id}-evidence-{number}")


def _page(contract: Contract, form: MeasureForm) -> str:
    return contract_page(
        "contracts/carbon.html",
        contract,
        form=form,
        acceptance=AcceptanceForm(formdata=None),
        may_measure=contract.accepted_on is not None and policies.is_insider(actor(), contract),
        hint=_(NO_EVIDENCE),
        **carbon_of(contract),
    )

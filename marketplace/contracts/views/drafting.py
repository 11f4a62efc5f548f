"""Writing the terms, comparing versions, the contract as a .docx."""

from typing import Any

from flask import Response as FlaskResponse
from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.contracts import queries, services
from marketplace.contracts.content import Difference, differences, flatten, unflatten
from marketplace.contracts.documents import DOCX, PlanLine, contract_document, missing
from marketplace.contracts.forms import TermsForm, terms_values
from marketplace.contracts.models import Contract, ContractVersion
from marketplace.contracts.rules import EDITABLE, ContractKind, DeductionKind
from marketplace.contracts.services import EditContract
from marketplace.contracts.views.blueprint import blueprint, works_with_contracts
from marketplace.contracts.views.page import contract_page, own_contract
from marketplace.contracts.wording import DEDUCTIONS, FIELDS
from marketplace.core.errors import Conflict, InvalidInput, NotFound
from marketplace.taxonomy.labels import industry_label, region_label, sector_label, technology_label
from marketplace.web.access import allow
from marketplace.web.failures import sentence_of
from marketplace.web.formats import term
from marketplace.web.language import spoken
from marketplace.web.security import limiter
from marketplace.web.state import actor, session, transaction

Answer = str | tuple[str, int] | Response


@blueprint.route("/contracts/<public_id>/edit", methods=["GET", "POST"])
@limiter.limit("120 per hour", methods=["POST"])
@allow(works_with_contracts)
def edit(public_id: str) -> Answer:
    """The terms as a form; what cannot be saved comes back as it was typed."""
    contract = _to_edit(public_id)
    if request.method == "GET":
        form = TermsForm(formdata=None, data=terms_values(services.terms_of(contract), contract.lock))
        return _page(contract, form)
    form = TermsForm()
    if form.change_rows("add_row" in request.form, request.form.get("drop_row", "")):
        return _page(contract, form)
    if not form.validate():
        return _page(contract, form), 422
    lock = int(form.lock.data) if str(form.lock.data).isdecimal() else 0
    command = EditContract(terms=form.terms(), lock=lock, note=form.note.data or "", sure=bool(form.sure.data))
    try:
        with transaction() as writing:
            services.save(writing, actor(), public_id, command)
    except InvalidInput as refused:
        form.blame(refused)
        return _page(_to_edit(public_id), form), 422
    except Conflict as overtaken:
        saved = _to_edit(public_id)
        form.lock.data = str(saved.lock)
        changed = differences(saved.terms, flatten(form.terms()))
        return _page(saved, form, message=sentence_of(overtaken), overtaken=_told(changed)), 409
    flash(_("合同已保存。"), "success")
    return redirect(url_for(".show", public_id=public_id), 303)


@blueprint.get("/contracts/<public_id>/versions/<int:number>")
@allow(works_with_contracts)
def version(public_id: str, number: int) -> str:
    """A version beside another, by default the one before it."""
    contract = queries.contract_for(session(), actor(), public_id)
    held = _version(contract, number)
    against = request.args.get("against", number - 1, type=int)
    before = next((each for each in contract.versions if each.number == against), None)
    changed = differences(before.terms, held.terms) if before else []
    return contract_page(
        "contracts/version.html",
        contract,
        version=held,
        before=before,
        changes=_told(changed),
        terms=unflatten(held.terms),
    )


@blueprint.get("/contracts/<public_id>/versions/<int:number>.docx")
@limiter.limit("60 per hour")
@allow(works_with_contracts)
def document(public_id: str, number: int) -> FlaskResponse:
    """The contract of this version, filled into the template of its class."""
    contract = queries.contract_for(session(), actor(), public_id)
    held = _version(contract, number)
    plan = [
        PlanLine(label=each.label, amount=each.amount, due_on=each.due_on, condition=each.condition)
        for each in queries.plan_of(session(), contract)
    ]
    kinds = {kind.value: DEDUCTIONS[kind] for kind in DeductionKind}
    content = contract_document(unflatten(held.terms), contract.public_id, plan, kinds, labels_of_blanks())
    with transaction() as writing:
        again = queries.contract_for(writing, actor(), public_id)
        services.note_download(writing, actor(), again, f"v{number}.docx")
    return as_download(content, DOCX, f"{public_id}-v{number}.docx")


def as_download(content: bytes, media_type: str, name: str) -> FlaskResponse:
    """A file that no browser runs and no cache keeps."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return FlaskResponse(content, mimetype=media_type, headers=headers)


def labels_of_blanks() -> dict[str, str]:
    """What the template's names are called on the page."""
    labels = {name: spoken(label) for name, label in FIELDS.items()}
    sides = {"seller": spoken("卖方"), "buyer": spoken("买方")}
    parties = {
        f"{side}_{name}": f"{said}{labels[name]}"
        for side, said in sides.items()
        for name in ("name", "credit_code", "address", "contact", "phone")
    }
    return labels | parties | {"total_words": labels["total"], "technical": labels["total"]}


def _to_edit(public_id: str) -> Contract:
    contract = own_contract(public_id)
    if contract.state not in EDITABLE:
        raise Conflict("合同已签署，内容不能再改。请先退回草拟，或在登记后申请变更。")
    return contract


def _version(contract: Contract, number: int) -> ContractVersion:
    held = next((each for each in contract.versions if each.number == number), None)
    if held is None:
        raise NotFound("这份合同没有第 %(n)s 版。", n=number)
    return held


def _page(contract: Contract, form: TermsForm, **values: Any) -> str:
    blank = missing(services.terms_of(contract), contract.public_id)
    named = list(dict.fromkeys(labels_of_blanks().get(name, name) for name in blank))
    return contract_page("contracts/edit.html", contract, form=form, blank=named, **values)


def _told(changed: list[Difference]) -> list[dict[str, str]]:
    """The differences in words: label, before, after."""
    return [
        {"label": label_of(each.field), "before": said(each.field, each.before), "after": said(each.field, each.after)}
        for each in changed
    ]


def label_of(field: str) -> str:
    side, _dash, name = field.partition("-")
    return f"{spoken(FIELDS[side])}{spoken(FIELDS[name])}" if name else spoken(FIELDS[field])


def said(field: str, value: Any) -> str:
    """A value of a snapshot as it is read."""
    name = field.rpartition("-")[2]
    codes = {
        "region": region_label,
        "sector": sector_label,
        "key_technology": technology_label,
        "industry": industry_label,
    }
    if name in codes and value:
        return str(codes[name](value))
    if field == "kind" and value:
        return term(ContractKind(value))
    if field == "deductions":
        return "；".join(f"{term(DeductionKind(row[0]))} {row[1]} {row[2]}" for row in value or [])
    if isinstance(value, bool):
        return spoken("是") if value else spoken("否")
    return str(value)

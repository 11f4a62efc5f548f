"""The plan of payments and what came in."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.contracts import policies, queries, services
from marketplace.contracts.forms import PaymentForm, ReasonForm, ReceiptForm
from marketplace.contracts.models import ContractPayment
from marketplace.contracts.payments import standing_of
from marketplace.contracts.queries.money import planned
from marketplace.contracts.rules import SIGNED_ONCE, ContractState
from marketplace.contracts.views.blueprint import blueprint, works_with_contracts
from marketplace.contracts.views.page import contract_page
from marketplace.core.clock import today
from marketplace.core.errors import Forbidden, InvalidInput, NotFound
from marketplace.web.access import allow
from marketplace.web.failures import sentence_of
from marketplace.web.security import limiter
from marketplace.web.state import actor, session, transaction

Answer = str | tuple[str, int] | Response


@blueprint.get("/contracts/<public_id>/payments")
@allow(works_with_contracts)
def payments(public_id: str) -> str:
    return _page(public_id)


@blueprint.post("/contracts/<public_id>/payments")
@limiter.limit("120 per hour")
@allow(works_with_contracts)
def plan(public_id: str) -> Answer:
    """Add a line to the plan."""
    return _planned(public_id, None)


@blueprint.route("/contracts/<public_id>/payments/<int:line>", methods=["GET", "POST"])
@limiter.limit("120 per hour", methods=["POST"])
@allow(works_with_contracts)
def plan_line(public_id: str, line: int) -> Answer:
    """Change a line of the plan, write down what came in on it."""
    if request.method == "GET":
        return _page(public_id, line=line)
    return _planned(public_id, line)


@blueprint.post("/contracts/<public_id>/payments/<int:line>/drop")
@allow(works_with_contracts)
def drop(public_id: str, line: int) -> Response:
    with transaction() as writing:
        services.drop_payment(writing, actor(), public_id, line)
    flash(_("这一笔已从计划删去。"), "success")
    return redirect(url_for(".payments", public_id=public_id), 303)


@blueprint.post("/contracts/<public_id>/payments/<int:line>/receipts")
@limiter.limit("120 per hour")
@allow(works_with_contracts)
def receive(public_id: str, line: int) -> Answer:
    """Money came in on a line."""
    form = ReceiptForm()
    try:
        if not form.validate():
            return _page(public_id, line=line, receipt=form), 422
        with transaction() as writing:
            services.receive(writing, actor(), public_id, line, form.receipt())
    except InvalidInput as refused:
        form.blame(refused)
        return _page(public_id, line=line, receipt=form), 422
    flash(_("到账已登记。"), "success")
    return redirect(url_for(".payments", public_id=public_id), 303)


@blueprint.post("/contracts/<public_id>/receipts/<int:receipt_id>/void")
@allow(works_with_contracts)
def void(public_id: str, receipt_id: int) -> Answer:
    """Take back a receipt that was entered by mistake."""
    try:
        with transaction() as writing:
            services.void_receipt(writing, actor(), public_id, receipt_id, str(ReasonForm().reason.data or ""))
    except InvalidInput as refused:
        return _page(public_id, message=sentence_of(refused)), 422
    flash(_("到账已撤销，记录仍可查看。"), "success")
    return redirect(url_for(".payments", public_id=public_id), 303)


def _planned(public_id: str, line: int | None) -> Answer:
    form = PaymentForm()
    try:
        if not form.validate():
            return _page(public_id, line=line, form=form), 422
        with transaction() as writing:
            services.plan_payment(writing, actor(), public_id, form.planned(), line)
    except InvalidInput as refused:
        form.blame(refused)
        return _page(public_id, line=line, form=form), 422
    flash(_("付款计划已保存。"), "success")
    return redirect(url_for(".payments", public_id=public_id), 303)


def _page(
    public_id: str, *, line: int | None = None, form: PaymentForm | None = None, receipt: ReceiptForm | None = None,
    message: str = "",
) -> str:  # fmt: skip
    contract = queries.contract_for(session(), actor(), public_id)
    if not policies.is_insider(actor(), contract):
        raise Forbidden("付款只有合同当事方和技术经理人看得到。")
    held = queries.plan_of(session(), contract)
    chosen = next((each for each in held if each.id == line), None)
    if line is not None and chosen is None:
        raise NotFound("付款计划里没有这一笔。它可能刚被删去，请刷新。")
    return contract_page(
        "contracts/payments.html",
        contract,
        lines=[(each, planned(each), standing_of(planned(each), today())) for each in held],
        balance=queries.balance_of(contract, held),
        chosen=chosen,
        form=form or PaymentForm(formdata=None, data=_values(chosen)),
        receipt=receipt or ReceiptForm(formdata=None, data={"received_on": today()}),
        may_receive=contract.state in SIGNED_ONCE,
        closed=contract.state is ContractState.CANCELLED,
        message=message,
    )


def _values(line: ContractPayment | None) -> dict[str, Any]:
    names = ("kind", "label", "amount", "due_on", "condition")
    return {name: getattr(line, name) for name in names} if line else {}

"""Commission of a contract, and the statement of a broker and their agency."""

from decimal import Decimal

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.accounts.models import Person
from marketplace.contracts import queries, services
from marketplace.contracts.forms import CommissionForm, PayoutForm
from marketplace.contracts.models import Commission, CommissionParty, Contract
from marketplace.contracts.money import ZERO, plain
from marketplace.contracts.queries.commissions import StatementLine, line_of
from marketplace.contracts.rules import ContractState
from marketplace.contracts.views.blueprint import blueprint
from marketplace.contracts.views.drafting import as_download
from marketplace.contracts.views.page import contract_page
from marketplace.core.actor import Role
from marketplace.core.clock import today
from marketplace.core.errors import InvalidInput
from marketplace.web.access import allow, has_role
from marketplace.web.formats import term
from marketplace.web.security import limiter
from marketplace.web.sheets import XLSX, as_xlsx
from marketplace.web.state import actor, session, transaction

Answer = str | tuple[str, int] | Response
BROKERS = has_role(Role.BROKER)


@blueprint.route("/contracts/<public_id>/commission", methods=["GET", "POST"])
@limiter.limit("60 per hour", methods=["POST"])
@allow(BROKERS)
def commission(public_id: str) -> Answer:
    """The terms and the split; a change needs its reason."""
    contract = queries.contract_for(session(), actor(), public_id)
    held = queries.commission_of(session(), actor(), contract)
    if request.method == "GET":
        return _page(contract, held, CommissionForm(formdata=None, data=_values(contract, held)))
    form = CommissionForm()
    if form.change_rows("add_row" in request.form, request.form.get("drop_row", "")):
        return _page(contract, held, form)
    try:
        if not form.validate():
            return _page(contract, held, form), 422
        with transaction() as writing:
            services.agree(writing, actor(), public_id, form.agreed())
    except InvalidInput as refused:
        form.blame(refused)
        contract = queries.contract_for(session(), actor(), public_id)
        return _page(contract, queries.commission_of(session(), actor(), contract), form), 422
    flash(_("佣金已按新的约定计算。"), "success")
    return redirect(url_for(".commission", public_id=public_id), 303)


@blueprint.post("/contracts/<public_id>/commission/<int:party>/pay")
@limiter.limit("60 per hour")
@allow(BROKERS)
def pay(public_id: str, party: int) -> Answer:
    """Write down what a party was paid."""
    form = PayoutForm()
    try:
        valid = form.validate()
        if valid:
            with transaction() as writing:
                command = services.PayOut(amount=form.amount.data, paid_on=form.paid_on.data, note=form.note.data or "")
                services.pay_out(writing, actor(), public_id, party, command)
    except InvalidInput as refused:
        form.blame(refused)
        valid = False
    if valid:
        flash(_("支付已登记。"), "success")
        return redirect(url_for(".commission", public_id=public_id), 303)
    contract = queries.contract_for(session(), actor(), public_id)
    held = queries.commission_of(session(), actor(), contract)
    start = CommissionForm(formdata=None, data=_values(contract, held))
    return _page(contract, held, start, payout=form, paying=party), 422


@blueprint.get("/my/commission")
@allow(BROKERS)
def statement() -> str:
    """What the broker and their agency have earned, by contract."""
    lines = queries.statement_lines(session(), actor())
    mine = [line for line in lines if line.party.person_id == actor().person_id]
    agency = [line for line in lines if line.party.organisation_id is not None]
    return render_template(
        "contracts/statement.html",
        groups=[(_("我的佣金"), mine, _sums(mine)), (_("机构的佣金"), agency, _sums(agency))],
    )


@blueprint.get("/my/commission.xlsx")
@limiter.limit("30 per hour")
@allow(BROKERS)
def statement_file() -> FlaskResponse:
    head = [
        _("合同"),
        _("名称"),
        _("收佣金的一方"),
        _("计算基数"),
        _("比例（%%）") % {},
        _("分成（%%）") % {},
        _("应得（万元）"),
        _("已到支付时点"),
        _("已付（万元）"),
        _("未付（万元）"),
    ]
    rows = [_row(line) for line in queries.statement_lines(session(), actor())]
    return as_download(as_xlsx(head, rows), XLSX, f"commission-{today().isoformat()}.xlsx")


def _row(line: StatementLine) -> list[str]:
    return [
        line.contract.public_id, line.contract.title, line.party.name, term(line.commission.basis),
        plain(line.commission.rate), plain(line.party.percent), plain(line.amount), _("是") if line.due else _("否"),
        plain(line.paid), plain(line.open),
    ]  # fmt: skip


def _sums(lines: list[StatementLine]) -> dict[str, Decimal]:
    """Earned, payable now, paid: the sums of the rows."""
    return {
        "amount": sum((line.amount for line in lines), ZERO),
        "payable": sum((line.payable for line in lines), ZERO),
        "paid": sum((line.paid for line in lines), ZERO),
    }


def _page(
    contract: Contract, held: Commission | None, form: CommissionForm, payout: PayoutForm | None = None, paying: int = 0
) -> str:
    received = queries.received_of(session(), contract)
    offered = services.candidates(session(), contract)
    form.offer([(_value(isinstance(each, Person), each.id), each.name) for each in offered])
    lines = [line_of(contract, held, party, received) for party in held.parties] if held else []
    return contract_page(
        "contracts/commission.html",
        contract,
        commission=held,
        lines=[line for line in lines if line.party.percent or line.paid],
        form=form,
        payout=payout or PayoutForm(formdata=None, data={"paid_on": today()}),
        paying=paying,
        closed=contract.state is ContractState.CANCELLED,
    )


def _value(person: bool, number: int) -> str:
    return f"{'person' if person else 'agency'}-{number}"


def _values(contract: Contract, held: Commission | None) -> dict[str, object]:
    """The terms there are; else the deal's broker and agency are offered."""
    if held is None:
        deal = contract.deal
        begin = [{"party": _value(True, deal.broker_id)}] if deal.broker_id else []
        if deal.broker_organisation_id:
            begin.append({"party": _value(False, deal.broker_organisation_id)})
        return {"parties": begin or [{}]}
    shared = [party for party in held.parties if party.percent]
    return {
        "basis": held.basis, "rate": held.rate, "trigger": held.trigger,
        "parties": [{"party": _party(party), "percent": party.percent} for party in shared],
    }  # fmt: skip


def _party(party: CommissionParty) -> str:
    return _value(True, party.person_id) if party.person_id else _value(False, party.organisation_id or 0)

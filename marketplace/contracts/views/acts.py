"""What is done with a contract by one press: the parties' acts and the registrar's."""

from collections.abc import Callable

from flask import flash, redirect, request, url_for
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from marketplace.contracts import queries, services
from marketplace.contracts.forms import AcceptanceForm, ReasonForm, RefuseForm, RegisterForm
from marketplace.contracts.models import Contract
from marketplace.contracts.views.blueprint import blueprint, works_with_contracts
from marketplace.contracts.views.lists import carbon_of
from marketplace.contracts.views.page import contract_page
from marketplace.contracts.views.registration import registration_page
from marketplace.core.actor import Actor
from marketplace.core.errors import InvalidInput
from marketplace.web.access import allow
from marketplace.web.security import limiter
from marketplace.web.state import actor, session, transaction

Answer = str | tuple[str, int] | Response
Act = Callable[[Session, Actor, str], Contract]


def _lock() -> int:
    typed = request.form.get("lock", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0


def _reason() -> str:
    return str(ReasonForm().reason.data or "")


def _accepted(writing: Session, who: Actor, public_id: str) -> Contract:
    form = AcceptanceForm()
    form.validate()
    return services.accept_work(writing, who, public_id, form.accepted_on.data, form.note.data or "")


def _registered(writing: Session, who: Actor, public_id: str) -> Contract:
    form = RegisterForm()
    form.validate()
    return services.register(writing, who, public_id, form.registered())


PARTIES: dict[str, tuple[Act, object]] = {
    "sign": (lambda writing, who, id: services.sign(writing, who, id, _lock()), _("已记为签署。")),
    "unsign": (lambda writing, who, id: services.unsign(writing, who, id, _reason()), _("已退回草拟，可以修改。")),
    "abandon": (
        lambda writing, who, id: services.abandon(writing, who, id, _reason()),
        _("合同已作废，记录仍可查看。"),
    ),
    "acceptance": (_accepted, _("验收已登记。")),
    "change": (
        lambda writing, who, id: services.ask_change(writing, who, id, _reason()),
        _("可以修改内容了。改好并上传补充协议后，由登记人员登记变更。"),
    ),
}
REGISTRY: dict[str, tuple[Act, object]] = {
    "declare": (services.declare, _("已申报，等登记人员受理。")),
    "recall": (services.recall, _("申报已撤回。")),
    "accept": (services.accept, _("已受理，时限从明天起算。")),
    "return": (
        lambda writing, who, id: services.send_back(writing, who, id, RefuseForm().refused()),
        _("已退回补正。"),
    ),
    "register": (_registered, _("已登记。")),
    "refuse": (
        lambda writing, who, id: services.refuse(writing, who, id, RefuseForm().refused()),
        _("已记为不予登记。"),
    ),
    "register-change": (services.register_change, _("变更已登记。")),
    "cancel": (lambda writing, who, id: services.cancel(writing, who, id, _reason()), _("登记已注销。")),
}


@blueprint.post("/contracts/<public_id>/<any(sign, unsign, abandon, acceptance, change):act>")
@limiter.limit("120 per hour")
@allow(works_with_contracts)
def act(public_id: str, act: str) -> Answer:
    """An act of the parties or the broker."""
    done, told = PARTIES[act]
    try:
        with transaction() as writing:
            done(writing, actor(), public_id)
    except InvalidInput as refused:
        contract = queries.contract_for(session(), actor(), public_id)
        terms = services.terms_of(contract)
        return contract_page(
            "contracts/show.html", contract, terms=terms, refused=refused, refused_act=act, **carbon_of(contract)
        ), 422
    flash(str(told), "success")
    return redirect(url_for(".show", public_id=public_id), 303)


@blueprint.post(
    "/contracts/<public_id>/<any(declare, recall, accept, return, register, refuse, 'register-change', cancel):act>"
)
@limiter.limit("120 per hour")
@allow(works_with_contracts)
def decide(public_id: str, act: str) -> Answer:
    """An act of the registration, by the parties or by the registrar."""
    done, told = REGISTRY[act]
    try:
        with transaction() as writing:
            done(writing, actor(), public_id)
    except InvalidInput as refused:
        return registration_page(public_id, refused=refused, refused_act=act), 422
    flash(str(told), "success")
    return redirect(url_for(".registration", public_id=public_id), 303)

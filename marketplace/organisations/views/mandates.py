"""委托: the owner's list and offer, the broker's page, the acts of both sides."""

from io import BytesIO

from flask import flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.accounts.models import Organisation
from marketplace.core.clock import today
from marketplace.core.errors import InvalidInput, NotFound
from marketplace.core.uploads import SUFFIXES, paper_type
from marketplace.organisations import mandates as reading
from marketplace.organisations import policies, queries
from marketplace.organisations.forms import MandateForm
from marketplace.organisations.records import RecordLine, owned
from marketplace.organisations.rules import MANDATE
from marketplace.organisations.services import mandates as services
from marketplace.organisations.services.verifying import Evidence
from marketplace.organisations.views.blueprint import blueprint
from marketplace.organisations.wording import named
from marketplace.web.access import allow, signed_in
from marketplace.web.failures import sentence_of
from marketplace.web.security import limiter
from marketplace.web.state import actor, files, session, transaction
from marketplace.web.viruses import refuse_viruses

Answer = str | tuple[str, int] | Response
OWNERS_ACTS = frozenset({"withdraw", "revoke"})
HOLDERS_ACTS = frozenset({"accept", "decline", "give_up"})


@blueprint.get("/organisations/<code>/mandates")
@allow(signed_in)
def mandates(code: str) -> str:
    """Whom an owner has given what; for its members."""
    organisation = queries.get_own(session(), actor(), code)
    return render_template(
        "organisations/mandates.html",
        organisation=organisation,
        given=reading.given_by(session(), organisation),
        manages=policies.can_manage(actor(), organisation.id),
        today=today(),
    )


@blueprint.route("/organisations/<code>/mandates/new", methods=["GET", "POST"])
@limiter.limit("30 per hour", methods=["POST"])
@allow(signed_in)
def new_mandate(code: str) -> Answer:
    organisation = queries.get_to_manage(session(), actor(), code)
    if request.method == "GET":
        return _offer(organisation, _made(organisation, {"valid_from": today(), "scope": "all"}))
    form = _made(organisation)
    if not form.validate():
        return _offer(organisation, form), 422
    try:
        command = form.proposal(_paper(form))
        with transaction() as writing:
            made = services.propose(writing, actor(), code, command).public_id
    except InvalidInput as refused:
        form.blame(refused)
        return _offer(queries.get_to_manage(session(), actor(), code), form, sentence_of(refused)), 422
    flash(_("委托已提出，对方接受后按日期生效。"), "success")
    return redirect(url_for(".mandate", public_id=made), 303)


@blueprint.get("/my/mandates")
@allow(signed_in)
def my_mandates() -> str:
    """What was given to the reader and their agencies, and the records under it."""
    who = actor()
    held = reading.held_by(session(), who)
    in_force = frozenset(power.owner_id for power in who.powers)
    lines = owned(session(), in_force) if in_force else []
    under = {
        power.mandate: [
            line
            for line in lines
            if line.owner_id == power.owner_id and (power.records is None or line.public_id in power.records)
        ]
        for power in who.powers
    }
    return render_template("organisations/my_mandates.html", held=held, under=under, today=today())


@blueprint.get("/mandates/<public_id>")
@allow(signed_in)
def mandate(public_id: str) -> str:
    return _page(public_id)


@blueprint.get("/mandates/<public_id>/paper")
@allow(signed_in)
def mandate_paper(public_id: str) -> Response:
    """The signed paper, as a download for both sides."""
    held = reading.get_mandate(session(), actor(), public_id)
    if not held.paper:
        raise NotFound("这份委托没有上传委托书。")
    name = f"{public_id}{SUFFIXES[held.paper_type]}"
    answer = send_file(files().path(held.paper), mimetype=held.paper_type, as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@blueprint.post("/mandates/<public_id>/<any(accept, decline, withdraw, give_up, revoke):act>")
@allow(signed_in)
def change_mandate(public_id: str, act: str) -> Answer:
    """One act of either side."""
    reason = request.form.get("reason", "")
    try:
        with transaction() as writing:
            if act == "accept":
                services.accept(writing, actor(), public_id)
            elif act == "withdraw":
                services.withdraw(writing, actor(), public_id)
            else:
                perform = {"decline": services.decline, "give_up": services.give_up, "revoke": services.revoke}[act]
                perform(writing, actor(), public_id, reason)
    except InvalidInput as refused:
        return _page(public_id, sentence_of(refused)), 422
    told = {
        "accept": _("已接受委托。"),
        "decline": _("已谢绝委托。"),
        "withdraw": _("委托已撤回。"),
        "give_up": _("委托已终止，权限同时收回。"),
        "revoke": _("委托已解除，对方的权限同时收回。"),
    }
    flash(told[act], "success")
    return redirect(url_for(".mandate", public_id=public_id), 303)


def _page(public_id: str, wrong: str = "") -> str:
    who = actor()
    held = reading.get_mandate(session(), who, public_id)
    allowed = [str(action) for action in MANDATE.actions_from(held.state)]
    mine = (OWNERS_ACTS if policies.can_manage(who, held.owner_id) else frozenset()) | (
        HOLDERS_ACTS if policies.holds(who, held) else frozenset()
    )
    named_here = {record.public_id for record in held.records}
    knows = policies.uses(who, held) or who.belongs_to(held.owner_id)
    lines = owned(session(), frozenset({held.owner_id})) if named_here and knows else []
    return render_template(
        "organisations/mandate.html",
        mandate=held,
        actions=[action for action in allowed if action in mine],
        lines=[line for line in lines if line.public_id in named_here],
        today=today(),
        wrong=wrong,
    )


def _made(organisation: Organisation, data: dict[str, object] | None = None) -> MandateForm:
    agencies, brokers = reading.possible_holders(session(), organisation)
    holders = [(f"agency-{each.id}", named(each)) for each in agencies]
    for person in brokers:
        homes = _("、").join(named(place.organisation) for place in person.memberships)
        holders.append((f"person-{person.id}", f"{person.name} ({homes})" if homes else person.name))
    return MandateForm(holders, _records_of(organisation.id), data=data)


def _records_of(owner_id: int) -> list[RecordLine]:
    """An owner's records by title, for its members: an administrator who lends a hand need not know its drafts."""
    return list(owned(session(), frozenset({owner_id}))) if actor().belongs_to(owner_id) else []


def _offer(organisation: Organisation, form: MandateForm, message: str = "") -> str:
    return render_template("organisations/new_mandate.html", organisation=organisation, form=form, message=message)


def _paper(form: MandateForm) -> Evidence | None:
    content = form.paper.data.read() if form.paper.data else b""
    if not content:
        return None
    kind = paper_type(BytesIO(content), "paper")
    refuse_viruses(BytesIO(content), "paper")
    return Evidence(key=files().put(BytesIO(content)), media_type=kind)

"""Approaching the other side of a pair, answering, talking, and putting a pair aside."""

import math

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.exceptions import NotFound as NoSuchPage
from werkzeug.wrappers import Response

from marketplace.core.errors import InvalidInput
from marketplace.listings import queries as listings
from marketplace.matching import policies, services, talks
from marketplace.matching.models import Approach
from marketplace.matching.rules import ApproachAction, ApproachKind, ApproachState, Reason, Side, acts_for
from marketplace.matching.views.blueprint import blueprint
from marketplace.matching.views.lists import looks_after_records, public_card
from marketplace.matching.visiting import has_read, look_in
from marketplace.needs import queries as needs
from marketplace.needs.cards import card_of
from marketplace.needs.rules import VISIBLE
from marketplace.web.access import allow
from marketplace.web.security import limiter
from marketplace.web.state import actor, session, transaction

Answer = Response | str | tuple[str, int]
A = ApproachAction
ACTS = {
    "accept": (A.ACCEPT, lazy_gettext("已接受。双方现在可以在这里直接交谈。")),
    "decline": (A.DECLINE, lazy_gettext("已谢绝。24 小时内可以撤销。")),
    "back": (A.ASK_BACK, lazy_gettext("问题已发给对方。")),
    "reply": (A.REPLY, lazy_gettext("回答已发给对方。")),
    "answer": (A.ANSWER, lazy_gettext("回答已发给对方。")),
    "withdraw": (A.WITHDRAW, lazy_gettext("已撤回。")),
    "reopen": (A.REOPEN, lazy_gettext("已撤销谢绝，等您答复。")),
}


@blueprint.route("/needs/<public_id>/matches/<result_id>/<any(interest, question):kind>", methods=["GET", "POST"])
@limiter.limit("30 per hour", methods=["POST"])
@allow(looks_after_records)
def approach(public_id: str, result_id: str, kind: str) -> Answer:
    """Express interest in a pair, or ask about one of its limits."""
    need, result = needs.get_need(session(), actor(), public_id), public_card(result_id)
    achievement = talks.get_achievement(session(), result_id)
    sides = policies.speaking_sides(actor(), need, achievement)
    if not sides or need.state not in VISIBLE:
        raise NoSuchPage
    faults: dict[str, str] = {}
    if request.method == "POST":
        try:
            with transaction() as writing:
                held = needs.get_need(writing, actor(), public_id)
                offered = talks.get_achievement(writing, result_id)
                made = services.approach(writing, actor(), held, offered, _command(kind, sides[0]))
                made_id = made.public_id
        except InvalidInput as refused:
            faults = refused.fields
        else:
            flash(_("已发给对方，五天内应有答复。"), "success")
            return redirect(url_for(".talk", public_id=made_id), 303)
        need = needs.get_need(session(), actor(), public_id)
    page = render_template(
        "matching/approach.html",
        need=need,
        card=card_of(need, actor()),
        result=result,
        kind=kind,
        side=sides[0],
        typed=request.values,
        faults=faults,
    )
    return (page, 422) if faults else page


@blueprint.get("/my/talks")
@allow(looks_after_records)
def all_talks() -> str:
    """Everything asked of the actor's organisations and by them."""
    page = talks.approaches_of(session(), actor(), request.args.get("page", 1, type=int))
    titles = listings.cards(session(), actor(), list({each.achievement.public_id for each in page.items}))
    return render_template(
        "matching/talks.html",
        page=page,
        titles={public_id: card.title for public_id, card in titles.items()},
        mine={each.id: talks.standing_of(actor(), each)[0] for each in page.items},
        href=lambda number: url_for(".all_talks", page=number),
    )


@blueprint.get("/my/talks/<public_id>")
@allow(looks_after_records)
def talk(public_id: str) -> str:
    """One approach: where it stands, what was said, what may be done."""
    held = talks.get_approach(session(), actor(), public_id)
    page = _page(held)
    if not has_read(session(), actor(), f"talk:{public_id}", held.updated_at):
        with transaction() as writing:
            look_in(writing, actor(), f"talk:{public_id}")
    return page


@blueprint.post("/my/talks/<public_id>/<any(accept, decline, withdraw, reopen, reply, answer, back):act>")
@limiter.limit("60 per hour")
@allow(looks_after_records)
def act(public_id: str, act: str) -> Answer:
    """One act on an approach; what does not hold comes back with what was typed."""
    action, told = ACTS[act]
    try:
        with transaction() as writing:
            services.act(writing, actor(), public_id, action, _reply())
    except InvalidInput as refused:
        return _page(talks.get_approach(session(), actor(), public_id), refused.fields), 422
    flash(str(told), "success")
    return redirect(url_for(".talk", public_id=public_id), 303)


@blueprint.post("/my/talks/<public_id>/say")
@limiter.limit("60 per hour")
@allow(looks_after_records)
def say(public_id: str) -> Answer:
    """Leave a message."""
    held = talks.get_approach(session(), actor(), public_id)
    try:
        with transaction() as writing:
            services.say(writing, actor(), public_id, _side(policies.sides_of(actor(), held)), _typed("text"))
    except InvalidInput as refused:
        return _page(talks.get_approach(session(), actor(), public_id), refused.fields), 422
    return redirect(url_for(".talk", public_id=public_id, _anchor="last"), 303)


@blueprint.post("/my/talks/<public_id>/fill")
@allow(looks_after_records)
def fill(public_id: str) -> Response:
    """Put the answered value into a draft of the result."""
    with transaction() as writing:
        version = services.fill_parameter(writing, actor(), public_id)
        result_id = version.public_id
    flash(_("数值已写进新版本的草稿。请核对，再送审。"), "success")
    return redirect(url_for("listings.edit", public_id=result_id), 303)


@blueprint.post("/needs/<public_id>/matches/<result_id>/<any(decline, undo):act>")
@limiter.limit("120 per hour")
@allow(looks_after_records)
def aside(public_id: str, result_id: str, act: str) -> Response:
    """Put a pair aside with a reason, or take it up again."""
    with transaction() as writing:
        need, result = needs.get_need(writing, actor(), public_id), talks.get_achievement(writing, result_id)
        sides = policies.speaking_sides(actor(), need, result)
        if not sides:
            raise NoSuchPage
        side = sides[0]
        if act == "undo":
            services.undo_decline(writing, actor(), need, result, side)
        else:
            reason = _reason() or Reason.OTHER
            services.decline_pair(writing, actor(), need, result, side, reason, _typed("note"))
    flash(_("已恢复这一对。") if act == "undo" else _("已放到一边，以后的候选里排在最后。"), "success")
    return redirect(url_for(".pair", public_id=public_id, result_id=result_id), 303)


def _page(held: Approach, faults: dict[str, str] | None = None) -> str:
    sends, receives = talks.standing_of(actor(), held)
    result = listings.cards(session(), actor(), [held.achievement.public_id]).get(held.achievement.public_id)
    shown_owner = not held.need.anonymous or sends == (held.side is Side.NEED) or held.state is ApproachState.ACCEPTED
    return render_template(
        "matching/talk.html",
        talk=held,
        card=card_of(held.need, actor()),
        result=result,
        sends=sends,
        receives=receives,
        own=policies.sides_of(actor(), held),
        owner_known=shown_owner or policies.speaks_for_need(actor(), held.need),
        acts=[str(each) for each in acts_for(held.kind, held.state, sends, receives)],
        reasons=list(Reason),
        faults=faults or {},
        typed=request.form,
        may_fill=receives and held.side is Side.NEED and held.filled_at is None,
    )


def _command(kind: str, side: Side) -> services.NewApproach:
    return services.NewApproach(
        kind=ApproachKind(kind),
        side=side,
        message=_typed("message"),
        purpose=_typed("purpose"),
        timing=_typed("timing"),
        way=_typed("way"),
        parameter=_typed("parameter"),
        wanted=_typed("wanted"),
    )


def _reply() -> services.Reply:
    return services.Reply(
        text=_typed("text"), reason=_reason(), low=_figure("low"), high=_figure("high"), unit=_typed("unit")
    )


def _typed(name: str) -> str:
    return request.form.get(name, "").replace("\r\n", "\n").strip()


def _side(own: list[Side]) -> Side:
    """In whose name it is said: the one chosen by somebody who speaks for both, else the only one."""
    return next((side for side in own if side.value == _typed("side")), own[0])


def _reason() -> Reason | None:
    typed = _typed("reason")
    return Reason(typed) if typed in set(Reason) else None


def _figure(name: str) -> float | None:
    """A typed figure; what is no number counts as a mistake."""
    typed = _typed(name).replace(",", "").replace("−", "-")
    if not typed:
        return None
    try:
        value = float(typed)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise InvalidInput("有内容不符合要求，请按提示修改。", {name: _("请填一个数，例如 2.6。")})
    return value

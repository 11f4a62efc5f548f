"""The second look at a need: the page of whoever looks, and the answers of the enterprise."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import LazyString, lazy_gettext
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from marketplace.core.actor import Actor
from marketplace.core.errors import InvalidInput, NotFound
from marketplace.needs import choices, policies, queries, services
from marketplace.needs.cards import card_of, hours_until
from marketplace.needs.models import NeedRow
from marketplace.needs.services import Conclusion
from marketplace.needs.views import blueprint
from marketplace.needs.views.own import place_of
from marketplace.taxonomy.terms import HandlingTrack
from marketplace.web.access import allow, in_an_organisation, signed_in
from marketplace.web.state import actor, session, transaction

Answer = Response | str | tuple[str, int]
DONE: dict[str, LazyString] = {
    "assign": lazy_gettext("已指定，并已发信请对方诊断。"),
    "note": lazy_gettext("已记下。"),
    "ask": lazy_gettext("问题已发给企业。"),
    "conclude": lazy_gettext("结论已交给审核员。"),
}


@blueprint.get("/needs/<public_id>/diagnosis")
@allow(signed_in)
def diagnosis(public_id: str) -> str:
    """The need, what was found so far, and what may be done."""
    return _page(public_id)


@blueprint.post("/needs/<public_id>/diagnosis/<any(assign, note, ask, conclude):act>")
@allow(signed_in)
def diagnose(public_id: str, act: str) -> Answer:
    """One act of the second look."""
    queries.get_diagnosed(session(), actor(), public_id)
    try:
        with transaction() as writing:
            _perform(writing, actor(), public_id, act)
    except InvalidInput as refused:
        return _page(public_id, act, refused), 422
    flash(str(DONE[act]), "success")
    return redirect(url_for(".diagnosis", public_id=public_id), 303)


@blueprint.post("/my/needs/<public_id>/answers/<int:entry>")
@allow(in_an_organisation)
def answer(public_id: str, entry: int) -> Response:
    """The enterprise answers a question."""
    try:
        with transaction() as writing:
            services.answer(writing, actor(), public_id, entry, request.form.get("text", ""))
    except InvalidInput as refused:
        flash(_(refused.message), "error")
    else:
        flash(_("回答已发出。"), "success")
    return redirect(f"{place_of(queries.get_need_to_edit(session(), actor(), public_id))}#questions", 303)


def _perform(writing: Session, who: Actor, public_id: str, act: str) -> None:
    text = request.form.get("text", "")
    if act == "assign":
        person = request.form.get("person", "")
        services.assign_diagnosis(writing, who, public_id, int(person) if person.isdecimal() else 0)
    elif act == "note":
        services.write_note(writing, who, public_id, text)
    elif act == "ask":
        services.ask(writing, who, public_id, text)
    elif act == "conclude":
        advice = request.form.get("advice", "")
        if advice not in {track.value for track in HandlingTrack}:
            raise InvalidInput("请选一种办理方式。", {"advice": "请选一种办理方式。"})
        services.conclude(writing, who, public_id, Conclusion(result=text, advice=HandlingTrack(advice)))
    else:
        raise NotFound("没有这样的操作。")


def _page(public_id: str, act: str = "", refused: InvalidInput | None = None) -> str:
    need = queries.get_diagnosed(session(), actor(), public_id)
    return render_template(
        "needs/diagnosis.html",
        need=need,
        card=card_of(need, actor()),
        diagnosis=need.diagnosis,
        hours_left=hours_until(need.response_due_at),
        may=_may(need),
        people=[(person.id, person.name) for person in queries.who_may_look(session(), actor(), need)],
        tracks=choices.terms(HandlingTrack),
        act=act,
        refused=_(refused.message) if refused else "",
        typed=request.form,
    )


def _may(need: NeedRow) -> dict[str, Any]:
    running = policies.can_diagnose(actor(), need) and need.state in ("diagnosis",)
    return {"write": running, "assign": running and policies.can_decide(actor(), need)}

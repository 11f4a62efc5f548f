"""What is done on the page of a deal and on the board: each a form that works without a script."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from marketplace.core.errors import Conflict, Forbidden, InvalidInput
from marketplace.deals import policies, queries, services
from marketplace.deals.forms import EditForm
from marketplace.deals.models import Deal
from marketplace.deals.rules import Fact, LostReason, PauseReason, Stage, Turn
from marketplace.deals.services import Lose, Move, NewContact, NewTask, Pause, Stale
from marketplace.deals.services.moving import FactsMissing
from marketplace.deals.services.opening import AlreadyOpen
from marketplace.deals.views.blueprint import blueprint
from marketplace.deals.views.deal import page_of
from marketplace.web.access import allow, signed_in
from marketplace.web.failures import blame, sentence_of
from marketplace.web.formats import term
from marketplace.web.security import limiter
from marketplace.web.state import actor, session, transaction

Answer = Response | str | tuple[str, int]
Known = TypeVar("Known", bound=StrEnum)


@blueprint.post("/deals/<public_id>/move")
@limiter.limit("240 per hour")
@allow(signed_in)
def move(public_id: str) -> Answer:
    """To another stage, from the page or from the board; what is missing is shown as the stage's check-list."""
    stage = _one(Stage, "stage")
    if stage is None:
        return redirect(url_for(".deal", public_id=public_id), 303)
    from_board = request.form.get("back") == "board"
    try:
        with transaction() as writing:
            services.move(writing, actor(), public_id, Move(stage=stage, reason=_typed("reason"), lock=_lock()))
    except FactsMissing as refused:
        flash(
            _("进入“%(stage)s”还缺：%(facts)s。", stage=term(stage), facts=_("、").join(map(term, refused.missing))),
            "warning",
        )
        return redirect(url_for(".deal", public_id=public_id, to=stage.value, _anchor="next"), 303)
    except InvalidInput as refused:
        if from_board:
            flash(sentence_of(refused), "warning")
            return redirect(url_for(".deal", public_id=public_id, to=stage.value, _anchor="next"), 303)
        return page_of(queries.deal_for(session(), actor(), public_id), refused.fields), 422
    except (Stale, Conflict) as refused:
        flash(sentence_of(refused), "error")
        return redirect(url_for(".deal", public_id=public_id), 303)
    if from_board:
        return redirect(url_for(".show", moved=public_id, _anchor="board"), 303)
    flash(_("已到“%(stage)s”。一分钟内可以撤销。", stage=term(stage)), "success")
    return redirect(url_for(".deal", public_id=public_id), 303)


@blueprint.post("/deals/<public_id>/<any(undo, resume, reopen, close):act>")
@limiter.limit("120 per hour")
@allow(signed_in)
def simple(public_id: str, act: str) -> Response:
    """Acts that need nothing but a press."""
    acts: dict[str, tuple[Callable[..., Deal], str]] = {
        "undo": (services.undo, _("已撤销。")),
        "resume": (services.resume, _("已恢复。")),
        "reopen": (services.reopen, _("已重新打开。")),
        "close": (services.close, _("已结案。")),
    }
    do, told = acts[act]
    _try(public_id, lambda writing: do(writing, actor(), public_id), told)
    to_board = request.form.get("back") == "board"
    return redirect(url_for(".show", _anchor="board") if to_board else url_for(".deal", public_id=public_id), 303)


@blueprint.post("/deals/<public_id>/pause")
@allow(signed_in)
def pause(public_id: str) -> Answer:
    command = Pause(reason=_one(PauseReason, "reason"), note=_typed("note"), lock=_lock())
    return _form(
        public_id, lambda writing: services.pause(writing, actor(), public_id, command), _("已暂停。"), "pause-"
    )


@blueprint.post("/deals/<public_id>/lose")
@allow(signed_in)
def lose(public_id: str) -> Answer:
    command = Lose(reason=_one(LostReason, "reason"), note=_typed("note"), lock=_lock())
    told = _("已标为失败。一分钟内可以撤销，以后也可以重新打开。")
    return _form(public_id, lambda writing: services.lose(writing, actor(), public_id, command), told, "lose-")


@blueprint.post("/deals/<public_id>/tick")
@allow(signed_in)
def tick(public_id: str) -> Answer:
    """A fact is ticked with what proves it."""
    fact = _one(Fact, "fact")
    if fact is None:
        return redirect(url_for(".deal", public_id=public_id), 303)
    do: Callable[[Session], object] = lambda writing: services.tick(writing, actor(), public_id, fact, _typed("note"))  # noqa: E731
    return _form(public_id, do, _("已勾选。"), f"{fact.value}-", "next")


@blueprint.post("/deals/<public_id>/untick")
@allow(signed_in)
def untick(public_id: str) -> Response:
    fact = _one(Fact, "fact")
    if fact is not None:
        _try(public_id, lambda writing: services.untick(writing, actor(), public_id, fact), _("已取消勾选。"))
    return redirect(url_for(".deal", public_id=public_id, _anchor="next"), 303)


@blueprint.post("/deals/<public_id>/say")
@limiter.limit("60 per hour")
@allow(signed_in)
def say(public_id: str) -> Answer:
    do: Callable[[Session], object] = lambda writing: services.say(writing, actor(), public_id, _typed("text"))  # noqa: E731
    return _form(public_id, do, "", "", "last")


@blueprint.post("/deals/<public_id>/tasks")
@limiter.limit("120 per hour")
@allow(signed_in)
def add_task(public_id: str) -> Answer:
    try:
        due = date.fromisoformat(_typed("due")) if _typed("due") else None
    except ValueError:
        wrong = {"task-due": "请按“年-月-日”填写日期，例如 2027-06-30。"}
        return page_of(queries.deal_for(session(), actor(), public_id), wrong), 422
    command = NewTask(title=_typed("title"), turn=_one(Turn, "turn") or Turn.BROKER, due=due)
    return _form(
        public_id, lambda writing: services.add_task(writing, actor(), public_id, command), "", "task-", "tasks"
    )


@blueprint.post("/deals/<public_id>/tasks/<int:task_id>")
@allow(signed_in)
def do_task(public_id: str, task_id: int) -> Response:
    _try(public_id, lambda writing: services.do_task(writing, actor(), public_id, task_id), "")
    return redirect(url_for(".deal", public_id=public_id, _anchor="tasks"), 303)


@blueprint.post("/deals/<public_id>/contacts")
@limiter.limit("60 per hour")
@allow(signed_in)
def add_contact(public_id: str) -> Answer:
    command = NewContact(
        turn=_one(Turn, "turn") or Turn.PROVIDER, name=_typed("name"), duty=_typed("duty"), email=_typed("email"),
        phone=_typed("phone"),
    )  # fmt: skip
    do: Callable[[Session], object] = lambda writing: services.add_contact(writing, actor(), public_id, command)  # noqa: E731
    return _form(public_id, do, "", "contact-", "people")


@blueprint.post("/deals/<public_id>/contacts/<int:contact_id>/drop")
@allow(signed_in)
def drop_contact(public_id: str, contact_id: int) -> Response:
    _try(public_id, lambda writing: services.drop_contact(writing, actor(), public_id, contact_id), "")
    return redirect(url_for(".deal", public_id=public_id, _anchor="people"), 303)


@blueprint.post("/deals/<public_id>/merge")
@allow(signed_in)
def merge(public_id: str) -> Response:
    """Into another deal of the same two sides; the address leads there afterwards."""
    into = _typed("into")
    done = _try(
        public_id, lambda writing: services.merge(writing, actor(), public_id, into, _lock()), _("已合并到这条商机。")
    )
    return redirect(url_for(".deal", public_id=into if done else public_id), 303)


@blueprint.post("/deals/<public_id>/hand-over")
@allow(signed_in)
def hand_over_one(public_id: str) -> Response:
    taker = request.form.get("to", 0, type=int)
    _try(public_id, lambda writing: services.hand_over(writing, actor(), [public_id], taker), _("已移交。"))
    held = session().scalar(queries.seen(actor(), public_id))
    return redirect(url_for(".deal", public_id=public_id) if held else url_for(".show"), 303)


@blueprint.route("/deals/<public_id>/edit", methods=["GET", "POST"])
@limiter.limit("120 per hour", methods=["POST"])
@allow(signed_in)
def edit(public_id: str) -> Answer:
    """Figures and next step; a page that somebody else was faster on comes back with both."""
    held = queries.deal_for(session(), actor(), public_id)
    if not policies.can_conduct(actor(), held):
        raise Forbidden("这条商机由经理人推进，您可以留言、暂停或退出。")
    form = EditForm(obj=None if request.method == "POST" else held)
    form.known = _known(held)
    stale = False
    if request.method == "POST" and form.validate():
        try:
            with transaction() as writing:
                services.edit(writing, actor(), public_id, form.command(held))
        except Stale:
            stale = True
        except InvalidInput as refused:
            blame(form, refused)
        else:
            flash(_("已保存。"), "success")
            return redirect(url_for(".deal", public_id=public_id), 303)
        held = queries.deal_for(session(), actor(), public_id)
    if stale:
        form.lock.data, form.lock.raw_data = str(held.lock), None
    page = render_template("deals/edit.html", deal=held, form=form, stale=stale)
    return page if request.method == "GET" else (page, 409 if stale else 422)


def _known(held: Deal) -> tuple[Decimal | None, ...]:
    """Amounts of the same pair, to notice a wrong unit."""
    budget = held.need.budget if held.need else None
    return (held.value, Decimal(str(budget)) if budget is not None else None)


def _form(public_id: str, do: Callable[[Session], object], told: str, prefix: str, anchor: str = "") -> Answer:
    """Do it; a mistake comes back on the page beside what was typed, everything else as a sentence."""
    try:
        with transaction() as writing:
            do(writing)
    except InvalidInput as refused:
        faults = {f"{prefix}{name}": sentence for name, sentence in refused.fields.items()}
        return page_of(queries.deal_for(session(), actor(), public_id), faults), 422
    except (Stale, AlreadyOpen) as refused:
        flash(sentence_of(refused), "error")
    else:
        if told:
            flash(told, "success")
    return redirect(url_for(".deal", public_id=public_id, _anchor=anchor or None), 303)


def _try(public_id: str, do: Callable[[Session], object], told: str) -> bool:
    """Do it, or say why not; who may not know of the deal or may not do this gets the usual page."""
    try:
        with transaction() as writing:
            do(writing)
    except (Conflict, InvalidInput) as refused:
        flash(sentence_of(refused), "error")
        return False
    if told:
        flash(told, "success")
    return True


def _typed(name: str) -> str:
    return request.form.get(name, "").replace("\r\n", "\n").strip()


def _one(kind: type[Known], name: str) -> Known | None:
    return next((member for member in kind if member.value == _typed(name)), None)


def _lock() -> int | None:
    typed = _typed("lock")
    return int(typed) if typed.isdigit() else None

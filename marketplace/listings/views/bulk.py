"""Acts on the records ticked in the owner's list."""

from functools import partial
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from marketplace.core.errors import InvalidInput
from marketplace.listings import queries, services
from marketplace.listings.forms import WithdrawForm, attach
from marketplace.listings.rules import WithdrawalReason
from marketplace.listings.services import Bulk
from marketplace.listings.views.blueprint import blueprint
from marketplace.web.access import allow, in_an_organisation
from marketplace.web.failures import sentence_of
from marketplace.web.state import actor, session, transaction

Answer = Response | str | tuple[str, int]
UNDOABLE = 20  # a page of the list; the message travels in a cookie
TOLD = 5  # records named in a message; the rest is counted


@blueprint.post("/my/results/bulk")
@allow(in_an_organisation)
def bulk() -> Answer:
    """Hand in, take back, confirm or take off what is ticked."""
    ids, act = request.form.getlist("id"), request.form.get("act", "")
    if not ids:
        flash(_("请先勾选成果。"), "warning")
        return _back()
    if act == "withdraw":
        return _withdraw(ids)
    acts: dict[str, Any] = {"submit": services.submit, "recall": services.recall, "confirm": services.confirm}
    if act not in acts:
        raise InvalidInput("没有这样的操作。")
    with transaction() as writing:
        made = services.for_each(writing, actor(), ids, acts[act])
    _tell(act, made)
    return _back()


def _withdraw(ids: list[str]) -> Answer:
    """Ask for the reason first; it holds for all of them."""
    form = WithdrawForm()
    del form.successor  # each would have another
    chosen = queries.own_among(session(), actor(), ids)
    if request.form.get("sure") != "yes":
        return render_template("listings/withdraw_many.html", form=form, versions=chosen)
    form.validate()
    try:
        if not isinstance(form.reason.data, WithdrawalReason):
            raise InvalidInput("请选择下架的原因。", {"reason": "请选择下架的原因。"})
        said = services.Withdraw(reason=form.reason.data, note=form.note.data or "")
        if said.reason is WithdrawalReason.DUPLICATE:
            raise InvalidInput(
                "重复的成果请逐项下架，写明与哪一条重复。", {"reason": "重复的成果请逐项下架，写明与哪一条重复。"}
            )
        if said.reason is WithdrawalReason.OTHER and not said.note.strip():
            raise InvalidInput("请写明下架的原因。", {"note": "请写明下架的原因。"})
    except InvalidInput as error:
        attach(form, error.fields)
        shown = {"form": form, "versions": chosen, "message": sentence_of(error)}
        return render_template("listings/withdraw_many.html", **shown), 422
    with transaction() as writing:
        made = services.for_each(writing, actor(), ids, partial(services.withdraw, command=said))
    _tell("withdraw", made)
    return _back()


def _tell(act: str, made: Bulk) -> None:
    done = {
        "submit": _("已送审 %(n)s 项。", n=len(made.done)),
        "recall": _("已撤回 %(n)s 项，可以继续修改。", n=len(made.done)),
        "confirm": _("已确认 %(n)s 项成果，有效期延长十二个月。", n=len(made.done)),
        "withdraw": _("已下架 %(n)s 项。每项都可以恢复上架。", n=len(made.done)),
    }[act]
    if made.done:
        undo = _undo(made.done) if act == "submit" and len(made.done) <= UNDOABLE else ""
        flash(Markup("{} {}").format(done, undo), "success")
    if made.kept:
        named = [f"{public_id}{_('：')}{sentence_of(error)}" for public_id, error in made.kept[:TOLD]]
        more = [_("另有 %(n)s 项", n=len(made.kept) - TOLD)] if len(made.kept) > TOLD else []
        flash(_("%(n)s 项没有办：", n=len(made.kept)) + " ".join([*named, *more]), "warning")


def _undo(ids: tuple[str, ...]) -> Markup:
    """A button that takes back what was just handed in."""
    return Markup(render_template("listings/_undo.html", ids=ids))  # noqa: S704 - a template of ours


def _back() -> Response:
    kept: dict[str, Any] = {
        name: request.form[name] for name in ("state", "q", "sort", "page") if request.form.get(name)
    }
    return redirect(url_for("listings.mine", **kept), 303)

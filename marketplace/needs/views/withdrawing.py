"""Taking a need off, and putting it back."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from marketplace.core.errors import Forbidden, InvalidInput
from marketplace.needs import policies, queries, services
from marketplace.needs.rules import NeedWithdrawalReason
from marketplace.needs.services import Withdraw
from marketplace.needs.views import blueprint
from marketplace.web.access import allow, signed_in
from marketplace.web.fields import ProseField, TermField
from marketplace.web.state import actor, session, transaction

Answer = Response | str | tuple[str, int]


class WithdrawForm(FlaskForm):  # type: ignore[misc]
    """Why a need goes."""

    reason = TermField(lazy_gettext("原因"), NeedWithdrawalReason, blank="请选择")
    note = ProseField(lazy_gettext("说明"))


@blueprint.route("/needs/<public_id>/withdraw", methods=["GET", "POST"])
@allow(signed_in)
def withdraw(public_id: str) -> Answer:
    """Ask for the reason, then take the need off."""
    need = queries.get_need(session(), actor(), public_id)
    if not policies.can_withdraw(actor(), need):
        raise Forbidden("只有需求方自己的成员或审核员可以撤下这条需求。")
    form = WithdrawForm()
    if not form.validate_on_submit():
        return render_template("needs/withdraw.html", need=need, form=form)
    chosen = form.reason.data if isinstance(form.reason.data, NeedWithdrawalReason) else NeedWithdrawalReason.EXPIRED
    command = Withdraw(reason=chosen, note=str(form.note.data))  # nobody may choose that it expired
    try:
        with transaction() as writing:
            services.withdraw(writing, actor(), public_id, command)
    except InvalidInput as refused:
        for name, sentence in refused.fields.items():
            form[name].errors = [_(sentence)]
        return render_template("needs/withdraw.html", need=need, form=form), 422
    flash(_("已撤下，公众不再看到这条需求。可以恢复。"), "success")
    return redirect(url_for(".show", public_id=public_id), 303)


@blueprint.post("/needs/<public_id>/reinstate")
@allow(signed_in)
def reinstate(public_id: str) -> Response:
    """Put back what was published."""
    with transaction() as writing:
        services.reinstate(writing, actor(), public_id)
    flash(_("已恢复公开。"), "success")
    return redirect(url_for(".show", public_id=public_id), 303)

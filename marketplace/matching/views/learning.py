"""An organisation's own page of what it taught the order of its candidates: to look at, to switch off, to have forgotten."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.matching.learning import choices, queries, taught
from marketplace.matching.learning.training import ENOUGH
from marketplace.matching.policies import decides_what_is_learnt
from marketplace.matching.views.blueprint import blueprint
from marketplace.matching.wording import SIGNAL_NAMES
from marketplace.web.access import allow, signed_in
from marketplace.web.security import limiter
from marketplace.web.state import actor, session, transaction


@blueprint.get("/organisations/<code>/learning")
@allow(signed_in)
def learnt(code: str) -> str:
    """For members: whether it learns, what orders their lists, and from which needs something was learnt."""
    organisation = taught.get_own(session(), actor(), code)
    ranker = taught.ranker_of(session(), organisation.id)
    return render_template(
        "matching/learnt.html",
        organisation=organisation,
        learns=queries.learns_from(session(), organisation.id),
        ranker=ranker,
        weighed=taught.weighed(ranker.weights) if ranker else [],
        signal_names=SIGNAL_NAMES,
        page=taught.taught_by(session(), organisation.id, request.args.get("page", 1, type=int)),
        decides=decides_what_is_learnt(actor(), organisation.id),
        enough=ENOUGH,
        href=lambda number: url_for(".learnt", code=code, page=number),
    )


@blueprint.get("/organisations/<code>/learning/<public_id>")
@allow(signed_in)
def lessons(code: str, public_id: str) -> str:
    """What was kept of the pairs of one need."""
    organisation, need = taught.get_need(session(), actor(), code, public_id)
    number = request.args.get("page", 1, type=int)
    return render_template(
        "matching/lessons.html",
        organisation=organisation,
        need=need,
        page=taught.lessons_of(session(), actor(), organisation.id, need.id, number),
        decides=decides_what_is_learnt(actor(), organisation.id),
        href=lambda number: url_for(".lessons", code=code, public_id=public_id, page=number),
    )


@blueprint.post("/organisations/<code>/learning/<any(on, off):act>")
@limiter.limit("30 per hour")
@allow(signed_in)
def switch_learning(code: str, act: str) -> Response:
    with transaction() as writing:
        choices.switch_learning(writing, actor(), code, act == "on")
    told = (
        _("已开启。从现在起的意向、谢绝、见面和成交会用来调整本单位看到的顺序。")
        if act == "on"
        else _("已关闭。从现在起什么都不记，候选按通用顺序排。")
    )
    flash(told, "success")
    return redirect(url_for(".learnt", code=code), 303)


@blueprint.post("/organisations/<code>/learning/forget")
@limiter.limit("60 per hour")
@allow(signed_in)
def forget_learnt(code: str) -> Response:
    """Of one need, or of all."""
    with transaction() as writing:
        count = choices.forget(writing, actor(), code, request.form.get("need", "").strip()[:20])
    flash(_("已忘掉 %(n)s 条反馈，候选先按通用顺序排。", n=count), "success")
    return redirect(url_for(".learnt", code=code), 303)

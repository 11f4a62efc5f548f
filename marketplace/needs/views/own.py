"""What an organisation sees of its own needs: the list, the form, the acts."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask_babel import LazyString, lazy_gettext
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from marketplace.accounts.queries import owners_to_write_for
from marketplace.core.actor import Actor
from marketplace.core.errors import Conflict, InvalidInput
from marketplace.needs import queries, services
from marketplace.needs.completeness import assess
from marketplace.needs.content import NeedContent
from marketplace.needs.forms import NeedForm, form_values
from marketplace.needs.help import EXAMPLES
from marketplace.needs.mapping import read_content
from marketplace.needs.models import NeedRow
from marketplace.needs.offers import LIMITS
from marketplace.needs.rules import WORKING, NeedState
from marketplace.needs.services.guards import owner_names
from marketplace.needs.views import blueprint
from marketplace.needs.views.conflict import differences
from marketplace.needs.views.meter import meter_of
from marketplace.needs.views.public import page_number
from marketplace.web.access import allow, in_an_organisation, open_to
from marketplace.web.language import language
from marketplace.web.offering import dropped, taken
from marketplace.web.state import actor, session, transaction

Answer = Response | str | tuple[str, int]
LONGEST_PROBLEM = 500
Act = Callable[[Session, Actor, str], NeedRow | None]


@blueprint.get("/my/needs")
@allow(in_an_organisation)
def mine() -> str:
    """The organisation's needs, by state."""
    state = request.args.get("state", type=NeedState)
    text = request.args.get("text", "").strip()[:200]
    page = queries.own_needs(session(), actor(), page_number(request.args), state, text)
    return render_template(
        "needs/mine.html",
        page=page,
        state=state,
        text=text,
        counts=queries.own_states(session(), actor()),
        states=list(NeedState),
        href=lambda number: url_for(".mine", state=state, text=text or None, page=number),
    )


@blueprint.route("/my/needs/new", methods=["GET", "POST"])
@allow(in_an_organisation)
def create() -> Answer:
    form = _form()
    if request.method == "GET":
        form.problem.data = request.args.get("problem", "").strip()[:LONGEST_PROBLEM]
        return _page(form, None)
    if _changes_rows(form):
        return _page(form, None)
    if not form.validate():
        return _page(form, None), 422
    try:
        with transaction() as writing:
            need = services.create_need(writing, actor(), form.organisation.data, form.content({}))
    except InvalidInput as refused:
        form.blame(refused.fields)
        return _page(form, None), 422
    return _go_on(form, need)


@blueprint.route("/my/needs/<public_id>/edit", methods=["GET", "POST"])
@allow(in_an_organisation)
def edit(public_id: str) -> Answer:
    need = queries.get_need_to_edit(session(), actor(), public_id)
    if need.state not in WORKING:
        raise Conflict("这条需求现在不能修改。先撤回或转为修改，再编辑。")
    form = _form(read_content(need), need)
    if "theirs" in request.form and form.validate():
        form.take_from(read_content(need), request.form["theirs"])
        return _page(form, need, overtaken=True)
    if request.method == "GET" or _changes_rows(form):
        return _page(form, need)
    if not form.validate():
        return _page(form, need), 422
    try:
        with transaction() as writing:
            lock = int(form.lock.data) if str(form.lock.data).isdecimal() else None
            need = services.save_need(writing, actor(), public_id, form.content(need.extra), lock, _checked())
    except InvalidInput as refused:
        form.blame(refused.fields)
        return _page(form, need), 422
    except Conflict:
        return _overtaken(form, public_id)
    return _go_on(form, need)


@blueprint.post("/my/needs/<public_id>/<any(submit, recall, revise, discard):act>")
@allow(in_an_organisation)
def change(public_id: str, act: str) -> Response:
    """One act of the owner, then on to where the need stands."""
    perform, told = ACTS[act]
    try:
        with transaction() as writing:
            kept = perform(writing, actor(), public_id)
    except InvalidInput as refused:
        flash(_(refused.message, **refused.params), "error")
        return redirect(url_for(".edit", public_id=public_id, check=1), 303)
    flash(str(told), "success")
    if kept is None:
        return redirect(url_for(".mine"), 303)
    if act in ("recall", "revise"):
        return redirect(url_for(".edit", public_id=public_id), 303)
    return redirect(place_of(kept), 303)


def place_of(need: NeedRow) -> str:
    """Where its owner reads this text."""
    return url_for(".show" if need.standing else ".revision", public_id=need.public_id)


ACTS: dict[str, tuple[Act, LazyString]] = {
    "submit": (services.submit, lazy_gettext("已提交。审核员会在 48 小时内答复。")),
    "recall": (services.recall, lazy_gettext("已撤回，可以继续修改。")),
    "revise": (services.revise, lazy_gettext("修改稿已建好。公众看到的仍是已发布的内容，修改稿审核通过后换上。")),
    "discard": (services.discard, lazy_gettext("已放弃。")),
}


def _go_on(form: NeedForm, need: NeedRow) -> Answer:
    """After saving: submit when asked to; a need that is not ready stays saved and says what it lacks."""
    if request.form.get("act") != "submit":
        flash(_("草稿已保存。"), "success")
        return redirect(url_for(".edit", public_id=need.public_id), 303)
    try:
        with transaction() as writing:
            services.submit(writing, actor(), need.public_id, need.lock)
    except InvalidInput as refused:
        form.blame(refused.fields)
        return _page(form, queries.get_need_to_edit(session(), actor(), need.public_id), saved=True), 422
    flash(str(ACTS["submit"][1]), "success")
    return redirect(place_of(need), 303)


def _overtaken(form: NeedForm, public_id: str) -> Answer:
    """Somebody saved meanwhile: keep what was typed, lay both side by side, and let the writer decide."""
    need = queries.get_need_to_edit(session(), actor(), public_id)
    return _page(form, need, overtaken=True), 409


def _form(content: NeedContent | None = None, need: NeedRow | None = None) -> NeedForm:
    owners = [need.owner] if need else owners_to_write_for(session(), actor())
    choices = [(each.id, each.name) for each in owners]
    values = form_values(content) if content else {}
    form = NeedForm(choices, data=values | {"organisation": choices[0][0], "lock": need.lock if need else ""})
    if request.method == "GET" and request.args.get("check"):
        form.blame(assess(read_content(need), owner_names(need)).blocking if need else {})
    return form


def _changes_rows(form: NeedForm) -> bool:
    """Without a script the buttons of the rows come here: add one, or drop one."""
    gone = request.form.get("drop_row", "").rpartition("-")[2]
    if "add_row" in request.form:
        form.constraints.append_entry()
    elif gone.isdigit() and int(gone) < len(form.constraints.entries):
        kept = [entry.data for place, entry in enumerate(form.constraints) if place != int(gone)]
        form.constraints.process(None, kept)
    elif "offer" in request.form:
        form.take(taken(LIMITS.offers_in(form.texts(), form.rows(), dropped())))
    else:
        return False
    return True


def _page(form: NeedForm, need: NeedRow | None, saved: bool = False, overtaken: bool = False) -> str:
    if need and (saved or overtaken):
        form.lock.data = need.lock
    weighed = assess(read_content(need), owner_names(need)) if need else assess(NeedContent())
    offers = LIMITS.offers_in(form.texts(), form.rows(), dropped())
    read = queries.passages_of(session(), need) if need else ()
    return render_template(
        "needs/edit.html",
        form=form,
        need=need,
        saved=saved,
        overtaken=overtaken,
        both=differences(read_content(need), form.content(need.extra)) if need and overtaken else (),
        meter=meter_of(weighed, read, _checked()),
        examples=EXAMPLES,
        remarks=_remarks(need),
        passages={each.field: each for each in read},
        source=queries.source_of(session(), need) if need else None,
        checked=_checked(),
        offers=offers,
        said=LIMITS.passages_of(form.texts(), offers),
        dropped=dropped(),
        bulk=url_for("imports.index") if open_to(actor(), "imports.index") else "",
        address=url_for(".edit", public_id=need.public_id) if need else url_for(".create"),
    )


def _checked() -> list[str]:
    """The fields that were ticked as checked against their passage."""
    return request.form.getlist("checked")


def _remarks(need: NeedRow | None) -> dict[str, str]:
    remarks = queries.remarks_on(session(), need) if need else []
    said: dict[str, list[str]] = {}
    for remark in remarks:
        said.setdefault(remark.field, []).append(remark.said_in(language()))
    return {field: "\n".join(texts) for field, texts in said.items()}

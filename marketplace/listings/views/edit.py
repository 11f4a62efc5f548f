"""The form of an achievement: new, edit, and the live net of its carbon claim."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.core.clock import today
from marketplace.core.errors import Conflict, InvalidInput
from marketplace.listings import carbon, policies, queries, services
from marketplace.listings.content import AchievementContent
from marketplace.listings.forms import ListingForm, anchor_of, attach, form_data, problems
from marketplace.listings.help import EXAMPLES
from marketplace.listings.mapping import read_content
from marketplace.listings.models import AchievementVersion
from marketplace.listings.naming import field_name
from marketplace.listings.offers import VALUES
from marketplace.listings.presentation import record_page
from marketplace.listings.rules import CONFIRMABLE_FROM, WORKING, in_a_year
from marketplace.listings.stamps import stamps
from marketplace.listings.views.autosave import made_form, meter_of
from marketplace.listings.views.blueprint import blueprint
from marketplace.listings.views.conflict import conflict_page, lock_of, resolved
from marketplace.web.access import allow, in_an_organisation, signed_in
from marketplace.web.failures import sentence_of
from marketplace.web.language import language
from marketplace.web.offering import dropped, taken
from marketplace.web.security import limiter
from marketplace.web.state import actor, session, transaction

Answer = str | tuple[str, int] | Response
GROUPS = {
    "s-about": ("title", "teaser", "problem", "principle", "advantage", "timing", "keywords", "organisation"),
    "s-class": (
        *("sector", "key_technology", "carbon_class", "industries", "stage", "level", "trl", "trl_scale"),
        *("trl_evidence", "ipc", "cpc_y02"),
    ),
    "s-parameters": ("parameters", "comparator", "comparator_value", "comparator_cost"),
    "s-claim": ("claim",),
    "s-ip": ("ip", "registration_number", "project_source"),
    "s-cases": ("cases",),
    "s-terms": (
        *("transfer_modes", "price_mode", "price", "price_note", "capex", "opex", "payback_years", "scale"),
        "valid_until",
    ),
    "s-contact": ("contact_name", "contact_phone", "contact_email", "department", "partners", "inventors"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What stands around the form."""

    content: AchievementContent
    version: AchievementVersion | None = None
    message: str = ""
    status: int = 200


@blueprint.route("/my/results/new", methods=["GET", "POST"])
@allow(in_an_organisation)
def new() -> Answer:
    """An empty form; the first save makes the record."""
    start = AchievementContent(valid_until=in_a_year(today()))
    if request.method == "GET":
        return _form(made_form(data=form_data(start)), Shown(content=start))
    form = made_form()
    if not _valid(form):
        return _form(form, Shown(content=form.content({}), status=_status(form)))
    content = form.content({})
    try:
        with transaction() as writing:
            command = services.NewListing(organisation_id=form.organisation.data, content=content)
            public_id = services.create_listing(writing, actor(), command).public_id
    except InvalidInput as error:
        attach(form, error.fields)
        return _form(form, Shown(content=content, message=sentence_of(error), status=422))
    return _after_saving(form, public_id)


@blueprint.route("/my/results/<public_id>/edit", methods=["GET", "POST"])
@allow(signed_in)
def edit(public_id: str) -> Answer:
    """The form while the version is in work; otherwise the record and what may be done with it."""
    version = queries.get_to_edit(session(), actor(), public_id)
    if version.state not in WORKING:
        if request.method == "POST":
            flash(_("这一版已不在编辑中，刚才的改动没有保存。"), "error")
            return redirect(url_for("listings.edit", public_id=public_id), 303)
        return _status_page(version)
    if request.method == "GET":
        content = read_content(version)
        form = made_form(version, data=form_data(content) | {"lock": version.lock, "seen": stamps(content)})
        return _form(form, Shown(content=content, version=version))
    form = made_form(version)
    content = form.content(dict(version.extra))
    if request.form.get("act") == "resolve" and form.validate():
        content = resolved(version, content)
    elif not _valid(form):
        return _form(form, Shown(content=content, version=version, status=_status(form)))
    try:
        with transaction() as writing:
            command = services.SaveListing(lock=lock_of(request.form), content=content)
            services.save_listing(writing, actor(), public_id, command)
    except InvalidInput as error:
        attach(form, error.fields)
        return _form(form, Shown(content=content, version=version, message=sentence_of(error), status=422))
    except Conflict as error:
        return conflict_page(public_id, form.content(dict(version.extra)), error)
    return _after_saving(form, public_id)


@blueprint.get("/my/results/similar-titles")
@limiter.limit("120 per minute")
@allow(in_an_organisation)
def similar_titles() -> str:
    """Records with a title like the one being typed, as a fragment."""
    found = _similar(request.args.get("title", "")[:120], request.args.get("but", ""))
    return render_template("listings/_similar_titles.html", similar=found)


@blueprint.post("/my/results/net")
@allow(in_an_organisation)
def net() -> str:
    """The net and the conservative value of what stands in the form, as a fragment."""
    form = made_form()
    form.validate()
    return render_template("listings/_net.html", **_sums(form.content({})))


def _status_page(version: AchievementVersion) -> str:
    """The record as it stands, and what may be done with it."""
    may_confirm = version.valid_until is not None and version.valid_until <= today() + timedelta(days=CONFIRMABLE_FROM)
    return render_template(
        "listings/status.html",
        page=record_page(actor(), version),
        version=version,
        may_confirm=may_confirm,
        may_restore=policies.can_restore(actor(), version),
    )


def _after_saving(form: ListingForm, public_id: str) -> Answer:
    """Hand in when that was asked; a record that may not be handed in yet is kept, and its gaps are shown."""
    here = url_for("listings.edit", public_id=public_id)
    if request.form.get("act") != "submit":
        flash(_("已保存。"), "toast")
        return redirect(here, 303)
    try:
        with transaction() as writing:
            services.submit(writing, actor(), public_id)
    except InvalidInput as error:
        version = queries.get_to_edit(session(), actor(), public_id)
        attach(form, error.fields)
        form.lock.data, form.seen.data = str(version.lock), stamps(read_content(version))
        message = _("内容已存为草稿，但还不能送审。") + sentence_of(error)
        shown = Shown(content=read_content(version), version=version, message=message, status=422)
        return _form(form, shown)
    flash(_("已送审。审核员处理后会发邮件通知您。"), "success")
    return redirect(here, 303)


def _valid(form: ListingForm) -> bool:
    """Whether the form asks to be saved and can be read; rows are added and dropped on the way."""
    valid = bool(form.validate())
    if name := request.form.get("add_row"):
        if name in form.parts:
            form.parts[name].append_entry()
        return False
    if place := request.form.get("drop_row"):
        name, _dash, number = place.rpartition("-")
        if name in form.parts and number.isdecimal() and int(number) < len(form.parts[name].entries):
            form.parts[name].entries.pop(int(number))
            if not form.parts[name].entries:
                form.parts[name].append_entry()
        return False
    if "offer" in request.form:
        form.take(taken(VALUES.offers_in(form.texts(), form.stated(), dropped())))
        return False
    return valid and request.form.get("act") != "calculate"


def _status(form: ListingForm) -> int:
    """200 when a row or the sums were asked for; 422 when something cannot be read."""
    asked = {"add_row", "drop_row", "offer"} & set(request.form) or request.form.get("act") == "calculate"
    return 200 if asked else 422


def _form(form: ListingForm, shown: Shown) -> tuple[str, int]:
    version, wrong = shown.version, problems(form)
    owner = version.achievement.owner.name if version else ""
    remarks = {remark.field: remark.said_in(language()) for remark in version.remarks} if version else {}
    counts = {section: sum(entry.section in names for entry in wrong) for section, names in GROUPS.items()}
    values = {
        "form": form,
        "version": version,
        "anchor_of": anchor_of,
        "examples": EXAMPLES,
        "similar": _similar(shown.content.title, version.public_id if version else ""),
        "field_name": field_name,
        "problems": wrong,
        "wrong_in": counts,
        "remarks": remarks,
        "message": shown.message,
    }
    values |= meter_of(shown.content, owner) | _sums(shown.content) | _offers(form, version)
    return render_template("listings/edit.html", **values), shown.status


def _offers(form: ListingForm, version: AchievementVersion | None) -> dict[str, Any]:
    """The parameters that the form's own words state and no row says yet."""
    found = VALUES.offers_in(form.texts(), form.stated(), dropped())
    here = url_for("listings.edit", public_id=version.public_id) if version else url_for("listings.new")
    return {
        "offers": found,
        "said": VALUES.passages_of(form.texts(), found),
        "dropped": dropped(),
        "offer_address": here,
    }


def _sums(content: AchievementContent) -> dict[str, Any]:
    """The computed lines of the carbon section."""
    claim = content.claim
    if claim is None:
        return {"net": None, "conservative": None, "disagreements": []}
    return {
        "net": carbon.net(claim),
        "conservative": carbon.conservative(claim),
        "disagreements": carbon.disagreements(claim),
    }


def _similar(title: str, but: str) -> Sequence[queries.Similar]:
    return queries.similar_titles(session(), actor(), title, but)

"""The form saves itself while its writer goes on writing: short answers in JSON instead of pages."""

from typing import Any

from flask import jsonify, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.accounts.queries import owners_to_write_for
from marketplace.core.clock import CHINA, now, today
from marketplace.core.errors import Conflict, InvalidInput
from marketplace.listings import queries, services
from marketplace.listings.completeness import Weight, assess
from marketplace.listings.content import AchievementContent
from marketplace.listings.forms import ListingForm, anchor_of
from marketplace.listings.mapping import read_content
from marketplace.listings.models import AchievementVersion
from marketplace.listings.naming import field_name
from marketplace.listings.presentation import organisation_name
from marketplace.listings.rules import WORKING
from marketplace.listings.stamps import stamps
from marketplace.listings.views.blueprint import blueprint
from marketplace.listings.views.conflict import lock_of
from marketplace.web.access import allow, in_an_organisation, signed_in
from marketplace.web.failures import sentence_of
from marketplace.web.security import limiter
from marketplace.web.state import actor, session, transaction

Answer = tuple[Response, int]


@blueprint.post("/my/results/new/autosave")
@limiter.limit("60 per minute")
@allow(in_an_organisation)
def autosave_new() -> Answer:
    """Make the record as soon as it has a title; 201 with the addresses under which it goes on."""
    form = made_form()
    if not form.validate():
        return _unreadable()
    content = form.content({})
    if not content.title.strip():
        return _told(422, _("填了名称后开始自动保存"))
    try:
        with transaction() as writing:
            command = services.NewListing(organisation_id=form.organisation.data, content=content)
            version = services.create_listing(writing, actor(), command)
            answer = _saved(version)
    except InvalidInput as error:
        return _told(422, sentence_of(error))
    here: dict[str, Any] = {"public_id": version.public_id}
    answer |= {name: url_for(f"listings.{name}", **here) for name in ("edit", "autosave", "files")}
    return jsonify(answer), 201


@blueprint.post("/my/results/<public_id>/autosave")
@limiter.limit("60 per minute")
@allow(signed_in)
def autosave(public_id: str) -> Answer:
    """Keep what stands in the form; 409 when somebody else saved, 422 when something in it cannot be read."""
    version = queries.get_to_edit(session(), actor(), public_id)
    if version.state not in WORKING:
        return _told(409, _("这一版已不在编辑中"))
    form = made_form(version)
    if not form.validate():
        return _unreadable()
    command = services.SaveListing(
        lock=lock_of(request.form), content=form.content(dict(version.extra)), automatic=True
    )
    try:
        with transaction() as writing:
            answer = _saved(services.save_listing(writing, actor(), public_id, command))
    except InvalidInput as error:
        return _told(422, sentence_of(error))
    except Conflict:
        return _told(409, _("别人刚刚保存了这条成果；按“存为草稿”逐项选用"))
    return jsonify(answer), 200


def made_form(version: AchievementVersion | None = None, data: dict[str, Any] | None = None) -> ListingForm:
    """The form for a new record or for one that exists, with the request in it."""
    owners = [] if version else owners_to_write_for(session(), actor())
    form = ListingForm([(owner.id, organisation_name(owner)) for owner in owners], data=data)
    if version is not None:
        del form.organisation  # a record stays with its owner
    return form


def meter_of(content: AchievementContent, owner: str) -> dict[str, Any]:
    """What the meter beside the form shows: what is missing, and where it is filled in."""
    state = assess(content, owner, today())
    lacks = {
        weight.value: [(field_name(lack.field), anchor_of(lack.field), lack) for lack in state.of(weight)]
        for weight in Weight
    }
    missing = dict.fromkeys((str(_(name)), anchor) for name, anchor, _lack in lacks["publish"])
    return {"completeness": state, "lacks": lacks, "missing": list(missing)}


def _saved(version: AchievementVersion) -> dict[str, Any]:
    content = read_content(version)
    meter = render_template("listings/_meter.html", **meter_of(content, version.achievement.owner.name))
    at = now().astimezone(CHINA).strftime("%H:%M")
    return {
        "lock": version.lock,
        "seen": stamps(content),
        "note": _("已保存 %(time)s", time=at),
        "meter": meter,
        "title": version.title,
    }


def _unreadable() -> Answer:
    return _told(422, _("有的内容读不懂，改好后会自动保存"))


def _told(status: int, note: str) -> Answer:
    return jsonify({"note": note}), status

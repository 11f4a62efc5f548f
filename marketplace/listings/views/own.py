"""The owner's list of results, and the acts on one of them."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from marketplace.core.actor import Actor
from marketplace.listings import queries, services
from marketplace.listings.presentation import organisation_name
from marketplace.listings.queries import OwnSort
from marketplace.listings.rules import ListingState
from marketplace.listings.views.blueprint import blueprint
from marketplace.web.access import allow, in_an_organisation, signed_in
from marketplace.web.formats import term
from marketplace.web.state import actor, session, transaction

Act = Callable[[Session, Actor, str], Any]


@blueprint.get("/my/results")
@allow(in_an_organisation)
def mine() -> str:
    """The results of the reader's organisations, by state, text and order."""
    asked = request.args
    state = ListingState(asked["state"]) if asked.get("state") in set(ListingState) else None
    sort = OwnSort(asked["sort"]) if asked.get("sort") in set(OwnSort) else OwnSort.UPDATED
    text = asked.get("q", "")[:100]
    number = int(asked["page"]) if asked.get("page", "").isdecimal() else 1
    ending = asked.get("ending") == "yes"
    page = queries.own_listings(
        session(), actor(), state=state, ending=ending, text=text, sort=sort, page=min(number, 100_000)
    )
    counts = queries.own_counts(session(), actor())

    def address(**changes: Any) -> str:
        kept = {
            "state": state,
            "ending": "yes" if ending else "",
            "q": text,
            "sort": sort if sort is not OwnSort.UPDATED else "",
        } | changes
        given: dict[str, Any] = {name: str(value) for name, value in kept.items() if value}
        return url_for("listings.mine", **given)

    tabs = [(term(each), address(state=each, ending=""), counts[each]) for each in ListingState if each in counts]
    if soon := queries.count_ending(session(), actor()):
        tabs.append((_("即将到期"), address(state="", ending="yes"), soon))
    shown = {"ending": ending, "page": page, "counts": counts, "state": state, "sort": sort, "text": text, "tabs": tabs}
    helpers = {"address": address, "page_address": lambda number: address(page=number)}
    return render_template("listings/mine.html", **shown, **helpers, organisation_name=organisation_name)


@blueprint.post("/my/results/<public_id>/recall")
@allow(signed_in)
def recall(public_id: str) -> Response:
    return _act(services.recall, public_id, _("已撤回，可以继续修改。"))


@blueprint.post("/my/results/<public_id>/revise")
@allow(signed_in)
def revise(public_id: str) -> Response:
    return _act(services.revise, public_id, _("已按现行版本起草新版本。发布之前，公众看到的仍是现行版本。"))


@blueprint.post("/my/results/<public_id>/discard")
@allow(signed_in)
def discard(public_id: str) -> Response:
    """Delete the draft; back to the list."""
    with transaction() as writing:
        services.discard_draft(writing, actor(), public_id)
    flash(_("草稿已删除。"), "success")
    return redirect(url_for("listings.mine"), 303)


def _act(act: Act, public_id: str, told: str) -> Response:
    with transaction() as writing:
        act(writing, actor(), public_id)
    flash(told, "success")
    return redirect(url_for("listings.edit", public_id=public_id), 303)

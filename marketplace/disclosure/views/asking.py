"""Asking to see more of a result, and the person's own page of what was asked and given."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.core.errors import InvalidInput
from marketplace.core.paging import Page
from marketplace.disclosure import queries, services
from marketplace.disclosure.models import Grant
from marketplace.disclosure.offers import Offer, offer_for
from marketplace.disclosure.views.blueprint import blueprint
from marketplace.listings import queries as listings
from marketplace.listings.models import AchievementVersion
from marketplace.listings.policies import tiers_of
from marketplace.taxonomy.terms import DisclosureTier
from marketplace.web.access import allow, signed_in
from marketplace.web.security import limiter
from marketplace.web.state import actor, session, transaction

Answer = Response | str | tuple[str, int]
VIEWS = ("asked", "given", "agreements")


@blueprint.route("/results/<public_id>/access/ask", methods=["GET", "POST"])
@limiter.limit("20 per hour", methods=["POST"])
@allow(signed_in)
def ask(public_id: str) -> Answer:
    """Say which tier and what for."""
    version = listings.get_listing(session(), actor(), public_id)
    faults: dict[str, str] = {}
    if request.method == "POST":
        try:
            command = services.AskAccess(tier=_tier(), purpose=request.form.get("purpose", ""))
            with transaction() as writing:
                services.ask(writing, actor(), public_id, command)
        except InvalidInput as refused:
            faults = refused.fields
        else:
            flash(_("申请已发给成果方，五天内应有答复。"), "success")
            return redirect(url_for(".mine"), 303)
        version = listings.get_listing(session(), actor(), public_id)
    page = render_template(
        "disclosure/ask.html",
        version=version,
        offer=access_offer(version, tiers_of(actor(), version)),
        faults=faults,
        typed=request.form,
    )
    return (page, 422) if faults else page


@blueprint.get("/my/access")
@allow(signed_in)
def mine() -> str:
    """What the person asked for, what their side was asked for, and the agreements."""
    view = request.args.get("view", "asked")
    view = view if view in VIEWS else "asked"
    number = request.args.get("page", 1, type=int)
    if view == "agreements":
        return _list(view, ndas=queries.ndas_of(session(), actor(), number))
    page = (queries.asked_by if view == "asked" else queries.asked_of)(session(), actor(), number)
    return _list(view, page=page, ndas_of=_ndas_of(page))


@blueprint.post("/my/access/<grant_id>/cancel")
@limiter.limit("60 per hour")
@allow(signed_in)
def cancel(grant_id: str) -> Response:
    """Take one's own request back."""
    with transaction() as writing:
        services.cancel(writing, actor(), grant_id)
    flash(_("申请已撤回。"), "toast")
    return redirect(url_for(".mine"), 303)


def access_offer(version: AchievementVersion, opened: frozenset[DisclosureTier]) -> Offer:
    """For the page of a result, which knows what is open."""
    return offer_for(session(), actor(), version, opened)


def _list(view: str, **rows: object) -> str:
    shown = rows.get("page") or rows.get("ndas")
    assert isinstance(shown, Page)
    ids = list({each.achievement.public_id for each in shown.items})
    cards = listings.cards(session(), actor(), ids)
    return render_template(
        "disclosure/mine.html",
        view=view,
        titles={public_id: card.title for public_id, card in cards.items()},
        href=lambda number: url_for(".mine", view=view, page=number),
        **rows,
    )


def _ndas_of(page: Page[Grant]) -> object:
    """From a grant to the agreement that goes with it."""
    pairs = [(each.achievement_id, each.organisation_id) for each in page.items if each.organisation_id is not None]
    found = queries.ndas_between(session(), pairs)
    return lambda grant: found.get((grant.achievement_id, grant.organisation_id))


def _tier() -> DisclosureTier:
    given = request.form.get("tier", "")
    return DisclosureTier(given) if given in set(DisclosureTier) else DisclosureTier.PUBLIC

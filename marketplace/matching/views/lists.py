"""Lists of pairs: the results for a need, the needs for a result, the best pairs of a portfolio."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import render_template, request, url_for

from marketplace.core.actor import ANYONE, Actor, Role
from marketplace.core.errors import NotFound
from marketplace.core.paging import Page
from marketplace.listings import queries as listings
from marketplace.listings.cards import ListingCard
from marketplace.listings.maturity import on_nine
from marketplace.matching import pairs, talks
from marketplace.matching.asking import asked_by
from marketplace.matching.finding import find_results
from marketplace.matching.learning import services as learning
from marketplace.matching.learning.queries import own_weights
from marketplace.matching.pairs import Pair
from marketplace.matching.policies import speaks_for_need
from marketplace.matching.queries import achievement_id
from marketplace.matching.views.blueprint import blueprint
from marketplace.matching.visiting import last_visit, visit
from marketplace.needs import policies, queries
from marketplace.needs.cards import card_of
from marketplace.needs.models import Need
from marketplace.needs.rules import VISIBLE, WORKING
from marketplace.taxonomy.terms import TransferMode
from marketplace.web.access import allow, anyone, in_an_organisation
from marketplace.web.search_index import reader
from marketplace.web.security import limiter
from marketplace.web.state import actor, session, transaction
from search.embedding.serving import ModelMissing
from search.ports import SearchRefused

LIVE = 30  # results judged while the reader waits
Test = Callable[[Pair], bool]
SHOWN: dict[str, Test] = {
    "fits": lambda pair: pair.fits,
    "ask": lambda pair: not pair.broken and not pair.fits,
    "breaks": lambda pair: pair.broken,
}


def looks_after_records(actor: Actor) -> bool:
    """Whoever belongs to an organisation or holds a mandate, and every broker."""
    return in_an_organisation(actor) or Role.BROKER in actor.roles


@blueprint.get("/needs/<public_id>/matches")
@limiter.limit("120 per minute")
@allow(anyone)
def results(public_id: str) -> str:
    """For a need, its results: those that fit, those that leave a question, those that break a must."""
    need = queries.get_need(session(), actor(), public_id)
    speaks = speaks_for_need(actor(), need)
    weights = own_weights(session(), need.owner_id) if speaks else None
    found, away = _results_of(need, weights)
    aside = talks.put_aside(session(), actor(), need)
    found.sort(key=lambda pair: pair.result.public_id in aside)
    counts = {name: sum(test(pair) for pair in found) for name, test in SHOWN.items()}
    show = request.args.get("show", "")
    mode, least = request.args.get("mode", ""), request.args.get("trl", 0, type=int)
    kept = [pair for pair in found if _is_wanted(pair, show, mode, least)]
    page = _page_of(kept, request.args.get("page", 1, type=int))
    if speaks and need.state in VISIBLE and not (show or mode or least):
        _note_shown(public_id, page)
        need = queries.get_need(session(), actor(), public_id)
    return marked(
        f"need:{public_id}",
        "matching/results.html",
        need=need,
        card=card_of(need, actor()),
        page=page,
        counts=counts,
        total=len(found),
        away=away,
        aside=aside,
        show=show if show in SHOWN else "",
        mode=mode,
        least=least,
        own_order=weights is not None,
        modes=list(TransferMode),
        may_edit=policies.can_edit(actor(), need) and need.state in WORKING,
        mine=policies.can_edit(actor(), need),
        href=lambda number: url_for(
            ".results", public_id=public_id, show=show or None, mode=mode or None, trl=least or None, page=number
        ),
    )


@blueprint.get("/results/<public_id>/matches")
@limiter.limit("120 per minute")
@allow(anyone)
def needs(public_id: str) -> str:
    """For a result, the needs that it may answer."""
    card = public_card(public_id)
    return marked(
        f"result:{public_id}",
        "matching/needs.html",
        card=card,
        result_id=achievement_id(session(), public_id) if actor().signed_in else 0,
        page=pairs.needs_of(session(), actor(), card, request.args.get("page", 1, type=int)),
        href=lambda number: url_for(".needs", public_id=public_id, page=number),
    )


@blueprint.get("/my/pairs")
@allow(looks_after_records)
def portfolio() -> str:
    """The best open pairs of all records that the actor looks after."""
    with_broken = bool(request.args.get("all"))
    return marked(
        "pairs",
        "matching/portfolio.html",
        page=pairs.portfolio(session(), actor(), request.args.get("page", 1, type=int), with_broken),
        with_broken=with_broken,
        href=lambda number: url_for(".portfolio", all="1" if with_broken else None, page=number),
    )


def marked(place: str, template: str, **values: Any) -> str:
    """A page that marks what is new since the reader's last visit to it, and notes this one."""
    since, begins = last_visit(session(), actor(), place)
    page = render_template(template, since=since, **values)
    if begins:
        with transaction() as writing:
            visit(writing, actor(), place)
    return page


def public_card(public_id: str) -> ListingCard:
    """The card of a published result; NotFound for everything else."""
    card = listings.cards(session(), actor(), [public_id]).get(public_id)
    if card is None:
        raise NotFound("没有编号为“%(id)s”的成果。它可能已被移走，或编号有误。", id=public_id)
    return card


def _note_shown(public_id: str, page: Page[Pair]) -> None:
    """Keep what the need's own side was shown and where: it writes only when something is listed for the first time."""
    first = (page.number - 1) * page.size + 1
    places = {pair.result.public_id: first + at for at, pair in enumerate(page.items)}
    need = queries.get_need(session(), actor(), public_id)
    if places and learning.unshown(session(), need, list(places)):
        signals = {pair.result.public_id: pair.signals for pair in page.items}
        with transaction() as writing:
            learning.note_shown(writing, queries.get_need(writing, actor(), public_id), places, signals)


def _results_of(need: Need, weights: Mapping[str, float] | None) -> tuple[list[Pair], bool]:
    """The stored pairs; judged now for a draft, and for what was published a moment ago. And whether search is away."""
    stored = pairs.results_of(session(), actor(), need, weights) if need.state in VISIBLE else None
    if stored is not None:
        return stored, False
    try:
        found = find_results(session(), reader(), ANYONE, asked_by(need), LIVE, LIVE)
    except (SearchRefused, ModelMissing):
        return [], True
    return [pairs.pair_of(match) for match in found], False


def _is_wanted(pair: Pair, show: str, mode: str, least: int) -> bool:
    level = on_nine(pair.result.trl, pair.result.trl_scale) or 0
    return (
        (show not in SHOWN or SHOWN[show](pair)) and (not mode or mode in pair.result.transfer_modes) and level >= least
    )


def _page_of(kept: list[Pair], number: int) -> Page[Pair]:
    size = pairs.PAGE_SIZE
    number = min(max(number, 1), max(1, -(-len(kept) // size)))
    return Page(items=kept[(number - 1) * size : number * size], total=len(kept), number=number, size=size)

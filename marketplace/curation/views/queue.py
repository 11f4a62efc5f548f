"""The curators' queue."""

from enum import StrEnum

from flask import render_template, request, url_for

from marketplace.core.actor import Role
from marketplace.curation.queries import batches, waiting
from marketplace.curation.rules import HeldBy, Kind, Nature, QueueSort, Waited
from marketplace.curation.views.address import kept, read_filter
from marketplace.curation.views.blueprint import blueprint
from marketplace.needs import choices
from marketplace.web.access import allow, has_role
from marketplace.web.formats import term
from marketplace.web.state import actor, session

CURATORS = has_role(Role.CURATOR)
VOCABULARIES: dict[str, type[StrEnum]] = {"kinds": Kind, "natures": Nature, "waits": Waited, "sorts": QueueSort}


@blueprint.get("/curation")
@allow(CURATORS)
def queue() -> str:
    """What waits, narrowed and ordered by the address."""
    wanted = read_filter(request.args)
    page = waiting.waiting(session(), actor(), wanted, max(1, min(request.args.get("page", 1, type=int), 100_000)))
    counts = waiting.counts_by_holder(session(), actor(), wanted)
    arguments = kept(wanted)
    others = {name: value for name, value in arguments.items() if name != "held"}
    return render_template(
        "curation/queue.html",
        page=page,
        wanted=wanted,
        kept=arguments,
        counts=counts,
        scheduled=batches.scheduled_among(session(), [(item.kind, item.public_id) for item in page.items]),
        narrowed=[name for name in arguments if name not in ("held", "sort")],
        tabs=[(held, url_for(".queue", **others, held=held)) for held in (None, *HeldBy)],
        owners=[(owner.code, owner.name) for owner in waiting.owners_waiting(session(), actor())],
        sectors=choices.sectors(),
        words={name: [(value.value, term(value)) for value in kind] for name, kind in VOCABULARIES.items()},
        href=lambda number: url_for(".queue", **arguments, page=number),
    )

"""The agenda as this request's reader sees it, for the pages that show it."""

from typing import Any

from marketplace.events.models import Event
from marketplace.events.roadshow import queries
from marketplace.events.roadshow.presenting import agenda_of
from marketplace.web.state import actor, session


def seen_agenda(event: Event) -> dict[str, Any]:
    """The agenda as pages show it: blocks by id in their order, and by the hour; whose slides the reader may take or add."""
    blocks = queries.blocks_of(session(), event)
    who = actor()
    return {
        "blocks": {block.id: block for block in blocks},
        "agenda": agenda_of(event, blocks),
        "opens_slides": any(block.slides for block in blocks) and queries.may_open(session(), who, event),
        "attaches": {block.id for block in blocks if queries.may_attach(who, block)},
    }

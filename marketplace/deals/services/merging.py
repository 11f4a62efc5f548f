"""Two deals of the same two sides that are one: what belongs to the second moves to the first."""

from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.errors import InvalidInput
from marketplace.deals import facts
from marketplace.deals.models import Deal
from marketplace.deals.rules import LIFECYCLE, DealAction
from marketplace.deals.services.recording import deal_to, log, refuse_ended, standing_of, touch

PARTS: list[Any] = []  # tables with a `deal_id` whose rows move; each room adds its own


def moves_with_deal(table: Any) -> None:
    """Let rows of a table go along when their deal is merged into another."""
    if table not in PARTS:
        PARTS.append(table)


def merge(session: Session, actor: Actor, public_id: str, into: str, lock: int | None = None) -> Deal:
    """Merge a deal into another of the same two sides; its address leads there from then on. Returns the one that stays."""
    if into == public_id:
        raise InvalidInput("请选另一条商机。", {"into": "请选另一条商机。"})
    first, second = sorted((public_id, into))  # locked in one order, whoever merges what
    held = {each: deal_to(session, actor, each) for each in (first, second)}
    gone, kept = deal_to(session, actor, public_id, lock), held[into]
    refuse_ended(kept)
    if {gone.provider_id, gone.seeker_id} != {kept.provider_id, kept.seeker_id}:
        wrong = "只能合并同样两方的商机。"
        raise InvalidInput(wrong, {"into": wrong})
    before = standing_of(gone)
    _move_ticks(gone, kept)
    for table in PARTS:
        session.execute(update(table).where(table.deal_id == gone.id).values(deal_id=kept.id))
    gone.state, gone.merged_into_id = LIFECYCLE.next_state(gone.state, DealAction.MERGE), kept.id
    gone.pause_reason = None
    log(session, actor, gone, DealAction.MERGE, before=before, into=kept.public_id)
    touch(kept)
    session.flush()
    return kept


def _move_ticks(gone: Deal, kept: Deal) -> None:
    """Facts that the other does not have go along, where a person may tick them."""
    known = {each.fact for each in kept.ticks}
    for each in [held for held in gone.ticks if held.fact not in known and facts.may_be_ticked(held.fact)]:
        gone.ticks.remove(each)
        kept.ticks.append(each)

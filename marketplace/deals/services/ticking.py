"""Facts that no room can find out are ticked by a person, with what proves them."""

from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now
from marketplace.core.errors import Conflict
from marketplace.deals import facts
from marketplace.deals.bounds import refuse_faults, text_faults
from marketplace.deals.models import Deal, DealFact
from marketplace.deals.rules import LONGEST_NOTE, DealAction, Fact, Stage, needed
from marketplace.deals.services.recording import deal_to, refuse_ended, touch


def tick(session: Session, actor: Actor, public_id: str, fact: Fact, note: str) -> Deal:
    """Say that something is so; the system may also carry over what it knows of a deal from elsewhere."""
    deal = deal_to(session, actor, public_id)
    refuse_ended(deal)
    if not facts.may_be_ticked(fact) and not actor.system:
        raise Conflict("这一条由系统按记录判断，不能手工勾选。请先办好对应的事项。")
    refuse_faults(dict(text_faults("note", note, LONGEST_NOTE, required=True)))
    if any(held.fact is fact for held in deal.ticks):
        raise Conflict("这一条已经勾选了。")
    deal.ticks.append(DealFact(fact=fact, note=note.strip(), person_id=actor.person_id, at=now()))
    touch(deal)
    record_act(session, actor, DealAction.TICK, deal, fact=fact.value, note=note.strip())
    session.flush()
    return deal


def untick(session: Session, actor: Actor, public_id: str, fact: Fact) -> Deal:
    """Take a tick back, unless the deal stands on it."""
    deal = deal_to(session, actor, public_id)
    held = next((each for each in deal.ticks if each.fact is fact), None)
    if held is None:
        raise Conflict("这一条没有勾选。")
    if fact in needed(deal.pipeline, deal.stage, [Stage(each) for each in deal.skipped]):
        raise Conflict("商机所在的阶段要以这一条为依据。请先退回前一阶段。")
    deal.ticks.remove(held)
    touch(deal)
    record_act(session, actor, DealAction.UNTICK, deal, fact=fact.value)
    session.flush()
    return deal

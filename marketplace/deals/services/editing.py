"""What a deal is worth, when it may be signed, and whose turn it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.clock import now
from marketplace.core.errors import Conflict
from marketplace.deals.bounds import refuse_faults, text_faults, value_faults
from marketplace.deals.models import Deal
from marketplace.deals.rules import STAGES, DealAction, Pipeline, Stage, Turn, needed
from marketplace.deals.services.moving import refuse_missing
from marketplace.deals.services.recording import deal_to, log, refuse_ended, standing_of


def _(text: str) -> str:
    """Mark a msgid."""
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class EditDeal:
    """Everything that a form of a deal holds; `lock` is that of the page that was read."""

    title: str
    pipeline: Pipeline
    probability: int
    value: Decimal | None
    expected_close: date | None
    turn: Turn
    next_step: str
    next_due: date | None
    lock: int | None = None


def edit(session: Session, actor: Actor, public_id: str, command: EditDeal) -> Deal:
    """Change the figures and the next step; the log keeps how they stood."""
    deal = deal_to(session, actor, public_id, command.lock)
    refuse_ended(deal)
    refuse_faults(dict(_faults(deal, command)))
    if command.pipeline is not deal.pipeline:
        _refuse_way(session, deal, command.pipeline)
    before = standing_of(deal)
    if (deal.turn, deal.next_step) != (command.turn, command.next_step):
        deal.turn_since = now()
    deal.title, deal.pipeline, deal.probability = command.title.strip(), command.pipeline, command.probability
    deal.value, deal.expected_close = command.value, command.expected_close
    deal.turn, deal.next_step, deal.next_due = command.turn, command.next_step.strip(), command.next_due
    log(session, actor, deal, DealAction.EDIT, before=before)
    return deal


def _faults(deal: Deal, command: EditDeal) -> Iterator[tuple[str, str]]:
    yield from text_faults("title", command.title, 120, required=True)
    yield from value_faults(command.value, command.expected_close, command.next_step)
    if not 0 <= command.probability <= 100:
        yield "probability", _("把握是 0 到 100 的百分数。")
    if command.expected_close is not None and command.expected_close < deal.created_at.date():
        yield "expected_close", _("预计签约早于商机的开始。请核对日期。")
    if command.next_due is not None and command.next_due < deal.created_at.date():
        yield "next_due", _("下一步的期限早于商机的开始。请核对日期。")


def _refuse_way(session: Session, deal: Deal, pipeline: Pipeline) -> None:
    """Another pipeline must have the stage, and its facts must hold."""
    if deal.stage not in STAGES[pipeline]:
        raise Conflict("新的流程里没有商机现在的阶段。请先退回前一阶段，再换流程。")
    skipped = [Stage(each) for each in deal.skipped]
    refuse_missing(session, deal, needed(pipeline, deal.stage, skipped))
    deal.skipped = [each for each in deal.skipped if Stage(each) in STAGES[pipeline]]

"""One act on many deals: each is changed, or named with the reason why not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Person
from marketplace.core.actor import Actor
from marketplace.core.errors import DomainError, InvalidInput
from marketplace.deals import letters
from marketplace.deals.models import Deal
from marketplace.deals.rules import PauseReason, Turn
from marketplace.deals.services.editing import EditDeal, edit
from marketplace.deals.services.handing import hand_over
from marketplace.deals.services.moving import Pause, pause
from marketplace.deals.services.recording import deal_to


class BulkAct(StrEnum):
    DUE = "due"
    TURN = "turn"
    PAUSE = "pause"
    HAND_OVER = "hand_over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is done to each; only the part that the act needs is read."""

    act: BulkAct | None
    due: date | None = None
    turn: Turn | None = None
    taker: int = 0


def change_many(
    session: Session, actor: Actor, ids: Sequence[str], change: Change
) -> tuple[int, list[tuple[str, DomainError]]]:
    """How many were changed, and why each of the others was not."""
    _refuse_empty(ids, change)
    refused: list[tuple[str, DomainError]] = []
    chosen = list(dict.fromkeys(ids))
    for public_id in chosen:
        try:
            with session.begin_nested():
                _change(session, actor, public_id, change)
        except DomainError as why:
            refused.append((public_id, why))
    if change.act is BulkAct.HAND_OVER:
        _tell(session, actor, change.taker, [each for each in chosen if each not in dict(refused)])
    return len(chosen) - len(refused), refused


def _refuse_empty(ids: Sequence[str], change: Change) -> None:
    if not ids:
        raise InvalidInput("请先勾选商机。")
    if change.act is None:
        raise InvalidInput("请选要做什么。")
    if change.act is BulkAct.DUE and change.due is None:
        raise InvalidInput("请填下一步的期限。")
    if change.act is BulkAct.TURN and change.turn is None:
        raise InvalidInput("请选轮到谁。")
    if change.act is BulkAct.HAND_OVER and not change.taker:
        raise InvalidInput("请选接手的经理人。")


def _change(session: Session, actor: Actor, public_id: str, change: Change) -> None:
    if change.act is BulkAct.HAND_OVER:
        hand_over(session, actor, [public_id], change.taker, tell=False)
    elif change.act is BulkAct.PAUSE:
        pause(session, actor, public_id, Pause(reason=PauseReason.OTHER, note="批量暂停"))
    else:
        deal = deal_to(session, actor, public_id)
        due = change.due if change.act is BulkAct.DUE else deal.next_due
        edit(session, actor, public_id, _as_it_is(deal, due, change.turn or deal.turn))


def _as_it_is(deal: Deal, due: date | None, turn: Turn) -> EditDeal:
    return EditDeal(
        title=deal.title, pipeline=deal.pipeline, probability=deal.probability, value=deal.value,
        expected_close=deal.expected_close, turn=turn, next_step=deal.next_step, next_due=due,
    )  # fmt: skip


def _tell(session: Session, actor: Actor, taker: int, public_ids: Sequence[str]) -> None:
    """One letter for all that were handed over."""
    person = session.get(Person, taker)
    given = session.scalars(select(Deal).where(Deal.public_id.in_(public_ids)).order_by(Deal.id)).all()
    if person is not None and given:
        letters.tell_taker(session, person, actor, given)

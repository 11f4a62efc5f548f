"""What every act on a deal does: find it for who may act, refuse an old state, raise the lock, write the log."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, Forbidden
from marketplace.deals import policies, queries
from marketplace.deals.models import Deal, DealStage
from marketplace.deals.rules import DealAction, DealState, Stage

Policy = Callable[[Actor, Deal], bool]


def _(text: str) -> str:
    """Mark a msgid."""
    return text


class Stale(Conflict):
    """Somebody else changed the deal since the page was read; nothing was overwritten."""

    def __init__(self) -> None:
        super().__init__(_("这条商机刚被别人改过。下面是它现在的样子，请核对后再提交。"))


def deal_to(
    session: Session, actor: Actor, public_id: str, lock: int | None = None, may: Policy = policies.can_conduct
) -> Deal:
    """The deal, locked for a change; Forbidden for who sees it but may not do this, Stale for an old `lock`."""
    deal = queries.deal_for(session, actor, public_id, lock=True)
    if not may(actor, deal):
        raise Forbidden("这条商机由经理人推进，您可以留言、暂停或退出。")
    if lock is not None and lock != deal.lock:
        raise Stale
    return deal


def refuse_ended(deal: Deal) -> None:
    """An ended deal is changed no more."""
    if deal.state is not DealState.OPEN:
        raise Conflict("这条商机没有在进行。请先恢复或重新打开。")


def log(
    session: Session,
    actor: Actor,
    deal: Deal,
    action: DealAction,
    *,
    before: tuple[Stage, DealState, list[str], int] | None = None,
    reason: str = "",
    note: str = "",
    **detail: Any,
) -> DealStage:
    """Raise the lock and write one line of the stage log and one of the audit trail; `before` is how it stood."""
    touch(deal)
    line = DealStage(
        deal_id=deal.id, action=action, stage=deal.stage, state=deal.state, reason=reason, note=note,
        probability=deal.probability, value=deal.value, expected_close=deal.expected_close,
        expected_tco2e=deal.expected_tco2e, person_id=actor.person_id, at=deal.updated_at, lock=deal.lock,
    )  # fmt: skip
    if before is not None:
        line.from_stage, line.from_state, line.skipped, line.before = before
    session.add(line)
    record_act(session, actor, action, deal, stage=deal.stage.value, **({"reason": reason} if reason else {}), **detail)
    session.flush()
    return line


def touch(deal: Deal) -> None:
    deal.lock += 1
    deal.updated_at = now()


def standing_of(deal: Deal) -> tuple[Stage, DealState, list[str], int]:
    """How a deal stands, for a later undo."""
    return deal.stage, deal.state, list(deal.skipped), deal.probability

"""Taking a need off with a reason that its tombstone tells, and putting it back."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.audit import record_change
from marketplace.core.clock import now, today
from marketplace.core.errors import Conflict, Forbidden, InvalidInput
from marketplace.needs import letters, policies, queries
from marketplace.needs.models import Need, NeedWithdrawal
from marketplace.needs.rules import LIFECYCLE, NeedAction, NeedState, NeedWithdrawalReason
from marketplace.needs.services.guards import move
from marketplace.needs.services.revising import step_back
from marketplace.needs.texts import find_revision

MAX_NOTE = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    """Why a need goes; `note` is for the owner and the curators."""

    reason: NeedWithdrawalReason = NeedWithdrawalReason.DROPPED
    note: str = ""


def withdraw(session: Session, actor: Actor, public_id: str, command: Withdraw) -> Need:
    """Take a need off the market; a tombstone stays."""
    need = queries.get_need_to_withdraw(session, actor, public_id)
    LIFECYCLE.next_state(need.state, NeedAction.WITHDRAW)
    note = command.note.strip()[:MAX_NOTE]
    if command.reason is NeedWithdrawalReason.OTHER and not note:
        raise InvalidInput("原因选“其他”时，请写几句说明。", {"note": "请写几句说明。"})
    if command.reason is NeedWithdrawalReason.EXPIRED:
        raise InvalidInput("请选一个撤下的原因。", {"reason": "请选一个撤下的原因。"})
    need.withdrawal = NeedWithdrawal(
        reason=command.reason,
        note=note,
        by_curator=not policies.can_submit(actor, need),
        was_long_term=need.state == NeedState.LONG_TERM,
        person_id=actor.person_id,
        at=now(),
    )
    move(need, NeedAction.WITHDRAW)
    need.response_due_at = None
    step_back(session, find_revision(session, need, held=True))
    record_change(session, actor, NeedAction.WITHDRAW, need, reason=command.reason.value, note=note)
    letters.tell_owner_withdrawn(session, need, actor, note)
    return need


def reinstate(session: Session, actor: Actor, public_id: str) -> Need:
    """Put back what was published before it was taken off: its words were approved."""
    need = queries.get_need_to_withdraw(session, actor, public_id)
    state = LIFECYCLE.next_state(need.state, NeedAction.REINSTATE)
    if not policies.can_reinstate(actor, need):
        raise Forbidden("这条需求不能直接恢复。过期的请先修改希望完成日期再提交；审核员撤下的请与平台联系。")
    if need.deadline is not None and need.deadline < today():
        raise Conflict("希望完成日期已过。请先修改日期，再提交审核。")
    long_term = need.withdrawal is not None and need.withdrawal.was_long_term
    need.withdrawal = None
    move(need, NeedAction.REINSTATE)
    need.state = NeedState.LONG_TERM if long_term else state
    record_change(session, actor, NeedAction.REINSTATE, need)
    return need

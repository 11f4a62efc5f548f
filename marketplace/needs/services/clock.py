"""What the clock does to needs: those whose answer is due are pressed, those past their day are taken off."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.core.actor import SYSTEM
from marketplace.core.audit import record_act, record_change
from marketplace.needs import letters
from marketplace.needs.hours import is_late, is_pressing
from marketplace.needs.models import Need, NeedClock, NeedRow, NeedWithdrawal
from marketplace.needs.rules import LIFECYCLE, WAITING, NeedAction, NeedState, NeedWithdrawalReason
from marketplace.needs.services.guards import move
from marketplace.workdays.queries import work_calendar
from marketplace.workdays.rules import WorkCalendar


def escalate(session: Session, moment: datetime) -> int:
    """In working hours: tell the curators once when an answer is nearly due, and the administrators once when it is late."""
    waiting = select(NeedRow).where(NeedRow.state.in_(WAITING), NeedRow.response_due_at.is_not(None))
    needs = list(session.scalars(waiting.order_by(NeedRow.id)))
    clocks = {clock.need_id: clock for clock in session.scalars(select(NeedClock))}
    calendar = work_calendar(session)
    return sum(_press(session, need, clocks.get(need.id), moment, calendar) for need in needs)


def _press(session: Session, need: NeedRow, clock: NeedClock | None, moment: datetime, calendar: WorkCalendar) -> int:
    due = need.response_due_at
    late = due is not None and is_late(moment, due, calendar)
    if due is None or not (late or is_pressing(moment, due, calendar)):
        return 0
    if clock is None:
        clock = NeedClock(need_id=need.id, due_at=due)
        session.add(clock)
    elif clock.due_at != due:  # handed in anew
        clock.due_at, clock.curators_told_at, clock.admins_told_at = due, None, None
    told = 0
    if clock.curators_told_at is None:
        clock.curators_told_at, told = moment, 1
        letters.press_curators(session, need)
    if late and clock.admins_told_at is None:
        clock.admins_told_at, told = moment, told + 1
        letters.tell_admins_late(session, need)
    if told:
        record_act(session, SYSTEM, NeedAction.ESCALATE, need, late=late)
    return told


def expire(session: Session, day: date) -> int:
    """Take off what is past the day it was wanted by; its owner learns how to bring it back."""
    past = select(Need).where(Need.state.in_(LIFECYCLE.table[NeedAction.EXPIRE].sources), Need.deadline < day)
    needs = list(session.scalars(past.order_by(Need.id).with_for_update(of=Need)))
    for need in needs:
        long_term = need.state == NeedState.LONG_TERM
        need.withdrawal = NeedWithdrawal(reason=NeedWithdrawalReason.EXPIRED, was_long_term=long_term)
        need.response_due_at = None
        move(need, NeedAction.EXPIRE)
        record_change(session, SYSTEM, NeedAction.EXPIRE, need, deadline=str(need.deadline))
        letters.tell_owner_expired(session, need)
    return len(needs)

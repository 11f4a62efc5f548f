"""Following up: asking at 30, 90 and 180 days, and keeping what a side says."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from marketplace.core.actor import SYSTEM, Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now, today
from marketplace.core.errors import Conflict, InvalidInput, NotFound
from marketplace.events import letters, queries
from marketplace.events.after.rules import KEPT_OPEN, STAGES, FollowAction, Progress, stage_on
from marketplace.events.day.rules import MOST_AMOUNT
from marketplace.events.day.telling import AMOUNT, MOST_NOTE, NOTE
from marketplace.events.models import EventFollowUp
from marketplace.events.rules import LIFECYCLE, EventAction, EventState


def _(text: str) -> str:
    """Mark a msgid."""
    return text


ONLY_SIGNED = _("只有已签约的才填签约金额。")


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """How a meeting went on; `amount` is what was signed, in 万元."""

    progress: Progress
    amount: float | None = None
    note: str = ""


def follow_up(session: Session, actor: Actor, number: int, wish_id: int, command: FollowUp) -> EventFollowUp:
    """Keep what a side says at the stage that is due; said again, it replaces what was said before."""
    registration = queries.get_registration_to_wish(session, actor, number)
    stage = stage_on(registration.event.day, today())
    if all(each.wish_id != wish_id for each in queries.day_of(session, registration)):
        raise NotFound("您的日程里没有这场约见。")
    if not stage or registration.event.state not in (EventState.ENDED, EventState.FOLLOWING):
        raise Conflict("跟进在专场之后 30 天开始，归档后不能再改。")
    _refuse(command)
    said = session.get(EventFollowUp, (wish_id, registration.side, stage))
    if said is None:
        said = EventFollowUp(wish_id=wish_id, side=registration.side, days=stage)
        session.add(said)
    said.progress, said.amount, said.note = command.progress, command.amount, command.note
    said.given_by, said.given_at = actor.person_id, now()
    session.flush()
    record_act(session, actor, FollowAction.FOLLOW_UP, registration, meeting=wish_id, days=stage)
    return said


def _refuse(command: FollowUp) -> None:
    wrong = {}
    if command.amount is not None and command.progress is not Progress.SIGNED:
        wrong["amount"] = ONLY_SIGNED
    elif command.amount is not None and not 0 <= command.amount <= MOST_AMOUNT:
        wrong["amount"] = AMOUNT
    if len(command.note) > MOST_NOTE:
        wrong["note"] = NOTE
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), wrong)


def follow_sessions(session: Session, day: date) -> int:
    """Ask the parties whose meetings go on, once a stage; bring sessions to 跟踪 and, in the end, to the archive."""
    asked = 0
    for event in queries.due_to_follow(session, day - timedelta(days=STAGES[0])):
        if event.state is EventState.ENDED:
            event.state = LIFECYCLE.next_state(event.state, EventAction.FOLLOW)
            record_act(session, SYSTEM, EventAction.FOLLOW, event)
        if day - event.day >= KEPT_OPEN:
            event.state = LIFECYCLE.next_state(event.state, EventAction.ARCHIVE)
            record_act(session, SYSTEM, EventAction.ARCHIVE, event)
            continue
        stage = stage_on(event.day, day)
        for registration in queries.going_on(session, event):
            if registration.followed < stage:
                registration.followed = stage
                letters.ask_follow_up(session, registration, stage)
                asked += 1
    return asked

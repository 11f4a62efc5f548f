"""What a side says a meeting led to, and asking those who have not said."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, InvalidInput, NotFound
from marketplace.events import letters, queries
from marketplace.events.day.rules import MOST_AMOUNT, DayAction, Interest, NextStep, Presence
from marketplace.events.hours import moments
from marketplace.events.models import Event, EventMeeting, EventOutcome, EventRegistration
from marketplace.events.queries.outcomes import DAYS

MOST_NOTE = 1000
ASK_FOR = timedelta(days=14)  # after the day
ASK_AGAIN = timedelta(days=3)


def _(text: str) -> str:
    """Mark a msgid."""
    return text


WHO_CAME = _("请选到场、请假或缺席。")
HOW_WAS_IT = _("谈了的约见，请选谈得怎样。")
RATING = _("评分从 1 到 5。")
AMOUNT = _("金额按万元填，从 0 到 10,000,000；没有就留空。")
NOTE = _("备注最多 1000 字。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Two taps, and what may be added later; the amount in 万元."""

    attended: Presence
    interest: Interest | None = None
    next_step: NextStep | None = None
    rating: int | None = None
    amount: float | None = None
    note: str = ""


def tell_outcome(session: Session, actor: Actor, number: int, wish_id: int, command: Outcome) -> EventOutcome:
    """Keep what this side says; said again, it replaces what was said before."""
    registration = queries.get_registration_to_wish(session, actor, number)
    event = queries.get_event_held(session, actor, registration.event.public_id)
    meeting = next((each for each in queries.day_of(session, registration) if each.wish_id == wish_id), None)
    if meeting is None:
        raise NotFound("您的日程里没有这场约见。")
    if not may_tell(event, meeting):
        raise Conflict("约见开始后才能登记结果。")
    _refuse(command)
    outcome = queries.find_outcome(session, wish_id, registration.side)
    if outcome is None:
        outcome = EventOutcome(wish_id=wish_id, side=registration.side, given_by=actor.person_id)
        session.add(outcome)
    _write(outcome, command)
    event.pulse += 1
    session.flush()
    record_act(session, actor, DayAction.TELL, registration, meeting=wish_id)
    return outcome


def may_tell(event: Event, meeting: EventMeeting) -> bool:
    """From the moment the round begins, as long as the session is not called off."""
    return event.state in DAYS and now() >= moments(event.day, event.hours[meeting.slot])[0]


def _write(outcome: EventOutcome, command: Outcome) -> None:
    met = command.attended is Presence.PRESENT
    outcome.attended = command.attended
    outcome.interest = command.interest if met else None
    outcome.next_step = command.next_step if met else None
    outcome.rating, outcome.amount = command.rating, command.amount if met else None
    outcome.note, outcome.updated_at = command.note, now()


def _refuse(command: Outcome) -> None:
    wrong = {}
    if command.attended is Presence.EXPECTED:
        wrong["attended"] = WHO_CAME
    if command.attended is Presence.PRESENT and command.interest is None:
        wrong["interest"] = HOW_WAS_IT
    if command.rating is not None and not 1 <= command.rating <= 5:
        wrong["rating"] = RATING
    if command.amount is not None and not 0 <= command.amount <= MOST_AMOUNT:
        wrong["amount"] = AMOUNT
    if len(command.note) > MOST_NOTE:
        wrong["note"] = NOTE
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), wrong)


def ask_for_outcomes(session: Session, day: date) -> int:
    """Write to the parties whose meetings are over without a word, every three days for two weeks; gives how many."""
    asked = 0
    for registration, missing in queries.untold_until(session, day - ASK_FOR, day):
        if _asked_lately(registration):
            continue
        registration.asked_at = now()
        letters.ask_outcomes(session, registration, missing)
        asked += 1
    return asked


def _asked_lately(registration: EventRegistration) -> bool:
    return registration.asked_at is not None and registration.asked_at > now() - ASK_AGAIN

"""What another set-up would give: its reach at once, its timetable by the worker; nothing of the session changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.errors import Conflict, InvalidInput
from marketplace.core.jobs import Job, enqueue
from marketplace.events import queries
from marketplace.events.bounds import COUNTS
from marketplace.events.hours import LATEST, clock, minutes_of, slots_of
from marketplace.events.models import Event
from marketplace.events.problem import preference_of, rhythm_with, weight_of
from marketplace.events.rules import ADJUSTABLE
from marketplace.events.services.adjusting import OUT_OF_BOUNDS
from marketplace.events.services.gathering import Gathered, gather
from marketplace.events.timetable import ProblemError, Reach, reach_of, read_problem

WHAT_IF = "events.what_if"
TRIED = ("slots", "tables", "most_meetings", "pause_after", "pause_minutes")  # what a trial may assume otherwise
MOST_ROUNDS = COUNTS["slots"][1]


def _(text: str) -> str:
    """Mark a msgid."""
    return text


BREAK = _("休息要在两轮之间：填第几轮之后，或填 0。")
TOO_LATE = _("这样排，最后一轮结束时场地已经关门，或过了半夜。请减少轮数或休息。")
CONTRADICTION = _("设置互相矛盾，不能排程。请检查固定桌和桌数。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """What a set-up reaches at most, and from when to when its rounds last."""

    reach: Reach
    hours: str


def prospects(session: Session, actor: Actor, public_id: str, assumed: Mapping[str, int]) -> tuple[Prospect, Prospect]:
    """The session as it is set up, and with other numbers; fast enough to be asked for while somebody types."""
    event = queries.get_event_to_manage(session, actor, public_id)
    _refuse(event, assumed)
    return _prospect(session, event, {}), _prospect(session, event, assumed)


def _prospect(session: Session, event: Event, assumed: Mapping[str, int]) -> Prospect:
    gathered = gather(session, event, assumed)
    try:
        reach = reach_of(read_problem(gathered.raw), seconds=1.0)
    except ProblemError as wrong:
        raise InvalidInput(CONTRADICTION, {"tables": CONTRADICTION}) from wrong
    return Prospect(reach=_with_held(reach, gathered), hours=hours_with(event, assumed))


def _with_held(reach: Reach, gathered: Gathered) -> Reach:
    """What was held in rounds that have begun counts too."""
    return Reach(
        musts=reach.musts + sum(preference_of(each.wish) == "must" for each in gathered.held),
        weight=reach.weight + sum(weight_of(each.wish) for each in gathered.held),
        meetings=reach.meetings + len(gathered.held),
    )


def begin_trial(session: Session, actor: Actor, public_id: str, assumed: Mapping[str, int]) -> Job:
    """Let the worker plan with another set-up."""
    event = queries.get_event_to_manage(session, actor, public_id)
    _refuse(event, assumed)
    return enqueue(session, WHAT_IF, {"event": public_id, "assumed": dict(assumed)}, actor.person_id)


def _refuse(event: Event, assumed: Mapping[str, int]) -> None:
    if event.state not in ADJUSTABLE:
        raise Conflict("约见截止以后才能试排。")
    wrong = {
        name: OUT_OF_BOUNDS
        for name in TRIED
        if name in assumed and not _least_of(name) <= assumed[name] <= COUNTS.get(name, (0, MOST_ROUNDS))[1]
    }
    wrong |= _day_of(event, assumed) if not wrong else {}
    if wrong:
        raise InvalidInput(OUT_OF_BOUNDS, wrong)


def _least_of(name: str) -> int:
    return COUNTS.get(name, (0, MOST_ROUNDS))[0]


def _day_of(event: Event, assumed: Mapping[str, int]) -> dict[str, str]:
    """A break lies between two rounds, and the day ends before midnight and before the venue closes."""
    day = rhythm_with(event, assumed)
    if assumed.get("pause_after", 0) >= day.slots and assumed["pause_after"] != event.pause_after:
        return {"pause_after": BREAK}
    ends = slots_of(day)[-1].ends
    if ends > LATEST or (event.closes_at is not None and ends > minutes_of(event.closes_at)):
        return {"slots": TOO_LATE}
    return {}


def hours_with(event: Event, assumed: Mapping[str, Any]) -> str:
    """From when to when the rounds would last."""
    hours = slots_of(rhythm_with(event, assumed))
    return f"{hours[0].start}—{clock(hours[-1].ends)}"

"""Changing a draft by hand, and what is known on the day."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.errors import Conflict, InvalidInput, NotFound
from marketplace.events import queries
from marketplace.events.bounds import COUNTS
from marketplace.events.clashes import Against, against
from marketplace.events.models import Event, EventMeeting, EventPlan, EventWish
from marketplace.events.problem import preference_of, weight_of
from marketplace.events.rules import ADJUSTABLE, EventAction
from marketplace.events.services.explaining import unmet_as_it_stands
from marketplace.events.services.rounds import rounds_begun

Place = tuple[int, int | None]


def _(text: str) -> str:
    """Mark a msgid."""
    return text


OVERTAKEN = _("这份草稿在您打开之后被改过。请核对最新的草稿，再操作一次。")
OUT_OF_BOUNDS = _("这个数超出了范围，请改小或改大。")


class MoveRefused(InvalidInput):
    """A meeting cannot be held there; `reasons` says everything that stands against it."""

    def __init__(self, reasons: Sequence[Against]) -> None:
        super().__init__("不能放在这里。")
        self.reasons = tuple(reasons)


def move_meeting(
    session: Session, actor: Actor, public_id: str, wish_id: int, place: Place | None, lock: int
) -> EventPlan:
    """Hold a wish at (slot, table), from 0, or take it out of the draft (None); what was moved by hand is locked.

    Without a table it takes the first that is free, its own if it has one.
    """
    event, draft = draft_in_hand(session, actor, public_id, lock)
    wish = _wish(session, event, wish_id)
    current = next((each for each in draft.meetings if each.wish_id == wish_id), None)
    if current is not None and current.slot in rounds_begun(event):
        raise Conflict("这一轮已经开始，不能再动。")
    if place is None:
        if current is not None:
            draft.meetings.remove(current)
    else:
        parties = queries.parties_by_id(session, event)
        tables = [place[1]] if place[1] is not None else list(range(event.tables))
        tried = [
            against(event, parties, draft.meetings, wish, (place[0], table), rounds_begun(event)) for table in tables
        ]
        free = next((table for table, reasons in zip(tables, tried, strict=True) if not reasons), None)
        if free is None:
            raise MoveRefused(min(tried, key=len))
        if current is None:
            current = EventMeeting(wish_id=wish_id, wish=wish)
            draft.meetings.append(current)
        current.slot, current.table_number, current.locked = place[0], free, True
    touched(session, actor, event, draft, meeting=wish_id)
    return draft


def lock_meeting(session: Session, actor: Actor, public_id: str, wish_id: int, locked: bool, lock: int) -> EventPlan:
    """Planning again leaves a locked meeting where it is."""
    event, draft = draft_in_hand(session, actor, public_id, lock)
    meeting = next((each for each in draft.meetings if each.wish_id == wish_id), None)
    if meeting is None:
        raise NotFound("草稿里没有这场约见。")
    meeting.locked = locked
    touched(session, actor, event, draft, meeting=wish_id, locked=locked)
    return draft


def draft_in_hand(session: Session, actor: Actor, public_id: str, lock: int) -> tuple[Event, EventPlan]:
    """The draft in work; while adjusting, a copy of what is in force."""
    event = queries.get_event_to_manage(session, actor, public_id)
    if event.state not in ADJUSTABLE:
        raise Conflict("先转为调整，再改日程。")
    draft, shown = queries.draft_of(session, event), queries.published_plan(session, event)
    if draft is None and shown is not None:
        if shown.lock != lock:
            raise Conflict(OVERTAKEN)
        draft = copy_of(session, shown)
        return event, draft
    if draft is None:
        raise Conflict("还没有排好的日程。请先排程。")
    session.refresh(draft, ["lock"])
    if draft.lock != lock:
        raise Conflict(OVERTAKEN)
    return event, draft


def _wish(session: Session, event: Event, wish_id: int) -> EventWish:
    wish = session.get(EventWish, wish_id)
    if wish is None or wish.event_id != event.id:
        raise NotFound("没有这个约见。")
    return wish


def touched(session: Session, actor: Actor, event: Event, draft: EventPlan, **detail: Any) -> None:
    """Count anew and say anew why what is left out is: the proof is of what the solver made, not of what a hand changed."""
    draft.lock += 1
    draft.optimal = False
    session.flush()
    count_anew(draft)
    draft.unmet = unmet_as_it_stands(session, event, draft)
    record_act(session, actor, EventAction.ADJUST, event, **detail)


def count_anew(plan: EventPlan) -> None:
    held = [each.wish for each in plan.meetings]
    plan.total_weight = float(sum(map(weight_of, held)))
    plan.upper_bound = max(plan.upper_bound, plan.total_weight)
    plan.musts = sum(preference_of(wish) == "must" for wish in held)
    plan.unmet = [each for each in plan.unmet if each["wish"] not in {wish.id for wish in held}]


def copy_of(session: Session, plan: EventPlan) -> EventPlan:
    """The same meetings as a draft."""
    same = ("event_id", "optimal", "total_weight", "upper_bound", "musts", "musts_wished", "wished", "seconds", "unmet")
    draft = EventPlan(**{name: getattr(plan, name) for name in same})
    draft.meetings = [
        EventMeeting(
            wish_id=each.wish_id, wish=each.wish, slot=each.slot, table_number=each.table_number, locked=each.locked
        )
        for each in plan.meetings
    ]
    session.add(draft)
    session.flush()
    return draft


def adopt_plan(session: Session, actor: Actor, public_id: str, plan_id: int) -> EventPlan:
    """Work on from an earlier draft, or from a trial, whose set-up then becomes the session's."""
    event = queries.get_event_to_manage(session, actor, public_id)
    if event.state not in ADJUSTABLE:
        raise Conflict("先转为调整，再改日程。")
    plan = queries.get_plan(session, event, plan_id)
    for name, value in plan.assumes.items():
        setattr(event, name, value)
    if event.pause_after >= event.slots:
        event.pause_after = 0
    event.lock += 1
    draft = copy_of(session, plan)
    record_act(session, actor, EventAction.ADJUST, event, adopted=plan_id)
    return draft


def set_tables(session: Session, actor: Actor, public_id: str, tables: int, closed: Sequence[int]) -> Event:
    """On the day: a table more, or one that cannot be used; `closed` counts from 0."""
    event = queries.get_event_to_manage(session, actor, public_id)
    if event.state not in ADJUSTABLE:
        raise Conflict("先转为调整，再改桌数。")
    least, most = COUNTS["tables"]
    if not least <= tables <= most or any(not 0 <= table < tables for table in closed):
        raise InvalidInput(OUT_OF_BOUNDS, {"tables": OUT_OF_BOUNDS})
    event.tables, event.closed_tables = tables, sorted(set(closed))
    event.lock += 1
    record_act(session, actor, EventAction.EDIT, event, tables=tables, closed=event.closed_tables)
    return event


def set_late(session: Session, actor: Actor, public_id: str, number: int, comes_in: int) -> None:
    """A party comes late: the first round, from 0, in which it is there."""
    event = queries.get_event_to_manage(session, actor, public_id)
    registration = queries.get_registration_of(session, event, number)
    if not 0 <= comes_in < event.slots:
        raise InvalidInput(OUT_OF_BOUNDS, {"comes_in": OUT_OF_BOUNDS})
    registration.comes_in = comes_in
    record_act(session, actor, EventAction.EDIT, registration, comes_in=comes_in)

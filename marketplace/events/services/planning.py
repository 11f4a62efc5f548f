"""Making and publishing the timetable."""

from sqlalchemy.orm import Session

from marketplace.core.actor import SYSTEM, Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now
from marketplace.core.errors import Conflict
from marketplace.core.jobs import Job, enqueue
from marketplace.events import letters, queries
from marketplace.events.models import Event, EventMeeting, EventPlan
from marketplace.events.problem import preference_of, weight_of
from marketplace.events.rules import LIFECYCLE, EventAction
from marketplace.events.services.explaining import rows_of
from marketplace.events.services.gathering import Gathered
from marketplace.events.timetable import Preference, Problem, Timetable

PLAN = "events.plan"
MOST_LOOSE = 6  # drafts and trials of one session


def begin_plan(session: Session, actor: Actor, public_id: str) -> Job:
    """Let the worker make a timetable; the page shows how far it is."""
    event = queries.get_event_to_manage(session, actor, public_id)
    LIFECYCLE.next_state(event.state, EventAction.PLAN)
    if not any(map(preference_of, queries.all_wishes(session, event))):
        raise Conflict("还没有人说想见谁。请先请参会方选择，或替他们选。")
    record_act(session, actor, EventAction.PLAN, event)
    return enqueue(session, PLAN, {"event": public_id}, actor.person_id)


def keep_plan(
    session: Session, public_id: str, problem: Problem, timetable: Timetable, gathered: Gathered | None = None
) -> EventPlan:
    """Keep what the solver made, as the draft; of older drafts a few stay, to be compared."""
    event = queries.get_event_held(session, SYSTEM, public_id)
    event.state = LIFECYCLE.next_state(event.state, EventAction.PLAN)
    event.lock += 1
    plan = _plan(event, problem, timetable, gathered)
    session.add(plan)
    session.flush()
    _forget(session, event)
    return plan


def keep_trial(
    session: Session,
    public_id: str,
    problem: Problem,
    timetable: Timetable,
    gathered: Gathered,
    assumed: dict[str, int],
) -> EventPlan:
    """Keep what another set-up would give, beside the draft."""
    event = queries.get_event_held(session, SYSTEM, public_id)
    plan = _plan(event, problem, timetable, gathered)
    plan.is_trial, plan.assumes = True, assumed
    session.add(plan)
    session.flush()
    _forget(session, event)
    return plan


def _plan(event: Event, problem: Problem, timetable: Timetable, gathered: Gathered | None) -> EventPlan:
    """The solver's meetings and those of the rounds that have begun; the proof is of what was still to be planned."""
    held = list(gathered.held) if gathered else []
    locked = gathered.locked if gathered else frozenset()
    musts = {wish.id for wish in problem.wishes.values() if wish.preference is Preference.MUST}
    refused = sum(wish.preference is Preference.NO for wish in problem.wishes.values())
    done, weight = sum(preference_of(each.wish) == "must" for each in held), sum(weight_of(each.wish) for each in held)
    return EventPlan(
        event_id=event.id,
        optimal=timetable.optimal,
        total_weight=float(timetable.total_weight) + weight,
        upper_bound=float(timetable.upper_bound) + weight,
        musts=sum(meeting.wish in musts for meeting in timetable.meetings) + done,
        musts_wished=len(musts) + done,
        wished=len(problem.wishes) - refused + len(held),
        seconds=timetable.seconds,
        unmet=rows_of(timetable.unscheduled),
        meetings=[
            *(
                EventMeeting(wish_id=each.wish_id, slot=each.slot, table_number=each.table_number, locked=True)
                for each in held
            ),
            *(
                EventMeeting(wish_id=each.wish, slot=each.slot, table_number=each.table, locked=each.wish in locked)
                for each in timetable.meetings
            ),
        ],
    )


def _forget(session: Session, event: Event) -> None:
    """Only so many drafts and trials are kept."""
    loose = [plan for plan in queries.plans_of(session, event) if plan.version is None]
    for plan in loose[MOST_LOOSE:]:
        session.delete(plan)
    session.flush()


def publish_plan(session: Session, actor: Actor, public_id: str) -> Event:
    """Give the draft to everybody as the next version; those whose meetings changed are told."""
    event = queries.get_event_to_manage(session, actor, public_id)
    state = LIFECYCLE.next_state(event.state, EventAction.PUBLISH)
    draft = queries.draft_of(session, event)
    if draft is None:
        raise Conflict("还没有排好的日程。请先排程。")
    if {party for each in draft.meetings for party in (each.wish.provider_id, each.wish.seeker_id)} - {
        party.id for party in queries.accepted_of(session, event)
    }:
        raise Conflict("排程之后有参会方退出。请重新排程再发布。")
    before = queries.published_plan(session, event)
    event.state, event.version, event.lock = state, event.version + 1, event.lock + 1
    event.pulse += 1
    draft.version, draft.published_at = event.version, now()
    record_act(session, actor, EventAction.PUBLISH, event, version=event.version)
    session.flush()
    letters.tell_timetable(session, event, changed_parties(before, draft))
    return event


def changed_parties(before: EventPlan | None, after: EventPlan) -> set[int]:
    """The parties for whom any meeting comes, goes or moves."""
    old, new = (_places(plan) for plan in (before, after))
    return {party for place in old ^ new for party in place[:2]}


def _places(plan: EventPlan | None) -> set[tuple[int, int, int, int]]:
    meetings = plan.meetings if plan else []
    return {(each.wish.provider_id, each.wish.seeker_id, each.slot, each.table_number) for each in meetings}

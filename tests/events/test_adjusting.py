"""A draft in the organiser's hands: moved, locked, tried, compared, and re-planned while the day runs."""

from fractions import Fraction
from typing import NamedTuple

import pytest
from sqlalchemy.orm import Session

from marketplace.core.actor import SYSTEM
from marketplace.core.db import Database
from marketplace.core.errors import Conflict, InvalidInput
from marketplace.core.jobs import claim_next, run_job
from marketplace.events import grid, queries, services
from marketplace.events.clashes import Clash
from marketplace.events.day import checking_in
from marketplace.events.day.rules import DayAction
from marketplace.events.hours import clock
from marketplace.events.models import Event, EventPlan
from marketplace.events.rules import EventState
from marketplace.events.services import MoveRefused
from marketplace.events.services.gathering import gather
from marketplace.events.timetable import Reach, read_problem, solve
from tests.events.on_the_day import Guests, in_round, published
from tests.events.staging import Stage, make_stage


class Left(NamedTuple):
    """A wish that is left out, and what is said of it."""

    wish: int
    said: str


def adjusting(stage: Stage, **changes: object) -> tuple[Event, Guests, EventPlan]:
    """Four meetings in force, and the session in the organiser's hands."""
    event, guests = published(stage, **changes)
    services.adjust_timetable(stage.session, stage.organiser, event.public_id)
    plan = queries.published_plan(stage.session, event)
    assert plan is not None
    return event, guests, plan


def again(session: Session, event: Event) -> EventPlan:
    """Planned again, as the worker does it."""
    gathered = gather(session, event)
    problem = read_problem(gathered.raw)
    return services.keep_plan(session, event.public_id, problem, solve(problem), gathered)


def placed(plan: EventPlan) -> dict[int, tuple[int, int, bool]]:
    return {each.wish_id: (each.slot, each.table_number, each.locked) for each in plan.meetings}


def test_a_meeting_moved_by_hand_is_locked_and_stays_when_planned_again(stage: Stage) -> None:
    event, _guests, shown = adjusting(stage)
    before = placed(shown)
    wish = shown.meetings[0].wish_id

    draft = services.move_meeting(stage.session, stage.organiser, event.public_id, wish, (3, 2), shown.lock)
    planned = again(stage.session, event)

    assert placed(draft)[wish] == placed(planned)[wish] == (3, 2, True)
    assert placed(shown) == before
    assert (draft.optimal, planned.optimal, len(planned.meetings)) == (False, True, 4)


def test_what_a_hand_leaves_out_is_said_to_be_free_until_something_stands_against_it(stage: Stage) -> None:
    event, _guests, shown = adjusting(stage)
    taken_out = shown.meetings[0]
    wish, place = taken_out.wish_id, (taken_out.slot, taken_out.table_number)

    draft = services.move_meeting(stage.session, stage.organiser, event.public_id, wish, None, shown.lock)
    assert [(each.wish, each.said) for each in reasons(stage, event, draft)] == [(wish, grid.FREE)]
    draft = services.move_meeting(stage.session, stage.organiser, event.public_id, wish, place, draft.lock)
    assert reasons(stage, event, draft) == []


def reasons(stage: Stage, event: Event, plan: EventPlan) -> list[Left]:
    wishes = {wish.id: wish for wish in queries.all_wishes(stage.session, event)}
    told = grid.unmet_of(plan, queries.parties_by_id(stage.session, event), wishes)
    return [Left(wish=row["wish"], said=each.said) for row, each in zip(plan.unmet, told, strict=True)]


def test_what_stands_against_a_place_is_said_in_full(stage: Stage) -> None:
    event, [(_uni, one), *_rest], shown = adjusting(stage)
    other = next(each for each in shown.meetings if each.wish.provider_id != one.id)
    own = next(each for each in shown.meetings if each.wish.provider_id == one.id and each.slot != other.slot)
    place = (other.slot, other.table_number)

    with pytest.raises(MoveRefused) as refused:
        services.move_meeting(stage.session, stage.organiser, event.public_id, own.wish_id, place, shown.lock)

    clashes = [each.clash for each in refused.value.reasons]
    assert clashes[-1] is Clash.TABLE_TAKEN
    assert set(clashes) <= {Clash.TABLE_TAKEN, Clash.BUSY}


def test_the_second_of_two_organisers_is_told_that_the_draft_changed(stage: Stage) -> None:
    event, _guests, shown = adjusting(stage)
    wish = shown.meetings[0].wish_id
    draft = services.lock_meeting(stage.session, stage.organiser, event.public_id, wish, True, shown.lock)

    with pytest.raises(Conflict):
        services.move_meeting(stage.session, stage.organiser, event.public_id, wish, None, draft.lock - 1)
    services.move_meeting(stage.session, stage.organiser, event.public_id, wish, None, draft.lock)

    assert wish not in placed(draft)


def test_a_replan_on_the_day_keeps_what_has_begun_and_drops_who_is_not_there(stage: Stage) -> None:
    event, [_one, _two, (_firm, three), *_rest], shown = adjusting(stage, slots=6)
    first = min(each.slot for each in shown.meetings)
    begun = {wish: place[:2] for wish, place in placed(shown).items() if place[0] <= first}
    with in_round(event, first):
        checking_in.note_presence(stage.session, stage.organiser, event.public_id, three.id, DayAction.EXCUSE)
        services.set_tables(stage.session, stage.organiser, event.public_id, 3, [0])
        planned = again(stage.session, event)

    after = {wish: place[:2] for wish, place in placed(planned).items()}
    assert {wish: after[wish] for wish in begun} == begun
    later = [each for each in planned.meetings if each.wish_id not in begun]
    assert all(three.id != each.wish.seeker_id and each.table_number != 0 and each.slot > first for each in later)
    assert len(later) == sum(each.wish.seeker_id != three.id for each in shown.meetings if each.wish_id not in begun)


def test_a_party_that_comes_late_meets_from_its_round_on(stage: Stage) -> None:
    event, [(_uni, one), *_rest], _shown = adjusting(stage)
    services.set_late(stage.session, stage.organiser, event.public_id, one.id, 2)

    planned = again(stage.session, event)

    assert sorted(each.slot for each in planned.meetings if each.wish.provider_id == one.id) == [2, 3]


def test_what_another_set_up_reaches_is_said_at_once(stage: Stage) -> None:
    event, _guests, _shown = adjusting(stage)
    assumed = {"slots": 1, "tables": 2, "pause_after": 0}

    now, then = services.prospects(stage.session, stage.organiser, event.public_id, assumed)

    assert (now.reach, then.reach) == (
        Reach(musts=0, weight=Fraction(8), meetings=4), Reach(musts=0, weight=Fraction(4), meetings=2),
    )  # fmt: skip
    first, last = event.hours[0], event.hours[-1]
    assert (now.hours, then.hours) == tuple(f"{first.start}—{clock(each.ends)}" for each in (last, first))
    for impossible in ({"tables": -1}, {"slots": 3, "pause_after": 3}):
        with pytest.raises(InvalidInput):
            services.prospects(stage.session, stage.organiser, event.public_id, {**impossible})


def test_a_trial_changes_nothing_until_it_is_taken_over(any_database: Database) -> None:
    with any_database.transaction() as session:
        stage = make_stage(session)
        event, _guests, _shown = adjusting(stage)
        public_id, organiser = event.public_id, stage.organiser
        services.begin_trial(session, organiser, public_id, {"slots": 1, "tables": 2, "most_meetings": 6})
    claimed = claim_next(any_database, "worker")
    assert claimed is not None
    run_job(any_database, *claimed)

    with any_database.transaction() as session:
        event = queries.get_event(session, SYSTEM, public_id)
        trial = queries.plans_of(session, event)[0]
        shown = queries.published_plan(session, event)
        assert shown is not None
        changes = grid.changes_of(
            shown, queries.get_plan(session, event, trial.id), queries.parties_by_id(session, event)
        )
        assert (trial.is_trial, len(trial.meetings), event.slots, queries.draft_of(session, event)) == (
            True,
            2,
            4,
            None,
        )
        assert sum(len(each.moves) for each in changes) >= 4
        services.adopt_plan(session, organiser, public_id, trial.id)
        draft = queries.draft_of(session, event)
        assert draft is not None
        assert (event.slots, event.state, len(draft.meetings)) == (1, EventState.ADJUSTING, 2)


def test_two_meetings_change_places_and_what_stands_against_it_is_said(stage: Stage) -> None:
    event, guests, shown = adjusting(stage)
    first = shown.meetings[0]
    ends = {first.wish.provider_id, first.wish.seeker_id}
    other = next(each for each in shown.meetings if ends.isdisjoint((each.wish.provider_id, each.wish.seeker_id)))
    one, two, before = first.wish_id, other.wish_id, placed(shown)

    draft = services.swap_meetings(stage.session, stage.organiser, event.public_id, one, two, shown.lock)

    after = placed(draft)
    assert (after[one], after[two]) == ((*before[two][:2], True), (*before[one][:2], True))
    seeker = next(each for _party, each in guests if each.id == first.wish.seeker_id)
    seeker.absent = [before[one][0]]
    with pytest.raises(MoveRefused) as refused:
        services.swap_meetings(stage.session, stage.organiser, event.public_id, one, two, draft.lock)
    assert [each.clash for each in refused.value.reasons] == [Clash.AWAY]
    assert placed(draft) == after

"""What a meeting led to: each side says it in two taps, is asked until it has, and what was held goes on to a deal."""

from dataclasses import replace
from datetime import timedelta

import pytest

from marketplace.core.clock import held_at
from marketplace.core.errors import Conflict, InvalidInput, NotFound
from marketplace.events import queries, services
from marketplace.events.day import telling
from marketplace.events.day.rules import Interest, MeetingState, NextStep, Presence, meeting_state
from marketplace.events.day.telling import Outcome
from tests.events.on_the_day import first_of, in_round, published
from tests.events.staging import Stage, letters

GOOD = Outcome(attended=Presence.PRESENT, interest=Interest.INTENT, next_step=NextStep.NDA, rating=5, amount=260.0)
AWAY = Outcome(attended=Presence.ABSENT)


def test_a_side_says_how_it_went_once_the_round_has_begun_and_may_say_otherwise_later(stage: Stage) -> None:
    event, [(uni, one), (lab, _two), *_rest] = published(stage)
    meeting = first_of(stage.session, one)
    with in_round(event, meeting.slot, -1), pytest.raises(Conflict):
        telling.tell_outcome(stage.session, uni.actor, one.id, meeting.wish_id, GOOD)

    with in_round(event, meeting.slot):
        telling.tell_outcome(stage.session, uni.actor, one.id, meeting.wish_id, GOOD)
        with pytest.raises(NotFound):
            telling.tell_outcome(stage.session, lab.actor, one.id, meeting.wish_id, GOOD)
        told = telling.tell_outcome(
            stage.session, uni.actor, one.id, meeting.wish_id, replace(GOOD, attended=Presence.ABSENT)
        )

    assert (told.attended, told.interest, told.next_step, told.amount) == (Presence.ABSENT, None, None, None)
    assert queries.held_meetings(stage.session, stage.organiser) == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (Outcome(attended=Presence.PRESENT), "interest"),
        (replace(GOOD, rating=6), "rating"),
        (replace(GOOD, amount=-1.0), "amount"),
        (replace(GOOD, note="x" * 1001), "note"),
    ],
    ids=["no word", "rating", "amount", "note"],
)
def test_what_cannot_be_is_refused_at_its_field(stage: Stage, wrong: Outcome, field: str) -> None:
    event, [(uni, one), *_rest] = published(stage)
    meeting = first_of(stage.session, one)

    with in_round(event, meeting.slot), pytest.raises(InvalidInput) as refused:
        telling.tell_outcome(stage.session, uni.actor, one.id, meeting.wish_id, wrong)

    assert list(refused.value.fields) == [field]


def test_what_was_held_is_read_by_both_sides_and_the_organiser_with_the_lower_amount(stage: Stage) -> None:
    event, [(uni, one), (lab, _two), (firm, three), (mill, _four)] = published(stage)
    meeting = next(each for each in queries.day_of(stage.session, one) if each.wish.seeker_id == three.id)
    with in_round(event, meeting.slot):
        telling.tell_outcome(stage.session, uni.actor, one.id, meeting.wish_id, GOOD)
        low = replace(GOOD, interest=Interest.PROPOSAL, amount=80.0, rating=None)
        telling.tell_outcome(stage.session, firm.actor, three.id, meeting.wish_id, low)

    held = queries.get_held_meeting(stage.session, firm.actor, event.public_id, meeting.wish_id)

    assert (held.state, held.amount, held.intent, held.both_go_on) == (MeetingState.RATED, 80.0, True, True)
    assert (held.achievements, held.needs) == ((uni.record,), (firm.record,))
    readers = (uni.actor, stage.organiser, lab.actor, mill.actor)
    assert [len(queries.held_meetings(stage.session, each)) for each in readers] == [1, 1, 0, 0]
    with pytest.raises(NotFound):
        queries.get_held_meeting(stage.session, mill.actor, event.public_id, meeting.wish_id)


def test_who_says_nothing_is_asked_every_three_days_until_it_has(stage: Stage) -> None:
    event, [(uni, one), *_rest] = published(stage)
    services.go_on(stage.session, event.day)
    with in_round(event, 3):
        for meeting in queries.day_of(stage.session, one):
            telling.tell_outcome(stage.session, uni.actor, one.id, meeting.wish_id, AWAY)
    services.go_on(stage.session, event.day + timedelta(days=1))
    before = len(letters(stage.session))
    asked = []
    for days in (1, 2, 4, 20):
        with held_at(event.begins + timedelta(days=days)):
            asked.append(telling.ask_for_outcomes(stage.session, event.day + timedelta(days=days)))

    assert asked == [3, 0, 3, 0]
    assert letters(stage.session)[before:] == 2 * [(name, "谈得怎样") for name in ("lab", "firm", "mill")]


def test_one_side_that_met_settles_what_a_meeting_was() -> None:
    here, away, excused = Presence.PRESENT, Presence.ABSENT, Presence.EXCUSED
    told = {
        (): MeetingState.UNTOLD, (here,): MeetingState.HELD, (here, away): MeetingState.HELD,
        (away, excused): MeetingState.ABSENT, (excused,): MeetingState.EXCUSED,
    }  # fmt: skip

    assert {said: meeting_state(said, 0, over=True) for said in told} == told
    assert meeting_state((here,), 1, over=True) is MeetingState.RATED
    assert meeting_state((), 0, over=False) is MeetingState.DUE

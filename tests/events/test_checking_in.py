"""Who is there: at the desk, by oneself, without registering; who helps, and who stayed away."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from marketplace.core.actor import Role
from marketplace.core.errors import Conflict, Forbidden, InvalidInput, NotFound
from marketplace.events import queries, services
from marketplace.events.day import checking_in, staffing
from marketplace.events.day.checking_in import WalkIn
from marketplace.events.day.rules import Arrival, DayAction, Presence, StaffRole
from marketplace.events.rules import EventState, RegistrationState, Side
from tests.events.on_the_day import in_round, published
from tests.events.staging import Stage, letters
from tests.factories import make_actor, make_organisation

HERE, EXCUSED, UNDO = DayAction.CHECK_IN, DayAction.EXCUSE, DayAction.UNDO


def test_the_desk_checks_in_and_takes_a_mistake_back_on_the_day_alone(stage: Stage) -> None:
    event, [(_uni, one), *_rest] = published(stage)
    desk = make_actor(stage.session, "desk@example.org", Role.EXPERT)
    with pytest.raises(Forbidden):
        queries.get_event_at_door(stage.session, desk, event.public_id)
    staffing.grant_staff(stage.session, stage.organiser, event.public_id, "desk@example.org", StaffRole.DESK)
    with pytest.raises(Conflict):
        checking_in.note_presence(stage.session, desk, event.public_id, one.id, HERE)

    with in_round(event, minutes=-60):
        checking_in.note_presence(stage.session, desk, event.public_id, one.id, HERE)
        assert (one.presence, one.arrival) == (Presence.PRESENT, Arrival.DESK)
        checking_in.note_presence(stage.session, desk, event.public_id, one.id, UNDO)

    assert (one.presence, one.arrived_at, one.arrival) == (Presence.EXPECTED, None, None)
    with pytest.raises(Forbidden):
        queries.get_event_to_manage(stage.session, desk, event.public_id)
    assert letters(stage.session)[-1] == ("desk", "请您协助")


def test_a_co_organiser_runs_the_session_and_lets_nobody_else_in(stage: Stage) -> None:
    event = stage.event()
    mate = make_actor(stage.session, "mate@example.org", Role.BROKER)
    staffing.grant_staff(stage.session, stage.organiser, event.public_id, "mate@example.org", StaffRole.CO_ORGANISER)

    services.gather_wishes(stage.session, mate, event.public_id)

    assert [each.public_id for each in queries.managed_events(stage.session, mate).items] == [event.public_id]
    with pytest.raises(Forbidden):
        staffing.grant_staff(stage.session, mate, event.public_id, "mate@example.org", StaffRole.DESK)
    with pytest.raises(InvalidInput):
        staffing.grant_staff(stage.session, stage.organiser, event.public_id, "x@example.org", StaffRole.DESK)
    staffing.revoke_staff(stage.session, stage.organiser, event.public_id, mate.person_id or 0)
    stage.session.flush()
    with pytest.raises(Forbidden):
        queries.get_event_to_manage(stage.session, mate, event.public_id)


def test_a_party_checks_itself_in_from_two_hours_before_and_is_found_by_its_code(stage: Stage) -> None:
    event, [(uni, one), (lab, _two), *_rest] = published(stage)
    with in_round(event, minutes=-121), pytest.raises(Conflict):
        checking_in.check_in_oneself(stage.session, uni.actor, event.public_id, one.id)

    with in_round(event, minutes=-119):
        checking_in.check_in_oneself(stage.session, uni.actor, event.public_id, one.id)

    assert (one.presence, one.arrival) == (Presence.PRESENT, Arrival.SELF)
    assert queries.get_by_code(stage.session, stage.organiser, event, one.code.lower()) is one
    with pytest.raises(NotFound):
        queries.get_by_code(stage.session, lab.actor, event, one.code)


def test_who_never_came_is_absent_at_the_end_and_who_excused_itself_is_not(stage: Stage) -> None:
    event, [(_uni, one), (_lab, two), *others] = published(stage)
    with in_round(event):
        checking_in.note_presence(stage.session, stage.organiser, event.public_id, one.id, HERE)
        checking_in.note_presence(stage.session, stage.organiser, event.public_id, two.id, EXCUSED)

    services.go_on(stage.session, event.day)
    services.go_on(stage.session, event.day + timedelta(days=1))

    assert event.state is EventState.ENDED
    presences = [one.presence, two.presence, *(each.presence for _party, each in others)]
    assert presences == [Presence.PRESENT, Presence.EXCUSED, Presence.ABSENT, Presence.ABSENT]


def test_somebody_who_did_not_register_is_taken_in_once(stage: Stage) -> None:
    event, _guests = published(stage)
    make_organisation(stage.session, "ENT-LATE")
    late = WalkIn(organisation="ENT-LATE", side=Side.SEEKER, attendees=("某人",))

    with in_round(event):
        made = checking_in.let_walk_in(stage.session, stage.organiser, event.public_id, late)
        with pytest.raises(Conflict):
            checking_in.let_walk_in(stage.session, stage.organiser, event.public_id, late)
        with pytest.raises(InvalidInput):
            nobody = WalkIn(organisation="ENT-LATE", side=Side.PROVIDER, attendees=())
            checking_in.let_walk_in(stage.session, stage.organiser, event.public_id, nobody)

    assert (made.state, made.presence, made.arrival) == (
        RegistrationState.ACCEPTED, Presence.PRESENT, Arrival.WALK_IN,
    )  # fmt: skip
    counted = {each.side: (each.comes, each.by_presence) for each in queries.attendance_of(stage.session, event)}
    assert counted[Side.SEEKER] == (3, {Presence.PRESENT: 1, Presence.EXPECTED: 2})


def test_names_are_searched_as_they_are_typed(session: Session, stage: Stage) -> None:
    event, [(_uni, one), *_rest] = published(stage)

    found = {words: queries.parties_at_door(session, event, words).total for words in ("", "uni", "%", one.code)}

    assert found == {"": 4, "uni": 1, "%": 0, one.code: 1}

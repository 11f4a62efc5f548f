"""A session is set up, announced, changed, closed and called off by its organisers alone."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from marketplace.core.actor import ANYONE, Role
from marketplace.core.clock import today
from marketplace.core.errors import Conflict, Forbidden, InvalidInput, NotFound
from marketplace.events import queries, services
from marketplace.events.rules import LIFECYCLE, EventAction, EventState, Side
from tests.events.staging import Stage, letters, usual
from tests.factories import make_actor, make_organisation


def test_a_new_session_is_unknown_to_the_public_until_registration_opens(stage: Stage) -> None:
    event = stage.event(opened=False)
    with pytest.raises(NotFound):
        queries.get_event(stage.session, ANYONE, event.public_id)

    services.open_registration(stage.session, stage.organiser, event.public_id)

    assert queries.get_event(stage.session, ANYONE, event.public_id) is event
    assert event.state is EventState.REGISTERING


def test_only_organisers_of_a_house_set_up_sessions(stage: Stage) -> None:
    member = make_actor(stage.session, "member@example.org", Role.UNIVERSITY, organisation=stage.house)
    elsewhere = make_actor(
        stage.session, "elsewhere@example.org", Role.ORGANISER, organisation=make_organisation(stage.session, "ORG-B")
    )

    for actor in (member, elsewhere):
        with pytest.raises(Forbidden):
            services.create_event(stage.session, actor, stage.house.id, usual())


def test_what_cannot_be_held_is_said_at_its_field(stage: Stage) -> None:
    late = today() + timedelta(days=40)
    command = usual(title="", slots=41, registration_until=late, pause_after=50, sectors=("moon",))

    with pytest.raises(InvalidInput) as refused:
        services.create_event(stage.session, stage.organiser, stage.house.id, command)

    assert sorted(refused.value.fields) == ["pause_after", "sectors", "slots", "title", "wishes_until"]


def test_a_copy_keeps_everything_but_moves_its_dates_with_the_day(stage: Stage) -> None:
    event = stage.event(questions=("用餐有忌口吗？",))
    values = services.copied_from(event, event.day + timedelta(days=365))

    again = services.create_event(stage.session, stage.organiser, stage.house.id, services.SetUp(**values))  # type: ignore[arg-type]

    assert again.questions == ["用餐有忌口吗？"]
    assert again.day - again.registration_until == event.day - event.registration_until
    assert again.state is EventState.DRAFT


def test_two_organisers_who_edit_at_once_do_not_overwrite_each_other(stage: Stage) -> None:
    event = stage.event()
    seen = event.lock
    services.save_event(stage.session, stage.organiser, event.public_id, usual(venue="二楼"), seen)

    with pytest.raises(Conflict):
        services.save_event(stage.session, stage.organiser, event.public_id, usual(venue="三楼"), seen)

    assert event.venue == "二楼"


def test_a_new_place_is_told_to_those_who_come(stage: Stage) -> None:
    event = stage.event()
    stage.register(event, stage.party("uni", Side.PROVIDER))

    services.save_event(stage.session, stage.organiser, event.public_id, usual(venue="二楼"))

    assert letters(stage.session)[-1] == ("uni", "时间或地点有变")


def test_calling_it_off_needs_a_reason_and_tells_those_who_come(stage: Stage) -> None:
    event = stage.event()
    stage.register(event, stage.party("uni", Side.PROVIDER))
    with pytest.raises(InvalidInput):
        services.cancel_event(stage.session, stage.organiser, event.public_id, " ")

    services.cancel_event(stage.session, stage.organiser, event.public_id, "场地停用")

    assert event.state is EventState.CANCELLED
    assert letters(stage.session)[-1] == ("uni", "专场取消")


def test_an_announced_session_is_never_deleted(stage: Stage) -> None:
    event, draft = stage.event(), stage.event(opened=False)
    services.discard_event(stage.session, stage.organiser, draft.public_id)

    with pytest.raises(Conflict):
        services.discard_event(stage.session, stage.organiser, event.public_id)

    assert [each.public_id for each in queries.managed_events(stage.session, stage.organiser).items] == [
        event.public_id
    ]


def test_the_clock_closes_registration_after_its_last_day_and_reminds_once(session: Session, stage: Stage) -> None:
    event = stage.event()
    stage.register(event, stage.party("uni", Side.PROVIDER))

    assert services.go_on(session, event.registration_until) == 0
    assert services.go_on(session, event.registration_until + timedelta(days=1)) == 1
    assert event.state is EventState.WISHING
    assert services.remind(session, event.day - timedelta(days=2)) == 1
    assert services.remind(session, event.day - timedelta(days=1)) == 0
    assert letters(session)[-1] == ("uni", "请准时到场")


@pytest.mark.parametrize("state", list(EventState))
def test_no_act_leads_out_of_the_end(state: EventState) -> None:
    ways_out = {action for action in EventAction if action in LIFECYCLE.table and LIFECYCLE.allows(state, action)}

    assert bool(ways_out) is (state not in (EventState.ARCHIVED, EventState.CANCELLED))

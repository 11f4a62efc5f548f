"""A session is set up step by step; each step is kept, and nothing is announced before it is whole."""

from datetime import timedelta

import pytest

from marketplace.core.errors import Conflict, InvalidInput
from marketplace.events import services
from marketplace.events.forms import usual_values
from marketplace.events.models import Event
from marketplace.events.rules import EventState
from marketplace.events.wizard.rules import Step
from marketplace.events.wizard.services import begin_set_up, save_step
from tests.events.staging import Stage

ABOUT = {"title": "氢能专场", "introduction": "", "sectors": (), "supporters": "", "contact": ""}


def begun(stage: Stage) -> Event:
    return begin_set_up(stage.session, stage.organiser, stage.house.id, usual_values(), ABOUT)


def when(event: Event, **changes: object) -> dict[str, object]:
    return {
        "day": event.day, "venue": "会场", "opens_at": None, "closes_at": None,
        "registration_until": event.registration_until, "wishes_until": event.wishes_until,
    } | changes  # fmt: skip


def test_a_draft_is_kept_after_its_first_step_and_waits_for_its_venue(stage: Stage) -> None:
    event = begun(stage)

    assert (event.state, event.title, event.venue, event.slots) == (EventState.DRAFT, "氢能专场", "", 8)
    with pytest.raises(Conflict):
        services.open_registration(stage.session, stage.organiser, event.public_id)


def test_a_step_keeps_its_own_fields_and_is_refused_for_them_alone(stage: Stage) -> None:
    event = begun(stage)
    late = event.day + timedelta(days=1)

    with pytest.raises(InvalidInput) as refused:
        save_step(stage.session, stage.organiser, event.public_id, Step.WHEN, when(event, venue="", wishes_until=late))
    save_step(stage.session, stage.organiser, event.public_id, Step.WHEN, when(event), event.lock)
    services.open_registration(stage.session, stage.organiser, event.public_id)

    assert sorted(refused.value.fields) == ["venue", "wishes_until"]
    assert (event.state, event.venue, event.title) == (EventState.REGISTERING, "会场", "氢能专场")


def test_a_step_is_not_kept_over_anothers_or_once_the_session_is_announced(stage: Stage) -> None:
    event = begun(stage)
    seen = event.lock
    save_step(stage.session, stage.organiser, event.public_id, Step.WHEN, when(event), seen)

    with pytest.raises(Conflict):
        save_step(stage.session, stage.organiser, event.public_id, Step.WHEN, when(event, venue="别处"), seen)
    services.open_registration(stage.session, stage.organiser, event.public_id)
    with pytest.raises(Conflict):
        save_step(stage.session, stage.organiser, event.public_id, Step.ABOUT, ABOUT)

    assert event.venue == "会场"


def test_a_session_begun_like_an_earlier_one_takes_all_but_what_is_said(stage: Stage) -> None:
    earlier = stage.event(questions=("用餐有忌口吗？",), tables=7)
    start = services.copied_from(earlier, earlier.day + timedelta(days=30))

    event = begin_set_up(stage.session, stage.organiser, stage.house.id, start, ABOUT)

    assert (event.title, event.venue, event.tables) == ("氢能专场", earlier.venue, 7)
    assert event.questions == ["用餐有忌口吗？"]
    assert event.day - event.registration_until == earlier.day - earlier.registration_until

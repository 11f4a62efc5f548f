"""Asking for a meeting: accepted, declined, run out, taken back; and what the timetable makes of it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from marketplace.core.clock import CHINA, held_at, now
from marketplace.core.db import Database
from marketplace.core.errors import Conflict, InvalidInput, NotFound
from marketplace.events import grid, queries, services
from marketplace.events.asking import requests
from marketplace.events.asking.requests import Ask
from marketplace.events.asking.rules import REQUEST, RequestAction, RequestMode, RequestState, expires_at
from marketplace.events.models import Event, EventRegistration
from marketplace.events.rules import Saying, Side
from marketplace.events.timetable import Cause
from tests.events.on_the_day import plan
from tests.events.staging import Party, Stage, letters, make_stage, usual

MUST, WANT, NO = Saying.MUST, Saying.WANT, Saying.NO
Guests = list[tuple[Party, EventRegistration]]


def asking(stage: Stage, **changes: object) -> tuple[Event, Guests]:
    """Two providers and two seekers at a session that works by requests."""
    event = stage.event(**{"request_mode": RequestMode.REQUESTS} | changes)
    parties = [stage.party(name, Side.PROVIDER) for name in ("uni", "lab")]
    parties += [stage.party(name, Side.SEEKER) for name in ("firm", "mill")]
    return event, [(party, stage.register(event, party)) for party in parties]


def said(session: Session, event: Event) -> list[tuple[Saying | None, Saying | None]]:
    return [(wish.provider_says, wish.seeker_says) for wish in queries.all_wishes(session, event)]


def test_only_what_was_agreed_counts_and_what_was_declined_is_refused(stage: Stage) -> None:
    event, [(uni, one), (_lab, _two), (firm, three), (mill, four)] = asking(stage)
    requests.ask(stage.session, uni.actor, one.id, three.id, Ask(word=MUST, message="想看中试数据"))
    requests.ask(stage.session, uni.actor, one.id, four.id, Ask())
    assert said(stage.session, event) == [(None, None), (None, None)]

    requests.accept(stage.session, firm.actor, three.id, one.id, WANT)
    requests.decline(stage.session, mill.actor, four.id, one.id, "今年没有预算")

    assert said(stage.session, event) == [(MUST, WANT), (WANT, NO)]
    services.gather_wishes(stage.session, stage.organiser, event.public_id)
    services.lock_wishes(stage.session, stage.organiser, event.public_id)
    plan(stage.session, event)
    draft = queries.draft_of(stage.session, event)
    assert draft is not None
    assert (len(draft.meetings), draft.musts, draft.total_weight) == (1, 1, 7.0)
    wishes = {wish.id: wish for wish in queries.all_wishes(stage.session, event)}
    unmet = grid.unmet_of(draft, queries.parties_by_id(stage.session, event), wishes)
    assert [(each.seeker, each.cause) for each in unmet] == [("单位 MILL", Cause.REFUSED)]
    assert [line for line in letters(stage.session) if "约见" in line[1] or "想见" in line[1]] == [
        ("firm", "有人想见您"), ("mill", "有人想见您"), ("uni", "同意约见"), ("uni", "谢绝约见"),
    ]  # fmt: skip


def test_a_request_that_nobody_answers_runs_out_and_may_be_made_again(stage: Stage) -> None:
    event, [(uni, one), _lab, (firm, three), _mill] = asking(stage, request_hours=24)
    request = requests.ask(stage.session, uni.actor, one.id, three.id, Ask())
    assert requests.expire_requests(stage.session, now() + timedelta(hours=23)) == 0

    with held_at(now() + timedelta(hours=25)):
        with pytest.raises(Conflict):
            requests.accept(stage.session, firm.actor, three.id, one.id)
        assert requests.expire_requests(stage.session, now()) == 1
        assert (request.state, letters(stage.session)[-1]) == (RequestState.EXPIRED, ("uni", "邀约过期"))
        requests.ask(stage.session, firm.actor, three.id, one.id, Ask())

    assert (request.state, request.from_id, said(stage.session, event)) == (
        RequestState.REQUESTED, three.id, [(None, None)],
    )  # fmt: skip
    services.gather_wishes(stage.session, stage.organiser, event.public_id)
    services.lock_wishes(stage.session, stage.organiser, event.public_id)
    assert request.state is RequestState.EXPIRED


def test_a_request_lives_no_longer_than_the_wishes() -> None:
    moment, closes = datetime(2026, 5, 1, 9, tzinfo=CHINA), datetime(2026, 5, 3, tzinfo=CHINA)
    assert [expires_at(moment, hours, closes) for hours in (24, 72)] == [datetime(2026, 5, 2, 9, tzinfo=CHINA), closes]


def test_asked_by_both_sides_the_meeting_is_agreed_and_either_may_take_it_back(stage: Stage) -> None:
    event, [(uni, one), _lab, (firm, three), _mill] = asking(stage)
    requests.ask(stage.session, uni.actor, one.id, three.id, Ask())
    request = requests.ask(stage.session, firm.actor, three.id, one.id, Ask(word=MUST))
    assert (request.state, said(stage.session, event)) == (RequestState.ACCEPTED, [(WANT, MUST)])

    requests.withdraw_request(stage.session, uni.actor, one.id, three.id)

    assert (request.state, said(stage.session, event)) == (RequestState.WITHDRAWN, [(None, None)])
    assert letters(stage.session)[-1] == ("firm", "约见取消")


def test_a_party_asks_so_many_and_never_its_own_side_or_whoever_declined(stage: Stage) -> None:
    _event, [(uni, one), (_lab, two), (firm, three), (mill, four)] = asking(stage, most_requests=1)
    requests.ask(stage.session, uni.actor, one.id, three.id, Ask())

    with pytest.raises(Conflict):
        requests.ask(stage.session, uni.actor, one.id, four.id, Ask())
    with pytest.raises(NotFound):
        requests.ask(stage.session, uni.actor, one.id, two.id, Ask())
    with pytest.raises(NotFound):
        requests.accept(stage.session, mill.actor, three.id, one.id)
    with pytest.raises(InvalidInput):
        requests.decline(stage.session, firm.actor, three.id, one.id, "长" * 301)
    requests.decline(stage.session, firm.actor, three.id, one.id)
    with pytest.raises(Conflict):
        requests.ask(stage.session, uni.actor, one.id, three.id, Ask())


def test_each_session_goes_its_own_way(stage: Stage) -> None:
    event, [(uni, one), _lab, (_firm, three), _mill] = asking(stage)
    for mode in (RequestMode.REQUESTS, RequestMode.HOST):
        event.request_mode = mode
        with pytest.raises(Conflict):
            services.save_wishes(stage.session, uni.actor, one.id, {three.id: MUST})
    services.save_wishes(stage.session, stage.organiser, one.id, {three.id: MUST})
    event.request_mode = RequestMode.WISHES
    with pytest.raises(Conflict):
        requests.ask(stage.session, uni.actor, one.id, three.id, Ask())

    assert said(stage.session, event) == [(MUST, None)]


def test_who_leaves_the_session_takes_its_requests_with_it(stage: Stage) -> None:
    event, [(uni, one), _lab, (firm, three), (mill, four)] = asking(stage)
    open_, agreed = (requests.ask(stage.session, uni.actor, one.id, other.id, Ask()) for other in (three, four))
    requests.accept(stage.session, mill.actor, four.id, one.id)

    services.withdraw(stage.session, uni.actor, one.id)

    assert (open_.state, agreed.state) == (RequestState.WITHDRAWN, RequestState.WITHDRAWN)
    assert said(stage.session, event) == [(None, None), (None, None)]
    assert [line for line in letters(stage.session) if line[1] == "约见取消"] == [
        ("firm", "约见取消"), ("mill", "约见取消"),
    ]  # fmt: skip
    with pytest.raises(Conflict):
        requests.ask(stage.session, firm.actor, three.id, one.id, Ask())
    with pytest.raises(InvalidInput):  # the way of a session stays once somebody asked
        services.save_event(stage.session, stage.organiser, event.public_id, usual())


def test_nothing_is_answered_twice() -> None:
    settled = set(RequestState) - {RequestState.REQUESTED}
    assert [state for state in settled if REQUEST.allows(state, RequestAction.ACCEPT)] == []
    assert [state for state in settled if REQUEST.allows(state, RequestAction.EXPIRE)] == []


def test_the_page_asks_answers_and_says_what_is_wrong(
    database: Database, sign_in: Callable[[str], FlaskClient]
) -> None:
    with database.transaction() as session:
        event, [(_uni, one), _lab, (_firm, three), _mill] = asking(make_stage(session))
        pages = {
            side: f"/events/{event.public_id}/registrations/{own.id}" for side, own in (("uni", one), ("firm", three))
        }
        here, there = one.id, three.id
    asks, answers = sign_in("uni@example.org"), sign_in("firm@example.org")

    too_long = asks.post(f"{pages['uni']}/requests/{there}/ask", data={"text": "长" * 301})
    asked = asks.post(f"{pages['uni']}/requests/{there}/ask", data={"word": "must", "text": "想看中试数据"})
    page, inbox = answers.get(f"{pages['firm']}/wishes"), answers.get("/inbox")
    agreed = answers.post(f"{pages['firm']}/requests/{here}/accept", data={"word": "want"})
    again = answers.post(f"{pages['firm']}/requests/{here}/accept", data={"word": "want"})

    answered = [each.status_code for each in (too_long, asked, page, inbox, agreed, again)]
    assert answered == [422, 303, 200, 200, 303, 409]
    assert [text in page.text for text in ("想看中试数据", "同意：愿见", "对方必见您")] == [True, True, True]
    assert [text in inbox.text for text in ("答复邀约",)] == [True]

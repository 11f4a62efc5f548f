"""The clock, the diagnosis, the withdrawal and the expiry of needs, on both databases."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from marketplace.core.actor import ANYONE, Actor, Role
from marketplace.core.clock import CHINA, held_at
from marketplace.core.errors import Conflict, Forbidden, InvalidInput, NotFound
from marketplace.needs import hours, queries, services
from marketplace.needs.models import Need
from marketplace.needs.rules import NeedState, NeedWithdrawalReason
from marketplace.needs.services import Conclusion, Withdraw
from marketplace.taxonomy.terms import HandlingTrack
from marketplace.workdays.rules import WEEK_ALONE
from tests.factories import make_actor, make_need, make_organisation
from tests.needs.conftest import Cast
from tests.needs.records import actions, letters, promises

S = NeedState
MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)  # 10:00 in China
TITLE = "烧结烟气余热 180 ℃ 以下回收发电"


def _due(session: Session, cast: Cast, due: datetime) -> Need:
    need = make_need(session, cast.enterprise, S.SUBMITTED)
    need.response_due_at = due
    session.flush()
    return need


@pytest.fixture
def broker(session: Session) -> Actor:
    return make_actor(session, "broker@example.org", Role.BROKER, organisation=make_organisation(session, "AGY-A"))


def test_curators_are_pressed_once_when_the_answer_is_nearly_due(session: Session, cast: Cast) -> None:
    need = _due(session, cast, MONDAY + timedelta(hours=11))

    told = [services.escalate(session, MONDAY + timedelta(minutes=minutes)) for minutes in (0, 10, 20)]

    assert told == [1, 0, 0]
    assert letters(session) == [("curator@example.org", f"请尽快办理：{TITLE}")]
    assert actions(session, need) == ["escalate"]


def test_administrators_are_told_once_when_it_is_late(session: Session, cast: Cast) -> None:
    make_actor(session, "admin@example.org", Role.ADMIN)
    _due(session, cast, MONDAY - timedelta(minutes=5))

    told = [services.escalate(session, MONDAY + timedelta(minutes=minutes)) for minutes in (0, 10)]

    assert told == [2, 0]
    assert letters(session) == [
        ("curator@example.org", f"请尽快办理：{TITLE}"),
        ("admin@example.org", f"需求答复超时：{TITLE}"),
    ]


def test_nobody_is_pressed_at_night_or_at_the_weekend_and_on_friday_for_the_weekend(
    session: Session, cast: Cast
) -> None:
    saturday = datetime(2026, 11, 28, 4, tzinfo=UTC)
    _due(session, cast, saturday)
    friday = datetime(2026, 11, 27, 2, tzinfo=UTC)

    assert services.escalate(session, friday - timedelta(hours=14)) == 0  # Thursday, 20:00
    assert services.escalate(session, saturday) == 0
    assert services.escalate(session, friday) == 1


def test_a_need_handed_in_anew_has_a_clock_of_its_own(session: Session, cast: Cast) -> None:
    need = _due(session, cast, MONDAY + timedelta(hours=1))
    services.escalate(session, MONDAY)
    need.response_due_at = MONDAY + timedelta(days=2)

    assert services.escalate(session, MONDAY + timedelta(days=1, hours=22, minutes=59)) == 0  # 08:59
    assert services.escalate(session, MONDAY + timedelta(days=1, hours=23)) == 1


@given(st.integers(0, 700 * 24 * 60).map(lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)))
def test_the_house_opens_in_the_morning_of_a_weekday(moment: datetime) -> None:
    opening = hours.next_opening(moment, WEEK_ALONE)

    assert hours.at_work(opening, WEEK_ALONE)
    assert not hours.at_work(opening - timedelta(minutes=1), WEEK_ALONE)
    assert timedelta(0) < opening - moment <= timedelta(days=3, hours=9)
    assert opening.astimezone(CHINA).hour == 9


def _diagnosed(session: Session, cast: Cast, broker: Actor) -> Need:
    need = make_need(session, cast.enterprise, S.SUBMITTED, submitted_by=cast.member.person_id, anonymous=True)
    services.diagnose(session, cast.curator, need.public_id)
    services.assign_diagnosis(session, cast.curator, need.public_id, broker.person_id or 0)
    session.flush()
    return need


def test_a_broker_asks_the_enterprise_answers_and_the_result_reaches_the_curators(
    session: Session, cast: Cast, broker: Actor
) -> None:
    need = _diagnosed(session, cast, broker)

    services.write_note(session, broker, need.public_id, "现场有 40 米空地。")
    services.ask(session, broker, need.public_id, "烟气流量多少？")
    session.flush()
    question = queries.get_diagnosed(session, broker, need.public_id).diagnosis
    assert question is not None
    services.answer(session, cast.member, need.public_id, question.entries[1].id, "40 万 m³/h")
    services.conclude(
        session, broker, need.public_id, Conclusion(result="可做有机朗肯循环。", advice=HandlingTrack.DIRECT)
    )

    assert [(entry.kind, entry.text, entry.answer) for entry in question.entries] == [
        ("note", "现场有 40 米空地。", ""),
        ("question", "烟气流量多少？", "40 万 m³/h"),
    ]
    assert (need.state, need.track) == (S.DIAGNOSIS, HandlingTrack.DIRECT)
    assert actions(session, need) == ["diagnose", "assign", "note", "ask", "answer", "conclude"]
    assert letters(session) == [
        ("member@example.org", f"需求转入二次诊断：{TITLE}"),
        ("broker@example.org", f"请您诊断一条需求：{TITLE}"),
        ("member@example.org", f"请回答一个问题：{TITLE}"),
        ("broker@example.org", f"企业已回答：{TITLE}"),
        ("curator@example.org", f"诊断已有结论：{TITLE}"),
    ]
    services.publish(session, cast.curator, need.public_id)
    assert need.state == S.PUBLISHED


def test_only_whoever_was_asked_and_the_curators_see_a_diagnosis(session: Session, cast: Cast, broker: Actor) -> None:
    need = _diagnosed(session, cast, broker)
    other = make_actor(session, "other@example.org", Role.BROKER)

    assert queries.get_diagnosed(session, broker, need.public_id) is need
    for actor in (other, cast.stranger, cast.member, cast.own_curator, ANYONE):
        with pytest.raises(NotFound):
            queries.get_diagnosed(session, actor, need.public_id)
        with pytest.raises((NotFound, Forbidden)):
            services.write_note(session, actor, need.public_id, "我也看看")


def test_a_broker_loses_sight_of_a_need_that_was_returned(session: Session, cast: Cast, broker: Actor) -> None:
    need = _diagnosed(session, cast, broker)
    services.return_with_remarks(
        session, cast.curator, need.public_id, [services.FieldRemark(field="goal", text="请写年份。")]
    )

    with pytest.raises(NotFound):
        queries.get_need(session, broker, need.public_id)


@pytest.mark.parametrize("who", ["member", "stranger", "own_curator"])
def test_people_of_the_owner_and_people_without_the_role_do_not_diagnose(
    session: Session, cast: Cast, broker: Actor, who: str
) -> None:
    need = _diagnosed(session, cast, broker)

    with pytest.raises(InvalidInput) as refused:
        services.assign_diagnosis(session, cast.curator, need.public_id, getattr(cast, who).person_id)

    assert list(refused.value.fields) == ["person"]


def test_a_question_is_answered_once(session: Session, cast: Cast, broker: Actor) -> None:
    need = _diagnosed(session, cast, broker)
    services.ask(session, broker, need.public_id, "烟气流量多少？")
    session.flush()
    assert need.diagnosis is not None
    entry = need.diagnosis.entries[0]
    services.answer(session, cast.member, need.public_id, entry.id, "40 万")

    with pytest.raises(Conflict):
        services.answer(session, cast.member, need.public_id, entry.id, "50 万")
    with pytest.raises(NotFound):
        services.answer(session, cast.member, need.public_id, entry.id + 1, "50 万")
    assert entry.answer == "40 万"


@pytest.mark.parametrize("reason", list(NeedWithdrawalReason))
def test_every_reason_leaves_its_sentence(session: Session, cast: Cast, reason: NeedWithdrawalReason) -> None:
    need = make_need(session, cast.enterprise)
    if reason is NeedWithdrawalReason.EXPIRED:
        need.deadline = date(2026, 1, 1)
        services.expire(session, date(2026, 1, 2))
    else:
        services.withdraw(session, cast.member, need.public_id, Withdraw(reason=reason, note="楚垣钢铁自己做了"))
    session.flush()

    with pytest.raises(NotFound) as gone:
        queries.get_need(session, ANYONE, need.public_id)
    assert str(gone.value) == queries.TOMBSTONES[reason]
    assert promises(session) == [("need", need.public_id)]


def test_another_reason_needs_words_and_nobody_chooses_that_it_expired(session: Session, cast: Cast) -> None:
    need = make_need(session, cast.enterprise)

    for command in (Withdraw(reason=NeedWithdrawalReason.OTHER), Withdraw(reason=NeedWithdrawalReason.EXPIRED)):
        with pytest.raises(InvalidInput):
            services.withdraw(session, cast.member, need.public_id, command)

    assert need.state == S.PUBLISHED


def test_the_owner_puts_back_what_it_took_off_and_the_library_stays_the_library(session: Session, cast: Cast) -> None:
    need = make_need(session, cast.enterprise, S.LONG_TERM)
    services.withdraw(session, cast.member, need.public_id, Withdraw())

    services.reinstate(session, cast.member, need.public_id)

    assert (need.state, need.withdrawal) == (S.LONG_TERM, None)
    assert promises(session) == [("need", need.public_id)] * 2


def test_what_a_curator_took_off_only_a_curator_puts_back(session: Session, cast: Cast) -> None:
    need = make_need(session, cast.enterprise)
    services.withdraw(session, cast.curator, need.public_id, Withdraw(reason=NeedWithdrawalReason.UNTRUE))

    with pytest.raises(Forbidden):
        services.reinstate(session, cast.member, need.public_id)
    services.reinstate(session, cast.curator, need.public_id)

    assert need.state == S.PUBLISHED


def test_dropping_the_revision_of_a_withdrawn_need_does_not_publish_it(session: Session, cast: Cast) -> None:
    need = make_need(session, cast.enterprise, S.SUBMITTED, submitted_by=cast.member.person_id)
    services.publish(session, cast.curator, need.public_id)
    services.withdraw(session, cast.curator, need.public_id, Withdraw(reason=NeedWithdrawalReason.UNTRUE))
    services.revise(session, cast.member, need.public_id)

    services.discard(session, cast.member, need.public_id)

    assert need.state == S.WITHDRAWN


def test_a_need_past_its_day_is_taken_off_told_to_its_owner_and_comes_back_by_curation(
    session: Session, cast: Cast
) -> None:
    with held_at(datetime(2026, 6, 1, tzinfo=UTC)):
        need = make_need(session, cast.enterprise, submitted_by=cast.member.person_id, deadline=date(2026, 6, 30))
        kept = make_need(session, cast.enterprise, deadline=date(2026, 7, 1))

    assert services.expire(session, date(2026, 7, 1)) == 1
    assert services.expire(session, date(2026, 7, 1)) == 0

    assert (need.state, kept.state) == (S.WITHDRAWN, S.PUBLISHED)
    assert letters(session) == [("member@example.org", f"需求已过希望完成日期：{TITLE}")]
    with pytest.raises(Forbidden):
        services.reinstate(session, cast.member, need.public_id)
    services.revise(session, cast.member, need.public_id)
    services.submit(session, cast.member, need.public_id)
    services.publish(session, cast.curator, need.public_id)
    assert (need.state, need.withdrawal) == (S.PUBLISHED, None)

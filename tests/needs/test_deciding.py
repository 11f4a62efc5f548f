"""What a curator may do with a need, on both databases."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.core.actor import ANYONE
from marketplace.core.errors import Conflict, InvalidInput
from marketplace.needs import queries, services
from marketplace.needs.models import NeedVersion
from marketplace.needs.rules import NeedState, NeedWithdrawalReason
from marketplace.needs.services import FieldRemark, Withdraw
from marketplace.taxonomy.terms import HandlingTrack
from tests.factories import make_need, need_content
from tests.needs.conftest import Cast
from tests.needs.records import actions, letters, promises

MORNING = datetime(2026, 11, 23, 1, tzinfo=UTC)
S = NeedState


def test_publishing_shows_the_need_keeps_a_version_and_promises_the_index(session: Session, cast: Cast) -> None:
    need = make_need(session, cast.enterprise, S.SUBMITTED, submitted_by=cast.member.person_id)

    services.publish(session, cast.curator, need.public_id, need.lock)
    session.flush()

    assert queries.get_need(session, ANYONE, need.public_id) is need
    assert (need.state, need.number, need.decided_by) == (S.PUBLISHED, 1, cast.curator.person_id)
    assert session.scalars(select(NeedVersion.content["title"].as_string())).all() == [need.title]
    assert promises(session) == [("need", need.public_id)]
    assert letters(session) == [("member@example.org", "需求已发布：烧结烟气余热 180 ℃ 以下回收发电")]


def test_publishing_twice_conflicts_and_leaves_one_version(session: Session, cast: Cast) -> None:
    need = make_need(session, cast.enterprise, S.SUBMITTED)
    services.publish(session, cast.curator, need.public_id)

    with pytest.raises(Conflict):
        services.publish(session, cast.curator, need.public_id)

    assert actions(session, need) == ["publish"]


def test_a_decision_on_older_content_conflicts(session: Session, cast: Cast) -> None:
    need = make_need(session, cast.enterprise, S.SUBMITTED, submitted_by=cast.member.person_id)
    seen = need.lock
    services.recall(session, cast.member, need.public_id)
    services.submit(session, cast.member, need.public_id)

    with pytest.raises(Conflict):
        services.publish(session, cast.curator, need.public_id, seen)


def test_a_need_comes_back_with_remarks_which_stay_until_it_is_handed_in_again(session: Session, cast: Cast) -> None:
    need = make_need(session, cast.enterprise, S.SUBMITTED, submitted_by=cast.member.person_id)

    said = [FieldRemark(field="indicators", text="请写出烟气流量。"), FieldRemark(field="", text=" ")]
    services.return_with_remarks(session, cast.curator, need.public_id, said)
    services.save_need(session, cast.member, need.public_id, need_content(indicators="烟气 40 万 m³/h"))

    assert [(remark.field, remark.text) for remark in queries.remarks_on(session, need)] == [
        ("indicators", "请写出烟气流量。")
    ]
    assert (need.state, need.response_due_at) == (S.RETURNED, None)
    services.submit(session, cast.member, need.public_id)
    assert queries.remarks_on(session, need) == []


def test_a_return_without_a_remark_is_refused(session: Session, cast: Cast) -> None:
    need = make_need(session, cast.enterprise, S.SUBMITTED)

    with pytest.raises(InvalidInput):
        services.return_with_remarks(session, cast.curator, need.public_id, [FieldRemark(field="", text="  ")])

    assert need.state == S.SUBMITTED


def test_a_need_is_kept_in_the_long_term_library_and_its_clock_stops(session: Session, cast: Cast) -> None:
    need = make_need(session, cast.enterprise, S.SUBMITTED)

    services.keep(session, cast.curator, need.public_id)

    assert (need.state, need.track, need.response_due_at) == (S.LONG_TERM, HandlingTrack.LONG_TERM, None)
    assert queries.get_need(session, ANYONE, need.public_id) is need
    assert promises(session) == [("need", need.public_id)]


def test_a_diagnosis_keeps_the_clock_and_stays_with_the_curators(session: Session, cast: Cast) -> None:
    need = make_need(session, cast.enterprise, S.SUBMITTED)
    due = need.response_due_at

    services.diagnose(session, cast.curator, need.public_id)

    assert (need.state, need.track, need.response_due_at) == (S.DIAGNOSIS, HandlingTrack.DIAGNOSIS, due)
    assert [row.public_id for row in queries.queue(session, cast.curator)] == [need.public_id]


def test_a_curator_who_takes_a_need_down_tells_the_owner_why(session: Session, cast: Cast) -> None:
    need = make_need(session, cast.enterprise, submitted_by=cast.member.person_id)

    services.withdraw(
        session, cast.curator, need.public_id, Withdraw(reason=NeedWithdrawalReason.UNTRUE, note="内容不实")
    )

    assert letters(session) == [("member@example.org", "需求已撤下：烧结烟气余热 180 ℃ 以下回收发电")]

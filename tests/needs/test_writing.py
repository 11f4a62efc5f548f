"""What an owner may do with a need, on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from marketplace.core.actor import ANYONE
from marketplace.core.clock import held_at
from marketplace.core.errors import Conflict, InvalidInput, NotFound
from marketplace.needs import queries, services
from marketplace.needs.mapping import read_content
from marketplace.needs.rules import NeedState
from marketplace.needs.services import Withdraw
from tests.factories import make_need, need_content
from tests.needs.conftest import Cast
from tests.needs.records import actions, letters, promises

MORNING = datetime(2026, 11, 23, 1, tzinfo=UTC)
S = NeedState


def test_a_draft_keeps_everything_that_was_written(session: Session, cast: Cast) -> None:
    content = need_content(extra={"备注": "二期"}, industries=("C31",))

    need = services.create_need(session, cast.member, cast.enterprise.id, content)
    session.expire_all()

    assert read_content(queries.get_need(session, cast.member, need.public_id)) == content
    assert (need.state, need.source_system, need.source_key) == (S.DRAFT, "tansuo", need.public_id)
    assert promises(session) == []


def test_saving_replaces_constraints_and_modes_and_raises_the_lock(session: Session, cast: Cast) -> None:
    need = services.create_need(session, cast.member, cast.enterprise.id, need_content())
    changed = need_content(
        constraints=need_content().constraints[:1], solution_modes=need_content().solution_modes[::-1]
    )

    services.save_need(session, cast.member, need.public_id, changed, need.lock)
    session.expire_all()

    assert read_content(queries.get_need(session, cast.member, need.public_id)) == changed
    assert need.lock == 2


def test_saving_what_somebody_changed_meanwhile_conflicts(session: Session, cast: Cast) -> None:
    need = services.create_need(session, cast.member, cast.enterprise.id, need_content())
    opened = need.lock
    services.save_need(session, cast.member, need.public_id, need_content(title="新名称"), opened)

    with pytest.raises(Conflict):
        services.save_need(session, cast.member, need.public_id, need_content(title="旧名称"), opened)

    assert need.title == "新名称"


def test_values_that_do_not_hold_are_refused_by_name(session: Session, cast: Cast) -> None:
    with pytest.raises(InvalidInput) as refused:
        services.create_need(session, cast.member, cast.enterprise.id, need_content(budget=-1.0))

    assert refused.value.fields == {"budget": "请填不小于 0 的数。"}


def test_submitting_starts_the_clock_and_writes_to_the_curators_outside_the_owner(session: Session, cast: Cast) -> None:
    need = services.create_need(session, cast.member, cast.enterprise.id, need_content())

    with held_at(MORNING):
        services.submit(session, cast.member, need.public_id)

    assert (need.state, need.response_due_at) == (S.SUBMITTED, MORNING + timedelta(hours=48))
    assert need.submitted_by == cast.member.person_id
    assert letters(session) == [("curator@example.org", "新的需求待审：烧结烟气余热 180 ℃ 以下回收发电")]
    assert actions(session, need) == ["create", "submit"]


def test_an_incomplete_need_is_not_submitted_and_every_gap_is_named(session: Session, cast: Cast) -> None:
    need = services.create_need(session, cast.member, cast.enterprise.id, need_content(goal="", region=""))

    with pytest.raises(InvalidInput) as refused:
        services.submit(session, cast.member, need.public_id)

    assert refused.value.fields == {"goal": "请写出预期目标。", "region": "请选择所在地区。"}
    assert need.state == S.DRAFT


def test_an_anonymous_need_that_names_its_owner_is_not_submitted(session: Session, cast: Cast) -> None:
    told = need_content(anonymous=True, problem="楚垣钢铁二号烧结机的余热")
    need = services.create_need(session, cast.member, cast.enterprise.id, told)

    with pytest.raises(InvalidInput) as refused:
        services.submit(session, cast.member, need.public_id)

    assert list(refused.value.fields) == ["problem"]


def test_a_discarded_draft_is_gone_but_the_trail_stays(session: Session, cast: Cast) -> None:
    need = services.create_need(session, cast.member, cast.enterprise.id, need_content())

    assert services.discard(session, cast.member, need.public_id) is None

    with pytest.raises(NotFound):
        queries.get_need(session, cast.member, need.public_id)
    assert actions(session, need) == ["create", "discard"]


def test_a_withdrawn_need_leaves_with_a_sentence(session: Session, cast: Cast) -> None:
    need = make_need(session, cast.enterprise)

    services.withdraw(session, cast.member, need.public_id, Withdraw())

    with pytest.raises(NotFound) as gone:
        queries.get_need(session, ANYONE, need.public_id)
    assert str(gone.value) == "这条需求已由需求方撤下。"
    assert promises(session) == [("need", need.public_id)]

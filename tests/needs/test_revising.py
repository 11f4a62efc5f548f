"""The next text of a published need: what was published stands until a curator publishes it. On both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.core.actor import ANYONE, Actor, Role
from marketplace.core.clock import held_at
from marketplace.core.errors import Conflict, Forbidden, NotFound
from marketplace.needs import history, queries, services
from marketplace.needs.content import NeedContent
from marketplace.needs.mapping import read_content
from marketplace.needs.models import Need, NeedRow
from marketplace.needs.projection import project
from marketplace.needs.rules import NeedState
from marketplace.needs.services import Conclusion, Withdraw
from marketplace.needs.texts import find_revision
from marketplace.taxonomy.terms import HandlingTrack
from tests.factories import make_actor, make_need, make_organisation, need_content
from tests.needs.conftest import Cast
from tests.needs.records import actions, promises

S = NeedState
MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)
SECOND = need_content(title="第二稿", constraints=())


def _published(session: Session, cast: Cast, **changes: object) -> Need:
    need = make_need(session, cast.enterprise, S.SUBMITTED, submitted_by=cast.member.person_id, **changes)
    services.publish(session, cast.curator, need.public_id)
    return need


def _handed_in(session: Session, cast: Cast, need: Need, content: NeedContent = SECOND) -> NeedRow:
    services.revise(session, cast.member, need.public_id)
    services.save_need(session, cast.member, need.public_id, content)
    return services.submit(session, cast.member, need.public_id)


def test_what_was_published_stands_until_the_next_text_is_published(session: Session, cast: Cast) -> None:
    need = _published(session, cast)
    first = read_content(need)

    _handed_in(session, cast, need)
    session.flush()

    assert queries.get_need(session, ANYONE, need.public_id) is need
    assert (need.state, read_content(need)) == (S.PUBLISHED, first)
    assert [document.title for document in project(session, [need.public_id])] == [first.title]
    assert queries.open_needs(session, ANYONE, queries.NeedFilter()).total == 1
    assert promises(session) == [("need", need.public_id)]
    services.publish(session, cast.curator, need.public_id)
    session.flush()
    assert (need.state, need.number, read_content(need)) == (S.PUBLISHED, 2, SECOND)
    assert [row.public_id for row in session.scalars(select(NeedRow))] == [need.public_id]
    assert promises(session) == [("need", need.public_id)] * 2
    assert actions(session, need) == ["publish", "revise", "edit", "submit", "publish"]


def test_curators_see_the_next_text_in_their_queue_and_its_hours_are_its_own(session: Session, cast: Cast) -> None:
    with held_at(MONDAY):
        need = _published(session, cast)
    with held_at(MONDAY + timedelta(days=3)):
        revision = _handed_in(session, cast, need)

    assert need.response_due_at == MONDAY + timedelta(hours=48)
    assert revision.response_due_at == MONDAY + timedelta(days=5)
    assert queries.queue(session, cast.curator) == [revision]
    assert queries.get_need_in_queue(session, cast.curator, need.public_id) is revision
    assert services.escalate(session, MONDAY + timedelta(days=4, hours=7)) == 1
    with pytest.raises(Forbidden):
        services.publish(session, cast.own_curator, need.public_id)


def test_strangers_know_nothing_of_a_draft_of_the_next_text(session: Session, cast: Cast) -> None:
    need = _published(session, cast)
    revision = services.revise(session, cast.member, need.public_id)

    assert queries.get_revision(session, cast.member, need.public_id) is revision
    for actor in (ANYONE, cast.stranger, cast.curator):
        assert queries.get_need_in_queue(session, actor, need.public_id) is need
        with pytest.raises(NotFound):
            queries.get_revision(session, actor, need.public_id)
        with pytest.raises(Forbidden):
            services.save_need(session, actor, need.public_id, SECOND)


def test_one_text_is_in_work_at_a_time_and_dropping_it_leaves_what_was_published(session: Session, cast: Cast) -> None:
    need = _published(session, cast)
    first = read_content(need)
    services.revise(session, cast.member, need.public_id)

    with pytest.raises(Conflict):
        services.revise(session, cast.member, need.public_id)
    services.save_need(session, cast.member, need.public_id, SECOND)

    assert services.discard(session, cast.member, need.public_id) is need
    assert (need.state, read_content(need), find_revision(session, need)) == (S.PUBLISHED, first, None)


def test_a_returned_revision_waits_for_its_owner_and_the_need_stays_public(session: Session, cast: Cast) -> None:
    need = _published(session, cast)
    revision = _handed_in(session, cast, need)

    said = [services.FieldRemark(field="constraints", text="限值去哪了？")]
    services.return_with_remarks(session, cast.curator, need.public_id, said)
    session.flush()

    assert (need.state, revision.state) == (S.PUBLISHED, S.RETURNED)
    assert list(queries.returned_of(session, cast.member, 5)) == [revision]
    cards = queries.own_needs(session, cast.member, state=S.RETURNED).items
    assert [(card.public_id, card.state, card.revision) for card in cards] == [
        (need.public_id, S.PUBLISHED, S.RETURNED)
    ]
    assert queries.own_states(session, cast.member) == {S.PUBLISHED: 1, S.RETURNED: 1, None: 1}


def test_the_second_look_at_a_revision_is_kept_with_the_need(session: Session, cast: Cast) -> None:
    broker = make_actor(session, "broker@example.org", Role.BROKER, organisation=make_organisation(session, "AGY-A"))
    need = _published(session, cast)
    _handed_in(session, cast, need)
    services.diagnose(session, cast.curator, need.public_id)
    services.assign_diagnosis(session, cast.curator, need.public_id, broker.person_id or 0)
    services.write_note(session, broker, need.public_id, "现场有空地。")
    services.conclude(session, broker, need.public_id, Conclusion(result="可做。", advice=HandlingTrack.LONG_TERM))

    services.keep(session, cast.curator, need.public_id)
    session.flush()

    assert (need.state, need.number, find_revision(session, need)) == (S.LONG_TERM, 2, None)
    assert need.diagnosis is not None
    assert [entry.text for entry in need.diagnosis.entries] == ["现场有空地。"]
    assert (need.diagnosis.result, need.response_due_at) == ("可做。", None)


def test_taking_the_need_off_takes_its_revision_out_of_the_queue_and_publishing_it_later_brings_both_back(
    session: Session, cast: Cast
) -> None:
    need = _published(session, cast)
    revision = _handed_in(session, cast, need)

    services.withdraw(session, cast.member, need.public_id, Withdraw())

    assert (need.state, revision.state, revision.title) == (S.WITHDRAWN, S.DRAFT, "第二稿")
    assert queries.queue(session, cast.curator) == []
    services.submit(session, cast.member, need.public_id)
    services.publish(session, cast.curator, need.public_id)
    assert (need.state, need.title, need.withdrawal) == (S.PUBLISHED, "第二稿", None)


def test_who_talks_about_a_need_goes_on_talking_and_a_solved_one_takes_no_new_text(
    session: Session, cast: Cast
) -> None:
    need = _published(session, cast)
    _handed_in(session, cast, need)
    need.state = S.MATCHING
    services.publish(session, cast.curator, need.public_id)
    assert (need.state, need.title) == (S.MATCHING, "第二稿")

    _handed_in(session, cast, need, need_content(title="第三稿"))
    need.state = S.SOLVED

    with pytest.raises(Conflict):
        services.publish(session, cast.curator, need.public_id)
    assert need.title == "第二稿"


def test_versions_are_read_by_everybody_unless_they_would_name_who_wants_to_stay_unnamed(
    session: Session, cast: Cast
) -> None:
    need = _published(session, cast)
    _handed_in(session, cast, need)
    services.publish(session, cast.curator, need.public_id)

    steps = history.steps(queries.published_versions(session, ANYONE, need))
    assert [(step.number, step.first, step.changed) for step in steps] == [
        (2, False, ("需求名称", "约束条件")),
        (1, True, ()),
    ]
    assert queries.get_version(session, ANYONE, need.public_id, 1)[1].content["title"] != "第二稿"
    _handed_in(session, cast, need, need_content(anonymous=True))
    services.publish(session, cast.curator, need.public_id)
    numbers = {actor: _numbers(session, actor, need) for actor in (ANYONE, cast.stranger, cast.member, cast.curator)}
    assert list(numbers.values()) == [[3], [3], [3, 2, 1], [3, 2, 1]]
    with pytest.raises(NotFound):
        queries.get_version(session, cast.stranger, need.public_id, 1)


def _numbers(session: Session, actor: Actor, need: Need) -> list[int]:
    return [version.number for version in queries.published_versions(session, actor, need)]

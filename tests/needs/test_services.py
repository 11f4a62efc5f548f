"""What may be done with a need, on both databases."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.core.actor import ANYONE, SYSTEM, Actor
from marketplace.core.audit import AuditEvent
from marketplace.core.clock import held_at
from marketplace.core.errors import Conflict, Forbidden, InvalidInput, NotFound
from marketplace.core.mail import latest_mails
from marketplace.core.outbox import promised
from marketplace.needs import queries, services
from marketplace.needs.mapping import read_content
from marketplace.needs.models import Need, NeedVersion
from marketplace.needs.rules import LIFECYCLE, NeedAction, NeedState
from marketplace.needs.services import FieldRemark, Outcome
from marketplace.taxonomy.terms import HandlingTrack
from tests.factories import make_need, need_content
from tests.needs.conftest import Cast

MORNING = datetime(2026, 11, 23, 1, tzinfo=UTC)
S = NeedState


def _actions(session: Session, need: Need) -> list[str]:
    session.flush()
    acts = select(AuditEvent.action).where(AuditEvent.subject_id == need.public_id).order_by(AuditEvent.id)
    return list(session.scalars(acts))


def _promises(session: Session) -> list[tuple[str, str]]:
    session.flush()
    return [(entry.kind, entry.subject_id) for entry in promised(session)]


def _letters(session: Session) -> list[tuple[str, str]]:
    session.flush()
    return [(mail.recipient, mail.subject) for mail in reversed(latest_mails(session))]


def test_a_draft_keeps_everything_that_was_written(session: Session, cast: Cast) -> None:
    content = need_content(extra={"备注": "二期"}, industries=("C31",))

    need = services.create_need(session, cast.member, cast.enterprise.id, content)
    session.expire_all()

    assert read_content(queries.get_need(session, cast.member, need.public_id)) == content
    assert (need.state, need.source_system, need.source_key) == (S.DRAFT, "tansuo", need.public_id)
    assert _promises(session) == []


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
    assert _letters(session) == [("curator@example.org", "新的需求待审：烧结烟气余热 180 ℃ 以下回收发电")]
    assert _actions(session, need) == ["create", "submit"]


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


def test_publishing_shows_the_need_keeps_a_version_and_promises_the_index(session: Session, cast: Cast) -> None:
    need = make_need(session, cast.enterprise, S.SUBMITTED, submitted_by=cast.member.person_id)

    services.publish(session, cast.curator, need.public_id, need.lock)
    session.flush()

    assert queries.get_need(session, ANYONE, need.public_id) is need
    assert (need.state, need.number, need.decided_by) == (S.PUBLISHED, 1, cast.curator.person_id)
    assert session.scalars(select(NeedVersion.content["title"].as_string())).all() == [need.title]
    assert _promises(session) == [("need", need.public_id)]
    assert _letters(session) == [("member@example.org", "需求已发布：烧结烟气余热 180 ℃ 以下回收发电")]


def test_publishing_twice_conflicts_and_leaves_one_version(session: Session, cast: Cast) -> None:
    need = make_need(session, cast.enterprise, S.SUBMITTED)
    services.publish(session, cast.curator, need.public_id)

    with pytest.raises(Conflict):
        services.publish(session, cast.curator, need.public_id)

    assert _actions(session, need) == ["publish"]


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
    assert _promises(session) == [("need", need.public_id)]


def test_a_diagnosis_keeps_the_clock_and_stays_with_the_curators(session: Session, cast: Cast) -> None:
    need = make_need(session, cast.enterprise, S.SUBMITTED)
    due = need.response_due_at

    services.diagnose(session, cast.curator, need.public_id)

    assert (need.state, need.track, need.response_due_at) == (S.DIAGNOSIS, HandlingTrack.DIAGNOSIS, due)
    assert [row.public_id for row in queries.queue(session, cast.curator)] == [need.public_id]


def test_a_published_need_in_revision_leaves_the_public_and_the_next_publication_is_version_two(
    session: Session, cast: Cast
) -> None:
    need = make_need(session, cast.enterprise, S.SUBMITTED, submitted_by=cast.member.person_id)
    services.publish(session, cast.curator, need.public_id)
    services.revise(session, cast.member, need.public_id)

    with pytest.raises(NotFound):
        queries.get_need(session, ANYONE, need.public_id)
    services.save_need(session, cast.member, need.public_id, need_content(title="第二稿"))
    services.submit(session, cast.member, need.public_id)
    services.publish(session, cast.curator, need.public_id)
    session.flush()

    assert (need.number, session.scalars(select(NeedVersion.number).order_by(NeedVersion.number)).all()) == (2, [1, 2])


def test_a_discarded_revision_gives_way_to_what_was_published(session: Session, cast: Cast) -> None:
    need = make_need(session, cast.enterprise, S.SUBMITTED, submitted_by=cast.member.person_id)
    services.publish(session, cast.curator, need.public_id)
    published = read_content(need)
    services.revise(session, cast.member, need.public_id)
    services.save_need(session, cast.member, need.public_id, need_content(title="改坏了", constraints=()))

    services.discard(session, cast.member, need.public_id)
    session.flush()

    assert (need.state, read_content(need)) == (S.PUBLISHED, published)


def test_a_discarded_draft_is_gone_but_the_trail_stays(session: Session, cast: Cast) -> None:
    need = services.create_need(session, cast.member, cast.enterprise.id, need_content())

    assert services.discard(session, cast.member, need.public_id) is None

    with pytest.raises(NotFound):
        queries.get_need(session, cast.member, need.public_id)
    assert _actions(session, need) == ["create", "discard"]


def test_a_withdrawn_need_leaves_with_a_sentence(session: Session, cast: Cast) -> None:
    need = make_need(session, cast.enterprise)

    services.withdraw(session, cast.member, need.public_id)

    with pytest.raises(NotFound) as gone:
        queries.get_need(session, ANYONE, need.public_id)
    assert str(gone.value) == "这条需求已由需求方撤下。"
    assert _promises(session) == [("need", need.public_id)]


def test_a_curator_who_takes_a_need_down_tells_the_owner_why(session: Session, cast: Cast) -> None:
    need = make_need(session, cast.enterprise, submitted_by=cast.member.person_id)

    services.withdraw(session, cast.curator, need.public_id, "内容不实")

    assert _letters(session) == [("member@example.org", "需求已撤下：烧结烟气余热 180 ℃ 以下回收发电")]


Act = Callable[[Session, Actor, str], object]
OWNERS_ACTS: list[tuple[Act, NeedState]] = [
    (lambda session, actor, id: services.save_need(session, actor, id, need_content()), S.DRAFT),
    (services.submit, S.DRAFT),
    (services.recall, S.SUBMITTED),
    (services.revise, S.PUBLISHED),
    (services.discard, S.DRAFT),
]
CURATORS_ACTS: list[tuple[Act, NeedState]] = [
    (services.publish, S.SUBMITTED),
    (services.keep, S.SUBMITTED),
    (services.diagnose, S.SUBMITTED),
    (
        lambda session, actor, id: services.return_with_remarks(session, actor, id, [FieldRemark(field="", text="补")]),
        S.SUBMITTED,
    ),
]


@pytest.mark.parametrize("who", ["stranger", "curator", "public"])
@pytest.mark.parametrize("act", range(len(OWNERS_ACTS)))
def test_only_the_owner_writes(session: Session, cast: Cast, act: int, who: str) -> None:
    perform, state = OWNERS_ACTS[act]
    need = make_need(session, cast.enterprise, state)
    actor = ANYONE if who == "public" else getattr(cast, who)

    with pytest.raises((Forbidden, NotFound)):
        perform(session, actor, need.public_id)

    assert need.state == state


@pytest.mark.parametrize("who", ["member", "stranger", "own_curator", "public", "submitter"])
@pytest.mark.parametrize("act", range(len(CURATORS_ACTS)))
def test_only_a_curator_who_has_no_part_in_it_decides(session: Session, cast: Cast, act: int, who: str) -> None:
    perform, state = CURATORS_ACTS[act]
    submitted_by = cast.curator.person_id if who == "submitter" else cast.member.person_id
    need = make_need(session, cast.enterprise, state, submitted_by=submitted_by)
    actor = {"public": ANYONE, "submitter": cast.curator}.get(who) or getattr(cast, who)

    with pytest.raises((Forbidden, NotFound)):
        perform(session, actor, need.public_id)

    assert need.state == state


def test_nobody_creates_needs_for_another_organisation(session: Session, cast: Cast) -> None:
    with pytest.raises(Forbidden):
        services.create_need(session, cast.stranger, cast.enterprise.id, need_content())


def test_every_state_offers_only_what_the_table_allows() -> None:
    assert {state: set(LIFECYCLE.actions_from(state)) for state in (S.CONTRACTED, S.SOLVED, S.WITHDRAWN)} == {
        S.CONTRACTED: set(), S.SOLVED: set(), S.WITHDRAWN: set(),
    }  # fmt: skip
    assert LIFECYCLE.actions_from(S.SUBMITTED) == [
        NeedAction.RECALL, NeedAction.DIAGNOSE, NeedAction.PUBLISH, NeedAction.RETURN, NeedAction.KEEP,
    ]  # fmt: skip


def _import(session: Session, actor: Actor, cast: Cast, publish: bool = False, **changes: object) -> Outcome:
    content = need_content(**changes)
    return services.upsert_imported(session, actor, cast.enterprise, "sheet", "7", content, publish).outcome


def _only(session: Session) -> Need:
    return session.scalars(select(Need)).one()


def test_an_import_creates_then_says_unchanged_then_updates(session: Session, cast: Cast) -> None:
    outcomes = [
        _import(session, cast.member, cast),
        _import(session, cast.member, cast),
        _import(session, cast.member, cast, title="新名称"),
    ]

    assert outcomes == [Outcome.CREATED, Outcome.UNCHANGED, Outcome.UPDATED]
    assert (_only(session).title, _only(session).state, _promises(session)) == ("新名称", S.DRAFT, [])


def test_an_import_does_not_undo_what_was_edited_here(session: Session, cast: Cast) -> None:
    _import(session, cast.member, cast)
    services.save_need(session, cast.member, _only(session).public_id, need_content(title="手改"))

    assert _import(session, cast.member, cast) == Outcome.UNCHANGED
    assert _only(session).title == "手改"


def test_the_system_publishes_what_it_imports_once(session: Session, cast: Cast) -> None:
    outcomes = [_import(session, SYSTEM, cast, publish=True) for _ in range(2)]

    need = _only(session)
    assert outcomes == [Outcome.CREATED, Outcome.UNCHANGED]
    assert (need.state, need.number, _promises(session)) == (S.PUBLISHED, 1, [("need", need.public_id)])


def test_new_content_for_a_published_need_is_published_as_the_next_version(session: Session, cast: Cast) -> None:
    _import(session, SYSTEM, cast, publish=True)

    assert _import(session, SYSTEM, cast, publish=True, title="新名称") == Outcome.UPDATED
    assert (_only(session).number, _only(session).state) == (2, S.PUBLISHED)


def test_new_content_without_publishing_takes_a_published_need_back_into_work(session: Session, cast: Cast) -> None:
    _import(session, SYSTEM, cast, publish=True)

    _import(session, cast.member, cast, title="新名称")

    need = _only(session)
    assert (need.state, _promises(session)) == (S.DRAFT, [("need", need.public_id)] * 2)


def test_members_do_not_publish_by_import(session: Session, cast: Cast) -> None:
    with pytest.raises(Forbidden):
        _import(session, cast.member, cast, publish=True)


def test_the_system_publishes_an_incomplete_need_and_says_what_it_lacks(session: Session, cast: Cast) -> None:
    imported = services.upsert_imported(
        session, SYSTEM, cast.enterprise, "sheet", "7", need_content(goal="", contact_name=""), publish=True
    )

    assert (imported.outcome, imported.state, imported.public_id) == (
        Outcome.CREATED, S.PUBLISHED, _only(session).public_id,
    )  # fmt: skip
    assert [lack.field for lack in imported.lacks] == ["goal", "contact_name"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"problem": "", "indicators": "", "goal": ""}, "problem"),
        ({"anonymous": True, "goal": "楚垣钢铁减排"}, "goal"),
    ],
)
def test_what_says_nothing_or_too_much_is_not_published_by_import(
    session: Session, cast: Cast, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        _import(session, SYSTEM, cast, publish=True, **changes)

    assert list(refused.value.fields) == [field]


def test_a_withdrawn_need_is_not_rewritten_by_import(session: Session, cast: Cast) -> None:
    _import(session, SYSTEM, cast, publish=True)
    services.withdraw(session, cast.member, _only(session).public_id)

    with pytest.raises(Conflict):
        _import(session, SYSTEM, cast, publish=True, title="新名称")


def test_samples_are_removed_and_nothing_else(session: Session, cast: Cast) -> None:
    kept = make_need(session, cast.enterprise)
    services.upsert_imported(
        session, SYSTEM, cast.enterprise, "samples", "n1", need_content(), publish=True, is_sample=True
    )
    sample = session.scalars(select(Need.public_id).where(Need.is_sample)).one()

    assert services.remove_samples(session, SYSTEM) == 1

    assert session.scalars(select(Need.public_id)).all() == [kept.public_id]
    assert _promises(session) == [("need", sample)] * 2

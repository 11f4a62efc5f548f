"""Acts on many records: what is scheduled, what is refused row by row, what can be taken back; on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import OrganisationKind, Person
from marketplace.core.actor import Actor, Role
from marketplace.core.clock import held_at
from marketplace.core.db import Database
from marketplace.core.errors import Conflict, InvalidInput, NotFound
from marketplace.core.jobs import Job, claim_next, run_job
from marketplace.core.mail import Mail
from marketplace.core.outbox import OutboxEntry
from marketplace.curation import jobs
from marketplace.curation.models import Assignment, Batch
from marketplace.curation.queries.batches import get_batch, plan, scheduled_among
from marketplace.curation.rules import BatchAct, BatchState, Kind, Outcome
from marketplace.curation.services import holding
from marketplace.curation.services.batches import Chosen, NewBatch, begin_batch, carry_out, undo_batch
from marketplace.listings.models import AchievementVersion
from marketplace.listings.rules import ListingState
from marketplace.needs.models import Need
from marketplace.needs.rules import NeedState
from tests.curation.conftest import Cast
from tests.factories import make_actor, make_listing, make_need, make_organisation

NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)
S, L = NeedState, ListingState
assert jobs.JOB == "curation.batch"


def _named(record: Need | AchievementVersion) -> Chosen:
    kind = Kind.NEED if isinstance(record, Need) else Kind.ACHIEVEMENT
    return Chosen(kind=kind, public_id=record.public_id, lock=record.lock)


def _begin(session: Session, actor: Actor, act: BatchAct, *records: Need | AchievementVersion, **remarks: str) -> Batch:
    chosen = [_named(record) for record in records]
    return begin_batch(session, actor, NewBatch(act=act, chosen=chosen, remarks=remarks))


def _told(batch: Batch) -> list[tuple[str, Outcome, str]]:
    return [(row.subject_id, row.outcome, row.message) for row in batch.rows]


def test_publishing_many_waits_a_minute_and_nothing_shows_before(session: Session, cast: Cast) -> None:
    with held_at(NOON):
        need = make_need(session, cast.enterprise, S.SUBMITTED)
        listing = make_listing(session, owner=cast.university, state=L.SUBMITTED)
        batch = _begin(session, cast.curator, BatchAct.PUBLISH, need, listing)

        job = session.scalars(select(Job)).one()
        assert (batch.state, job.run_after, job.payload) == (
            BatchState.SCHEDULED, NOON + timedelta(seconds=60), {"batch": batch.public_id},
        )  # fmt: skip
        assert (need.state, listing.state) == (S.SUBMITTED, L.SUBMITTED)
        assert (session.scalars(select(Mail)).all(), session.scalars(select(OutboxEntry)).all()) == ([], [])
        going = scheduled_among(session, [(Kind.NEED, need.public_id)])
        assert going == {(Kind.NEED, need.public_id): (BatchAct.PUBLISH, batch.due_at)}
    with held_at(NOON + timedelta(seconds=60)):
        carry_out(session, batch.public_id)

    assert (need.state, listing.state, batch.state) == (S.PUBLISHED, L.PUBLISHED, BatchState.DONE)
    assert [row.outcome for row in batch.rows] == [Outcome.DONE, Outcome.DONE]
    assert len(session.scalars(select(OutboxEntry)).all()) == 2


def test_what_was_taken_back_never_happens(session: Session, cast: Cast) -> None:
    need = make_need(session, cast.enterprise, S.SUBMITTED)
    batch = _begin(session, cast.curator, BatchAct.RETURN, need, goal="写明年份")

    undo_batch(session, cast.curator, batch.public_id)
    carried = carry_out(session, batch.public_id)

    assert (carried, batch.state, need.state) == (None, BatchState.UNDONE, S.SUBMITTED)
    assert _told(batch) == [(need.public_id, Outcome.UNDONE, "")]
    with pytest.raises(Conflict):
        undo_batch(session, cast.curator, batch.public_id)


def test_each_row_says_why_it_was_not_done_and_stops_no_other(session: Session, cast: Cast) -> None:
    good = make_need(session, cast.enterprise, S.SUBMITTED)
    lacking = make_need(session, cast.enterprise, S.SUBMITTED, goal="")
    theirs = make_need(session, cast.enterprise, S.SUBMITTED)
    holding.take(session, cast.colleague, Kind.NEED, theirs.public_id)
    decided = make_need(session, cast.enterprise, S.PUBLISHED)
    changed = make_need(session, cast.enterprise, S.SUBMITTED)
    batch = _begin(session, cast.curator, BatchAct.PUBLISH, good, lacking, theirs, decided, changed)
    changed.lock += 1
    session.flush()

    carry_out(session, batch.public_id)

    assert _told(batch) == [
        (good.public_id, Outcome.DONE, ""),
        (lacking.public_id, Outcome.REFUSED, "还有不能发布的地方，请打开它看“检查”。"),
        (theirs.public_id, Outcome.REFUSED, "在%(name)s手里。"),
        (decided.public_id, Outcome.REFUSED, "这条记录已经办理过，或已由提交人撤回，不在队列里了。"),
        (changed.public_id, Outcome.REFUSED, "这条需求在您打开之后被改过。请刷新页面，核对后再操作。"),
    ]
    assert (good.state, changed.state) == (S.PUBLISHED, S.SUBMITTED)


def test_taking_many_is_done_at_once_and_turned_round_within_a_minute(session: Session, cast: Cast) -> None:
    with held_at(NOON):
        needs = [make_need(session, cast.enterprise, S.SUBMITTED) for _ in range(3)]
        batch = _begin(session, cast.curator, BatchAct.TAKE, *needs)
        held = session.scalars(select(Assignment.subject_id).order_by(Assignment.subject_id)).all()
        assert (batch.state, held) == (BatchState.DONE, [need.public_id for need in needs])

    with held_at(NOON + timedelta(seconds=59)):
        undo_batch(session, cast.curator, batch.public_id)

    assert session.scalars(select(Assignment)).all() == []
    assert [row.outcome for row in batch.rows] == [Outcome.UNDONE] * 3


def test_after_a_minute_holding_is_not_turned_round(session: Session, cast: Cast) -> None:
    with held_at(NOON):
        need = make_need(session, cast.enterprise, S.SUBMITTED)
        batch = _begin(session, cast.curator, BatchAct.TAKE, need)

    with held_at(NOON + timedelta(seconds=61)), pytest.raises(Conflict, match="60 秒"):
        undo_batch(session, cast.curator, batch.public_id)


def test_putting_back_turned_round_leaves_what_another_took(session: Session, cast: Cast) -> None:
    first, second = (make_need(session, cast.enterprise, S.SUBMITTED) for _ in range(2))
    _begin(session, cast.curator, BatchAct.TAKE, first, second)
    batch = _begin(session, cast.curator, BatchAct.RELEASE, first, second)
    holding.take(session, cast.colleague, Kind.NEED, second.public_id)

    undo_batch(session, cast.curator, batch.public_id)

    holders = dict(session.execute(select(Assignment.subject_id, Assignment.person_id)).all())  # type: ignore[arg-type]
    assert holders == {first.public_id: cast.curator.person_id, second.public_id: cast.colleague.person_id}
    assert [row.outcome for row in batch.rows] == [Outcome.UNDONE, Outcome.DONE]


def test_returning_many_needs_a_remark_which_each_owner_reads(session: Session, cast: Cast) -> None:
    needs = [make_need(session, cast.enterprise, S.SUBMITTED) for _ in range(2)]
    with pytest.raises(InvalidInput):
        _begin(session, cast.curator, BatchAct.RETURN, *needs)

    carry_out(session, _begin(session, cast.curator, BatchAct.RETURN, *needs, goal="写明年份").public_id)

    assert [[(r.field, r.text) for r in need.remarks] for need in needs] == [[("goal", "写明年份")]] * 2


def test_whoever_is_no_longer_a_curator_publishes_nothing(session: Session, cast: Cast) -> None:
    need = make_need(session, cast.enterprise, S.SUBMITTED)
    batch = _begin(session, cast.curator, BatchAct.PUBLISH, need)
    session.get_one(Person, cast.curator.person_id).active = False
    session.flush()

    carry_out(session, batch.public_id)

    assert (need.state, batch.rows[0].outcome) == (S.SUBMITTED, Outcome.REFUSED)


def test_an_act_on_many_is_its_curators_own(session: Session, cast: Cast) -> None:
    batch = _begin(session, cast.curator, BatchAct.TAKE, make_need(session, cast.enterprise, S.SUBMITTED))

    for act in (get_batch, undo_batch):
        with pytest.raises(NotFound):
            act(session, cast.colleague, batch.public_id)


def test_more_than_a_hundred_are_refused(session: Session, cast: Cast) -> None:
    chosen = [Chosen(kind=Kind.NEED, public_id=f"N-{place}", lock=1) for place in range(101)]

    with pytest.raises(InvalidInput, match="100"):
        begin_batch(session, cast.curator, NewBatch(act=BatchAct.TAKE, chosen=chosen, remarks={}))
    with pytest.raises(InvalidInput, match="勾选"):
        begin_batch(session, cast.curator, NewBatch(act=BatchAct.TAKE, chosen=[], remarks={}))


def test_the_plan_says_what_would_become_of_each(session: Session, cast: Cast) -> None:
    need = make_need(session, cast.enterprise, S.SUBMITTED)
    own = [(Kind.NEED, need.public_id), (Kind.NEED, "N-1999-0001")]

    planned = plan(session, cast.own_curator, BatchAct.TAKE, own)

    assert [str(line.obstacle) for line in planned] == [
        "您是提交人，或属于提交单位，不能办理这条记录。",
        "这条记录已经办理过，或已由提交人撤回，不在队列里了。",
    ]


def test_the_worker_does_it_when_its_time_has_come(any_database: Database) -> None:
    with held_at(NOON):
        with any_database.transaction() as session:
            enterprise = make_organisation(session, "ENT-A", OrganisationKind.ENTERPRISE)
            curator = make_actor(session, "curator@example.org", Role.CURATOR)
            batch = _begin(session, curator, BatchAct.PUBLISH, make_need(session, enterprise, S.SUBMITTED))
        assert claim_next(any_database, "worker") is None
    with held_at(NOON + timedelta(seconds=60)):
        claimed = claim_next(any_database, "worker")
        assert claimed is not None
        run_job(any_database, *claimed)
        run_job(any_database, *claimed)  # killed before it was noted, and done again

    with any_database.reading() as session:
        assert session.scalars(select(Need.state)).all() == [S.PUBLISHED]
        assert session.scalars(select(Batch.state).where(Batch.public_id == batch.public_id)).one() is BatchState.DONE

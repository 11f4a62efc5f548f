"""Wishes become a proven timetable, published by versions, and each party sees its own day."""

import pytest
from sqlalchemy.orm import Session

from marketplace.core.actor import SYSTEM
from marketplace.core.db import Database
from marketplace.core.errors import Conflict, NotFound
from marketplace.core.jobs import claim_next, run_job
from marketplace.events import grid, jobs, queries, services
from marketplace.events.fitting import fits
from marketplace.events.models import Event, EventRegistration
from marketplace.events.problem import problem_of
from marketplace.events.rules import EventState, Saying, Side
from marketplace.events.timetable import Cause, read_problem, solve
from tests.events.staging import Party, Stage, letters, make_stage
from tests.factories import make_need

MUST, WANT, NO = Saying.MUST, Saying.WANT, Saying.NO


def gathered(stage: Stage, **changes: object) -> tuple[Event, list[tuple[Party, EventRegistration]]]:
    """Two providers and two seekers who are in."""
    event = stage.event(**changes)
    parties = [stage.party(name, Side.PROVIDER) for name in ("uni", "lab")]
    parties += [stage.party(name, Side.SEEKER) for name in ("firm", "mill")]
    return event, [(party, stage.register(event, party)) for party in parties]


def made(session: Session, event: Event) -> None:
    """The timetable, as the worker makes it."""
    before = queries.published_plan(session, event)
    parties, wishes = queries.accepted_of(session, event), queries.all_wishes(session, event)
    problem = read_problem(problem_of(event, parties, wishes, before.meetings if before else ()))
    services.keep_plan(session, event.public_id, problem, solve(problem))


def closed(stage: Stage, event: Event) -> None:
    services.gather_wishes(stage.session, stage.organiser, event.public_id)
    services.lock_wishes(stage.session, stage.organiser, event.public_id)


def test_one_press_gives_a_proven_timetable_with_every_must_and_a_reason_for_the_rest(stage: Stage) -> None:
    event, [(uni, one), (_lab, two), (firm, three), (_mill, four)] = gathered(stage)
    services.save_wishes(stage.session, uni.actor, one.id, {three.id: MUST, four.id: WANT})
    services.save_wishes(stage.session, firm.actor, three.id, {one.id: WANT, two.id: NO})
    closed(stage, event)

    made(stage.session, event)

    plan = queries.draft_of(stage.session, event)
    assert plan is not None
    assert (plan.optimal, plan.musts, plan.musts_wished, len(plan.meetings), plan.total_weight) == (True, 1, 1, 2, 9.0)
    wishes = {wish.id: wish for wish in queries.all_wishes(stage.session, event)}
    unmet = grid.unmet_of(plan, queries.parties_by_id(stage.session, event), wishes)
    assert [(each.provider, each.seeker, each.cause) for each in unmet] == [("单位 LAB", "单位 FIRM", Cause.REFUSED)]
    assert event.state is EventState.PLANNED


def test_nobody_sees_their_day_before_it_is_published_and_then_only_their_own(stage: Stage) -> None:
    event, [(uni, one), (_lab, two), (_firm, three), _last] = gathered(stage)
    services.save_wishes(stage.session, uni.actor, one.id, {three.id: MUST})
    closed(stage, event)
    made(stage.session, event)
    assert queries.day_of(stage.session, one) == []

    services.publish_plan(stage.session, stage.organiser, event.public_id)

    assert event.version == 1
    assert [len(queries.day_of(stage.session, each)) for each in (one, two, three)] == [1, 0, 1]
    assert letters(stage.session)[-2:] == [("uni", "日程 v1"), ("firm", "日程 v1")]
    with pytest.raises(NotFound):
        queries.get_registration_to_wish(stage.session, uni.actor, two.id)


def test_after_a_withdrawal_the_next_version_changes_and_tells_as_few_as_can_be(stage: Stage) -> None:
    event, [(uni, one), (lab, two), (_firm, three), (mill, four)] = gathered(stage)
    services.save_wishes(stage.session, uni.actor, one.id, {three.id: MUST, four.id: WANT})
    services.save_wishes(stage.session, lab.actor, two.id, {three.id: WANT})
    closed(stage, event)
    made(stage.session, event)
    services.publish_plan(stage.session, stage.organiser, event.public_id)
    before = {each.wish_id: (each.slot, each.table_number) for each in queries.day_of(stage.session, three)}
    services.withdraw(stage.session, mill.actor, four.id)
    with pytest.raises(Conflict):
        services.publish_plan(stage.session, stage.organiser, event.public_id)

    services.adjust_timetable(stage.session, stage.organiser, event.public_id)
    made(stage.session, event)
    services.publish_plan(stage.session, stage.organiser, event.public_id)

    after = {each.wish_id: (each.slot, each.table_number) for each in queries.day_of(stage.session, three)}
    assert (event.version, after) == (2, before)
    assert [line for line in letters(stage.session) if line[1] == "日程 v2"] == [
        ("uni", "日程 v2"),
        ("mill", "日程 v2"),
    ]


def test_wishes_close_and_are_only_for_the_other_side(stage: Stage) -> None:
    event, [(uni, one), (_lab, two), (_firm, three), _last] = gathered(stage)
    services.save_wishes(stage.session, uni.actor, one.id, {two.id: MUST, 10**9: MUST, three.id: None})
    assert queries.all_wishes(stage.session, event) == []

    services.save_wishes(stage.session, stage.organiser, one.id, {three.id: MUST})
    closed(stage, event)

    assert [wish.provider_says for wish in queries.all_wishes(stage.session, event)] == [MUST]
    with pytest.raises(Conflict):
        services.save_wishes(stage.session, uni.actor, one.id, {three.id: NO})


def test_somebody_who_comes_for_both_sides_is_never_in_two_places(stage: Stage) -> None:
    event, [(_uni, one), (_lab, two), (_firm, three), (_mill, four)] = gathered(stage)
    need = make_need(stage.session, _uni.organisation).public_id
    both = stage.register(event, Party(_uni.organisation, _uni.actor, need, Side.SEEKER))
    problem = problem_of(event, queries.accepted_of(stage.session, event), [])

    shared = {party["id"]: party["shared_with"] for party in problem["parties"]}
    assert shared == {one.id: [both.id], both.id: [one.id], two.id: [], three.id: [], four.id: []}


def test_a_fit_says_the_shared_sector_and_what_is_met(stage: Stage) -> None:
    _event, [(_uni, one), _lab, (_firm, three), _mill] = gathered(stage)
    own, other = queries.cards_of(stage.session, [one]), queries.cards_of(stage.session, [three])

    fit = fits(stage.session, own[0], other)[three.id]

    assert (fit.sector, fit.verdicts, fit.score) == ("", (), 0.0)


def test_the_job_makes_the_draft_and_leads_to_it(any_database: Database) -> None:
    assert jobs.plan.__name__ == "plan"
    with any_database.transaction() as session:
        stage = make_stage(session)
        event, [(uni, one), _lab, (_firm, three), _mill] = gathered(stage)
        services.save_wishes(session, uni.actor, one.id, {three.id: MUST})
        closed(stage, event)
        job = services.begin_plan(session, stage.organiser, event.public_id)
        number, name = job.id, event.public_id

    claimed = claim_next(any_database, "test")
    assert claimed is not None
    run_job(any_database, *claimed)

    with any_database.reading() as session:
        plan = queries.draft_of(session, queries.get_event(session, SYSTEM, name))
        ended = session.get_one(type(job), number)
        assert (ended.result, len(plan.meetings) if plan else 0) == ({"next": f"/my/events/{name}/timetable"}, 1)

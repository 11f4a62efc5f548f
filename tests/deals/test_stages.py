"""No sequence of acts reaches a stage without its facts; skipping needs a reason; a minute to think again."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from marketplace.core.clock import held_at, now
from marketplace.core.errors import Conflict, DomainError, InvalidInput
from marketplace.deals import facts, queries, services
from marketplace.deals.models import Deal, DealStage
from marketplace.deals.rules import (
    STAGES,
    DealAction,
    DealState,
    Fact,
    LostReason,
    PauseReason,
    Pipeline,
    Stage,
    Turn,
    between,
    checklist,
    last_standing,
    needed,
    skipped_after,
)
from marketplace.deals.services import EditDeal, Lose, Move, Pause
from marketplace.deals.services.moving import FactsMissing
from tests.deals.conftest import Room

S, F = Stage, Fact
pipelines, stages, known = st.sampled_from(Pipeline), st.sampled_from(Stage), st.sampled_from(Fact)
ACTS = st.one_of(
    st.tuples(st.just("move"), stages, st.sampled_from(["", "双方已有合作"])),
    st.tuples(st.just("tick"), known),
    st.tuples(st.just("tick"), known),
    st.tuples(st.just("untick"), known),
    st.tuples(st.sampled_from(["undo", "pause", "resume", "lose", "reopen", "close"])),
    st.tuples(st.just("edit"), pipelines),
)


@given(pipelines, stages, stages, st.sets(stages))
def test_going_forward_asks_for_the_stage_that_is_left_and_for_none_that_is_skipped(
    pipeline: Pipeline, source: Stage, target: Stage, skipped: set[Stage]
) -> None:
    way = STAGES[pipeline]
    if source not in way or target not in way or way.index(source) >= way.index(target):
        return
    left_out = skipped_after(pipeline, source, target, skipped - {source})
    asked = needed(pipeline, target, left_out)

    assert set(between(pipeline, source, target)) <= set(left_out)
    assert needed(pipeline, target, ()) >= asked
    assert all(way.index(each) < way.index(target) for each in left_out)


@given(pipelines, stages, st.sets(known))
def test_a_deal_taken_up_again_stands_where_its_facts_hold(pipeline: Pipeline, stage: Stage, held: set[Fact]) -> None:
    if stage not in STAGES[pipeline]:
        return
    found = last_standing(pipeline, stage, (), held)

    assert needed(pipeline, found) <= held
    assert STAGES[pipeline].index(found) <= STAGES[pipeline].index(stage)


def test_signing_always_needs_the_contract() -> None:
    everything = tuple(Stage)

    assert {stage for stage in Stage if F.CONTRACT_SIGNED in needed(Pipeline.LICENCE, stage, everything)} == {
        S.SIGNED, S.REGISTERED, S.PERFORMING, S.PAID, S.TRACKING,
    }  # fmt: skip
    assert checklist(Pipeline.LICENCE, S.TRACKING, ()) == []


@pytest.fixture
def deal(room: Room) -> Deal:
    return room.open()


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sequence=st.lists(ACTS, min_size=5, max_size=16))
def test_no_sequence_of_acts_reaches_a_stage_without_its_facts(room: Room, sequence: list[tuple[object, ...]]) -> None:
    with room.session.begin_nested() as undone:
        deal = room.open()
        for act in sequence:
            with suppress(DomainError):
                _do(room, deal, act)
            room.session.flush()
            standing = set(facts.standing(room.session, deal))
            assert needed(deal.pipeline, deal.stage, [Stage(each) for each in deal.skipped]) <= standing
            assert deal.stage in STAGES[deal.pipeline]
        forward = [line for line in queries.log_of(room.session, deal) if _jumped(deal, line)]
        assert [line.note for line in forward if not line.note] == []
        undone.rollback()


def _jumped(deal: Deal, line: DealStage) -> bool:
    moved = line.action is DealAction.MOVE and line.from_stage is not None
    return moved and any(
        line.from_stage is not None and between(each, line.from_stage, line.stage) for each in _ways(line)
    )


def _ways(line: DealStage) -> Iterator[Pipeline]:
    """The pipelines in which this step leaves nothing out count as none left out."""
    able = [each for each in Pipeline if line.from_stage in STAGES[each] and line.stage in STAGES[each]]
    if line.from_stage and all(between(each, line.from_stage, line.stage) for each in able):
        yield from able


def _do(room: Room, deal: Deal, act: tuple[object, ...]) -> None:
    session, actor, name = room.session, room.actor("broker"), deal.public_id
    match act:
        case ("move", Stage() as stage, str() as reason):
            services.move(session, actor, name, Move(stage=stage, reason=reason))
        case ("tick", Fact() as fact):
            services.tick(session, actor, name, fact, "见纪要")
        case ("untick", Fact() as fact):
            services.untick(session, actor, name, fact)
        case ("undo",):
            services.undo(session, actor, name)
        case ("pause",):
            services.pause(session, actor, name, Pause(reason=PauseReason.DATA))
        case ("resume",):
            services.resume(session, actor, name)
        case ("lose",):
            services.lose(session, actor, name, Lose(reason=LostReason.PRICE))
        case ("reopen",):
            services.reopen(session, actor, name)
        case ("close",):
            services.close(session, actor, name)
        case ("edit", Pipeline() as pipeline):
            services.edit(session, actor, name, edited(deal, pipeline=pipeline))


def edited(deal: Deal, **changes: object) -> EditDeal:
    said = {
        "title": deal.title, "pipeline": deal.pipeline, "probability": deal.probability, "value": deal.value,
        "expected_close": deal.expected_close, "turn": Turn.BROKER, "next_step": "", "next_due": None,
    }  # fmt: skip
    return EditDeal(**said | changes)  # type: ignore[arg-type]


def test_the_missing_facts_are_named_and_the_stage_opens_with_them(room: Room, deal: Deal) -> None:
    with pytest.raises(FactsMissing) as refused:
        room.move(deal, S.VERIFIED)
    room.tick(deal, F.PARTIES_VERIFIED)
    room.move(deal, S.VERIFIED)

    assert refused.value.missing == [F.PARTIES_VERIFIED]
    assert (deal.stage, deal.probability) == (S.VERIFIED, 20)


def test_skipping_needs_a_reason_and_is_kept(room: Room, deal: Deal) -> None:
    room.tick(deal, F.INTEREST_MUTUAL)
    with pytest.raises(InvalidInput):
        room.move(deal, S.FIRST_TALK)
    room.move(deal, S.FIRST_TALK, "双方早已认识")
    line = queries.log_of(room.session, deal)[0]

    assert (deal.skipped, line.note, line.from_stage) == ([S.VERIFIED], "双方早已认识", S.LEAD)
    assert line.person_id == room.people["broker"].id


def test_a_move_is_undone_within_the_minute_and_not_later(room: Room, deal: Deal) -> None:
    room.tick(deal, F.PARTIES_VERIFIED)
    room.move(deal, S.VERIFIED)
    services.undo(room.session, room.actor("broker"), deal.public_id)
    undone, stage = queries.log_of(room.session, deal)[1], deal.stage
    room.move(deal, S.VERIFIED)

    assert (stage, undone.undone_by) == (S.LEAD, room.people["broker"].id)
    with held_at(now() + timedelta(seconds=61)), pytest.raises(Conflict):
        services.undo(room.session, room.actor("broker"), deal.public_id)


def test_giving_up_a_deal_that_rests_can_be_undone(room: Room, deal: Deal) -> None:
    broker = room.actor("broker")
    services.pause(room.session, broker, deal.public_id, Pause(reason=PauseReason.BUDGET))
    services.lose(room.session, broker, deal.public_id, Lose(reason=LostReason.PRICE))
    services.undo(room.session, broker, deal.public_id)

    assert (deal.state, deal.pause_reason, deal.lost_reason) == (DealState.PAUSED, PauseReason.BUDGET, None)


def test_nobody_undoes_what_another_did(room: Room, deal: Deal) -> None:
    room.tick(deal, F.PARTIES_VERIFIED)
    room.move(deal, S.VERIFIED)

    with pytest.raises(Conflict):
        services.undo(room.session, room.actor("colleague"), deal.public_id)


def test_a_fact_that_the_stage_stands_on_is_not_taken_back(room: Room, deal: Deal) -> None:
    room.tick(deal, F.PARTIES_VERIFIED)
    room.move(deal, S.VERIFIED)

    with pytest.raises(Conflict):
        services.untick(room.session, room.actor("broker"), deal.public_id, F.PARTIES_VERIFIED)


def test_losing_asks_for_a_reason_and_reopening_finds_the_stage_again(room: Room, deal: Deal) -> None:
    room.tick(deal, F.PARTIES_VERIFIED)
    room.move(deal, S.VERIFIED)
    with pytest.raises(InvalidInput):
        services.lose(room.session, room.actor("broker"), deal.public_id, Lose(reason=None))
    services.lose(room.session, room.actor("asker"), deal.public_id, Lose(reason=LostReason.BUDGET))
    lost = (deal.state, deal.lost_reason, deal.probability)
    services.reopen(room.session, room.actor("broker"), deal.public_id)

    assert lost == (DealState.LOST, LostReason.BUDGET, 0)
    assert (deal.state, deal.stage, deal.probability) == (DealState.OPEN, S.VERIFIED, 20)


def test_what_a_room_finds_out_nobody_ticks(room: Room, session: Session, deal: Deal) -> None:
    facts.register(F.NDA_SIGNED, lambda _session, _deal: None)

    with pytest.raises(Conflict):
        room.tick(deal, F.NDA_SIGNED)

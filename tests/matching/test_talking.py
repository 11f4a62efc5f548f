"""Approaches between the two sides of a pair: interests, questions, answers, and what becomes of them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import OrganisationKind
from marketplace.core.actor import Act, Actor, Power, Role
from marketplace.core.clock import held_at, now
from marketplace.core.errors import Conflict, Forbidden, InvalidInput, NotFound
from marketplace.core.mail import Mail
from marketplace.listings import policies as listings
from marketplace.listings.models import AchievementVersion
from marketplace.listings.rules import ListingState
from marketplace.matching import services, talks
from marketplace.matching.models import PairDecline
from marketplace.matching.policies import opened_by_interest
from marketplace.matching.rules import ApproachAction, ApproachKind, ApproachState, Reason, Side
from marketplace.matching.services import NewApproach, Reply
from marketplace.matching.visiting import look_in
from marketplace.needs.models import Need
from marketplace.taxonomy.terms import DisclosureTier
from tests.factories import make_actor, make_listing, make_need, make_organisation

A, S = ApproachAction, ApproachState
INTEREST = NewApproach(
    kind=ApproachKind.INTEREST,
    side=Side.NEED,
    message="想先看中试。",
    purpose="二号机组",
    timing="明年检修",
    way="先做中试",
)
QUESTION = NewApproach(
    kind=ApproachKind.QUESTION, side=Side.NEED, message="溶剂年损耗多少？", parameter="溶剂损耗", wanted="≤ 1 kg/t"
)


class Pair:
    """An anonymous need and a result of two organisations, with a person on each side and a stranger."""

    def __init__(self, session: Session) -> None:
        firm = make_organisation(session, "ENT-A", OrganisationKind.ENTERPRISE, "楚垣钢铁集团有限公司")
        home = make_organisation(session, "UNI-A")
        self.asker = make_actor(session, "asker@example.org", Role.ENTERPRISE, organisation=firm)
        self.owner = make_actor(session, "owner@example.org", Role.UNIVERSITY, organisation=home)
        self.stranger = make_actor(session, "stranger@example.org", Role.BROKER)
        self.need: Need = make_need(session, firm, anonymous=True)
        self.version: AchievementVersion = make_listing(session, owner=home)
        self.result = self.version.achievement


@pytest.fixture
def pair(session: Session) -> Pair:
    return Pair(session)


def send(session: Session, pair: Pair, command: NewApproach = INTEREST, actor: Actor | None = None) -> str:
    return services.approach(session, actor or pair.asker, pair.need, pair.result, command).public_id


def letters(session: Session) -> list[tuple[str, str]]:
    return [(mail.recipient, mail.subject) for mail in session.scalars(select(Mail).order_by(Mail.id))]


def test_an_interest_goes_to_the_other_side_with_a_clock_and_names_no_anonymous_owner(
    session: Session, pair: Pair
) -> None:
    made = talks.get_approach(session, pair.owner, send(session, pair))
    written = session.scalars(select(Mail)).one()

    assert (made.state, made.receiver_id) == (S.SENT, pair.result.owner_id)
    assert made.due_at is not None
    assert made.due_at > now() + timedelta(days=4)
    assert written.recipient == "owner@example.org"
    assert "楚垣钢铁" not in written.subject + written.body
    assert [each.public_id for each in talks.waiting_for(session, pair.owner, 9)] == [made.public_id]
    assert list(talks.waiting_for(session, pair.asker, 9)) == []


def test_accepting_opens_the_next_tier_for_the_side_that_asked_and_a_conversation(session: Session, pair: Pair) -> None:
    before = opened_by_interest(pair.asker, pair.version)
    talk = send(session, pair)
    services.act(session, pair.owner, talk, A.ACCEPT, Reply())
    services.say(session, pair.asker, talk, Side.NEED, "下周方便吗？")

    held = talks.get_approach(session, pair.owner, talk)
    assert before == frozenset()
    assert opened_by_interest(pair.asker, pair.version) == {DisclosureTier.ACCEPTED_INTEREST}
    assert opened_by_interest(pair.stranger, pair.version) == frozenset()
    assert [(each.side, each.text) for each in held.messages] == [
        (Side.NEED, "想先看中试。"),
        (Side.NEED, "下周方便吗？"),
    ]
    assert [recipient for recipient, _subject in letters(session)] == [
        "owner@example.org",
        "asker@example.org",
        "owner@example.org",
    ]


def test_the_tier_is_open_wherever_the_record_is_read(session: Session, pair: Pair) -> None:
    from marketplace.matching.features import lend

    lend()
    talk = send(session, pair)
    before = listings.tiers_of(pair.asker, pair.version)
    services.act(session, pair.owner, talk, A.ACCEPT, Reply())

    assert listings.tiers_of(pair.asker, pair.version) - before == {DisclosureTier.ACCEPTED_INTEREST}


def test_declining_asks_for_a_reason_and_can_be_undone_for_a_day(session: Session, pair: Pair) -> None:
    talk = send(session, pair)
    with pytest.raises(InvalidInput):
        services.act(session, pair.owner, talk, A.DECLINE, Reply())
    services.act(session, pair.owner, talk, A.DECLINE, Reply(reason=Reason.TOO_SMALL))
    services.act(session, pair.owner, talk, A.REOPEN, Reply())
    reopened = talks.get_approach(session, pair.owner, talk)
    state, reason = reopened.state, reopened.reason
    services.act(session, pair.owner, talk, A.DECLINE, Reply(reason=Reason.PRICE))

    assert (state, reason) == (S.SENT, None)
    with held_at(now() + timedelta(hours=25)), pytest.raises(Conflict):
        services.act(session, pair.owner, talk, A.REOPEN, Reply())


def test_asking_back_makes_it_the_senders_turn(session: Session, pair: Pair) -> None:
    talk = send(session, pair)
    services.act(session, pair.owner, talk, A.ASK_BACK, Reply(text="烟气量多少？"))
    turns = [len(talks.waiting_for(session, actor, 9)) for actor in (pair.asker, pair.owner)]
    services.act(session, pair.asker, talk, A.REPLY, Reply(text="三十万标方。"))

    assert turns == [1, 0]
    assert talks.get_approach(session, pair.owner, talk).state is S.SENT


@pytest.mark.parametrize("action", [A.ACCEPT, A.DECLINE, A.ASK_BACK])
def test_who_sent_it_does_not_decide_it(session: Session, pair: Pair, action: ApproachAction) -> None:
    talk = send(session, pair)

    with pytest.raises(Forbidden):
        services.act(session, pair.asker, talk, action, Reply(text="x", reason=Reason.OTHER))


def test_a_stranger_neither_approaches_nor_learns_of_it(session: Session, pair: Pair) -> None:
    talk = send(session, pair)

    with pytest.raises(Forbidden):
        send(session, pair, actor=pair.stranger)
    with pytest.raises(NotFound):
        talks.get_approach(session, pair.stranger, talk)
    assert talks.approaches_of(session, pair.stranger).total == 0


def test_the_same_is_not_asked_twice_while_it_waits(session: Session, pair: Pair) -> None:
    talk = send(session, pair)
    with pytest.raises(Conflict):
        send(session, pair)
    services.act(session, pair.asker, talk, A.WITHDRAW, Reply())

    assert send(session, pair) != talk


def test_an_answer_fills_a_parameter_only_when_its_owner_says_so(session: Session, pair: Pair) -> None:
    talk = send(session, pair, QUESTION)
    services.act(session, pair.owner, talk, A.ANSWER, Reply(text="年均。", low=0.7, high=0.8, unit="kg/t"))
    untouched = pair.version.number
    with pytest.raises(Forbidden):
        services.fill_parameter(session, pair.asker, talk)
    draft = services.fill_parameter(session, pair.owner, talk)

    assert untouched == 1
    assert (draft.state, draft.number) == (ListingState.DRAFT, 2)
    assert [(p.minimum, p.maximum, p.unit) for p in draft.parameters if p.name == "溶剂损耗"] == [(0.7, 0.8, "kg/t")]
    with pytest.raises(Conflict):
        services.fill_parameter(session, pair.owner, talk)


def test_an_interest_lacking_an_answer_names_the_field(session: Session, pair: Pair) -> None:
    bare = NewApproach(kind=ApproachKind.INTEREST, side=Side.NEED, message="你好")

    with pytest.raises(InvalidInput) as refused:
        send(session, pair, bare)

    assert sorted(refused.value.fields) == ["purpose", "timing", "way"]


def test_a_pair_put_aside_is_remembered_with_its_reason_until_taken_up_again(session: Session, pair: Pair) -> None:
    services.decline_pair(session, pair.asker, pair.need, pair.result, Side.NEED, Reason.TRIED)
    services.decline_pair(session, pair.asker, pair.need, pair.result, Side.NEED, Reason.PRICE, "太贵")
    kept = [(each.reason, each.note) for each in session.scalars(select(PairDecline))]
    services.undo_decline(session, pair.asker, pair.need, pair.result, Side.NEED)

    assert kept == [(Reason.PRICE, "太贵")]
    assert list(session.scalars(select(PairDecline))) == []
    with pytest.raises(Forbidden):
        services.decline_pair(session, pair.stranger, pair.need, pair.result, Side.NEED, Reason.OTHER)


def test_a_broker_speaks_for_a_side_by_mandate_and_the_message_says_so(session: Session, pair: Pair) -> None:
    talk = send(session, pair)
    services.act(session, pair.owner, talk, A.ACCEPT, Reply())
    power = Power(mandate="M-1", owner_id=pair.need.owner_id, owner_name="x", acts=frozenset({Act.ANSWER}))
    services.say(session, replace(pair.stranger, powers=(power,)), talk, Side.NEED, "我代企业约个时间。")

    held = talks.get_approach(session, pair.owner, talk)
    assert [(each.side, each.by_mandate) for each in held.messages] == [(Side.NEED, False), (Side.NEED, True)]
    with pytest.raises(Forbidden):
        services.say(session, replace(pair.stranger, powers=(power,)), talk, Side.RESULT, "我代高校。")


def test_a_message_waits_in_the_inbox_until_somebody_looks(session: Session, pair: Pair) -> None:
    talk = send(session, pair)
    services.act(session, pair.owner, talk, A.ACCEPT, Reply())
    before = talks.unread_by(session, pair.asker, 9)
    services.say(session, pair.owner, talk, Side.RESULT, "下周三可以。")
    waits = [[each.public_id for each in talks.unread_by(session, one, 9)] for one in (pair.asker, pair.owner)]
    look_in(session, pair.asker, f"talk:{talk}")

    assert before == []
    assert waits == [[talk], []]
    assert talks.unread_by(session, pair.asker, 9) == []
    assert talks.unread_by(session, pair.stranger, 9) == []

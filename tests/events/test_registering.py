"""Parties register, are let in, wait, move up and withdraw; names stay with those who agreed."""

from dataclasses import replace

import pytest
from sqlalchemy import event as happening
from sqlalchemy.orm import Session

from marketplace.core.errors import Conflict, Forbidden, InvalidInput, NotFound
from marketplace.events import queries, services
from marketplace.events.rules import RegistrationState as R
from marketplace.events.rules import Side
from tests.events.staging import Stage, letters, said, usual


def test_without_approval_a_party_is_in_at_once(stage: Stage) -> None:
    made = stage.register(stage.event(), stage.party("uni", Side.PROVIDER))

    assert made.state is R.ACCEPTED
    assert letters(stage.session) == [("uni", "报名已通过")]


def test_with_approval_the_organiser_decides_with_a_reason(stage: Stage) -> None:
    event = stage.event(needs_approval=True)
    first = stage.register(event, stage.party("uni", Side.PROVIDER))
    second = stage.register(event, stage.party("other", Side.PROVIDER))

    services.accept(stage.session, stage.organiser, event.public_id, first.id)
    with pytest.raises(InvalidInput):
        services.refuse(stage.session, stage.organiser, event.public_id, second.id, "")
    services.refuse(stage.session, stage.organiser, event.public_id, second.id, "与主题不符")

    assert (first.state, second.state, second.note) == (R.ACCEPTED, R.REFUSED, "与主题不符")
    assert letters(stage.session)[-2:] == [("uni", "报名已通过"), ("other", "报名没有通过")]


def test_when_the_places_are_taken_later_parties_wait_and_move_up_in_order(stage: Stage) -> None:
    event = stage.event(provider_places=1)
    parties = [stage.party(name, Side.PROVIDER) for name in ("one", "two", "three")]
    made = [stage.register(event, party) for party in parties]
    assert [each.state for each in made] == [R.ACCEPTED, R.WAITING, R.WAITING]

    services.withdraw(stage.session, parties[0].actor, made[0].id)

    assert [each.state for each in made] == [R.WITHDRAWN, R.ACCEPTED, R.WAITING]
    assert letters(stage.session)[-2:] == [("host", "有单位退出"), ("two", "报名已通过")]


def test_more_places_bring_up_those_who_wait(stage: Stage) -> None:
    event = stage.event(seeker_places=1)
    made = [stage.register(event, stage.party(name, Side.SEEKER)) for name in ("one", "two", "three")]

    services.save_event(stage.session, stage.organiser, event.public_id, usual(seeker_places=2))

    assert [each.state for each in made] == [R.ACCEPTED, R.ACCEPTED, R.WAITING]


def test_the_sides_have_places_of_their_own(stage: Stage) -> None:
    event = stage.event(provider_places=1)
    stage.register(event, stage.party("uni", Side.PROVIDER))

    assert stage.register(event, stage.party("firm", Side.SEEKER)).state is R.ACCEPTED


def test_only_own_published_records_may_be_brought(stage: Stage) -> None:
    event, ours, theirs = stage.event(), stage.party("uni", Side.PROVIDER), stage.party("other", Side.PROVIDER)

    with pytest.raises(InvalidInput) as refused:
        stage.register(event, ours, items=(theirs.record,))

    assert list(refused.value.fields) == ["items"]


def test_nobody_registers_an_organisation_that_is_not_theirs(stage: Stage) -> None:
    event, ours, theirs = stage.event(), stage.party("uni", Side.PROVIDER), stage.party("other", Side.PROVIDER)

    with pytest.raises(Forbidden):
        services.register(stage.session, theirs.actor, event.public_id, ours.organisation.id, Side.PROVIDER, said(ours))


def test_nobody_changes_or_withdraws_anothers_registration(stage: Stage) -> None:
    event, ours, theirs = stage.event(), stage.party("uni", Side.PROVIDER), stage.party("other", Side.PROVIDER)
    made = stage.register(event, ours)

    with pytest.raises(NotFound):
        services.change_registration(stage.session, theirs.actor, made.id, said(ours))
    with pytest.raises(NotFound):
        services.withdraw(stage.session, theirs.actor, made.id)


def test_every_question_of_the_organiser_is_answered(stage: Stage) -> None:
    event, party = stage.event(questions=("几个人用餐？",)), stage.party("uni", Side.PROVIDER)
    with pytest.raises(InvalidInput):
        stage.register(event, party)

    made = stage.register(event, party, answers={"几个人用餐？": "两位", "别的": "不问"})

    assert made.answers == {"几个人用餐？": "两位"}


def test_whoever_withdrew_may_come_again_and_whoever_was_refused_may_not(stage: Stage) -> None:
    event = stage.event(needs_approval=True)
    party, refused = stage.party("uni", Side.PROVIDER), stage.party("other", Side.PROVIDER)
    made = stage.register(event, party)
    services.withdraw(stage.session, party.actor, made.id)
    turned_down = stage.register(event, refused)
    services.refuse(stage.session, stage.organiser, event.public_id, turned_down.id, "与主题不符")

    assert stage.register(event, party).state is R.APPLIED
    with pytest.raises(Conflict):
        stage.register(event, refused)


def test_after_registration_has_closed_nobody_comes_in(stage: Stage) -> None:
    event = stage.event()
    services.gather_wishes(stage.session, stage.organiser, event.public_id)

    with pytest.raises(Conflict):
        stage.register(event, stage.party("uni", Side.PROVIDER))


def test_names_are_shown_of_those_who_agreed_and_never_beside_an_anonymous_need(stage: Stage) -> None:
    event = stage.event()
    stage.register(event, stage.party("open", Side.PROVIDER))
    stage.register(event, stage.party("shy", Side.PROVIDER), listed=False)
    stage.register(event, stage.party("masked", Side.SEEKER, anonymous=True))

    named = [card.name for card in queries.listed_parties(stage.session, event)]
    everybody = queries.cards_of(stage.session, queries.accepted_of(stage.session, event))

    assert named == ["单位 OPEN"]
    assert [card.name for card in everybody] == ["单位 OPEN", None, None]
    assert [card.region for card in everybody] == ["420100", "420000", "420000"]


def test_a_need_that_becomes_anonymous_later_takes_the_name_away(stage: Stage) -> None:
    from marketplace.needs.queries import get_need

    event, party = stage.event(), stage.party("firm", Side.SEEKER)
    stage.register(event, party)
    get_need(stage.session, party.actor, party.record).anonymous = True
    stage.session.flush()

    assert queries.listed_parties(stage.session, event) == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_parties_takes_the_same_statements_for_one_and_three(
    session: Session, stage: Stage, count: int
) -> None:
    event = stage.event()
    for number in range(count):
        stage.register(event, stage.party(f"uni{number}", Side.PROVIDER))
        stage.register(event, stage.party(f"firm{number}", Side.SEEKER))
    session.flush()
    session.expire_all()
    managed = queries.get_event_managed(session, stage.organiser, event.public_id)
    asked: list[str] = []
    happening.listen(session.connection(), "before_cursor_execute", lambda _c, _k, said, *_rest: asked.append(said))

    page = queries.parties_of(session, managed)
    queries.cards_of(session, page.items, names_for=frozenset(each.id for each in page.items))

    assert (len(page.items), len(asked)) == (2 * count, 13)


def test_what_was_said_may_be_changed_until_the_timetable_is_made(stage: Stage) -> None:
    event, party = stage.event(), stage.party("uni", Side.PROVIDER)
    made = stage.register(event, party)

    services.change_registration(
        stage.session, party.actor, made.id, replace(said(party), absent=(1, 1, 9), most_meetings=2)
    )

    assert (made.absent, made.most_meetings, [item.subject_id for item in made.items]) == ([1], 2, [party.record])

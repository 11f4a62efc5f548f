"""A meeting that goes on becomes a deal with one press, once; the deal's page shows the meeting."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from marketplace.core.errors import Conflict, NotFound
from marketplace.deals.meetings import Offered, meetings_of, offered_to, open_from_meeting, waiting_for_deals
from marketplace.deals.models import Deal
from marketplace.deals.rules import LostReason, Origin
from marketplace.deals.services import AlreadyOpen, Lose, OpenDeal, lose, open_deal
from marketplace.events import services
from marketplace.events.day import telling
from marketplace.events.day.rules import Interest, Presence
from marketplace.events.day.telling import Outcome
from tests.events.on_the_day import first_of, in_round, published
from tests.events.staging import Stage, make_stage


@pytest.fixture
def stage(session: Session) -> Stage:
    return make_stage(session)


def test_one_press_opens_the_deal_of_a_meeting_and_the_second_leads_to_it(stage: Stage) -> None:
    event, [(uni, one), (lab, _two), *seekers] = published(stage)
    meeting = first_of(stage.session, one)
    firm = next(party for party, each in seekers if each.id == meeting.wish.seeker_id)
    name, wish = event.public_id, meeting.wish_id
    with in_round(event, meeting.slot):
        with pytest.raises(NotFound):
            open_from_meeting(stage.session, uni.actor, name, wish)
        said = Outcome(attended=Presence.PRESENT, interest=Interest.PROPOSAL)
        telling.tell_outcome(stage.session, uni.actor, one.id, wish, said)
        services.end_event(stage.session, stage.organiser, name)
        assert [each.wish for each in waiting_for_deals(stage.session, uni.actor)] == [wish]
        assert offered_to(stage.session, uni.actor, one) == {wish: Offered()}
        assert offered_to(stage.session, stage.organiser, one) == {}
        with pytest.raises(NotFound):
            open_from_meeting(stage.session, lab.actor, name, wish)

        deal = open_from_meeting(stage.session, uni.actor, name, wish)
        for party in (uni, firm):
            with pytest.raises(AlreadyOpen) as known:
                open_from_meeting(stage.session, party.actor, name, wish)
            assert known.value.public_id == deal.public_id

        assert (deal.origin, deal.origin_reference, deal.pair) == (
            Origin.MEETING, f"{name}-{wish}", f"{uni.record} {firm.record}",
        )  # fmt: skip
        assert stage.session.scalar(select(func.count()).select_from(Deal)) == 1
        assert waiting_for_deals(stage.session, uni.actor) == []
        assert offered_to(stage.session, uni.actor, one) == {wish: Offered(known=deal.public_id)}
        shown = meetings_of(stage.session, firm.actor, deal)

        lose(stage.session, uni.actor, deal.public_id, Lose(reason=LostReason.SILENCE))
        given_up = (waiting_for_deals(stage.session, uni.actor), offered_to(stage.session, uni.actor, one))

    assert given_up == ([], {wish: Offered(known=deal.public_id)})
    assert shown is not None
    assert ([each.wish_id for each in shown["meetings"]], shown["said"], shown["first"]) == (
        [wish], {wish: []}, deal.origin_reference,
    )  # fmt: skip


def test_a_deal_of_the_two_sides_that_was_given_up_before_the_meeting_is_not_its_deal(stage: Stage) -> None:
    event, [(uni, one), _lab, *seekers] = published(stage)
    meeting = first_of(stage.session, one)
    firm = next(party.organisation for party, each in seekers if each.id == meeting.wish.seeker_id)
    before = open_deal(stage.session, uni.actor, OpenDeal(achievement=uni.record, seeker=firm.code))
    with in_round(event, meeting.slot):
        said = Outcome(attended=Presence.PRESENT, interest=Interest.PROPOSAL)
        telling.tell_outcome(stage.session, uni.actor, one.id, meeting.wish_id, said)
        services.end_event(stage.session, stage.organiser, event.public_id)
        live = (waiting_for_deals(stage.session, uni.actor), offered_to(stage.session, uni.actor, one))
        lose(stage.session, uni.actor, before.public_id, Lose(reason=LostReason.BUDGET))
        lost = (
            [each.wish for each in waiting_for_deals(stage.session, uni.actor)],
            offered_to(stage.session, uni.actor, one),
        )

    assert live == ([], {meeting.wish_id: Offered(known=before.public_id)})
    assert lost == ([meeting.wish_id], {meeting.wish_id: Offered()})


def test_a_meeting_that_does_not_go_on_opens_no_deal(stage: Stage) -> None:
    event, [(uni, one), *_rest] = published(stage)
    meeting = first_of(stage.session, one)
    with in_round(event, meeting.slot):
        said = Outcome(attended=Presence.PRESENT, interest=Interest.NO_FIT)
        telling.tell_outcome(stage.session, uni.actor, one.id, meeting.wish_id, said)
        with pytest.raises(Conflict):
            open_from_meeting(stage.session, uni.actor, event.public_id, meeting.wish_id)

"""Owners of results and needs are found by theme, chosen once, written to, and what they answer is kept."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from marketplace.core.actor import ANYONE
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, InvalidInput, NotFound
from marketplace.events.inviting import queries, services
from marketplace.events.inviting.finding import Theme, find_candidates
from marketplace.events.inviting.rules import InvitationState
from marketplace.events.models import Event
from marketplace.events.rules import Side
from marketplace.listings.models import Achievement
from marketplace.matching.models import MatchPair
from marketplace.needs.models import Need
from search.types import Answer, Hit, Query, Scope
from tests.events.staging import Party, Stage, letters
from tests.factories import make_need


@dataclass(frozen=True, slots=True)
class Found:
    """An engine that finds these, in this order."""

    hits: tuple[Hit, ...]

    def search(self, query: Query, _scope: Scope) -> Answer:
        hits = tuple(hit for hit in self.hits if hit.kind in query.kinds)
        return Answer(hits=hits, total=len(hits))


def engine(*parties: Party) -> Found:
    kinds = {Side.PROVIDER: "achievement", Side.SEEKER: "need"}
    return Found(tuple(Hit(id=each.record, kind=kinds[each.side], score=1.0, terms=("余热",)) for each in parties))


def candidates(stage: Stage, event: Event, found: Found) -> dict[Side, list[tuple[str | None, str, int]]]:
    told = find_candidates(stage.session, found, stage.organiser, event, Theme(text="余热回收"))  # type: ignore[arg-type]
    return {side: [(each.name, each.subject_id, each.partners) for each in those] for side, those in told.items()}


def test_candidates_are_owners_of_what_fits_and_say_with_how_many_they_match(stage: Stage) -> None:
    event, uni, firm = stage.event(), stage.party("uni", Side.PROVIDER), stage.party("firm", Side.SEEKER)
    need = stage.session.query(Need).filter_by(public_id=firm.record).one()
    result = stage.session.query(Achievement).filter_by(public_id=uni.record).one()
    stage.session.add(MatchPair(need_id=need.id, achievement_id=result.id, score=0.7, met=1))
    stage.session.flush()

    found = candidates(stage, event, engine(uni, firm))

    assert found == {
        Side.PROVIDER: [(uni.organisation.name, uni.record, 1)],
        Side.SEEKER: [(firm.organisation.name, firm.record, 1)],
    }


def test_an_anonymous_need_names_nobody_and_never_stands_beside_a_named_one(stage: Stage) -> None:
    event, hidden = stage.event(), stage.party("firm", Side.SEEKER, anonymous=True)
    assert candidates(stage, event, engine(hidden))[Side.SEEKER] == [(None, hidden.record, 0)]

    named = make_need(stage.session, hidden.organisation).public_id
    both = Found((*engine(hidden).hits, Hit(id=named, kind="need", score=0.5)))

    assert candidates(stage, event, both)[Side.SEEKER] == [(hidden.organisation.name, named, 0)]


def test_nobody_is_found_or_chosen_twice(stage: Stage) -> None:
    event = stage.event()
    came, chosen = stage.party("came", Side.PROVIDER), stage.party("chosen", Side.PROVIDER)
    stage.register(event, came)
    act = (stage.session, stage.organiser, event.public_id)

    assert services.choose(*act, [chosen.record, came.record, chosen.record], "余热") == 1
    assert services.choose(*act, [chosen.record], "余热") == 0
    assert candidates(stage, event, engine(came, chosen))[Side.PROVIDER] == []
    with pytest.raises(InvalidInput):
        services.choose(*act, [], "余热")


def test_an_invitation_is_written_once_opened_declined_and_may_still_end_in_a_registration(stage: Stage) -> None:
    event, uni = stage.event(), stage.party("uni", Side.PROVIDER)
    act = (stage.session, stage.organiser, event.public_id)
    services.choose(*act, [uni.record], "余热")
    invitation = queries.chosen_of(stage.session, event)[0]
    with pytest.raises(NotFound):
        queries.get_by_letter(stage.session, ANYONE, event.public_id, invitation.code)

    assert services.send(*act, "期待见面").written == 1
    with pytest.raises(Conflict):
        services.send(*act)
    assert letters(stage.session) == [("uni", "邀请参加")]
    services.note_opened(stage.session, ANYONE, event.public_id, invitation.code)
    services.decline(stage.session, ANYONE, event.public_id, invitation.code, "出差")
    assert (invitation.state, invitation.note, invitation.opened_at is None) == (
        InvitationState.DECLINED, "出差", False,
    )  # fmt: skip
    stage.register(event, uni)

    assert invitation.state is InvitationState.REGISTERED
    assert queries.count_by_state(stage.session, event) == {InvitationState.REGISTERED: 1}


def test_the_silent_are_reminded_once_after_three_days(stage: Stage) -> None:
    event, uni = stage.event(), stage.party("uni", Side.PROVIDER)
    act = (stage.session, stage.organiser, event.public_id)
    services.choose(*act, [uni.record], "余热")
    services.send(*act)
    assert services.remind(*act) == 0
    invitation = queries.invitations_of(stage.session, event).items[0].invitation
    invitation.invited_at = now() - timedelta(days=4)

    assert (services.remind(*act), services.remind(*act)) == (1, 0)
    with pytest.raises(Conflict):
        services.drop(*act, invitation.id)


def test_a_list_is_made_before_registration_opens_and_sent_after(stage: Stage) -> None:
    event, uni = stage.event(opened=False), stage.party("uni", Side.PROVIDER)
    act = (stage.session, stage.organiser, event.public_id)

    services.choose(*act, [uni.record], "余热")

    with pytest.raises(Conflict):
        services.send(*act)

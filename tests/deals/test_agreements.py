"""What access tells a deal: the agreement in force is its fact, and who may see what is shown to those it concerns."""

from marketplace.deals.finding import access_of, agreement_of
from marketplace.disclosure.rules import GrantState, NdaState
from marketplace.taxonomy.terms import DisclosureTier
from tests.deals.conftest import Room
from tests.disclosure.making import make_grant, make_nda


def test_an_agreement_in_force_is_the_fact_of_its_stage_and_one_half_signed_is_not(room: Room) -> None:
    deal = room.open()
    make_nda(room.session, room.version, room.firm, NdaState.HALF_SIGNED)
    assert agreement_of(room.session, deal) is None

    nda = make_nda(room.session, room.version, room.firm, NdaState.IN_FORCE)

    found = agreement_of(room.session, deal)
    assert found is not None
    assert (found.href, found.at) == (f"/nda/{nda.public_id}", nda.in_force_at)


def test_access_is_shown_to_both_sides_of_a_deal_and_to_no_stranger(room: Room) -> None:
    deal = room.open()
    grant = make_grant(room.session, room.version, room.people["asker"], DisclosureTier.UNDER_NDA, GrantState.GRANTED)

    told = {name: access_of(room.session, room.actor(name), deal) for name in ("owner", "asker", "broker", "stranger")}

    assert told["stranger"] is None
    assert [(told[name] or {})["grants"] for name in ("owner", "asker", "broker")] == [[grant]] * 3
    assert [(told[name] or {})["decides"] for name in ("owner", "asker", "broker")] == [True, False, True]

"""What each reader sees of achievements, and at what cost, on both databases."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation
from marketplace.core.actor import ANYONE, Actor, Role
from marketplace.core.errors import Forbidden, NotFound
from marketplace.listings import queries
from marketplace.listings.rules import ListingState as S
from marketplace.taxonomy.terms import CarbonClass
from tests.factories import content, make_actor, make_listing, make_organisation, revise_listing


@pytest.fixture
def owner(session: Session) -> Organisation:
    return make_organisation(session)


@pytest.fixture
def member(session: Session, owner: Organisation) -> Actor:
    return make_actor(session, "member@example.org", Role.UNIVERSITY, organisation=owner)


@pytest.fixture
def other(session: Session) -> Actor:
    return make_actor(session, "other@example.org", organisation=make_organisation(session, "UNI-B"))


@pytest.fixture
def curator(session: Session) -> Actor:
    return make_actor(session, "curator@example.org", Role.CURATOR)


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    """The statements that the block sends."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    engine = session.get_bind().engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("state", [S.DRAFT, S.SUBMITTED, S.RETURNED, S.REJECTED, S.WITHDRAWN, S.EXPIRED])
def test_only_the_owner_and_curators_see_what_is_not_public(
    session: Session, owner: Organisation, member: Actor, other: Actor, curator: Actor, state: S
) -> None:
    version = make_listing(session, owner=owner, state=state)

    for actor in (ANYONE, other):
        with pytest.raises(NotFound):
            queries.get_version(session, actor, version.public_id, 1)
        with pytest.raises(NotFound):
            queries.get_to_edit(session, actor, version.public_id)
    for actor in (ANYONE, other, member, curator):
        with pytest.raises(NotFound):
            queries.get_listing(session, actor, version.public_id)
    assert queries.get_version(session, member, version.public_id, 1) is version
    assert queries.get_version(session, curator, version.public_id, 1) is version


@pytest.mark.parametrize("state", [S.PUBLISHED, S.NEGOTIATING, S.CONTRACTED])
def test_everybody_reads_what_is_public(session: Session, owner: Organisation, state: S) -> None:
    version = make_listing(session, owner=owner, state=state)

    assert queries.get_listing(session, ANYONE, version.public_id) is version


def test_an_unknown_number_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        queries.get_listing(session, ANYONE, "R-1999-0001")


def test_the_public_sees_no_draft_among_the_versions(session: Session, member: Actor, other: Actor) -> None:
    first = make_listing(session)
    revise_listing(session, first.public_id, title="第二版")

    assert [entry.number for entry in queries.versions_of(session, other, first.public_id)] == [1]
    assert [entry.number for entry in queries.versions_of(session, member, first.public_id)] == [2, 1]


def test_cards_hold_only_visible_records_at_a_constant_cost(session: Session) -> None:
    shown = [make_listing(session).public_id for _ in range(6)]
    hidden = make_listing(session, state=S.DRAFT).public_id
    costs = []
    for wanted in (shown[:1], [*shown, hidden]):
        session.expunge_all()
        with counted(session) as sent:
            found = queries.cards(session, ANYONE, wanted)
            said = {(card.owner, card.transfer_modes, card.conservative) for card in found.values()}
        costs.append(len(sent))
        version = queries.get_listing(session, ANYONE, shown[0])
        assert version.claim
        assert said == {(version.achievement.owner.name, version.transfer_modes, version.claim.conservative)}

    assert set(found) == set(shown)
    assert costs[0] == costs[1]


def test_the_own_list_shows_each_record_once_by_its_newest_version(
    session: Session, member: Actor, other: Actor
) -> None:
    first = make_listing(session)
    revise_listing(session, first.public_id, title="第二版")
    draft = make_listing(session, state=S.DRAFT, said=content(title="100% 回收_工艺"))

    page = queries.own_listings(session, member)
    found = queries.own_listings(session, member, text="100% 回收_")
    none = queries.own_listings(session, member, text="1%2")

    assert {(e.version.public_id, e.version.number, e.public_number) for e in page.items} == {
        (first.public_id, 2, 1),
        (draft.public_id, 1, None),
    }
    assert ([e.version.public_id for e in found.items], none.total) == ([draft.public_id], 0)
    assert queries.own_counts(session, member) == {S.DRAFT: 2}
    assert queries.own_listings(session, other).total == 0
    assert queries.own_listings(session, ANYONE).total == 0


def test_the_own_list_costs_the_same_for_one_and_for_twenty(session: Session, member: Actor) -> None:
    costs = []
    for more in (1, 19):
        for _ in range(more):
            make_listing(session)
        session.expunge_all()
        with counted(session) as sent:
            page = queries.own_listings(session, member)
            _ = [(e.version.title, e.version.achievement.owner.name, e.version.claim) for e in page.items]
        costs.append((len(page.items), len(sent)))

    assert costs[0][0] == 1
    assert costs[1][0] == 20
    assert costs[0][1] == costs[1][1]


def test_the_queue_is_oldest_first_and_for_curators_only(
    session: Session, owner: Organisation, member: Actor, curator: Actor
) -> None:
    waiting = [make_listing(session, state=S.SUBMITTED, submitter=member).public_id for _ in range(3)]
    make_listing(session, state=S.DRAFT)
    inside = make_actor(session, "inside@example.org", Role.CURATOR, organisation=owner)

    page = queries.queue(session, curator)

    assert [(entry.version.public_id, entry.decidable) for entry in page.items] == [(each, True) for each in waiting]
    assert [entry.decidable for entry in queries.queue(session, inside).items] == [False] * 3
    assert queries.waiting_count(session) == 3
    with pytest.raises(Forbidden):
        queries.queue(session, member)


def test_counts_and_totals_cover_what_is_public(session: Session) -> None:
    make_listing(session)
    make_listing(session, said=content(sector="steel", key_technology="S1", carbon_class=CarbonClass.ZERO, claim=None))
    make_listing(session, state=S.DRAFT)

    assert queries.counts_by_sector_and_class(session) == {
        ("energy", CarbonClass.LOW): 1,
        ("steel", CarbonClass.ZERO): 1,
    }
    figures = queries.totals(session)
    assert (figures.results, figures.owners, round(figures.conservative, 2)) == (2, 1, 57_860.88)
    assert len(queries.latest_published(session, ANYONE, 5)) == 2


def test_the_newest_of_many_are_read_in_the_order_of_an_index(session: Session) -> None:
    for state in (S.PUBLISHED, S.NEGOTIATING, S.PUBLISHED):
        make_listing(session, state=state)
    with counted(session) as sent:
        newest = queries.latest_published(session, ANYONE, 2)

    assert len(newest) == 2
    assert newest[0].published_at >= newest[1].published_at
    if session.get_bind().dialect.name == "sqlite":  # PostgreSQL plans by how much there is: tests/core/test_plans.py
        asked = next(each for each in sent if "UNION ALL" in each)
        values = ["published", 2, 0] * 3 + [2, 0]
        plan = [row[3] for row in session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}", tuple(values))]
        assert sum("ix_achievement_versions_state_published (state=?)" in step for step in plan) == 3

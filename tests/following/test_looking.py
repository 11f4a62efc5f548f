"""What is found for those who follow: what came out later and fits their search, or is a new pair; once."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.accounts.models import OrganisationKind, Person
from marketplace.accounts.queries import actor_for
from marketplace.core.db import Database
from marketplace.discovery.question import Kind, Question
from marketplace.following import services
from marketplace.following.jobs import look_for
from marketplace.following.models import WatchFind
from marketplace.following.services import NewSearch
from marketplace.listings.models import Achievement
from marketplace.needs.models import Need
from tests.discovery.conftest import RICE, TILES, Publish
from tests.factories import make_need, make_organisation, make_person
from tests.matching.test_pairs import LIMIT, capture, run_all


@pytest.fixture
def person_id(database: Database) -> int:
    with database.transaction() as session:
        firm = make_organisation(session, "ENT-A", OrganisationKind.ENTERPRISE)
        return make_person(session, "reader@example.org", organisation=firm).id


def found(database: Database, watch_id: int) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(WatchFind.record).where(WatchFind.watch_id == watch_id)))


def test_a_saved_search_finds_what_comes_out_later_and_fits_and_nothing_twice(
    app: Flask, database: Database, publish: Publish, index: Callable[[], None], person_id: int
) -> None:
    publish(capture("甲类吸收剂碳捕集", 2.4))
    with database.transaction() as session:
        actor = actor_for(session.get_one(Person, person_id))
        asks = NewSearch(name="碳捕集", question=Question(text="烟气碳捕集吸收剂"))
        words = services.save_search(session, actor, asks).id
        steel = Question(kind=Kind.ACHIEVEMENT, facets={"sector": frozenset({"chemical"})})
        filters = services.save_search(session, actor, NewSearch(name="化工", question=steel)).id
    later = publish(capture("乙类吸收剂碳捕集", 2.5)).public_id
    tiles = publish(TILES).public_id
    publish(RICE)
    index()
    with app.app_context():
        counts = [look_for(database, each) for each in (words, filters, words, filters)]

    assert (found(database, words), found(database, filters)) == ([later], [tiles])
    assert counts == [1, 1, 0, 0]


def test_whoever_follows_a_need_or_a_result_learns_of_new_pairs_that_break_no_must(
    app: Flask, database: Database, publish: Publish, index: Callable[[], None], person_id: int
) -> None:
    old = publish(capture("甲类吸收剂碳捕集", 2.4)).public_id
    with database.transaction() as session:
        other = make_organisation(session, "ENT-B", OrganisationKind.ENTERPRISE)
        need = make_need(session, other, title="燃煤烟气碳捕集吸收剂", constraints=(LIMIT,))
        need_id, public_id = need.id, need.public_id
    index()
    run_all(app, database)
    with database.transaction() as session:
        actor = actor_for(session.get_one(Person, person_id))
        result = session.scalars(select(Achievement).where(Achievement.public_id == old)).one()
        followed = services.follow_need(session, actor, session.get_one(Need, need_id)).id
        offered = services.follow_result(session, actor, result, "甲类").id
    fits, breaks = (
        publish(capture(f"{name}类吸收剂碳捕集", value)).public_id for name, value in (("乙", 2.5), ("丙", 3.3))
    )
    with database.transaction() as session:
        asked = make_need(session, session.merge(other), title="燃煤烟气碳捕集吸收剂乙", constraints=(LIMIT,)).public_id
    index()
    run_all(app, database)
    with app.app_context():
        counts = [look_for(database, each) for each in (followed, offered, followed, offered)]

    assert (found(database, followed), found(database, offered)) == ([fits], [asked])
    assert counts == [1, 1, 0, 0]
    assert breaks not in found(database, followed)
    assert public_id not in found(database, offered)

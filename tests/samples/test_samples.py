"""The samples are whole, come in once, and go out without a trace."""

from collections import Counter

from flask import Flask
from sqlalchemy import func, select

from marketplace.accounts.models import Mandate, Organisation, Standing
from marketplace.accounts.queries import actor_for, find_person
from marketplace.core.db import Database
from marketplace.core.files import FileStore
from marketplace.deals.models import Deal
from marketplace.events.models import Event, EventRegistration
from marketplace.listings.models import Achievement, AchievementVersion
from marketplace.listings.rules import ListingState
from marketplace.needs.models import Need
from marketplace.needs.rules import NeedState
from marketplace.organisations.models import JoinRequest, Verification
from marketplace.samples import reading
from marketplace.samples.deals import strike_deals
from marketplace.samples.houses import furnish
from marketplace.samples.loading import load_samples, remove_samples
from marketplace.samples.sessions import hold_sessions
from marketplace.taxonomy.catalogue import catalogue
from marketplace.taxonomy.terms import CarbonClass


def _quietly(_line: str) -> None:
    return None


def _states(database: Database) -> tuple[Counter[str], Counter[str]]:
    with database.reading() as session:
        return Counter(session.scalars(select(AchievementVersion.state))), Counter(session.scalars(select(Need.state)))


def test_the_samples_cover_every_key_technology_and_carbon_class() -> None:
    achievements, needs = reading.achievements(), reading.needs()

    assert len(achievements) >= 150
    assert len(needs) >= 80
    assert len(reading.organisations()) == 25
    assert {sample.content.key_technology for sample in achievements} == set(catalogue().key_technologies)
    assert {sample.content.carbon_class for sample in achievements} == set(CarbonClass)
    assert {sample.content.sector for sample in needs} == set(catalogue().sectors)


def test_every_question_is_answered_by_samples_that_exist() -> None:
    keys = {sample.key for sample in reading.achievements()}

    assert len(reading.questions()) == 25
    assert all(question["answers"] and set(question["answers"]) <= keys for question in reading.questions())


def test_samples_come_in_once_with_something_waiting_in_the_queue(database: Database) -> None:
    load_samples(database, _quietly)
    first = _states(database)
    load_samples(database, _quietly)

    assert _states(database) == first
    achievements, needs = first
    assert achievements == {ListingState.DRAFT: 1, ListingState.SUBMITTED: 2, ListingState.PUBLISHED: 152}
    assert (needs[NeedState.DRAFT], needs[NeedState.SUBMITTED]) == (1, 2)
    assert sum(needs.values()) == 80


def test_the_houses_are_furnished_once_and_go_out_with_the_samples(app: Flask) -> None:
    database: Database = app.extensions["database"]
    files = FileStore(app.extensions["settings"].files_dir)
    load_samples(database, _quietly)
    for _time in range(2):
        furnish(database, files)

    with database.reading() as session:
        broker = find_person(session, "broker@example.org")
        assert broker is not None
        assert [(power.owner_name, len(power.records or ())) for power in actor_for(broker).powers] == [
            ("云梦理工大学", 4)
        ]
        counts = [
            session.scalar(select(func.count()).select_from(each)) for each in (Verification, JoinRequest, Mandate)
        ]
        assert counts == [1, 1, 2]
        standings = Counter(session.scalars(select(Organisation.standing)))
        assert standings == {Standing.VERIFIED: 22, Standing.UNVERIFIED: 2, Standing.PENDING: 1}

    remove_samples(database)
    with database.reading() as session:
        assert session.scalars(select(Organisation)).all() == []


def test_one_command_takes_the_samples_out_and_closes_the_demo_accounts(database: Database) -> None:
    load_samples(database, _quietly)

    remove_samples(database)

    with database.reading() as session:
        left = [session.scalar(select(func.count()).select_from(table)) for table in (Achievement, Need, Organisation)]
        curator = find_person(session, "curator@example.org")
    assert left == [0, 0, 0]
    assert curator is not None
    assert not curator.active


def test_the_sessions_and_deals_come_in_once_and_go_out_with_the_samples(database: Database) -> None:
    load_samples(database, _quietly)
    for _time in range(2):
        hold_sessions(database)
        strike_deals(database)

    kinds = (Event, EventRegistration, Deal)
    with database.reading() as session:
        held = [session.scalar(select(func.count()).select_from(each)) for each in kinds]
    remove_samples(database)
    with database.reading() as session:
        left = [session.scalar(select(func.count()).select_from(each)) for each in kinds]

    assert held[0] == 5
    assert (held[1] or 0) >= 16
    assert held[2] == 13
    assert left == [0, 0, 0]

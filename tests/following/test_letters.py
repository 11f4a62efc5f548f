"""The letter about what a person follows: once, at their pace, nothing twice, nothing they may not see, stopped by its link."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import OrganisationKind, Person
from marketplace.accounts.queries import actor_for
from marketplace.core.clock import held_at, now
from marketplace.core.db import Database
from marketplace.core.errors import NotFound
from marketplace.core.mail import Mail
from marketplace.discovery.question import Kind, Question
from marketplace.following import services
from marketplace.following.letters import due_people, write_letter
from marketplace.following.links import Reach, StopLink, read_token, token
from marketplace.following.models import LetterPace, Watch, WatchFind
from marketplace.following.rules import Pace
from marketplace.following.services import NewPace, NewSearch
from marketplace.listings.rules import ListingState
from tests.factories import make_listing, make_need, make_organisation, make_person

SEARCH = NewSearch(name="碳捕集", question=Question(text="碳捕集"))
TOMORROW = timedelta(days=1, minutes=1)


@pytest.fixture(autouse=True)
def context(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def reader(session: Session) -> Person:
    return make_person(session, "reader@example.org", organisation=make_organisation(session, "ENT-A"))


def follow(session: Session, person: Person, *records: str, kind: Kind = Kind.ACHIEVEMENT) -> Watch:
    """A saved search for which these records were found."""
    watch = services.save_search(session, actor_for(person), SEARCH)
    session.add_all(WatchFind(watch_id=watch.id, kind=kind, record=record) for record in records)
    session.flush()
    return watch


def letters(session: Session) -> list[Mail]:
    return list(session.scalars(select(Mail).order_by(Mail.id)))


def test_a_letter_comes_at_its_hour_names_what_was_found_and_is_never_written_again(
    session: Session, reader: Person
) -> None:
    found = make_listing(session).public_id
    watch = follow(session, reader, found)
    early = (list(due_people(session, 9)), write_letter(session, reader.id))
    with held_at(now() + TOMORROW):
        due, written, again = (
            list(due_people(session, 9)),
            write_letter(session, reader.id),
            write_letter(session, reader.id),
        )
    with held_at(now() + 2 * TOMORROW):
        next_day = write_letter(session, reader.id)

    assert early == ([], False)
    assert (due, written, again, next_day) == ([reader.id], True, False, False)
    (letter,) = letters(session)
    assert (letter.recipient, letter.subject) == ("reader@example.org", "您关注的有 1 项新内容")
    assert f"/results/{found}" in letter.body
    assert f"/my/watches/{watch.public_id}" in letter.body
    assert letter.unsubscribe in letter.body


def test_what_the_reader_may_not_see_when_the_letter_is_written_is_not_told(session: Session, reader: Person) -> None:
    shown = make_listing(session)
    gone, draft = make_listing(session, state=ListingState.WITHDRAWN), make_listing(session, state=ListingState.DRAFT)
    follow(session, reader, shown.public_id, gone.public_id, draft.public_id)
    with held_at(now() + TOMORROW):
        write_letter(session, reader.id)

    (letter,) = letters(session)
    told = session.scalars(select(WatchFind.record).where(WatchFind.told_at.is_not(None))).all()
    assert told == [shown.public_id]
    assert [gone.public_id in letter.body, draft.public_id in letter.body] == [False, False]


def test_an_anonymous_need_stays_anonymous_in_the_letter(session: Session, reader: Person) -> None:
    firm = make_organisation(session, "ENT-B", OrganisationKind.ENTERPRISE, "楚垣钢铁集团有限公司")
    follow(session, reader, make_need(session, firm, anonymous=True).public_id, kind=Kind.NEED)
    with held_at(now() + TOMORROW):
        write_letter(session, reader.id)

    assert "（匿名）" in letters(session)[0].body
    assert "楚垣钢铁" not in letters(session)[0].body


def test_somebody_who_left_gets_no_letter_and_nothing_of_theirs_is_kept(session: Session, reader: Person) -> None:
    follow(session, reader, make_listing(session).public_id)
    reader.active = False
    with held_at(now() + TOMORROW):
        write_letter(session, reader.id)
    services.forget_person(session, reader)

    assert letters(session) == []
    assert [session.scalars(select(table)).all() for table in (Watch, WatchFind, LetterPace)] == [[], [], []]


def test_the_link_of_a_letter_stops_all_or_one_and_can_be_taken_back(session: Session, reader: Person) -> None:
    found = make_listing(session).public_id
    quiet, heard = follow(session, reader, found), follow(session, reader, found)
    every, one = StopLink(Reach.ALL, reader.id), StopLink(Reach.ONE, quiet.id)

    services.stop_letters(session, every)
    services.stop_letters(session, every)
    stopped = session.get_one(LetterPace, reader.id).due_at
    services.resume_letters(session, every)
    services.stop_letters(session, one)
    with held_at(now() + TOMORROW):
        write_letter(session, reader.id)

    assert stopped is None
    assert session.get_one(LetterPace, reader.id).pace is Pace.DAILY
    assert [watch.public_id in letters(session)[0].body for watch in (quiet, heard)] == [False, True]


def test_a_link_that_we_did_not_sign_stops_nothing() -> None:
    link = StopLink(Reach.ALL, 7)
    forged = token("another secret", link)

    assert read_token("secret", token("secret", link)) == link
    with pytest.raises(NotFound):
        read_token("secret", forged)


def test_at_once_comes_within_minutes_and_never_does_not_come(session: Session, reader: Person) -> None:
    follow(session, reader, make_listing(session).public_id)
    services.set_pace(session, actor_for(reader), NewPace(pace=Pace.NEVER))
    with held_at(now() + 30 * TOMORROW):
        never = list(due_people(session, 9))
    services.set_pace(session, actor_for(reader), NewPace(pace=Pace.AT_ONCE))
    with held_at(now() + timedelta(minutes=6)):
        soon = write_letter(session, reader.id)

    assert (never, soon) == ([], True)


def test_a_kill_before_the_commit_loses_no_letter_and_doubles_none(any_database: Database) -> None:
    with any_database.transaction() as session:
        person = make_person(session, "reader@example.org", organisation=make_organisation(session, "ENT-A"))
        follow(session, person, make_listing(session).public_id)
    with held_at(now() + TOMORROW):
        with pytest.raises(KeyboardInterrupt), any_database.transaction() as session:
            write_letter(session, person.id)
            raise KeyboardInterrupt
        with any_database.reading() as session:
            killed = len(letters(session)), list(due_people(session, 9))
        for _run in range(2):
            with any_database.transaction() as session:
                write_letter(session, person.id)
    with any_database.reading() as session:
        after = len(letters(session)), list(due_people(session, 9))
    any_database.dispose()

    assert killed == (0, [person.id])
    assert after == (1, [])

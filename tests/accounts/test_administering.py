"""What administrators do to accounts."""

import threading

import pytest
from sqlalchemy.orm import Session

from marketplace.accounts import services
from marketplace.accounts.links import Seal
from marketplace.accounts.models import Person, SignIn
from marketplace.accounts.queries import actor_for
from marketplace.core.actor import Actor, Role
from marketplace.core.audit import AuditEvent
from marketplace.core.db import Database
from marketplace.core.errors import Conflict, Forbidden, NotFound
from tests.accounts.letters import letters, token_in_the_letter
from tests.factories import make_actor, make_person


@pytest.fixture
def admin(session: Session) -> Actor:
    return make_actor(session, "admin@example.org", Role.ADMIN)


@pytest.fixture
def zhou(session: Session) -> Person:
    person = make_person(session, "zhou@example.org", Role.ENTERPRISE)
    person.locale = "en"
    return person


def roles(person: Person) -> set[Role]:
    return {entry.role for entry in person.roles}


def acts(session: Session) -> list[tuple[str, str, dict[str, str]]]:
    session.flush()
    return [(event.action, event.subject_id, event.detail) for event in session.query(AuditEvent)]


def test_a_role_is_given_and_taken_on_the_trail_and_told_in_the_persons_language(
    session: Session, admin: Actor, zhou: Person
) -> None:
    services.give_role(session, admin, zhou.id, Role.BROKER)
    services.give_role(session, admin, zhou.id, Role.BROKER)
    had = roles(zhou)
    services.take_role(session, admin, zhou.id, Role.BROKER)
    services.take_role(session, admin, zhou.id, Role.BROKER)

    assert had == {Role.ENTERPRISE, Role.BROKER}
    assert roles(zhou) == {Role.ENTERPRISE}
    assert acts(session) == [
        ("give-role", zhou.public_id, {"role": "broker"}),
        ("take-role", zhou.public_id, {"role": "broker"}),
    ]
    assert letters(session) == [
        ("zhou@example.org", "You have a new role"),
        ("zhou@example.org", "A role was taken back"),
    ]


def test_the_last_administrator_keeps_the_role(session: Session, admin: Actor, zhou: Person) -> None:
    assert admin.person_id is not None
    with pytest.raises(Conflict):
        services.take_role(session, admin, admin.person_id, Role.ADMIN)

    services.give_role(session, admin, zhou.id, Role.ADMIN)
    services.take_role(session, admin, admin.person_id, Role.ADMIN)

    with pytest.raises(Conflict):
        services.take_role(session, actor_for(zhou), zhou.id, Role.ADMIN)


def test_two_administrators_cannot_take_the_role_from_each_other_at_once(any_database: Database) -> None:
    with any_database.transaction() as session:
        first = make_person(session, "a@example.org", Role.ADMIN)
        second = make_person(session, "b@example.org", Role.ADMIN)
        actors = (actor_for(first), second.id), (actor_for(second), first.id)
    ready, outcomes = threading.Barrier(2), []

    def take(actor: Actor, number: int) -> None:
        ready.wait(10)
        try:
            with any_database.transaction() as session:
                services.take_role(session, actor, number, Role.ADMIN)
            outcomes.append("taken")
        except Conflict:
            outcomes.append("refused")

    threads = [threading.Thread(target=take, args=pair) for pair in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert sorted(outcomes) == ["refused", "taken"]


def test_a_deactivated_account_ends_its_sessions_and_comes_back(session: Session, admin: Actor, zhou: Person) -> None:
    services.note_device(session, zhou, "Firefox")

    services.deactivate(session, admin, zhou.id)
    gone = (zhou.active, session.query(SignIn).count())
    services.activate(session, admin, zhou.id)

    assert (gone, zhou.active) == ((False, 0), True)
    assert [name for name, _subject, _detail in acts(session)] == ["deactivate", "activate"]
    assert [subject for _to, subject in letters(session)] == [
        "Your account is deactivated",
        "Your account is active again",
    ]


def test_nobody_deactivates_themself(session: Session, admin: Actor) -> None:
    make_person(session, "other@example.org", Role.ADMIN)
    assert admin.person_id is not None

    with pytest.raises(Conflict):
        services.deactivate(session, admin, admin.person_id)


def test_a_reset_link_goes_to_the_person_and_works(session: Session, seal: Seal, admin: Actor, zhou: Person) -> None:
    services.send_reset_link(session, seal, admin, zhou.id)

    assert letters(session) == [("zhou@example.org", "Reset your password")]
    assert services.person_of_reset(session, seal, token_in_the_letter(session)) is zhou
    assert acts(session) == [("send-reset", zhou.public_id, {})]


def test_signing_somebody_out_tells_them(session: Session, admin: Actor, zhou: Person) -> None:
    services.note_device(session, zhou, "Firefox")

    services.sign_out_person(session, admin, zhou.id)

    assert session.query(SignIn).count() == 0
    assert letters(session) == [("zhou@example.org", "Signed out on all devices")]


def test_only_administrators_administer(session: Session, seal: Seal, zhou: Person) -> None:
    curator = make_actor(session, "curator@example.org", Role.CURATOR)

    for act in (services.deactivate, services.activate, services.sign_out_person):
        with pytest.raises(Forbidden):
            act(session, curator, zhou.id)
    with pytest.raises(Forbidden):
        services.give_role(session, curator, zhou.id, Role.ADMIN)
    with pytest.raises(Forbidden):
        services.send_reset_link(session, seal, curator, zhou.id)


def test_a_deleted_account_is_beyond_reach(session: Session, admin: Actor) -> None:
    gone = make_person(session, "gone@example.org")
    gone.active, gone.deleted_at = False, gone.created_at

    with pytest.raises(NotFound):
        services.activate(session, admin, gone.id)

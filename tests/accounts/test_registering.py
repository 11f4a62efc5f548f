"""Registering: nothing is an account before its mailbox and its password have both said so."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from marketplace.accounts import services
from marketplace.accounts.links import Purpose, Seal
from marketplace.accounts.models import Consent, OrganisationKind, Person, Registration
from marketplace.accounts.rules import CONSENT_VERSION, Document
from marketplace.accounts.tidying import tidy
from marketplace.core.actor import Role
from marketplace.core.audit import AuditEvent
from marketplace.core.clock import held_at, now
from marketplace.core.errors import InvalidInput, NotFound
from tests.accounts.letters import Statements, letters, token_in_the_letter
from tests.factories import PASSWORD, make_person, make_registration

NEW = services.Register(
    name="周工", email=" Zhou@Example.org", password=PASSWORD, wanted=OrganisationKind.ENTERPRISE, locale="zh"
)


def count(session: Session, kind: type) -> int:
    return session.scalar(select(func.count()).select_from(kind)) or 0


def test_registering_makes_nobody_and_writes_to_the_mailbox(session: Session, seal: Seal) -> None:
    services.register(session, seal, NEW)

    assert letters(session) == [("zhou@example.org", "请确认您的注册")]
    assert (count(session, Person), count(session, Registration)) == (0, 1)


def test_following_the_link_with_the_password_makes_the_person(session: Session, seal: Seal) -> None:
    services.register(session, seal, NEW)
    asked_at = session.query(Registration).one().created_at

    person = services.confirm_registration(session, seal, token_in_the_letter(session), PASSWORD)

    assert (person.email, person.name, [entry.role for entry in person.roles]) == (
        "zhou@example.org",
        "周工",
        [Role.ENTERPRISE],
    )
    consents = session.query(Consent).order_by(Consent.document).all()
    assert [(c.document, c.version, c.given_at) for c in consents] == [
        (Document.PRIVACY, CONSENT_VERSION, asked_at),
        (Document.TERMS, CONSENT_VERSION, asked_at),
    ]
    event = session.query(AuditEvent).one()
    assert (event.action, event.subject_id, event.detail) == ("register", person.public_id, {"wanted": "enterprise"})
    assert count(session, Registration) == 0
    assert services.authenticate(session, "zhou@example.org", PASSWORD).person is person


@pytest.mark.parametrize("kind", [OrganisationKind.AGENCY, OrganisationKind.ORGANISER, OrganisationKind.AUTHORITY])
def test_a_role_with_power_is_not_given_to_oneself(session: Session, seal: Seal, kind: OrganisationKind) -> None:
    wanted = services.Register(name="林", email="lin@example.org", password=PASSWORD, wanted=kind)
    services.register(session, seal, wanted)

    person = services.confirm_registration(session, seal, token_in_the_letter(session), PASSWORD)

    assert person.roles == []


def test_a_stranger_who_reads_the_mailbox_cannot_finish_without_the_password(session: Session, seal: Seal) -> None:
    services.register(session, seal, NEW)
    token = token_in_the_letter(session)

    with pytest.raises(InvalidInput):
        services.confirm_registration(session, seal, token, "another password altogether")

    assert count(session, Person) == 0


def test_a_link_works_once(session: Session, seal: Seal) -> None:
    services.register(session, seal, NEW)
    token = token_in_the_letter(session)
    services.confirm_registration(session, seal, token, PASSWORD)

    with pytest.raises(NotFound):
        services.confirm_registration(session, seal, token, PASSWORD)


def test_a_link_dies_after_three_days(session: Session, seal: Seal) -> None:
    services.register(session, seal, NEW)
    token = token_in_the_letter(session)

    with held_at(now() + timedelta(days=3, seconds=2)), pytest.raises(NotFound):
        services.registration_of(session, seal, token)
    with held_at(now() + timedelta(days=2, hours=23)):
        assert services.registration_of(session, seal, token).email == "zhou@example.org"


def test_a_link_of_another_purpose_or_secret_opens_nothing(session: Session, seal: Seal) -> None:
    services.register(session, seal, NEW)
    registration = session.query(Registration).one()
    token = token_in_the_letter(session)

    for forged in (
        seal.token(Purpose.RESET, registration.id, "x"),
        seal.token(Purpose.REGISTRATION, registration.id, "x"),
        token[:-2] + ("A" if token[-2] != "A" else "B") + token[-1],
        "",
    ):
        with pytest.raises(NotFound):
            services.registration_of(session, seal, forged)
    with pytest.raises(NotFound):
        services.registration_of(session, Seal("another secret"), token)


def test_a_known_address_is_answered_alike_and_only_its_owner_learns(session: Session, seal: Seal) -> None:
    make_person(session, "zhou@example.org", Role.CURATOR)

    services.register(session, seal, NEW)

    assert letters(session) == [("zhou@example.org", "您已有账号")]
    assert count(session, Person) == 1


def test_registering_costs_the_same_statements_for_a_known_address(session: Session, seal: Seal) -> None:
    make_person(session, "zhou@example.org")
    session.flush()
    session.expunge_all()

    with Statements(session) as known:
        services.register(session, seal, NEW)
        session.flush()
    unknown_person = services.Register(
        name="吴", email="wu@example.org", password=PASSWORD, wanted=OrganisationKind.ENTERPRISE
    )
    with Statements(session) as unknown:
        services.register(session, seal, unknown_person)
        session.flush()

    assert known == unknown
    assert len(known) == 3


def test_two_who_registered_with_one_address_do_not_hinder_each_other(session: Session, seal: Seal) -> None:
    services.register(session, seal, NEW)
    first = token_in_the_letter(session)
    intruder = services.Register(
        name="别人", email="zhou@example.org", password="quite another long phrase", wanted=OrganisationKind.ENTERPRISE
    )
    services.register(session, seal, intruder)

    person = services.confirm_registration(session, seal, first, PASSWORD)

    assert (person.name, count(session, Registration)) == ("周工", 0)


def test_the_letter_can_be_had_again(session: Session, seal: Seal) -> None:
    registration = make_registration(session, "zhou@example.org")

    services.resend_confirmation(session, seal, "ZHOU@example.org", "zh")

    assert letters(session) == [("zhou@example.org", "请确认您的注册")]
    assert services.registration_of(session, seal, token_in_the_letter(session)) is registration


def test_each_address_that_asks_for_the_letter_gets_one(session: Session, seal: Seal) -> None:
    make_person(session, "zhou@example.org")
    make_registration(session, "wu@example.org")

    for address in ("zhou@example.org", "wu@example.org", "nobody@example.org"):
        services.resend_confirmation(session, seal, address, "en")

    assert letters(session) == [
        ("zhou@example.org", "您已有账号"),
        ("wu@example.org", "请确认您的注册"),
        ("nobody@example.org", "No registration waits"),
    ]


def test_a_waiting_registration_is_told_apart_only_by_its_password(session: Session) -> None:
    make_registration(session, "zhou@example.org")

    assert services.authenticate(session, "zhou@example.org", PASSWORD) == services.Authenticated(unconfirmed=True)
    assert services.authenticate(session, "zhou@example.org", "wrong") == services.Authenticated()
    assert services.authenticate(session, "nobody@example.org", PASSWORD) == services.Authenticated()


def test_a_registration_nobody_confirmed_goes(session: Session) -> None:
    make_registration(session, "zhou@example.org")

    tidy(session, now() + timedelta(days=2))
    kept = count(session, Registration)
    tidy(session, now() + timedelta(days=3, minutes=1))

    assert (kept, count(session, Registration)) == (1, 0)

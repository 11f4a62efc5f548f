"""Passwords: which hold, how they change, and how a forgotten one is replaced."""

from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from marketplace.accounts import passwords, services
from marketplace.accounts.links import Seal
from marketplace.accounts.models import SignIn
from marketplace.accounts.passwords import hash_password, password_fits, weakness
from marketplace.accounts.queries import actor_for
from marketplace.core.actor import ANYONE
from marketplace.core.audit import AuditEvent
from marketplace.core.clock import held_at, now
from marketplace.core.errors import Forbidden, InvalidInput, NotFound
from tests.accounts.letters import Statements, letters, token_in_the_letter
from tests.factories import PASSWORD, make_person

NEW = "seven grey herons over Donghu"


@pytest.mark.parametrize("password", [NEW, "一二三四五六七八九十甲乙丙丁", "a b c d e f g h i j k", PASSWORD])
def test_a_long_password_holds_whatever_its_characters(password: str) -> None:
    assert weakness(password) == ""


@pytest.mark.parametrize(
    "password", ["password1234", "aaaaaaaaaaaaaaaa", "123456789012345", "qwertyuiop12", "tansuotansuotansuo"]
)
def test_a_common_or_regular_password_is_refused(password: str) -> None:
    assert weakness(password).startswith("这个密码太容易被猜到")


def test_a_password_of_ones_own_name_and_address_is_refused() -> None:
    assert weakness("zhoumingyuan@example.org", "周明远", "zhoumingyuan@example.org") != ""


@given(st.text(st.characters(max_codepoint=126), max_size=11) | st.text("碳索绿色低碳", max_size=11))
def test_a_short_password_is_refused(password: str) -> None:
    assert weakness(password) != ""


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"]), min_size=1, max_size=40))
def test_a_password_fits_its_own_hash_and_no_other(password: str) -> None:
    kept = hash_password(password)

    assert password_fits(password, kept)
    assert not password_fits(password + "x", kept)
    assert not password_fits(password, None)


def test_a_password_fits_however_the_keyboard_writes_it() -> None:
    assert password_fits("Ａbc　１２３", hash_password("Abc 123"))


class CountingHasher(PasswordHasher):
    """Notes every comparison."""

    compared = 0

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:
        type(self).compared += 1
        return super().verify(hash, password)


@pytest.mark.parametrize("email", ["zhou@example.org", "nobody@example.org", "gone@example.org"])
def test_signing_in_compares_once_whoever_it_is(session: Session, email: str) -> None:
    make_person(session, "zhou@example.org")
    make_person(session, "gone@example.org").active = False
    cheap, passwords.hasher = passwords.hasher, CountingHasher(time_cost=1, memory_cost=64, parallelism=1)
    CountingHasher.compared = 0
    try:
        services.authenticate(session, email, "wrong")
    finally:
        passwords.hasher = cheap

    assert CountingHasher.compared == 1


def test_a_password_kept_with_older_parameters_is_kept_anew(session: Session) -> None:
    person = make_person(session, "zhou@example.org")
    before = person.password_hash
    cheap, passwords.hasher = passwords.hasher, PasswordHasher(time_cost=2, memory_cost=64, parallelism=1)
    try:
        services.sign_in(session, person.id, PASSWORD, "")
        after = person.password_hash
        services.sign_in(session, person.id, PASSWORD, "")
    finally:
        passwords.hasher = cheap

    assert after != before
    assert person.password_hash == after
    assert password_fits(PASSWORD, after)


def test_changing_the_password_ends_every_session_and_tells_the_person(session: Session) -> None:
    person = make_person(session, "zhou@example.org")
    services.sign_in(session, person.id, PASSWORD, "")
    key = person.session_key

    services.change_password(session, actor_for(person), PASSWORD, NEW)

    assert password_fits(NEW, person.password_hash)
    assert person.session_key != key
    assert session.query(SignIn).count() == 0
    assert letters(session) == [("zhou@example.org", "您的密码已更改")]
    assert [event.action for event in session.query(AuditEvent)] == ["change-password"]


def test_changing_the_password_asks_for_the_current_one(session: Session) -> None:
    person = make_person(session, "zhou@example.org")

    with pytest.raises(InvalidInput) as wrong:
        services.change_password(session, actor_for(person), "wrong", NEW)
    with pytest.raises(Forbidden):
        services.change_password(session, ANYONE, PASSWORD, NEW)

    assert wrong.value.fields == {"current": "现在的密码不对。请再试一次。"}
    assert password_fits(PASSWORD, person.password_hash)


def test_a_reset_link_replaces_the_password_once(session: Session, seal: Seal) -> None:
    person = make_person(session, "zhou@example.org")
    services.sign_in(session, person.id, PASSWORD, "")
    services.ask_for_reset(session, seal, " Zhou@example.org", "en")
    token = token_in_the_letter(session)

    services.reset_password(session, seal, token, NEW)

    assert password_fits(NEW, person.password_hash)
    assert session.query(SignIn).count() == 0
    assert letters(session) == [("zhou@example.org", "重设密码"), ("zhou@example.org", "您的密码已更改")]
    with pytest.raises(NotFound):
        services.reset_password(session, seal, token, "another good long phrase")


def test_a_reset_link_dies_after_an_hour(session: Session, seal: Seal) -> None:
    make_person(session, "zhou@example.org")
    services.ask_for_reset(session, seal, "zhou@example.org", "zh")
    token = token_in_the_letter(session)

    with held_at(now() + timedelta(hours=1, seconds=2)), pytest.raises(NotFound):
        services.person_of_reset(session, seal, token)


def test_a_reset_link_dies_with_the_sessions_it_could_not_have_known(session: Session, seal: Seal) -> None:
    person = make_person(session, "zhou@example.org")
    services.ask_for_reset(session, seal, "zhou@example.org", "zh")
    token = token_in_the_letter(session)
    services.sign_out_everywhere(session, actor_for(person))

    with pytest.raises(NotFound):
        services.person_of_reset(session, seal, token)


def test_every_address_that_asks_for_a_reset_gets_one_letter(session: Session, seal: Seal) -> None:
    make_person(session, "zhou@example.org")
    make_person(session, "gone@example.org").active = False

    for address in ("zhou@example.org", "gone@example.org", "nobody@example.org"):
        services.ask_for_reset(session, seal, address, "zh")

    assert letters(session) == [
        ("zhou@example.org", "重设密码"),
        ("gone@example.org", "没有可用的账号"),
        ("nobody@example.org", "没有可用的账号"),
    ]


def test_signing_in_costs_the_same_statements_whoever_it_is(session: Session) -> None:
    make_person(session, "zhou@example.org")
    session.expunge_all()
    sent = []

    for address in ("zhou@example.org", "nobody@example.org"):
        with Statements(session) as statements:
            services.authenticate(session, address, "wrong")
        sent.append(list(statements))

    assert sent[0] == sent[1]


def test_a_weak_new_password_changes_nothing(session: Session, seal: Seal) -> None:
    person = make_person(session, "zhou@example.org")
    services.ask_for_reset(session, seal, "zhou@example.org", "zh")

    with pytest.raises(InvalidInput):
        services.reset_password(session, seal, token_in_the_letter(session), "password1234")

    assert password_fits(PASSWORD, person.password_hash)

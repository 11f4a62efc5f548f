"""What a person does to their own account: address, devices, consents, export, leaving."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from marketplace.accounts import queries, services
from marketplace.accounts.exporting import collect, remove_old_exports
from marketplace.accounts.holdings import COUNTS, count_holdings
from marketplace.accounts.links import Seal
from marketplace.accounts.models import Consent, Membership, MembershipRole, Person, SignIn
from marketplace.accounts.queries import actor_for
from marketplace.accounts.rules import CONSENT_VERSION, Document, Topic
from marketplace.accounts.tasks import own_tasks
from marketplace.core.actor import SYSTEM, Role, Scope
from marketplace.core.audit import AuditEvent, record_act
from marketplace.core.clock import now
from marketplace.core.db import Database
from marketplace.core.errors import Conflict, InvalidInput, NotFound
from marketplace.core.files import FileStore
from marketplace.core.jobs import Job, JobState, claim_next, run_job
from marketplace.core.mail import Mail, post
from tests.accounts.letters import letters
from tests.factories import PASSWORD, make_organisation, make_person, make_registration


@pytest.fixture
def zhou(session: Session) -> Person:
    return make_person(session, "zhou@example.org", Role.ENTERPRISE)


def test_a_new_address_is_used_once_its_mailbox_confirms(session: Session, seal: Seal, zhou: Person) -> None:
    make_registration(session, "new@example.org")
    services.note_device(session, zhou, "Firefox")

    services.ask_to_change_address(session, seal, actor_for(zhou), PASSWORD, " New@example.org")
    before = zhou.email
    asked = letters(session)
    token = session.query(Mail).filter_by(recipient="new@example.org").one().body.split("/account/email/")[1].split()[0]
    services.confirm_new_address(session, seal, token)

    assert (before, zhou.email, zhou.pending_email) == ("zhou@example.org", "new@example.org", None)
    assert asked == [("new@example.org", "请确认新的登录邮箱"), ("zhou@example.org", "请求更换登录邮箱")]
    assert letters(session)[2:] == [("zhou@example.org", "登录邮箱已更换")]
    assert session.query(SignIn).count() == 0
    assert queries.waiting_registration(session, "new@example.org") is None
    with pytest.raises(NotFound):
        services.confirm_new_address(session, seal, token)


def test_anothers_address_is_answered_alike_and_only_that_other_learns(
    session: Session, seal: Seal, zhou: Person
) -> None:
    make_person(session, "wu@example.org")

    services.ask_to_change_address(session, seal, actor_for(zhou), PASSWORD, "wu@example.org")

    assert letters(session) == [("wu@example.org", "您的邮箱已是一个账号"), ("zhou@example.org", "请求更换登录邮箱")]


def test_an_address_taken_meanwhile_is_not_taken_twice(session: Session, seal: Seal, zhou: Person) -> None:
    services.ask_to_change_address(session, seal, actor_for(zhou), PASSWORD, "new@example.org")
    token = session.query(Mail).filter_by(recipient="new@example.org").one().body.split("/account/email/")[1].split()[0]
    make_person(session, "new@example.org")

    with pytest.raises(NotFound):
        services.confirm_new_address(session, seal, token)


def test_changing_the_address_asks_for_the_password(session: Session, seal: Seal, zhou: Person) -> None:
    with pytest.raises(InvalidInput):
        services.ask_to_change_address(session, seal, actor_for(zhou), "wrong", "new@example.org")

    assert letters(session) == []


def test_a_device_of_ones_own_is_signed_out_and_no_others(session: Session, zhou: Person) -> None:
    own, other = services.note_device(session, zhou, "Firefox"), make_person(session, "wu@example.org")
    theirs = services.note_device(session, other, "Chrome")

    services.end_session(session, actor_for(zhou), own.id)
    with pytest.raises(NotFound):
        services.end_session(session, actor_for(zhou), theirs.id)

    session.flush()
    assert [device.id for device in session.query(SignIn)] == [theirs.id]


def test_signing_out_everywhere_ends_all_and_tells(session: Session, zhou: Person) -> None:
    services.note_device(session, zhou, "Firefox")
    key = zhou.session_key

    services.sign_out_everywhere(session, actor_for(zhou))

    assert (session.query(SignIn).count(), zhou.session_key != key) == (0, True)
    assert letters(session) == [("zhou@example.org", "已在所有设备上退出")]


def test_unwanted_letters_are_kept_as_unwanted(session: Session, zhou: Person) -> None:
    services.save_notices(session, actor_for(zhou), frozenset(Topic) - {Topic.RESULTS})

    assert zhou.muted == ["results"]


def test_a_new_version_of_the_terms_waits_in_the_inbox_until_agreed(app: Flask, session: Session, zhou: Person) -> None:
    old = Consent(person_id=zhou.id, document=Document.TERMS, version="2020-01", given_at=now() - timedelta(days=900))
    session.add(old)
    session.flush()
    with app.test_request_context():
        waiting = [task.record for task in own_tasks(session, actor_for(zhou))]
        services.give_consent(session, actor_for(zhou))
        services.give_consent(session, actor_for(zhou))
        session.flush()
        after = own_tasks(session, actor_for(zhou))

    assert (waiting, after) == (["上次同意的是版本 2020-01"], [])
    given = [c.document for c in queries.consents_of(session, actor_for(zhou)) if c.version == CONSENT_VERSION]
    assert sorted(given) == [Document.PRIVACY, Document.TERMS]
    assert [event.action for event in session.query(AuditEvent)] == ["consent"]


def test_leaving_erases_what_is_personal_and_keeps_the_trail_by_number(session: Session, zhou: Person) -> None:
    other = make_organisation(session, "ENT-A")
    zhou.memberships.append(Membership(organisation=other, role=MembershipRole.MEMBER))
    zhou.phone = "13800001234"
    services.note_device(session, zhou, "Firefox")
    services.create_token(
        session, actor_for(zhou), services.NewToken(name="sync", scopes=frozenset({Scope.READ}), days=30)
    )
    post(session, zhou.email, "old", "letter")
    record_act(session, SYSTEM, "invite", other, email=zhou.email, role="member")
    number = zhou.public_id

    services.delete_account(session, actor_for(zhou), PASSWORD)
    session.flush()

    assert (zhou.name, zhou.email, zhou.phone, zhou.active) == (number, f"p-{zhou.id}@deleted.invalid", "", False)
    assert (zhou.roles, zhou.memberships, zhou.deleted_at is not None) == ([], [], True)
    assert session.query(SignIn).count() == 0
    assert queries.tokens_of(session, actor_for(zhou)) == []
    assert letters(session) == [("zhou@example.org", "账号已注销")]
    session.expire_all()
    assert {(event.action, event.person_name) for event in session.query(AuditEvent)} == {
        ("create-token", number),
        ("delete-account", number),
        ("invite", "系统"),
    }
    invited = session.query(AuditEvent).filter_by(action="invite").one()
    assert invited.detail == {"email": number, "role": "member"}
    assert services.authenticate(session, "zhou@example.org", PASSWORD).person is None


def test_the_only_manager_of_an_organisation_with_records_or_members_stays(session: Session) -> None:
    ours = make_organisation(session, "ENT-A")
    zhou = make_person(session, "zhou@example.org", organisation=ours)
    before = dict(COUNTS)
    count_holdings("test", lambda _session, _organisation: 3)
    try:
        with pytest.raises(Conflict):
            services.delete_account(session, actor_for(zhou), PASSWORD)
        make_person(session, "wu@example.org", organisation=ours)  # another manager
        services.delete_account(session, actor_for(zhou), PASSWORD)
    finally:
        COUNTS.clear()
        COUNTS.update(before)

    assert zhou.deleted_at is not None


def test_the_only_manager_of_an_empty_organisation_may_leave(session: Session) -> None:
    zhou = make_person(session, "zhou@example.org", organisation=make_organisation(session, "ENT-A"))

    services.delete_account(session, actor_for(zhou), PASSWORD)

    assert zhou.deleted_at is not None


def test_the_last_administrator_stays(session: Session) -> None:
    first = make_person(session, "a@example.org", Role.ADMIN)
    make_person(session, "gone@example.org", Role.ADMIN).active = False

    with pytest.raises(Conflict):
        services.delete_account(session, actor_for(first), PASSWORD)
    make_person(session, "b@example.org", Role.ADMIN)
    services.delete_account(session, actor_for(first), PASSWORD)

    assert not first.active


def test_leaving_asks_for_the_password(session: Session, zhou: Person) -> None:
    with pytest.raises(InvalidInput):
        services.delete_account(session, actor_for(zhou), "wrong")

    assert zhou.active


def test_an_export_holds_everything_of_the_person_and_no_secret(session: Session, zhou: Person) -> None:
    services.note_device(session, zhou, "Firefox · Linux")
    _token, secret = services.create_token(
        session, actor_for(zhou), services.NewToken(name="sync", scopes=frozenset({Scope.READ}), days=30)
    )
    make_person(session, "wu@example.org")
    session.flush()

    told = collect(session, zhou)

    expected = {
        "account": 1, "roles": 1, "organisations": 0, "consents": 0, "devices": 1, "tokens": 1, "letters": 1, "acts": 1,
    }  # fmt: skip
    assert {name: len(rows) for name, rows in told.items() if rows or name in expected} == expected
    text = json.dumps(told)
    for hidden in (secret, zhou.password_hash, zhou.session_key, "wu@example.org"):
        assert hidden not in text


def test_the_export_is_made_by_the_worker_and_goes_after_a_week(app: Flask, database: Database) -> None:
    with database.transaction() as session:
        person = make_person(session, "zhou@example.org")
        person.locale = "en"
        job_id = services.ask_for_export(session, actor_for(person)).id
    with app.app_context():
        claimed = claim_next(database, "worker")
        assert claimed
        run_job(database, *claimed)
        with database.reading() as session:
            job = session.get_one(Job, job_id)
        store = FileStore(app.extensions["settings"].files_dir)
        path = store.path(job.result["file"])
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as packed:
            told, page = json.loads(packed.read("my-data.json")), packed.read("my-data.html").decode()

        for days, kept in ((6, True), (8, False)):
            with database.transaction() as session:
                remove_old_exports(session, now() + timedelta(days=days))
            assert path.exists() is kept

    assert job.state == JobState.DONE
    assert told["account"][0]["email"] == "zhou@example.org"
    assert "<h1>My data</h1>" in page

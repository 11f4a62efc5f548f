"""The pages of a record's life: tombstone, changes, history, confirmation from a letter."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.accounts.queries import actor_for, find_person
from marketplace.core.actor import SYSTEM, Actor
from marketplace.core.clock import held_at, today
from marketplace.core.db import Database
from marketplace.core.mail import latest_mails
from marketplace.core.schedule import RETURNING, do_what_returned
from marketplace.listings import services
from marketplace.listings.rules import ListingState as S
from marketplace.listings.rules import WithdrawalReason
from tests.factories import COMPLETE, PASSWORD, content, make_listing, revise_listing
from tests.listings.conftest import Count

SignIn = Callable[[str], FlaskClient]
pytestmark = pytest.mark.usefixtures("people")


def make(database: Database, state: S = S.PUBLISHED, **changes: Any) -> str:
    with database.transaction() as session:
        return make_listing(session, state=state, said=content(**changes)).public_id


def person(database: Database, email: str) -> Actor:
    with database.reading() as session:
        found = find_person(session, email)
        assert found is not None
        return actor_for(found)


def publish_second(database: Database, public_id: str, **changes: Any) -> None:
    """A second version, brought out by the curator."""
    curator = person(database, "curator@example.org")
    with database.transaction() as session:
        revise_listing(session, public_id, **changes)
        services.submit(session, SYSTEM, public_id)
        services.publish(session, curator, public_id)


def text(client: FlaskClient, path: str) -> str:
    return client.get(path).get_data(as_text=True)


def test_the_tombstone_tells_why_to_everybody_and_the_note_to_the_owner(
    database: Database, sign_in: SignIn, client: FlaskClient
) -> None:
    public_id, member = make(database), sign_in("member@example.org")
    said = {"reason": "rights", "note": "与合作方有争议"}
    assert member.post(f"/my/results/{public_id}/withdraw", data=said).status_code == 303

    gone = client.get(f"/results/{public_id}")
    public, own = gone.get_data(as_text=True), text(member, f"/results/{public_id}")

    assert gone.status_code == 410
    told = ("权属有争议", COMPLETE.title, "单位 UNI-A", today().isoformat(), "[DS/OL]", public_id)
    assert [each for each in told if each not in public] == []
    assert ("与合作方有争议" in public, "恢复上架" in public) == (False, False)
    assert ("与合作方有争议" in own, "恢复上架" in own) == (True, True)

    assert member.post(f"/my/results/{public_id}/restore").status_code == 303
    assert client.get(f"/results/{public_id}").status_code == 200


def test_withdrawing_without_a_reason_keeps_what_was_typed(database: Database, sign_in: SignIn) -> None:
    public_id, member = make(database), sign_in("member@example.org")

    answer = member.post(f"/my/results/{public_id}/withdraw", data={"note": "说明写了，原因没选"})

    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert ("请选择下架的原因。" in page, "说明写了，原因没选" in page) == (True, True)


def test_a_duplicates_old_address_leads_to_the_record_that_stays(
    database: Database, sign_in: SignIn, client: FlaskClient
) -> None:
    old, kept, member = make(database), make(database), sign_in("member@example.org")
    member.post(f"/my/results/{old}/withdraw", data={"reason": "duplicate", "successor": kept})

    for path in (f"/results/{old}", f"/results/{old}/v1"):
        answer = client.get(path)
        assert (answer.status_code, answer.location) == (302, f"/results/{kept}")


def test_a_curator_takes_off_from_the_public_page(database: Database, sign_in: SignIn) -> None:
    public_id, curator = make(database), sign_in("curator@example.org")
    assert f"/my/results/{public_id}/withdraw" in text(curator, f"/results/{public_id}")

    answer = curator.post(f"/my/results/{public_id}/withdraw", data={"reason": "inaccurate"})

    assert answer.location == f"/results/{public_id}"
    assert "恢复上架" in text(curator, f"/results/{public_id}")
    assert "恢复上架" not in text(sign_in("member@example.org"), f"/my/results/{public_id}/edit")


def test_changes_are_told_word_by_word_and_row_by_row(database: Database, client: FlaskClient) -> None:
    public_id = make(database)
    kept, _tuned, locked = COMPLETE.parameters
    publish_second(
        database,
        public_id,
        teaser=COMPLETE.teaser.replace("2.4", "2.2"),
        parameters=(kept, locked),
        contact_name="新人",
    )

    page = text(client, f"/results/{public_id}/v2/changes")

    assert "再生能耗 <del>2.4</del> GJ" in page
    assert "再生能耗 <ins>2.2</ins> GJ" in page
    assert '<tr class="is-removed"><th scope="row">删去</th><td><del>溶剂损耗</del></td>' in page
    assert [secret for secret in ("0.73", "新人", "褚明远", "41.7") if secret in page] == []
    assert "新人" in text_of_member(database, client, public_id)


def text_of_member(database: Database, client: FlaskClient, public_id: str) -> str:
    member = client.application.test_client()
    member.post("/login", data={"email": "member@example.org", "password": PASSWORD})
    return text(member, f"/results/{public_id}/v2/changes")


def test_an_old_version_points_to_the_current_one(database: Database, client: FlaskClient) -> None:
    public_id = make(database)
    publish_second(database, public_id, title="第二版的名称")

    page = text(client, f"/results/{public_id}/v1")

    assert "这是第 1 版，现行的是第 2 版。" in page
    assert f'<a href="/results/{public_id}">看现行的第 2 版</a>' in page
    assert "没有可以对照的上一版" in text(client, f"/results/{public_id}/v1/changes")


def test_a_curator_reads_what_the_new_version_changes(database: Database, sign_in: SignIn) -> None:
    public_id = make(database)
    with database.transaction() as session:
        revise_listing(session, public_id, title="改了的名称", inventors=("新完成人",))
        services.submit(session, SYSTEM, public_id)

    page = text(sign_in("curator@example.org"), f"/curation/achievement/{public_id}")

    assert "与第 1 版的差别" in page
    assert "<ins>新完成人</ins>" in page
    assert "与第 1 版的差别" not in text(
        sign_in("curator@example.org"), f"/curation/achievement/{make(database, S.SUBMITTED)}"
    )


def test_the_history_tells_who_when_and_what(database: Database, sign_in: SignIn) -> None:
    public_id, member = make(database), sign_in("member@example.org")
    curator = person(database, "curator@example.org")
    with database.transaction() as session:
        services.withdraw(session, curator, public_id, services.Withdraw(reason=WithdrawalReason.INACCURATE))

    page = text(member, f"/results/{public_id}/history")

    assert ("下架" in page, "第 1 版；内容有误" in page, "平台工作人员" in page) == (True, True, True)
    assert ">curator<" in text(sign_in("curator@example.org"), f"/results/{public_id}/history")
    assert sign_in("other@example.org").get(f"/results/{public_id}/history").status_code == 404


def test_the_link_of_a_reminder_works_after_signing_in(
    app: Flask, database: Database, client: FlaskClient, sign_in: SignIn
) -> None:
    ids = [make(database, valid_until=date(2031, 5, 31)) for _ in range(2)]
    with held_at(datetime(2031, 5, 10, 4, tzinfo=UTC)):
        with app.app_context():
            do_what_returned(database, {"listings.validity": RETURNING["listings.validity"]})
        with database.reading() as session:
            (mail,) = latest_mails(session)
        found = re.search(r"http://127.0.0.1:8000(/my/results/confirm/\S+)", mail.body)
        assert found is not None
        path = found.group(1)
        first = client.get(path)
        assert (first.status_code, first.location) == (303, f"/login?next={path}")
        entered = client.post(first.location, data={"email": "member@example.org", "password": PASSWORD, "next": path})
        assert entered.location == path

        assert [each for each in ids if each not in text(client, path)] == []
        assert client.post(path).location == "/my/results"
        assert "都不用再确认" in text(client, path)
        assert "都不用再确认" in text(sign_in("other@example.org"), path)
        assert client.get(f"{path}x").status_code == 404


def test_the_worker_takes_off_what_is_past_its_day(app: Flask, database: Database, client: FlaskClient) -> None:
    public_id = make(database, valid_until=date(2031, 5, 31))
    with held_at(datetime(2031, 6, 1, 1, tzinfo=UTC)), app.app_context():
        do_what_returned(database, {"listings.validity": RETURNING["listings.validity"]})

    gone = client.get(f"/results/{public_id}")

    assert (gone.status_code, "这项成果已过有效期" in gone.get_data(as_text=True)) == (410, True)


def test_an_expired_record_is_confirmed_from_the_inbox(database: Database, sign_in: SignIn) -> None:
    public_id, member = make(database, S.EXPIRED, valid_until=date(2020, 1, 1)), sign_in("member@example.org")
    assert "已过有效期：确认后恢复" in text(member, "/inbox")
    assert f"/my/results/{public_id}/confirm" in text(member, f"/my/results/{public_id}/edit")

    assert member.post(f"/my/results/{public_id}/confirm").status_code == 303
    assert "已过有效期：确认后恢复" not in text(member, "/inbox")
    assert member.post(f"/my/results/{public_id}/confirm").status_code == 409


def test_a_record_with_years_left_offers_no_confirmation(database: Database, sign_in: SignIn) -> None:
    member = sign_in("member@example.org")
    far, near = make(database), make(database, valid_until=today() + timedelta(days=59))

    shown = [f"/my/results/{each}/confirm" in text(member, f"/my/results/{each}/edit") for each in (far, near)]

    assert shown == [False, True]


def test_life_pages_cost_the_same_for_one_row_and_for_many(
    database: Database, sign_in: SignIn, statements: Count
) -> None:
    member = sign_in("member@example.org")
    soon = today() + timedelta(days=20)
    public_id = make(database, valid_until=soon)
    paths = ("/inbox", f"/results/{public_id}/history")
    one = [statements(member, path) for path in paths]
    for _ in range(3):
        make(database, valid_until=soon)
    with database.transaction() as session:
        for _ in range(4):
            services.withdraw(session, SYSTEM, public_id, services.Withdraw(reason=WithdrawalReason.OUTDATED))
            services.restore(session, SYSTEM, public_id)

    assert [statements(member, path) for path in paths] == one


def test_life_pages_speak_english(database: Database, sign_in: SignIn) -> None:
    public_id, member = make(database), sign_in("member@example.org")
    member.post(f"/my/results/{public_id}/withdraw", data={"reason": "transferred"})

    assert "Assigned or exclusively licensed" in text(member, f"/results/{public_id}?lang=en")
    assert "Taken off" in text(member, f"/results/{public_id}?lang=en")
    assert "History" in text(member, f"/results/{public_id}/history?lang=en")

"""The pages of organisations, through the client."""

import io
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import event, select

from marketplace.accounts.models import Mandate, MandateState, Membership, MembershipRole, Organisation, Standing
from marketplace.accounts.queries import find_person
from marketplace.core.actor import Role
from marketplace.core.clock import now, today
from marketplace.core.db import Database
from marketplace.core.mail import Mail
from marketplace.listings.rules import ListingState
from marketplace.needs.rules import NeedState
from marketplace.organisations.models import JoinRequest, Verification
from tests.factories import make_listing, make_need, make_organisation, make_person
from tests.organisations.conftest import make_house

SignIn = Callable[[str], FlaskClient]
NEW = {"name": "荆沅精细化工有限公司", "kind": "enterprise", "credit_code": "", "region": "420500"}


@pytest.fixture
def house(database: Database) -> None:
    with database.transaction() as session:
        make_house(session)


def _text(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return unescape(answer.get_data(as_text=True))


def _picture() -> io.BytesIO:
    target = io.BytesIO()
    Image.new("RGB", (900, 300), "green").save(target, "PNG")
    target.seek(0)
    return target


def test_an_organisation_is_made_and_shown_to_everybody(house: None, sign_in: SignIn, client: FlaskClient) -> None:
    answer = sign_in("alone@example.org").post("/organisations/new", data=NEW)

    assert answer.status_code == 303
    page = _text(client, answer.location)
    assert ("荆沅精细化工有限公司" in page, "未认证" in page) == (True, True)


def test_a_wrong_code_comes_back_with_what_was_typed(house: None, sign_in: SignIn) -> None:
    answer = sign_in("alone@example.org").post("/organisations/new", data=NEW | {"credit_code": "91420500MAET1M2W92"})

    page = unescape(answer.get_data(as_text=True))
    assert answer.status_code == 422
    assert page.count("第 18 位应是“1”，现在是“2”") >= 1
    assert 'value="91420500MAET1M2W92"' in page


def test_a_near_twin_is_offered_with_the_way_in(house: None, sign_in: SignIn) -> None:
    client = sign_in("alone@example.org")

    answer = client.post("/organisations/new", data=NEW | {"name": "楚泽大学（东校区）", "kind": "university"})
    page = unescape(answer.get_data(as_text=True))
    again = client.post("/organisations/new", data=NEW | {"name": "楚泽大学（东校区）", "although_alike": "y"})

    assert (answer.status_code, again.status_code) == (422, 303)
    assert ('action="/organisations/UNI-A/join"' in page, "都不是我的单位" in page) == (True, True)


def test_the_public_page_shows_what_the_visitor_may_know(
    house: None, database: Database, sign_in: SignIn, client: FlaskClient
) -> None:
    with database.transaction() as session:
        university = session.scalars(select(Organisation).where(Organisation.code == "UNI-A")).one()
        university.contact_phone = "027-87654321"
        make_listing(session, owner=university, state=ListingState.PUBLISHED)
        make_listing(session, owner=university, state=ListingState.DRAFT)
        make_need(session, university, NeedState.PUBLISHED, title="公开的难题")
        make_need(session, university, NeedState.PUBLISHED, title="匿名的难题", anonymous=True)
        make_need(session, university, NeedState.DRAFT, title="草稿里的难题")

    public, inside = _text(client, "/organisations/UNI-A"), _text(sign_in("alone@example.org"), "/organisations/UNI-A")

    assert public.count("两相吸收剂低能耗燃烧后") == 1
    assert [word in public for word in ("公开的难题", "匿名的难题", "草稿里的难题")] == [True, False, False]
    assert ("027-87654321" in public, "027-87654321" in inside) == (False, True)


def test_a_stale_profile_comes_back_with_both(house: None, sign_in: SignIn) -> None:
    client = sign_in("manager@example.org")
    said = {"name": "楚泽大学", "kind": "university", "region": "420100", "lock": "1"}

    first = client.post("/organisations/UNI-A/edit", data=said | {"address": "甲路 1 号"})
    second = client.post("/organisations/UNI-A/edit", data=said | {"address": "乙路 2 号"})

    page = unescape(second.get_data(as_text=True))
    assert (first.status_code, second.status_code) == (303, 409)
    assert ("甲路 1 号" in page, 'value="乙路 2 号"' in page, 'value="2"' in page) == (True, True, True)


def test_a_logo_is_scaled_and_shown_and_a_program_is_refused(house: None, sign_in: SignIn, client: FlaskClient) -> None:
    manager = sign_in("manager@example.org")

    refused = manager.post("/organisations/UNI-A/logo", data={"logo": (io.BytesIO(b"MZ program"), "logo.png")})
    kept = manager.post("/organisations/UNI-A/logo", data={"logo": (_picture(), "logo.png")})
    shown = client.get("/organisations/UNI-A/logo")

    assert (refused.status_code, kept.status_code, shown.mimetype) == (422, 303, "image/png")
    assert Image.open(io.BytesIO(shown.data)).size == (320, 107)
    assert "/organisations/UNI-A/logo" in _text(client, "/organisations/UNI-A")


def test_evidence_goes_in_is_downloaded_by_the_administrator_and_decided(
    house: None, database: Database, sign_in: SignIn, client: FlaskClient
) -> None:
    with database.transaction() as session:
        session.scalars(
            select(Organisation).where(Organisation.code == "UNI-A")
        ).one().credit_code = "12420106821281890X"
    manager, admin = sign_in("manager@example.org"), sign_in("admin@example.org")

    handed_in = manager.post("/organisations/UNI-A/verification", data={"evidence": (_picture(), "licence.exe")})
    with database.reading() as session:
        number = session.scalars(select(Verification.id)).one()
    assert "核验单位认证材料" in _text(admin, "/inbox")
    paper = admin.get(f"/organisations/UNI-A/evidence/{number}")
    decided = admin.post(f"/admin/organisations/UNI-A/verification/{number}/verify")

    assert (handed_in.status_code, decided.status_code) == (303, 303)
    assert paper.headers["Content-Disposition"] == f"attachment; filename=UNI-A-{number}.png"
    assert paper.headers["Cache-Control"] == "private, no-store"
    assert "已认证" in _text(client, "/organisations/UNI-A")
    assert "通过认证" in _text(admin, "/admin/organisations/UNI-A")


def test_an_invitation_leads_through_the_letter_into_the_house(
    house: None, database: Database, sign_in: SignIn
) -> None:
    sign_in("manager@example.org").post("/organisations/UNI-A/invitations", data={"email": "alone@example.org"})
    with database.reading() as session:
        body = session.scalars(select(Mail.body).where(Mail.recipient == "alone@example.org")).one()
    link = next(line for line in body.splitlines() if "/invitations/" in line)
    alone = sign_in("alone@example.org")

    assert "答复加入邀请" in _text(alone, "/inbox")
    assert "楚泽大学 邀请您加入" in _text(alone, link[link.index("/invitations/") :])
    answer = alone.post(link[link.index("/invitations/") :] + "/accept")

    assert (answer.status_code, answer.location) == (303, "/organisations/UNI-A")
    assert "楚泽大学" in _text(alone, "/my/organisations")


def test_a_request_is_a_task_and_a_refusal_without_reason_comes_back(
    house: None, database: Database, sign_in: SignIn
) -> None:
    sign_in("alone@example.org").post("/organisations/UNI-A/join", data={"message": "热能系"})
    with database.reading() as session:
        number = session.scalars(select(JoinRequest.id)).one()
    manager = sign_in("manager@example.org")

    assert "答复 alone 的加入申请" in _text(manager, "/inbox")
    refused = manager.post(f"/organisations/UNI-A/requests/{number}/decline")
    assert refused.status_code == 422
    assert f'aria-describedby="reason-{number}-error"' in refused.get_data(as_text=True)
    assert manager.post(f"/organisations/UNI-A/requests/{number}/approve").status_code == 303


def test_switching_changes_the_lists_and_leads_back_inside(house: None, database: Database, sign_in: SignIn) -> None:
    with database.transaction() as session:
        person = find_person(session, "stranger@example.org")
        university = session.scalars(select(Organisation).where(Organisation.code == "UNI-A")).one()
        other = session.scalars(select(Organisation).where(Organisation.code == "UNI-B")).one()
        assert person is not None
        person.memberships.append(Membership(organisation=university, role=MembershipRole.MEMBER))
        ours = make_listing(session, owner=university, state=ListingState.DRAFT).public_id
        theirs = make_listing(session, owner=other, state=ListingState.DRAFT).public_id
    client = sign_in("stranger@example.org")

    before = _text(client, "/my/results")
    answer = client.post("/my/organisations/UNI-A/choose", data={"next": "/my/results"})
    away = client.post("/my/organisations/UNI-A/choose", data={"next": "https://elsewhere.example"})
    after = _text(client, "/my/results")

    assert (answer.location, away.location) == ("/my/results", "/my/organisations")
    assert ([ours in before, theirs in before], [ours in after, theirs in after]) == ([False, True], [True, False])
    assert client.get(f"/my/results/{theirs}/edit").status_code == 200


def _mandate(database: Database, until: int = 9) -> str:
    """A broker with a mandate in force for all of UNI-A; the draft's id."""
    with database.transaction() as session:
        broker = make_person(session, "broker@example.org", Role.BROKER)
        owner = session.scalars(select(Organisation).where(Organisation.code == "UNI-A")).one()
        session.add(
            Mandate(
                public_id="M-2025-0001", owner=owner, person=broker, state=MandateState.ACCEPTED, may_submit=True,
                valid_from=today() - timedelta(days=20), valid_until=today() + timedelta(days=until), decided_at=now(),
            )
        )  # fmt: skip
        return make_listing(session, owner=owner, state=ListingState.DRAFT).public_id


def test_a_broker_works_on_the_owners_pages_until_the_mandate_is_revoked(
    house: None, database: Database, sign_in: SignIn
) -> None:
    draft = _mandate(database)
    broker, manager = sign_in("broker@example.org"), sign_in("manager@example.org")

    assert draft in _text(broker, "/my/mandates")
    assert draft in _text(broker, "/my/results")
    assert "楚泽大学" in _text(broker, "/my/results/new")
    assert broker.get(f"/my/results/{draft}/edit").status_code == 200
    assert "快到期" in _text(manager, "/inbox")
    assert manager.post("/mandates/M-2025-0001/revoke", data={"reason": ""}).status_code == 422
    assert manager.post("/mandates/M-2025-0001/revoke", data={"reason": "另请他人"}).status_code == 303

    assert broker.get(f"/my/results/{draft}/edit").status_code == 404
    assert broker.get("/my/results").status_code == 403
    assert "已解除" in _text(broker, "/my/mandates")


def test_a_mandate_out_of_date_opens_nothing(house: None, database: Database, sign_in: SignIn) -> None:
    draft = _mandate(database, until=-1)

    assert sign_in("broker@example.org").get(f"/my/results/{draft}/edit").status_code == 404


def test_a_mandate_is_offered_by_the_form(house: None, database: Database, sign_in: SignIn) -> None:
    draft = _mandate(database, until=-1)
    manager = sign_in("manager@example.org")
    with database.reading() as session:
        broker = find_person(session, "broker@example.org")
        assert broker is not None
    said = {
        "holder": f"person-{broker.id}", "acts": ["edit", "submit"], "scope": "chosen",
        "valid_from": str(today()), "valid_until": str(today() + timedelta(days=60)),
    }  # fmt: skip

    refused = manager.post("/organisations/UNI-A/mandates/new", data=said)
    offered = manager.post("/organisations/UNI-A/mandates/new", data=said | {"records": [draft]})

    assert (refused.status_code, offered.status_code) == (422, 303)
    assert "请选择本单位的成果或需求" in unescape(refused.get_data(as_text=True))
    assert draft in _text(manager, offered.location)
    assert "答复委托" in _text(sign_in("broker@example.org"), "/inbox")


@pytest.mark.parametrize(
    ("email", "path"),
    [
        ("admin@example.org", "/admin/organisations"),
        ("admin@example.org", "/admin/organisations/UNI-A"),
        ("admin@example.org", "/inbox"),
        ("manager@example.org", "/organisations/UNI-A/people"),
        ("manager@example.org", "/organisations/UNI-A/mandates"),
        ("manager@example.org", "/organisations/UNI-A/verification"),
        ("manager@example.org", "/organisations"),
        ("manager@example.org", "/my/organisations"),
        ("broker@example.org", "/my/mandates"),
        ("broker@example.org", "/organisations/UNI-A"),
    ],
)
def test_a_page_takes_the_same_statements_for_few_and_for_many(
    house: None, database: Database, sign_in: SignIn, app: Flask, email: str, path: str
) -> None:
    _mandate(database)
    client = sign_in(email)
    seen: list[str] = []
    event.listen(
        app.extensions["database"].engine,
        "before_cursor_execute",
        lambda _c, _k, statement, *_rest: seen.append(statement),
    )

    def statements() -> int:
        seen.clear()
        assert client.get(path).status_code == 200
        return len(seen)

    _fill(database, 1)
    few = statements()
    for turn in range(2, 8):
        _fill(database, turn)

    assert statements() == few


def _fill(database: Database, turn: int) -> None:
    """One more of everything."""
    with database.transaction() as session:
        owner = session.scalars(select(Organisation).where(Organisation.code == "UNI-A")).one()
        more = make_organisation(session, f"ENT-{turn}", name=f"第 {turn} 家")
        more.standing, more.credit_code = Standing.PENDING, f"{turn:018d}"
        session.add(
            Verification(
                organisation=more, name=more.name, credit_code=more.credit_code, evidence="a" * 64,
                evidence_type="application/pdf",
            )
        )  # fmt: skip
        joined = make_person(session, f"joined{turn}@example.org")
        joined.memberships.append(Membership(organisation=owner, role=MembershipRole.MEMBER))
        session.add(JoinRequest(organisation=owner, person=make_person(session, f"asks{turn}@example.org")))
        manager, broker = find_person(session, "manager@example.org"), find_person(session, "broker@example.org")
        assert manager is not None
        assert broker is not None
        manager.memberships.append(Membership(organisation=more, role=MembershipRole.MEMBER))
        make_listing(session, owner=owner, state=ListingState.PUBLISHED)
        make_need(session, owner, NeedState.PUBLISHED)
        for giver in (owner, more):
            session.add(
                Mandate(
                    public_id=f"M-{giver.code}-{turn}", owner=giver, person=broker, state=MandateState.ACCEPTED,
                    valid_from=today(), valid_until=today(), decided_at=now(),
                )
            )  # fmt: skip


@pytest.mark.parametrize(
    ("email", "path"),
    [
        ("manager@example.org", "/organisations"),
        ("manager@example.org", "/organisations/new"),
        ("manager@example.org", "/organisations/UNI-A"),
        ("manager@example.org", "/organisations/UNI-A/people"),
        ("manager@example.org", "/organisations/UNI-A/edit"),
        ("manager@example.org", "/organisations/UNI-A/verification"),
        ("manager@example.org", "/organisations/UNI-A/mandates"),
        ("manager@example.org", "/organisations/UNI-A/mandates/new"),
        ("manager@example.org", "/mandates/M-2025-0001"),
        ("broker@example.org", "/my/mandates"),
        ("admin@example.org", "/admin/organisations/UNI-A"),
    ],
)
def test_every_page_speaks_english(house: None, database: Database, sign_in: SignIn, email: str, path: str) -> None:
    _mandate(database)

    page = _text(sign_in(email), f"{path}?lang=en")

    for word in ("单位", "成员", "认证", "委托", "理由", "邀请"):
        assert word not in page, word

"""认证: evidence in, decision out, and the papers' content."""

import io

import pytest
from PIL import Image
from pypdf import PdfWriter
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from marketplace.accounts.models import Membership, MembershipRole, Standing
from marketplace.core.errors import Conflict, Forbidden, InvalidInput, NotFound
from marketplace.core.uploads import paper_type, scaled_picture
from marketplace.organisations import queries, services
from marketplace.organisations.models import Verification
from marketplace.organisations.rules import VERIFICATION, StandingAction
from marketplace.organisations.services.verifying import Evidence
from tests.organisations.conftest import House, acts, as_now, letters

PAPER = Evidence(key="a" * 64, media_type="application/pdf")


@pytest.fixture
def pending(session: Session, house: House) -> Verification:
    house.university.credit_code = "12420106821281890X"
    return services.hand_in(session, as_now(session, house.manager), "UNI-A", PAPER)


def test_evidence_waits_for_the_administrators_and_they_are_told(
    session: Session, house: House, pending: Verification
) -> None:
    page = queries.waiting_verifications(session, as_now(session, house.admin))

    assert [each.id for each in page.items] == [pending.id]
    assert queries.get_organisation(session, "UNI-A").standing is Standing.PENDING
    assert letters(session) == [("admin@example.org", "待核验：楚泽大学")]


def test_a_verified_organisation_has_its_day_and_its_managers_are_told(
    session: Session, house: House, pending: Verification
) -> None:
    verified = services.verify(session, as_now(session, house.admin), "UNI-A", pending.id)

    assert (verified.verified, verified.verified_at is not None, pending.state) == (True, True, Standing.VERIFIED)
    assert letters(session)[1:] == [("manager@example.org", "楚泽大学 已通过认证")]
    assert acts(session) == ["hand_in", "verify"]


def test_evidence_is_sent_back_with_a_remark_and_handed_in_again(
    session: Session, house: House, pending: Verification
) -> None:
    admin = as_now(session, house.admin)
    with pytest.raises(InvalidInput):
        services.send_back(session, admin, "UNI-A", pending.id, " ")

    services.send_back(session, admin, "UNI-A", pending.id, "扫描件不清楚。")
    again = services.hand_in(session, as_now(session, house.manager), "UNI-A", PAPER)

    assert (pending.state, pending.remark, again.state) == (Standing.RETURNED, "扫描件不清楚。", Standing.PENDING)


def test_the_second_of_two_decisions_is_refused(session: Session, house: House, pending: Verification) -> None:
    admin = as_now(session, house.admin)
    services.verify(session, admin, "UNI-A", pending.id)

    with pytest.raises(Conflict):
        services.send_back(session, admin, "UNI-A", pending.id, "不清楚")


def test_a_paper_taken_back_and_replaced_is_not_decided_by_its_old_page(
    session: Session, house: House, pending: Verification
) -> None:
    manager = as_now(session, house.manager)
    services.recall(session, manager, "UNI-A")
    services.hand_in(session, manager, "UNI-A", PAPER)

    with pytest.raises(Conflict):
        services.verify(session, as_now(session, house.admin), "UNI-A", pending.id)


def test_an_administrator_does_not_verify_their_own_house(
    session: Session, house: House, pending: Verification
) -> None:
    house.admin.memberships.append(Membership(organisation=house.university, role=MembershipRole.MEMBER))

    with pytest.raises(Forbidden):
        services.verify(session, as_now(session, house.admin), "UNI-A", pending.id)


@pytest.mark.parametrize("who", ["manager", "stranger", "member"])
def test_only_administrators_verify(session: Session, house: House, pending: Verification, who: str) -> None:
    with pytest.raises(Forbidden):
        services.verify(session, as_now(session, getattr(house, who)), "UNI-A", pending.id)


def test_without_a_code_there_is_nothing_to_verify(session: Session, house: House) -> None:
    with pytest.raises(InvalidInput) as refused:
        services.hand_in(session, as_now(session, house.manager), "UNI-A", PAPER)

    assert list(refused.value.fields) == ["evidence"]


@pytest.mark.parametrize("who", ["stranger", "member", "alone"])
def test_nobody_else_learns_of_the_paper(session: Session, house: House, pending: Verification, who: str) -> None:
    with pytest.raises(NotFound):
        queries.get_evidence(session, as_now(session, getattr(house, who)), "UNI-A", pending.id)


def test_a_paper_is_not_reached_through_another_house(session: Session, house: House, pending: Verification) -> None:
    with pytest.raises(NotFound):
        queries.get_evidence(session, as_now(session, house.stranger), "UNI-B", pending.id)


def test_the_database_keeps_no_verified_organisation_without_a_day(session: Session, house: House) -> None:
    house.university.standing = Standing.VERIFIED

    with pytest.raises(IntegrityError):
        session.flush()


def test_every_standing_has_its_actions() -> None:
    table = {standing: VERIFICATION.actions_from(standing) for standing in Standing}

    assert table == {
        Standing.UNVERIFIED: [StandingAction.HAND_IN],
        Standing.PENDING: [
            StandingAction.RECALL, StandingAction.VERIFY, StandingAction.SEND_BACK, StandingAction.LAPSE,
        ],
        Standing.VERIFIED: [StandingAction.LAPSE],
        Standing.RETURNED: [StandingAction.HAND_IN],
    }  # fmt: skip


def _pdf() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def _picture(size: tuple[int, int] = (1200, 600), kind: str = "JPEG") -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, "green").save(target, kind)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [(_pdf(), "application/pdf"), (_picture(), "image/jpeg"), (_picture(kind="PNG"), "image/png")],
    ids=["pdf", "jpeg", "png"],
)
def test_a_paper_is_known_by_its_content(content: bytes, kind: str) -> None:
    assert paper_type(io.BytesIO(content), "evidence") == kind


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00 program",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%PDF-1.7 and nothing more",
        _picture()[:300],
        _picture(kind="GIF"),
        b"\x00" * 40,
    ],
    ids=["empty", "program", "svg", "broken pdf", "broken jpeg", "gif", "zeros"],
)
def test_what_is_no_paper_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(InvalidInput) as refused:
        paper_type(io.BytesIO(content), "evidence")

    assert list(refused.value.fields) == ["evidence"]


def test_a_locked_pdf_is_refused() -> None:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    target = io.BytesIO()
    writer.write(target)

    with pytest.raises(InvalidInput, match="打不开或设了密码"):
        paper_type(target, "evidence")


def test_a_picture_that_would_fill_the_memory_is_refused() -> None:
    with pytest.raises(InvalidInput, match="4000 万像素"):
        scaled_picture(io.BytesIO(_picture((9000, 9000), "PNG")), "logo", 320)


def test_a_logo_is_scaled_to_a_png_without_what_cameras_write() -> None:
    scaled = Image.open(scaled_picture(io.BytesIO(_picture()), "logo", 320))

    assert (scaled.format, scaled.size, dict(scaled.getexif())) == ("PNG", (320, 160), {})


def test_a_paper_larger_than_the_limit_is_refused() -> None:
    with pytest.raises(InvalidInput, match="10 MB"):
        paper_type(io.BytesIO(b"%PDF-" + b"0" * (10 * 1024 * 1024)), "evidence")


def test_a_hand_in_keeps_what_was_claimed(session: Session, house: House, pending: Verification) -> None:
    services.recall(session, as_now(session, house.manager), "UNI-A")
    house.university.name = "楚泽理工大学"
    session.flush()

    kept = session.scalars(select(Verification)).one()
    assert (kept.name, kept.credit_code, kept.state) == ("楚泽大学", "12420106821281890X", Standing.UNVERIFIED)

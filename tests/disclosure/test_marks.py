"""Marks: every page and picture that leaves by a grant says who, when and by what right; and so does the log."""

import hashlib
import io
import random
import zipfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import IO

import pytest
from PIL import Image, ImageChops
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Membership, MembershipRole, Person
from marketplace.accounts.queries import actor_for
from marketplace.core import confined
from marketplace.core.clock import now
from marketplace.core.confined import marks
from marketplace.core.errors import InvalidInput
from marketplace.core.files import FileStore
from marketplace.disclosure import delivery
from marketplace.disclosure.models import Access
from marketplace.disclosure.rules import AccessKind, GrantState, NdaState
from marketplace.listings.models import Attachment
from marketplace.taxonomy.terms import AttachmentKind, DisclosureTier
from tests.disclosure.making import Shop, make_grant, make_nda
from tests.disclosure.papers import tiny_pdf, tiny_picture, tiny_zip

CASES = 500
LINES = ["褚明远", "chu@example.org", "G-2026-0001  2026-11-24 10:00:00 UTC+8"]
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def words_of(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def quarters(before: bytes, after: bytes) -> list[bool]:
    """Does each quarter of a picture differ from what it was?"""
    pictures = [Image.open(io.BytesIO(each)).convert("RGB") for each in (before, after)]
    assert pictures[0].size == pictures[1].size
    differs = ImageChops.difference(*pictures)
    wide, high = differs.size[0] // 2, differs.size[1] // 2
    boxes = [(x, y, x + wide, y + high) for x in (0, wide) for y in (0, high)]
    return [max(top for _low, top in differs.crop(box).getextrema()) > 20 for box in boxes]


@pytest.mark.parametrize(("width", "height", "turned"), [(595, 842, 0), (842, 595, 0), (200, 280, 90), (40, 40, 180)])
def test_every_page_of_a_pdf_carries_every_line_and_keeps_its_words(width: int, height: int, turned: int) -> None:
    made = words_of(marks.marked(tiny_pdf("原来 text", width, height, 3, turned), "application/pdf", LINES))

    assert len(made) == 3
    assert all(line in words for words in made for line in LINES)
    assert all("text" in words for words in made)


@pytest.mark.parametrize(("form", "kind"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp")])
@pytest.mark.parametrize("shade", [0, 128, 255])
def test_a_picture_is_marked_in_every_quarter_on_dark_and_on_light(form: str, kind: str, shade: int) -> None:
    before = tiny_picture(form, shade=shade)

    after = marks.marked(before, kind, LINES)

    assert quarters(before, after) == [True] * 4
    assert Image.open(io.BytesIO(after)).format == form
    assert Image.open(io.BytesIO(after)).getexif()[0x010E] == "  ".join(LINES[1:])


def test_a_copy_is_made_in_the_confined_process() -> None:
    made = confined.mark(io.BytesIO(tiny_pdf("x")), "application/pdf", LINES)
    assert all(line in words_of(made)[0] for line in LINES)
    with pytest.raises(InvalidInput):
        confined.mark(io.BytesIO(b"%PDF-1.4 no pages"), "application/pdf", LINES)


def in_process(content: IO[bytes], kind: str, lines: Sequence[str]) -> bytes:
    """The same marking without a process for each of five hundred copies."""
    return marks.marked(content.read(), kind, lines)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_download_by_grant_is_marked_and_logged(session: Session, shop: Shop, tmp_path: Path) -> None:
    """Five hundred, at random: people, kinds of file, tiers, by grant under an agreement or without one."""
    chance, store = random.Random(20261124), FileStore(tmp_path)
    make_nda(session, shop.version, shop.works, NdaState.IN_FORCE)
    people = [_person(session, shop, number) for number in range(8)]
    grants = {
        person.id: make_grant(session, shop.version, person, DisclosureTier.UNDER_NDA, GrantState.GRANTED)
        for person in people
    }
    files = [_file(session, shop, store, number) for number in range(12)]
    told = []

    for _case in range(CASES):
        person, (file, plain) = chance.choice(people), chance.choice(files)
        handed = delivery.hand_out(session, actor_for(person), shop.version, file, store, in_process)
        content = handed.content.read()
        handed.write_down(session)
        told.append((person.id, grants[person.id].public_id, file.title, hashlib.sha256(content).hexdigest()))
        assert _says(content, plain, handed.media_type, person, grants[person.id].public_id), file.filename

    session.flush()
    lines = session.scalars(select(Access).order_by(Access.id)).all()
    assert [(line.person_id, line.basis, line.title, line.sha256) for line in lines] == told
    assert {(line.kind, line.marked) for line in lines} == {(AccessKind.DOWNLOAD, True)}


def _person(session: Session, shop: Shop, number: int) -> Person:
    person = Person(
        email=f"p{number}@example.org",
        name=chr(0x4E00 + number * 97) + "工",
        password_hash="x",
        session_key=f"k{number}",
    )
    person.memberships.append(Membership(organisation=shop.works, role=MembershipRole.MEMBER))
    session.add(person)
    session.flush()
    return person


def _file(session: Session, shop: Shop, store: FileStore, number: int) -> tuple[Attachment, bytes]:
    kinds = (
        ("application/pdf", tiny_pdf(f"p{number}", 120 + number * 7, 160)), ("image/png", tiny_picture("PNG", 200 + number)),
        ("image/jpeg", tiny_picture("JPEG", 200 + number)), (DOCX, tiny_zip()),
    )  # fmt: skip
    media_type, content = kinds[number % 4]
    tier = (DisclosureTier.ACCEPTED_INTEREST, DisclosureTier.UNDER_NDA)[number % 2]
    file = Attachment(
        version_id=shop.version.id, position=number, kind=AttachmentKind.OTHER, tier=tier, title=f"资料 {number}",
        filename=f"资料{number}.bin", media_type=media_type, size=len(content), key=store.put(io.BytesIO(content)),
    )  # fmt: skip
    session.add(file)
    session.flush()
    return file, content


def _says(content: bytes, plain: bytes, media_type: str, person: Person, basis: str) -> bool:
    """Does the copy say who, by what right, and when?"""
    when = f"{now() + timedelta(hours=8):%Y-%m-%d}"
    if media_type == "application/zip":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            cover, inside = (archive.read(name) for name in archive.namelist())
        return inside == plain and all(each in words_of(cover)[0] for each in (person.name, person.email, basis, when))
    if media_type == "application/pdf":
        return all(each in words for words in words_of(content) for each in (person.name, person.email, basis, when))
    said = Image.open(io.BytesIO(content)).getexif()[0x010E]
    return all(each in said for each in (person.email, basis, when)) and all(quarters(plain, content))

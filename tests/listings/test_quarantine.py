"""Files that were not found clean: refused when they hold a virus, held back while the scanner cannot be asked."""

import io
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from marketplace.core.actor import Role
from marketplace.core.errors import Conflict, NotFound
from marketplace.core.files import FileStore
from marketplace.core.scanning import Scan, Verdict
from marketplace.listings import queries, services
from marketplace.listings.models import Attachment
from marketplace.listings.rules import ListingState
from marketplace.taxonomy.terms import AttachmentKind, DisclosureTier
from tests.conftest import ROOT
from tests.factories import make_actor, make_listing, make_organisation


@dataclass(frozen=True, slots=True)
class Says:
    """A scanner that always says the same."""

    verdict: Verdict
    found: str = ""

    def scan(self, content: object) -> Scan:
        return Scan(verdict=self.verdict, found=self.found)


def test_a_file_in_quarantine_is_shown_to_nobody_and_opens_when_it_is_found_clean(
    session: Session, tmp_path: Path
) -> None:
    store, owner = FileStore(tmp_path), make_organisation(session)
    member = make_actor(session, "member@example.org", Role.UNIVERSITY, organisation=owner)
    reader = make_actor(session, "reader@example.org", Role.ENTERPRISE)
    version = make_listing(session, owner=owner, state=ListingState.PUBLISHED)
    key = store.put(io.BytesIO(b"a report"))
    file = Attachment(
        version_id=version.id, kind=AttachmentKind.OTHER, tier=DisclosureTier.SIGNED_IN, title="报告", filename="a.pdf",
        media_type="application/pdf", size=8, key=key, scan=Verdict.HELD,
    )  # fmt: skip
    session.add(file)
    session.flush()
    asked = (version.public_id, 1, file.id)

    with pytest.raises(NotFound):
        queries.get_file(session, reader, *asked)
    with pytest.raises(Conflict):
        queries.get_file(session, member, *asked)
    assert queries.in_quarantine(session) == {Verdict.HELD: 1}
    assert services.scan_held(session, store, Says(Verdict.HELD)) == 0

    assert services.scan_held(session, store, Says(Verdict.CLEAN)) == 1
    session.expire_all()

    assert queries.get_file(session, reader, *asked)[1] is file
    assert queries.in_quarantine(session) == {}


def test_a_virus_found_later_keeps_the_file_shut_and_names_itself(session: Session, tmp_path: Path) -> None:
    store, owner = FileStore(tmp_path), make_organisation(session)
    member = make_actor(session, "member@example.org", Role.UNIVERSITY, organisation=owner)
    version = make_listing(session, owner=owner, state=ListingState.DRAFT)
    key = store.put(io.BytesIO(b"odd"))
    stored = services.StoredFile(key=key, size=3, media_type="application/pdf", filename="a.pdf", scan=Verdict.HELD)
    command = services.AddFile(file=stored, kind=AttachmentKind.OTHER, tier=DisclosureTier.PUBLIC)
    file = services.add_file(session, member, version.public_id, command)

    services.scan_held(session, store, Says(Verdict.INFECTED, "Eicar"))
    session.expire_all()

    assert (file.scan, file.finding, file.is_served) == (Verdict.INFECTED, "Eicar", False)


def test_files_lie_under_the_hash_of_their_content_and_outside_what_the_web_serves(tmp_path: Path) -> None:
    key = FileStore(tmp_path / "attachments").put(io.BytesIO(b"a report"))

    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()] == [
        f"attachments/{key[:2]}/{key}"
    ]
    assert not (tmp_path / "attachments").is_relative_to(ROOT / "static")

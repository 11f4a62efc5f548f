"""Every role, of the owner's and of another organisation, at every tier, in every state of a grant: fields and files."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import product
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.accounts.models import Organisation, Person
from marketplace.accounts.queries import actor_for
from marketplace.accounts.services import note_device
from marketplace.app import create_app
from marketplace.config import read_settings
from marketplace.core.actor import ANYONE, Role
from marketplace.core.clock import now
from marketplace.core.files import FileStore
from marketplace.disclosure.models import Access
from marketplace.disclosure.rules import AccessKind, GrantState, NdaState
from marketplace.listings.content import Parameter
from marketplace.listings.models import Attachment
from marketplace.listings.policies import tiers_of
from marketplace.listings.queries import get_listing
from marketplace.listings.rules import ListingState
from marketplace.taxonomy.terms import AttachmentKind, DisclosureTier
from tests.disclosure.making import make_grant, make_nda
from tests.disclosure.papers import tiny_pdf
from tests.factories import content, make_listing, make_organisation, make_person
from tests.web.walk import cookie

T = DisclosureTier
# how the reader's request stands: the tier asked for, what became of it, and the agreement of their organisation
STANDS: dict[str, tuple[T, GrantState, NdaState | None] | None] = {
    "none": None,
    "T2 asked": (T.ACCEPTED_INTEREST, GrantState.ASKED, None),
    "T2 granted": (T.ACCEPTED_INTEREST, GrantState.GRANTED, None),
    "T2 granted, agreed": (T.ACCEPTED_INTEREST, GrantState.GRANTED, NdaState.IN_FORCE),
    "T3 asked, agreed": (T.UNDER_NDA, GrantState.ASKED, NdaState.IN_FORCE),
    "T3 granted": (T.UNDER_NDA, GrantState.GRANTED, None),
    "T3 granted, half signed": (T.UNDER_NDA, GrantState.GRANTED, NdaState.HALF_SIGNED),
    "T3 granted, agreed": (T.UNDER_NDA, GrantState.GRANTED, NdaState.IN_FORCE),
    "T3 granted, ended": (T.UNDER_NDA, GrantState.GRANTED, NdaState.ENDED),
    "T3 expired, agreed": (T.UNDER_NDA, GrantState.EXPIRED, NdaState.IN_FORCE),
    "T3 revoked, agreed": (T.UNDER_NDA, GrantState.REVOKED, NdaState.IN_FORCE),
    "T3 declined, agreed": (T.UNDER_NDA, GrantState.DECLINED, NdaState.IN_FORCE),
}
BY_GRANT = {
    "T2 granted": {T.ACCEPTED_INTEREST}, "T2 granted, agreed": {T.ACCEPTED_INTEREST}, "T3 granted": {T.ACCEPTED_INTEREST},
    "T3 granted, half signed": {T.ACCEPTED_INTEREST}, "T3 granted, agreed": {T.ACCEPTED_INTEREST, T.UNDER_NDA},
    "T3 granted, ended": {T.ACCEPTED_INTEREST},
}  # fmt: skip
WORDS = {tier: f"secret-of-{tier.value}" for tier in T}
TELLING = ("none", "T3 granted, agreed", "T3 revoked, agreed")
SEES_ALL = {Role.CURATOR, Role.ADMIN}


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who looks: their role, whether they belong to the owner, and how their request stands."""

    role: Role | None
    own: bool
    stands: str
    person_id: int | None = None
    cookie: str = ""

    @property
    def walks(self) -> bool:
        """Goes through the pages too: an enterprise in every state, everybody else in the telling ones."""
        if self.own or self.role is None:
            return self.stands == "none"
        return self.role is Role.ENTERPRISE or self.stands in TELLING

    @property
    def opened(self) -> set[T]:
        """Said again, apart from the policies: what this reader must see, and nothing else."""
        if self.own or self.role in SEES_ALL:
            return set(T)
        signed_in = {T.PUBLIC, T.SIGNED_IN} if self.role is not None else {T.PUBLIC}
        return signed_in | BY_GRANT.get(self.stands, set())

    @property
    def marked(self) -> set[T]:
        """The tiers whose files come marked to this reader."""
        return set() if self.own or self.role in SEES_ALL else BY_GRANT.get(self.stands, set())


@dataclass(frozen=True, slots=True)
class Gallery:
    app: Flask
    result: str
    files: dict[T, int]
    readers: list[Reader]

    def client(self, reader: Reader) -> FlaskClient:
        client = self.app.test_client(use_cookies=False)
        client.environ_base["HTTP_COOKIE"] = reader.cookie
        return client


@pytest.fixture(scope="module")
def gallery(installed: Callable[[Path], dict[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gallery]:
    folder = tmp_path_factory.mktemp("gallery")
    app = create_app(read_settings(installed(folder)))
    app.config["WTF_CSRF_ENABLED"] = False
    key = FileStore(folder / "attachments").put(BytesIO(tiny_pdf("plain")))
    with app.extensions["database"].transaction() as session:
        university = make_organisation(session, "UNI-A")
        make_person(session, "head@example.org", Role.UNIVERSITY, organisation=university)
        said = content(
            parameters=tuple(
                Parameter(name=f"参数 {tier.value}", conditions=WORDS[tier], minimum=1, tier=tier) for tier in T
            )
        )
        version = make_listing(session, owner=university, said=said, state=ListingState.PUBLISHED)
        files = {}
        for place, tier in enumerate(T):
            file = Attachment(
                version_id=version.id, position=place, kind=AttachmentKind.OTHER, tier=tier, title=f"资料 {tier.value}",
                filename=f"{tier.value}.pdf", media_type="application/pdf", size=len(tiny_pdf("plain")), key=key,
            )  # fmt: skip
            session.add(file)
            session.flush()
            files[tier] = file.id
        readers = [Reader(None, own=False, stands="none")]
        for role, own, stands in product(Role, (True, False), STANDS):
            name = f"r{len(readers)}"
            home: Organisation = university if own else make_organisation(session, f"ORG-{len(readers)}")
            person = make_person(session, f"{name}@example.org", role, organisation=home)
            asked = STANDS[stands]
            if asked is not None:
                tier, state, agreement = asked
                make_grant(session, version, person, tier, state)
                if agreement is not None and not own:
                    make_nda(session, version, home, agreement)
            device = f"{person.id}:{person.session_key}:{note_device(session, person, 'x').key}"
            readers.append(Reader(role, own, stands, person.id, cookie(app, device)))
        result = version.public_id
    yield Gallery(app, result, files, readers)
    app.extensions["database"].dispose()


def test_tiers_open_by_the_table_and_by_nothing_else(gallery: Gallery) -> None:
    """The whole table, asked of what pages, downloads and differences go by."""
    opened = {}
    with gallery.app.app_context(), gallery.app.extensions["database"].reading() as session:
        version = get_listing(session, ANYONE, gallery.result)
        for reader in gallery.readers:
            person = session.get(Person, reader.person_id) if reader.person_id else None
            actor = actor_for(person) if person else ANYONE
            tiers = set(tiers_of(actor, version))
            if tiers != reader.opened:
                opened[f"{reader.role} own={reader.own} {reader.stands}"] = sorted(tiers)

    assert opened == {}
    assert len(gallery.readers) == 1 + len(Role) * 2 * len(STANDS)


def test_the_page_tells_exactly_what_is_open(gallery: Gallery) -> None:
    told = {}
    for reader in filter(lambda each: each.walks, gallery.readers):
        page = gallery.client(reader).get(f"/results/{gallery.result}").get_data(as_text=True)
        seen = {tier for tier, word in WORDS.items() if word in page}
        if seen != reader.opened:
            told[f"{reader.role} own={reader.own} {reader.stands}"] = sorted(seen)

    assert told == {}


def test_a_file_opens_exactly_with_its_tier(gallery: Gallery) -> None:
    """HEAD asks as GET does and takes nothing, so that a copy need not be made for each."""
    answers = {}
    for reader in filter(lambda each: each.walks, gallery.readers):
        client = gallery.client(reader)
        for tier, number in gallery.files.items():
            if tier in reader.marked:
                continue  # asked for below, where the marked copy is looked at
            status = client.head(f"/results/{gallery.result}/v1/files/{number}").status_code
            expected = 200 if tier in reader.opened else 403 if reader.role else 303
            if status != expected:
                answers[f"{reader.role} own={reader.own} {reader.stands} {tier}"] = status

    assert answers == {}


def test_no_other_way_tells_what_a_grant_would_open(gallery: Gallery) -> None:
    """Search, suggestions, the API, the versions, the files of the log and the feed of tasks, asked by who was refused."""
    ways = (
        f"/results/{gallery.result}/v1", f"/results/{gallery.result}/v1/changes", f"/results/{gallery.result}/v1/citation.bib",
        f"/results/{gallery.result}/access/ask", "/search?q=参数", "/search/suggest?q=参", "/api/v1/search?q=参数",
        "/my/access", "/inbox", f"/results/{gallery.result}/similar", f"/results/{gallery.result}/access/log.csv",
        f"/results/{gallery.result}/v1/preview/partner",
    )  # fmt: skip
    refused = [each for each in gallery.readers if each.stands in ("none", "T3 revoked, agreed", "T3 asked, agreed")]
    roles = {None, Role.ENTERPRISE, Role.UNIVERSITY}
    outside = [each for each in refused if not each.own and each.role in roles]
    leaked = []
    for reader, way in product(outside, ways):
        page = gallery.client(reader).get(way).get_data(as_text=True)
        leaked += [f"{way} tells {reader.role}" for tier in (T.ACCEPTED_INTEREST, T.UNDER_NDA) if WORDS[tier] in page]

    assert len(outside) == 7
    assert leaked == []


def test_every_look_of_others_is_on_the_owners_log(gallery: Gallery) -> None:
    database = gallery.app.extensions["database"]
    reader = next(
        each
        for each in gallery.readers
        if each.stands == "T3 granted, agreed" and each.role is Role.ENTERPRISE and not each.own
    )
    mate = next(each for each in gallery.readers if each.own)
    before = now()

    for each in (reader, mate):
        gallery.client(each).get(f"/results/{gallery.result}")
        gallery.client(each).head(f"/results/{gallery.result}")

    with database.reading() as session:
        lines = session.query(Access).where(Access.at >= before).all()
        assert [(line.kind, line.tier, line.basis[:2], line.marked) for line in lines] == [
            (AccessKind.VIEW, T.UNDER_NDA, "G-", False)
        ]

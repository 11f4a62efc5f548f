"""Pictures of a result: scaled and bare, with words, shown to whoever reads the version, carried to the next."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.core.actor import Role
from marketplace.core.clock import now
from marketplace.core.db import Database
from marketplace.core.errors import InvalidInput
from marketplace.listings import services
from marketplace.listings.models import AchievementVersion, Picture, PictureRendition
from marketplace.listings.rules import MOST_PICTURES
from marketplace.listings.rules import ListingState as S
from marketplace.listings.services import AddPicture, StoredRendition
from tests.factories import make_actor, make_listing, make_organisation
from tests.listings.conftest import Count
from tests.papers import GPS, pdf, photograph, picture

SignIn = Callable[[str], FlaskClient]
SMALL = (
    StoredRendition(width=480, height=300, media_type="image/webp", key="d" * 64),
    StoredRendition(width=480, height=300, media_type="image/jpeg", key="e" * 64),
)


@pytest.fixture
def member(people: None, sign_in: SignIn) -> FlaskClient:
    return sign_in("member@example.org")


@pytest.fixture
def public_id(people: None, database: Database) -> str:
    with database.transaction() as session:
        return make_listing(session, state=S.DRAFT).public_id


def upload(client: FlaskClient, public_id: str, content: bytes, alt: str = "分相器中试装置") -> Any:
    data = {"picture": (io.BytesIO(content), "照片.jpg"), "alt": alt}
    return client.post(f"/my/results/{public_id}/pictures", data=data, content_type="multipart/form-data")


def publish(database: Database) -> None:
    with database.transaction() as session:
        version = session.scalars(select(AchievementVersion)).one()
        version.state, version.published_at = S.PUBLISHED, now()


def addresses(database: Database, public_id: str) -> list[str]:
    with database.reading() as session:
        rows = session.scalars(select(PictureRendition).order_by(PictureRendition.width, PictureRendition.media_type))
        suffix = {"image/webp": "webp", "image/jpeg": "jpg"}
        return [
            f"/results/{public_id}/v1/pictures/{row.picture_id}/{row.width}.{suffix[row.media_type]}" for row in rows
        ]


def test_a_photograph_is_shown_upright_and_tells_no_place(
    member: FlaskClient, public_id: str, database: Database, client: FlaskClient
) -> None:
    answer = upload(member, public_id, photograph())
    publish(database)

    page = client.get(f"/results/{public_id}").get_data(as_text=True)
    shown = [client.get(address) for address in addresses(database, public_id)]

    assert answer.status_code == 303
    assert [each.mimetype for each in shown] == ["image/webp", "image/jpeg", "image/webp", "image/webp"]
    opened = [Image.open(io.BytesIO(each.data)) for each in shown]
    assert [each.size for each in opened] == [(480, 960), (960, 1920), (960, 1920), (1000, 2000)]
    assert [dict(each.getexif().get_ifd(GPS)) for each in opened] == [{}, {}, {}, {}]
    wanted = ('alt="分相器中试装置"', 'loading="lazy"', 'width="960"', 'height="1920"', "480w", "1000w")
    assert [text for text in wanted if text not in page] == []


@pytest.mark.parametrize(
    ("content", "alt", "sentence"),
    [
        (pdf(), "装置", "图片读不出来"),
        (picture((100, 80)), "装置", "图片太小"),
        (picture(), "  ", "请用一句话说明图上是什么。"),
        (b"", "装置", "文件是空的"),
    ],
)
def test_what_cannot_be_shown_comes_back_with_what_was_typed(
    member: FlaskClient, public_id: str, content: bytes, alt: str, sentence: str
) -> None:
    answer = upload(member, public_id, content, alt)

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert sentence in page
    assert f'value="{alt.strip()}"' in page


def test_a_picture_of_a_draft_is_not_there_for_others(
    member: FlaskClient, public_id: str, database: Database, client: FlaskClient
) -> None:
    upload(member, public_id, picture())
    address = addresses(database, public_id)[0]

    assert (client.get(address).status_code, member.get(address).status_code) == (404, 200)
    assert [client.get(f"{address}{more}").status_code for more in (".exe", "x")] == [404, 404]


def test_a_picture_is_described_moved_removed_and_put_back(
    member: FlaskClient, public_id: str, database: Database
) -> None:
    upload(member, public_id, picture(), "一")
    upload(member, public_id, picture((500, 500)), "二")

    def act(place: int, **data: str) -> list[str]:
        with database.reading() as session:
            first = session.scalars(select(Picture.id).order_by(Picture.id)).all()[place]
        member.post(f"/my/results/{public_id}/pictures/{first}", data=data)
        with database.reading() as session:
            shown = select(Picture.alt).where(Picture.removed_at.is_(None)).order_by(Picture.position)
            return list(session.scalars(shown))

    steps = [act(0, act="down"), act(0, act="save", alt="甲"), act(0, act="remove"), act(0, act="restore")]

    assert steps == [["二", "一"], ["二", "甲"], ["二"], ["二", "甲"]]


def test_words_that_are_missing_come_back_at_their_picture(
    member: FlaskClient, public_id: str, database: Database
) -> None:
    upload(member, public_id, picture())
    with database.reading() as session:
        number = session.scalars(select(Picture.id)).one()

    answer = member.post(f"/my/results/{public_id}/pictures/{number}", data={"act": "save", "alt": ""})

    assert answer.status_code == 422
    assert f'id="alt-{number}-error"' in answer.get_data(as_text=True)


def test_a_new_version_carries_the_pictures_and_the_published_one_keeps_its_own(session: Session) -> None:
    owner = make_organisation(session)
    member = make_actor(session, "member@example.org", Role.UNIVERSITY, organisation=owner)
    shown = make_listing(session, owner=owner, state=S.DRAFT)
    services.add_picture(session, member, shown.public_id, AddPicture(alt="装置", renditions=SMALL))
    shown.state, shown.published_at = S.PUBLISHED, now()
    session.flush()

    revised = services.revise(session, member, shown.public_id)
    carried = revised.pictures[0]
    services.describe_picture(session, member, revised.public_id, carried.id, "新装置")

    assert [(each.alt, [r.key[0] for r in each.renditions]) for each in shown.pictures] == [("装置", ["e", "d"])]
    assert [each.alt for each in revised.pictures] == ["新装置"]
    assert sorted(each.key[0] for each in carried.renditions) == ["d", "e"]


def test_a_result_has_so_many_pictures_and_no_more(session: Session) -> None:
    owner = make_organisation(session)
    member = make_actor(session, "member@example.org", Role.UNIVERSITY, organisation=owner)
    version = make_listing(session, owner=owner, state=S.DRAFT)
    command = AddPicture(alt="装置", renditions=SMALL)
    for _each in range(MOST_PICTURES):
        services.add_picture(session, member, version.public_id, command)

    with pytest.raises(InvalidInput, match="最多 8 张"):
        services.add_picture(session, member, version.public_id, command)


def test_pictures_cost_no_statement_each(
    member: FlaskClient, public_id: str, database: Database, client: FlaskClient, statements: Count
) -> None:
    upload(member, public_id, picture())
    one = statements(member, f"/my/results/{public_id}/files")
    for size in ((500, 400), (400, 500)):
        upload(member, public_id, picture(size))

    assert statements(member, f"/my/results/{public_id}/files") == one

"""What the owner does with the pictures of a version in work: add, describe; the rest is what every shelf does."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.errors import InvalidInput
from marketplace.listings.models import AchievementVersion, Picture, PictureRendition
from marketplace.listings.rules import MOST_PICTURES, ListingAction
from marketplace.listings.services.shelves import Shelf, version_in_work

LONGEST = 200
GONE = "这张图片已被移除，或不在正在修改的版本里。请刷新后再试。"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRendition:
    """A picture at one width that lies in the store already."""

    width: int
    height: int
    media_type: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPicture:
    """A picture and the words for those who cannot see it."""

    alt: str
    renditions: Sequence[StoredRendition]


def add_picture(session: Session, actor: Actor, public_id: str, command: AddPicture) -> Picture:
    """Put a picture at the end of the version in work."""
    version = version_in_work(session, actor, public_id)
    _refuse_more(session, version)
    picture = Picture(
        version_id=version.id,
        position=PICTURES.next_position(session, version),
        alt=words(command.alt),
        added_by=actor.person_id,
        renditions=[
            PictureRendition(width=each.width, height=each.height, media_type=each.media_type, key=each.key)
            for each in command.renditions
        ],
    )
    session.add(picture)
    PICTURES.note(session, actor, ListingAction.ATTACH, version, picture)
    return picture


def describe_picture(session: Session, actor: Actor, public_id: str, picture_id: int, alt: str) -> Picture:
    """Give a picture other words."""
    version = version_in_work(session, actor, public_id)
    picture = PICTURES.find(session, version, picture_id)
    picture.alt = words(alt)
    PICTURES.note(session, actor, ListingAction.CHANGE_FILE, version, picture)
    return picture


def words(given: str) -> str:
    """The words for a picture; InvalidInput without any."""
    alt = " ".join(given.split())
    if not alt:
        raise InvalidInput("请用一句话说明图上是什么。", {"alt": "请用一句话说明图上是什么。"})
    if len(alt) > LONGEST:
        raise InvalidInput("图片说明最多 200 个字，请缩短。", {"alt": "图片说明最多 200 个字，请缩短。"})
    return alt


def _refuse_more(session: Session, version: AchievementVersion) -> None:
    kept = select(func.count()).where(Picture.version_id == version.id, Picture.removed_at.is_(None))
    if (session.scalar(kept) or 0) >= MOST_PICTURES:
        raise InvalidInput(
            "一项成果最多 8 张图片。请先移除不需要的。", {"file": "一项成果最多 8 张图片。请先移除不需要的。"}
        )


PICTURES = Shelf(
    kind=Picture,
    relation="pictures",
    gone=GONE,
    make_room=lambda session, version, _picture: _refuse_more(session, version),
    told=lambda picture: {"file": picture.alt[:60], "tier": "T0"},
)
move_picture, remove_picture, restore_picture = PICTURES.move, PICTURES.remove, PICTURES.restore

"""What the owner does with the pictures of a version in work: add, describe, put in order, remove, put back."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now
from marketplace.core.errors import InvalidInput, NotFound
from marketplace.listings.models import AchievementVersion, Picture, PictureRendition
from marketplace.listings.rules import MOST_PICTURES, ListingAction
from marketplace.listings.services.files import change_places, next_position, version_in_work

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
        position=next_position(session, Picture, version),
        alt=words(command.alt),
        added_by=actor.person_id,
        renditions=[
            PictureRendition(width=each.width, height=each.height, media_type=each.media_type, key=each.key)
            for each in command.renditions
        ],
    )
    session.add(picture)
    _note(session, actor, ListingAction.ATTACH, version, picture)
    return picture


def describe_picture(session: Session, actor: Actor, public_id: str, picture_id: int, alt: str) -> Picture:
    """Give a picture other words."""
    version = version_in_work(session, actor, public_id)
    picture = _of(session, version, picture_id)
    picture.alt = words(alt)
    _note(session, actor, ListingAction.CHANGE_FILE, version, picture)
    return picture


def move_picture(session: Session, actor: Actor, public_id: str, picture_id: int, by: int) -> None:
    """Change places with the picture before (-1) or after (1)."""
    version = version_in_work(session, actor, public_id)
    change_places(version.pictures, _of(session, version, picture_id), by)
    version.updated_at = now()
    session.flush()


def remove_picture(session: Session, actor: Actor, public_id: str, picture_id: int) -> Picture:
    """Take a picture out of the version in work; for some days it can be put back."""
    version = version_in_work(session, actor, public_id)
    picture = _of(session, version, picture_id)
    picture.removed_at = now()
    _note(session, actor, ListingAction.DETACH, version, picture)
    return picture


def restore_picture(session: Session, actor: Actor, public_id: str, picture_id: int) -> Picture:
    """Put back what was removed."""
    version = version_in_work(session, actor, public_id)
    picture = _of(session, version, picture_id, removed=True)
    if picture.removed_at is None:
        return picture
    _refuse_more(session, version)
    picture.removed_at = None
    _note(session, actor, ListingAction.REATTACH, version, picture)
    return picture


def words(given: str) -> str:
    """The words for a picture; InvalidInput without any."""
    alt = " ".join(given.split())
    if not alt:
        raise InvalidInput("请用一句话说明图上是什么。", {"alt": "请用一句话说明图上是什么。"})
    if len(alt) > LONGEST:
        raise InvalidInput("图片说明最多 200 个字，请缩短。", {"alt": "图片说明最多 200 个字，请缩短。"})
    return alt


def _of(session: Session, version: AchievementVersion, picture_id: int, *, removed: bool = False) -> Picture:
    picture = session.get(Picture, picture_id)
    if picture is None or picture.version_id != version.id or (picture.removed_at and not removed):
        raise NotFound(GONE)
    return picture


def _refuse_more(session: Session, version: AchievementVersion) -> None:
    kept = select(func.count()).where(Picture.version_id == version.id, Picture.removed_at.is_(None))
    if (session.scalar(kept) or 0) >= MOST_PICTURES:
        raise InvalidInput(
            "一项成果最多 8 张图片。请先移除不需要的。", {"file": "一项成果最多 8 张图片。请先移除不需要的。"}
        )


def _note(session: Session, actor: Actor, action: ListingAction, version: AchievementVersion, picture: Picture) -> None:
    version.updated_at = now()
    session.flush()
    session.expire(version, ["pictures"])
    record_act(session, actor, action, version, file=picture.alt[:60], tier="T0")

"""Files and pictures from one version to the next, and the end of content that no version names any more."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from sqlalchemy import delete, select, union
from sqlalchemy.orm import Session

from marketplace.core.files import Store
from marketplace.listings.models import AchievementVersion, Attachment, Picture, PictureRendition
from marketplace.listings.rules import REMOVED_FOR, UNNAMED_FOR
from marketplace.listings.shelved import kinds_of_files

AT_ONCE = 500  # keys asked for in one statement
FILE_PLAIN = (
    "position",
    "kind",
    "tier",
    "title",
    "filename",
    "media_type",
    "size",
    "key",
    "scan",
    "finding",
    "added_at",
    "added_by",
)


def carry_files(session: Session, version: AchievementVersion) -> None:
    """Let a new version begin with the files and pictures of the one before it; the content stays where it is."""
    before = session.scalar(
        select(AchievementVersion.id)
        .where(AchievementVersion.achievement_id == version.achievement_id, AchievementVersion.number < version.number)
        .order_by(AchievementVersion.number.desc())
        .limit(1)
    )
    if before is None:
        return
    kept = select(Attachment).where(Attachment.version_id == before, Attachment.removed_at.is_(None))
    for attachment in session.scalars(kept.order_by(Attachment.position, Attachment.id)).all():
        copied = {name: getattr(attachment, name) for name in FILE_PLAIN}
        session.add(Attachment(version_id=version.id, **copied))
    shown = select(Picture).where(Picture.version_id == before, Picture.removed_at.is_(None))
    for picture in session.scalars(shown.order_by(Picture.position, Picture.id)).all():
        session.add(_copy(picture, version))
    session.flush()


def tidy_files(session: Session, store: Store, moment: datetime) -> int:
    """Delete content that no row has named for a day, then the rows that were removed days ago; how many went.

    In this order: a kill before the commit leaves rows whose content is still there.
    """
    before = moment - UNNAMED_FOR
    store.forget_half_written(before)
    old = (key for key, written_at in store.written() if written_at < before)
    gone = sum(
        store.remove(key, put_before=before) for keys in _batches(old) for key in sorted(keys - _named(session, keys))
    )
    for kind in (Attachment, Picture):
        session.execute(delete(kind).where(kind.removed_at < moment - REMOVED_FOR))
    return gone


def _batches(keys: Iterator[str]) -> Iterator[set[str]]:
    while batch := set(islice(keys, AT_ONCE)):
        yield batch


def _named(session: Session, keys: set[str]) -> set[str]:
    """Which of the keys a row names, a removed one included."""
    columns = (*(kind.key for kind in kinds_of_files()), PictureRendition.key)
    return set(session.scalars(union(*(select(column).where(column.in_(keys)) for column in columns))))


def _copy(picture: Picture, version: AchievementVersion) -> Picture:
    renditions = [
        PictureRendition(width=each.width, height=each.height, media_type=each.media_type, key=each.key)
        for each in picture.renditions
    ]
    return Picture(
        version_id=version.id,
        position=picture.position,
        alt=picture.alt,
        added_at=picture.added_at,
        added_by=picture.added_by,
        renditions=renditions,
    )

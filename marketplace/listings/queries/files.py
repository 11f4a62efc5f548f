"""Reading the files of a version: only those whose tier is open to the reader."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, raiseload

from marketplace.core.actor import Actor
from marketplace.core.errors import Conflict, Forbidden, NotFound
from marketplace.core.scanning import SERVED, Verdict
from marketplace.listings import policies
from marketplace.listings.models import Achievement, AchievementVersion, Attachment, PictureRendition
from marketplace.listings.models.files import Picture
from marketplace.listings.queries.records import UNKNOWN, get_listing
from marketplace.listings.rules import ListingState
from marketplace.taxonomy.terms import DisclosureTier

V = AchievementVersion
NO_FILE = "没有这份资料。它可能已被移除，或地址有误。"
NO_PICTURE = "没有这张图片。它可能已被移除，或地址有误。"
BARE = (raiseload("*"), joinedload(V.achievement).joinedload(Achievement.owner))
QUARANTINED = "这份资料在隔离区：还没有通过病毒检查，谁都不能下载。检查通过后自动开放；查出病毒的请移除。"
CLOSED = {
    DisclosureTier.SIGNED_IN: "这份资料登录后可以下载。",
    DisclosureTier.ACCEPTED_INTEREST: "这份资料要成果方同意后才能下载。请先与成果方联系。",
    DisclosureTier.UNDER_NDA: "这份资料要双方签署保密协议后才能下载。请先与成果方联系。",
}


def get_file(
    session: Session, actor: Actor, public_id: str, number: int, file_id: int
) -> tuple[AchievementVersion, Attachment]:
    """A file of a version that the actor may read; Forbidden when its tier is closed to them, since its title is not."""
    version = _get_bare(session, actor, public_id, number)
    of_version = (Attachment.id == file_id, Attachment.version_id == version.id, Attachment.removed_at.is_(None))
    opened = policies.tiers_of(actor, version)
    found = session.scalar(select(Attachment).where(*of_version, Attachment.tier.in_(opened)))
    if found is None:
        closed = session.scalar(select(Attachment.tier).where(*of_version))
        if closed is None:
            raise NotFound(NO_FILE)
        raise Forbidden(CLOSED[closed])
    if not found.is_served:
        if not policies.sees_all(actor, version):
            raise NotFound(NO_FILE)
        raise Conflict(QUARANTINED)
    return version, found


def in_quarantine(session: Session) -> dict[Verdict, int]:
    """How many files wait to be scanned, and how many hold a virus."""
    counted = select(Attachment.scan, func.count()).where(
        Attachment.scan.not_in(SERVED), Attachment.removed_at.is_(None)
    )
    return {row[0]: row[1] for row in session.execute(counted.group_by(Attachment.scan))}


def get_rendition(
    session: Session, actor: Actor, public_id: str, number: int, picture_id: int, width: int, media_type: str
) -> PictureRendition:
    """A picture at one width, of a version that the actor may read."""
    version = _get_bare(session, actor, public_id, number)
    found = session.scalar(
        select(PictureRendition)
        .join(Picture, Picture.id == PictureRendition.picture_id)
        .where(
            Picture.id == picture_id,
            Picture.version_id == version.id,
            Picture.removed_at.is_(None),
            PictureRendition.width == width,
            PictureRendition.media_type == media_type,
        )
    )
    if found is None:
        raise NotFound(NO_PICTURE)
    return found


def _get_bare(session: Session, actor: Actor, public_id: str, number: int) -> AchievementVersion:
    """The version without its parts, by the same rule as its page."""
    query = select(V).join(V.achievement).where(Achievement.public_id == public_id, V.number == number).options(*BARE)
    version = session.scalar(query)
    if version is None or not policies.can_see(actor, version):
        raise NotFound(UNKNOWN, id=public_id)
    if version.state is ListingState.SUPERSEDED and not policies.sees_all(actor, version):
        get_listing(session, actor, public_id)
    return version

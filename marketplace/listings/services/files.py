"""What the owner does with the files of a version in work: add, describe, replace, put in order, remove, put back."""

from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, InvalidInput, NotFound
from marketplace.listings import queries
from marketplace.listings.filenames import LONGEST, title_from
from marketplace.listings.models import AchievementVersion, Attachment, Picture
from marketplace.listings.rules import MOST_FILE_BYTES, MOST_FILES, WORKING, ListingAction
from marketplace.taxonomy.terms import AttachmentKind, DisclosureTier

Row = TypeVar("Row", Attachment, Picture)
GONE = "这份资料已被移除，或不在正在修改的版本里。请刷新后再试。"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """Content that lies in the store already."""

    key: str
    size: int
    media_type: str
    filename: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddFile:
    """A file for a version; without a title its name serves."""

    file: StoredFile
    kind: AttachmentKind
    tier: DisclosureTier
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFile:
    """What a file is called and who may open it; `file` puts other content in its place."""

    title: str
    kind: AttachmentKind
    tier: DisclosureTier
    file: StoredFile | None = None


def add_file(session: Session, actor: Actor, public_id: str, command: AddFile) -> Attachment:
    """Put a file at the end of the version in work."""
    version = version_in_work(session, actor, public_id)
    _refuse_too_much(session, version, command.file.size)
    attachment = Attachment(
        version_id=version.id,
        position=next_position(session, Attachment, version),
        kind=command.kind,
        tier=command.tier,
        title=_title(command.title or title_from(command.file.filename)),
        added_by=actor.person_id,
        **_stored(command.file),
    )
    session.add(attachment)
    _note(session, actor, ListingAction.ATTACH, version, attachment)
    return attachment


def change_file(session: Session, actor: Actor, public_id: str, file_id: int, command: ChangeFile) -> Attachment:
    """Give a file another title, kind or tier, or other content. Published versions keep theirs."""
    version = version_in_work(session, actor, public_id)
    attachment = _of(session, version, file_id)
    title = _title(command.title)
    if command.file is not None:
        _refuse_too_much(session, version, command.file.size - attachment.size, further=0)
        for name, value in _stored(command.file).items():
            setattr(attachment, name, value)
    attachment.title, attachment.kind, attachment.tier = title, command.kind, command.tier
    _note(session, actor, ListingAction.CHANGE_FILE, version, attachment)
    return attachment


def move_file(session: Session, actor: Actor, public_id: str, file_id: int, by: int) -> None:
    """Change places with the file before (-1) or after (1); at the end nothing moves."""
    version = version_in_work(session, actor, public_id)
    change_places(version.attachments, _of(session, version, file_id), by)
    version.updated_at = now()
    session.flush()


def remove_file(session: Session, actor: Actor, public_id: str, file_id: int) -> Attachment:
    """Take a file out of the version in work; for some days it can be put back."""
    version = version_in_work(session, actor, public_id)
    attachment = _of(session, version, file_id)
    attachment.removed_at = now()
    _note(session, actor, ListingAction.DETACH, version, attachment)
    return attachment


def restore_file(session: Session, actor: Actor, public_id: str, file_id: int) -> Attachment:
    """Put back what was removed."""
    version = version_in_work(session, actor, public_id)
    attachment = _of(session, version, file_id, removed=True)
    if attachment.removed_at is None:
        return attachment
    _refuse_too_much(session, version, attachment.size)
    attachment.removed_at = None
    _note(session, actor, ListingAction.REATTACH, version, attachment)
    return attachment


def note_download(session: Session, actor: Actor, version: AchievementVersion, attachment: Attachment) -> None:
    """Write down who took a file. The public's reading of public files is nobody's."""
    if actor.signed_in:
        record_act(
            session,
            actor,
            ListingAction.DOWNLOAD,
            version,
            file=attachment.title,
            tier=attachment.tier.value,
            number=version.number,
        )


def version_in_work(session: Session, actor: Actor, public_id: str) -> AchievementVersion:
    """The version that the actor may change now, its row held."""
    version = queries.get_to_edit(session, actor, public_id, lock=True)
    if version.state not in WORKING:
        raise Conflict("这一版已不在编辑中，不能改动资料和图片。请先撤回送审，或起草新版本。")
    return version


def next_position(session: Session, kind: type[Attachment] | type[Picture], version: AchievementVersion) -> int:
    """The place after the last one, removed ones included."""
    last = session.scalar(select(func.max(kind.position)).where(kind.version_id == version.id))
    return 0 if last is None else last + 1


def change_places(rows: list[Row], one: Row, by: int) -> None:
    """Move a row among its neighbours and number them anew."""
    place = rows.index(one)
    other = min(max(place + by, 0), len(rows) - 1)
    rows = [row for row in rows if row is not one]
    rows.insert(other, one)
    for position, row in enumerate(rows):
        row.position = position


def _of(session: Session, version: AchievementVersion, file_id: int, *, removed: bool = False) -> Attachment:
    attachment = session.get(Attachment, file_id)
    if attachment is None or attachment.version_id != version.id or (attachment.removed_at and not removed):
        raise NotFound(GONE)
    return attachment


def _stored(file: StoredFile) -> dict[str, str | int]:
    return {"key": file.key, "size": file.size, "media_type": file.media_type, "filename": file.filename}


def _title(given: str) -> str:
    title = " ".join(given.split())
    if not title:
        raise InvalidInput("请写明这份资料的标题。", {"title": "请写明这份资料的标题。"})
    if len(title) > LONGEST:
        raise InvalidInput("标题最多 120 个字，请缩短。", {"title": "标题最多 120 个字，请缩短。"})
    return title


def _refuse_too_much(session: Session, version: AchievementVersion, size: int, further: int = 1) -> None:
    """The files of a version are counted by the database: the page may be older than its neighbour's upload."""
    kept = select(func.count(), func.coalesce(func.sum(Attachment.size), 0)).where(
        Attachment.version_id == version.id, Attachment.removed_at.is_(None)
    )
    count, held = session.execute(kept).one()
    if count + further > MOST_FILES:
        raise InvalidInput("一项成果最多 20 份资料。请先移除不需要的，或把几份合成一份 PDF。")
    if held + size > MOST_FILE_BYTES:
        raise InvalidInput("一项成果的资料合计最多 200 MB。请先压缩，或移除不需要的。")


def _note(
    session: Session, actor: Actor, action: ListingAction, version: AchievementVersion, attachment: Attachment
) -> None:
    version.updated_at = now()
    session.flush()
    session.expire(version, ["attachments"])
    record_act(session, actor, action, version, file=attachment.title, tier=attachment.tier.value)

"""What the owner does with the files of a version in work: add, describe, replace; the rest is what every shelf does."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.errors import InvalidInput
from marketplace.core.scanning import Verdict
from marketplace.listings.filenames import LONGEST, title_from
from marketplace.listings.models import AchievementVersion, Attachment
from marketplace.listings.rules import MOST_FILE_BYTES, MOST_FILES, ListingAction
from marketplace.listings.services.shelves import Shelf, version_in_work
from marketplace.taxonomy.terms import AttachmentKind, DisclosureTier

GONE = "这份资料已被移除，或不在正在修改的版本里。请刷新后再试。"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """Content that lies in the store already."""

    key: str
    size: int
    media_type: str
    filename: str
    scan: Verdict = Verdict.UNCHECKED


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
        position=FILES.next_position(session, version),
        kind=command.kind,
        tier=command.tier,
        title=_title(command.title or title_from(command.file.filename)),
        added_by=actor.person_id,
        **_stored(command.file),
    )
    session.add(attachment)
    FILES.note(session, actor, ListingAction.ATTACH, version, attachment)
    return attachment


def change_file(session: Session, actor: Actor, public_id: str, file_id: int, command: ChangeFile) -> Attachment:
    """Give a file another title, kind or tier, or other content. Published versions keep theirs."""
    version = version_in_work(session, actor, public_id)
    attachment = FILES.find(session, version, file_id)
    title = _title(command.title)
    if command.file is not None:
        _refuse_too_much(session, version, command.file.size - attachment.size, further=0)
        for name, value in _stored(command.file).items():
            setattr(attachment, name, value)
    attachment.title, attachment.kind, attachment.tier = title, command.kind, command.tier
    FILES.note(session, actor, ListingAction.CHANGE_FILE, version, attachment)
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


def _stored(file: StoredFile) -> dict[str, Any]:
    plain: dict[str, Any] = {name: getattr(file, name) for name in ("key", "size", "media_type", "filename", "scan")}
    return plain | {"finding": ""}


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


FILES = Shelf(
    kind=Attachment,
    relation="attachments",
    gone=GONE,
    make_room=lambda session, version, file: _refuse_too_much(session, version, file.size),
    told=lambda file: {"file": file.title, "tier": file.tier.value},
)
move_file, remove_file, restore_file = FILES.move, FILES.remove, FILES.restore

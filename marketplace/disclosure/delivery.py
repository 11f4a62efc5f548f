"""What a reader gets who asks for a file: the file itself on the owner's side, a marked copy by a grant, and a line in the log."""

import hashlib
import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import IO

from sqlalchemy.orm import Session

from marketplace.accounts.models import Person
from marketplace.core import confined
from marketplace.core.actor import Actor
from marketplace.core.clock import CHINA, now
from marketplace.core.confined.marks import MARKABLE, cover
from marketplace.core.errors import InvalidInput
from marketplace.core.files import Store
from marketplace.disclosure import policies, services
from marketplace.disclosure.rules import ASKABLE, AccessKind
from marketplace.disclosure.services import Seen
from marketplace.listings.handing import Handed, as_it_is
from marketplace.listings.models import AchievementVersion, Attachment
from marketplace.listings.policies import sees_all
from marketplace.matching.policies import accepted_interest

Mark = Callable[[IO[bytes], str, Sequence[str]], bytes]
ZIP = "application/zip"
COVER = "首页 Cover.pdf"


def basis_of(actor: Actor, version: AchievementVersion, file: Attachment) -> str:
    """By which grant or accepted interest the reader takes a file; blank where none is needed."""
    if file.tier not in ASKABLE or sees_all(actor, version):
        return ""
    return policies.basis_of(actor, version, file.tier, accepted_interest(actor, version))


def asks_first(_session: Session, actor: Actor, version: AchievementVersion, file: Attachment) -> bool:
    """What can carry no mark comes wrapped, and its reader is told so first."""
    return file.media_type not in MARKABLE and bool(basis_of(actor, version, file))


def hand_out(
    session: Session,
    actor: Actor,
    version: AchievementVersion,
    file: Attachment,
    store: Store,
    mark: Mark = confined.mark,
) -> Handed:
    """The file as this reader gets it; `mark` makes the marked copy."""
    basis = basis_of(actor, version, file)
    seen = partial(
        Seen, kind=AccessKind.DOWNLOAD, achievement_id=version.achievement_id, number=version.number, tier=file.tier,
        title=file.title, basis=basis,
    )  # fmt: skip
    if not basis:
        plain = seen(sha256=file.key)
        return as_it_is(file, store, lambda writing: services.note(writing, actor, plain))
    person = session.get_one(Person, actor.person_id)
    lines = mark_lines(person, now(), basis)
    content, media_type, filename = _marked(file, store, lines, mark)
    told = seen(marked=True, sha256=hashlib.sha256(content).hexdigest())
    return Handed(
        content=io.BytesIO(content),
        size=len(content),
        media_type=media_type,
        filename=filename,
        write_down=lambda writing: services.note(writing, actor, told),
    )


def mark_lines(person: Person, moment: datetime, basis: str) -> list[str]:
    """Who, when, by what right; every mark has lines in ASCII, for pictures."""
    when = f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M:%S} UTC+8"
    address = person.email if person.email.isascii() else person.public_id
    return [person.name, address, f"{basis}  {when}"]


def parcel(file: Attachment, content: bytes, lines: Sequence[str]) -> bytes:
    """The file beside a cover page that says whom it was handed to."""
    title = f"{file.title}（{file.filename}）"
    page = cover(
        title, [*lines, f"SHA-256 {file.key}", "本文件按授权提供，请勿转交。Handed out under a grant: do not pass on."]
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(COVER, page)
        archive.writestr(file.filename, content)
    return target.getvalue()


def _marked(file: Attachment, store: Store, lines: Sequence[str], mark: Mark) -> tuple[bytes, str, str]:
    """A marked copy; what takes no mark goes into a parcel."""
    with store.open(file.key) as content:
        if file.media_type in MARKABLE:
            try:
                return mark(content, file.media_type, lines), file.media_type, file.filename
            except InvalidInput:
                content.seek(0)
        name = file.filename.rpartition(".")[0] or file.filename
        return parcel(file, content.read(), lines), ZIP, f"{name}.zip"

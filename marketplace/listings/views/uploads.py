"""What comes in a request as a file: looked at in a confined process, then stored, then told to a service."""

import os
from io import BytesIO

from werkzeug.datastructures import FileStorage

from marketplace.core import confined
from marketplace.core.errors import InvalidInput
from marketplace.core.scanning import Verdict, open_scanner
from marketplace.listings.filenames import safe_name
from marketplace.listings.services import StoredFile, StoredRendition
from marketplace.web.state import attachments, settings


def given(uploads: list[FileStorage]) -> list[FileStorage]:
    """The files that were chosen; an empty control sends one without a name."""
    return [upload for upload in uploads if upload and upload.filename]


def stored(upload: FileStorage) -> StoredFile:
    """Keep the content before any row names it; InvalidInput for what is not taken."""
    found = confined.inspect(upload.stream)
    upload.stream.seek(0, os.SEEK_END)
    size = upload.stream.tell()
    upload.stream.seek(0)
    scan = open_scanner(settings().clamd).scan(upload.stream)
    if scan.verdict is Verdict.INFECTED:
        raise InvalidInput("文件里查出病毒（%(name)s），没有收下。请先清除，再上传。", name=scan.found)
    upload.stream.seek(0)
    key = attachments().put(upload.stream)
    name = safe_name(upload.filename or "", found.suffix)
    return StoredFile(key=key, size=size, media_type=found.media_type, filename=name, scan=scan.verdict)


def scaled(upload: FileStorage) -> list[StoredRendition]:
    """Keep a picture at the widths that pages use; what was uploaded itself is kept nowhere."""
    return [
        StoredRendition(
            width=each.width,
            height=each.height,
            media_type=each.media_type,
            key=attachments().put(BytesIO(each.content)),
        )
        for each in confined.render(upload.stream)
    ]


def stored_one(uploads: list[FileStorage]) -> StoredFile | None:
    chosen = given(uploads)
    return stored(chosen[0]) if chosen else None


def nothing_chosen() -> InvalidInput:
    return InvalidInput("请先选择文件。", {"file": "请先选择文件。"})

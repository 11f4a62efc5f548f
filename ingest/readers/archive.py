"""Open a zip container (xlsx, docx) only after its parts have been counted out."""

import io
import zipfile
from typing import NoReturn

from ingest.records import FileNotRead
from marketplace.core.containers import MEGABYTE, UNREADABLE, count_out


def checked_names(data: bytes) -> list[str]:
    """Name the parts of a container that is whole and unpacks to a sane size; else raise `FileNotRead`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            entries = container.infolist()
            _refuse_encrypted(entries)
            count_out(container, len(data), _refuse_bomb, _refuse_entities)
            return [entry.filename for entry in entries]
    except UNREADABLE as error:
        raise FileNotRead("truncated", "文件不完整或已损坏，打不开。请用原来的程序打开另存一份，再上传。") from error


def _refuse_bomb(limit: int) -> NoReturn:
    raise FileNotRead(
        "too_large_unpacked",
        "文件解压后超过 %(size)s MB，远大于正常的表格，没有读取。请删去多余的内容，或分成几个文件。",
        size=limit // MEGABYTE,
    )


def _refuse_encrypted(entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileNotRead("encrypted", "文件设有打开密码，读不了。请取消密码后再上传。")


def _refuse_entities(name: str, head: bytes) -> None:
    """XML that defines entities can grow without bound when it is read; no office program writes a document type."""
    if name.lower().endswith((".xml", ".rels")) and b"<!DOCTYPE" in head.replace(b"\0", b"").upper():
        raise FileNotRead("entities", "文件里定义了 XML 实体，可能有害，没有读取。请用原来的程序打开另存一份，再上传。")

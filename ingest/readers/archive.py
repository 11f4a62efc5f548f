"""Open a zip container (xlsx, docx) only after its parts have been counted out."""

import io
import zipfile
import zlib

from ingest import limits
from ingest.records import FileNotRead

CHUNK = 1024 * 1024
HEAD = 4096  # bytes in which a document type would stand; no office program writes one


def checked_names(data: bytes) -> list[str]:
    """Name the parts of a container that is whole and unpacks to a sane size; else raise `FileNotRead`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            entries = container.infolist()
            _refuse_encrypted(entries)
            _refuse_bombs(sum(entry.file_size for entry in entries), len(data))
            _count_out(container, entries, len(data))
            return [entry.filename for entry in entries]
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise FileNotRead("truncated", "文件不完整或已损坏，打不开。请用原来的程序打开另存一份，再上传。") from error


def _count_out(container: zipfile.ZipFile, entries: list[zipfile.ZipInfo], packed: int) -> None:
    """Unpack every part to nowhere: sizes in the directory may lie, checksums may fail."""
    total = 0
    for entry in entries:
        with container.open(entry) as part:
            begun = total
            while chunk := part.read(CHUNK):
                if total == begun:
                    _refuse_entities(entry.filename, chunk[:HEAD])
                total += len(chunk)
                _refuse_bombs(total, packed)


def _refuse_bombs(unpacked: int, packed: int) -> None:
    too_dense = unpacked > limits.BOMB_FROM and unpacked > packed * limits.BOMB_RATIO
    if unpacked > limits.UNPACKED_BYTES or too_dense:
        raise FileNotRead(
            "too_large_unpacked",
            "文件解压后超过 %(size)s MB，远大于正常的表格，没有读取。请删去多余的内容，或分成几个文件。",
            size=limits.BOMB_FROM // limits.MEGABYTE if too_dense else limits.UNPACKED_BYTES // limits.MEGABYTE,
        )


def _refuse_encrypted(entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileNotRead("encrypted", "文件设有打开密码，读不了。请取消密码后再上传。")


def _refuse_entities(name: str, head: bytes) -> None:
    """XML that defines entities can grow without bound when it is read."""
    if name.lower().endswith((".xml", ".rels")) and b"<!DOCTYPE" in head.replace(b"\0", b"").upper():
        raise FileNotRead("entities", "文件里定义了 XML 实体，可能有害，没有读取。请用原来的程序打开另存一份，再上传。")

"""Open a zip of files: each is read in memory, none is written out, and none may hold another zip."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from ingest import limits
from ingest.records import FileNotRead, Message

UTF8 = 0x800  # flag of an entry whose name is UTF-8
LEFT_BEHIND = ("__MACOSX/", ".DS_Store", "Thumbs.db", "~$", "desktop.ini")


def files_in(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and content of every file of a checked zip, in the order of names."""
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        entries = sorted((_name(entry), entry) for entry in container.infolist() if not entry.is_dir())
        wanted = [(name, entry) for name, entry in entries if not _is_litter(name)]
        _refuse_odd_names([name for name, _ in wanted])
        if len(wanted) > limits.ARCHIVE_FILES:
            raise FileNotRead(
                "too_many_files",
                "压缩包里有 %(n)s 个文件，超过 %(limit)s 个。请分成几个压缩包再上传。",
                n=len(wanted),
                limit=limits.ARCHIVE_FILES,
            )
        for name, entry in wanted:
            yield name, container.read(entry)


def unread(name: str, refused: FileNotRead) -> Message:
    """The note about a file that gave no rows."""
    return Message("压缩包里的“%(name)s”未读：%(reason)s", name=name, reason=refused.message)


def _name(entry: zipfile.ZipInfo) -> str:
    """The name as its writer meant it: Chinese systems write GBK without saying so."""
    if entry.flag_bits & UTF8:
        return entry.filename
    raw = entry.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _is_litter(name: str) -> bool:
    return any(mark in name for mark in LEFT_BEHIND)


def _refuse_odd_names(names: list[str]) -> None:
    for name in names:
        path = PurePosixPath(name.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in path.parts[0] or "\0" in name:
            raise FileNotRead(
                "unsafe_names", "压缩包里有指向别处的文件名，可能有害，没有读取。请重新打包要导入的文件再上传。"
            )

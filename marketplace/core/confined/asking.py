"""Ask a confined process about a file: whatever the file does to it, an answer or one sentence comes back."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import marketplace
from marketplace.core.confined import wording
from marketplace.core.errors import InvalidInput

ROOT = Path(marketplace.__file__).parents[1]
PATIENCE = 60  # seconds, on a machine that is busy with others
TOO_MUCH = 3
KEPT = ("PATH", "LANG", "LC_ALL", "HOME", "TZ", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
SUFFIXES = {
    "application/pdf": ".pdf",
    "application/zip": ".zip",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/webp": ".webp",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """What a file truly is, and the suffix that says so."""

    media_type: str
    suffix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A picture at one width."""

    width: int
    height: int
    media_type: str
    content: bytes


def inspect(content: IO[bytes]) -> File:
    """What the file is; InvalidInput for one that is not taken."""
    told, _rest = _ask("inspect", content)
    return File(media_type=told["media_type"], suffix=SUFFIXES[told["media_type"]])


def render(content: IO[bytes]) -> list[Rendered]:
    """The picture at the widths that pages use, without what its camera wrote; the last is a JPEG to fall back on."""
    told, rest = _ask("render", content)
    made, begun = [], 0
    for each in told["renditions"]:
        size = each.pop("size")
        made.append(Rendered(**each, content=rest[begun : begun + size]))
        begun += size
    return made


def mark(content: IO[bytes], media_type: str, lines: Sequence[str]) -> bytes:
    """The file with the lines on it; InvalidInput for one that takes no mark. What the lines say is not in the command."""
    head = json.dumps({"media_type": media_type, "lines": list(lines)}).encode() + b"\n"
    _told, made = _ask("mark", content, head)
    return made


def _ask(errand: str, content: IO[bytes], head: bytes = b"") -> tuple[dict[str, Any], bytes]:
    command = [sys.executable, "-m", "marketplace.core.confined.child", errand]
    environment = {name: os.environ[name] for name in KEPT if name in os.environ} | {"PYTHONUTF8": "1"}
    content.seek(0)
    with tempfile.TemporaryFile() as copy, tempfile.TemporaryFile() as out:
        copy.write(head)
        shutil.copyfileobj(content, copy)
        copy.seek(0)
        content.seek(0)
        try:
            done = subprocess.run(  # noqa: S603 - the command is ours; the file comes by its standard input
                command,
                cwd=ROOT,
                env=environment,
                stdin=copy,
                stdout=out,
                stderr=subprocess.DEVNULL,
                timeout=PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise InvalidInput(wording.TOO_MUCH) from None
        if done.returncode:
            stopped = done.returncode < 0 or done.returncode == TOO_MUCH
            raise InvalidInput(wording.TOO_MUCH if stopped else wording.BROKEN)
        out.seek(0)
        told = json.loads(out.readline())
        if "refused" in told:
            raise InvalidInput(told["refused"])
        return told, out.read()

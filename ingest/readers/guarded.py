"""Read a file that a stranger sent, in a process of its own: whatever it does to the parser, one sentence comes back."""

import io
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import ingest
from ingest import limits
from ingest.readers import refuse_by_size
from ingest.readers.child import TOO_MUCH
from ingest.readers.handover import read_sheets
from ingest.records import FileNotRead, Sheets, too_much

ROOT = Path(ingest.__file__).parents[1]
LOOK = 0.05  # seconds between looks at the child
PATIENCE = 20.0  # seconds that a page waits
TICK = 5.0  # seconds between signs of life to whoever waits
KEPT = ("PATH", "LANG", "LC_ALL", "HOME", "TZ", "LD_LIBRARY_PATH", "VIRTUAL_ENV")


def read_guarded(source: Path | bytes, filename: str, tick: Callable[[], None] | None = None) -> Sheets:
    """Read a file; `FileNotRead` for whatever cannot be read within the limits. `tick` is called while it takes."""
    with _as_file(source) as content, tempfile.TemporaryFile() as out:
        if not _run(content, out, filename, "all", tick):
            raise too_much()
        return read_sheets(iter(out))


def look_guarded(content: IO[bytes], filename: str) -> None:
    """Raise `FileNotRead` for a file that would give no rows; one that takes long is left for `read_guarded` to judge."""
    with _as_file(content) as copy, tempfile.TemporaryFile() as out:
        if not _run(copy, out, filename, "look", patience=PATIENCE):
            return
        if refusal := out.readline():
            read_sheets(iter([refusal]))


@contextmanager
def _as_file(source: Path | bytes | IO[bytes]) -> Iterator[IO[bytes]]:
    """The content as a file that another process can be given, not larger than allowed."""
    if isinstance(source, Path):
        with source.open("rb") as content:
            refuse_by_size(source.stat().st_size)
            yield content
        return
    with tempfile.TemporaryFile() as copy:
        shutil.copyfileobj(io.BytesIO(source) if isinstance(source, bytes) else source, copy)
        copy.flush()
        refuse_by_size(copy.tell())
        copy.seek(0)
        yield copy


def _run(
    content: IO[bytes],
    out: IO[bytes],
    filename: str,
    what: str,
    tick: Callable[[], None] | None = None,
    patience: float = limits.WAITING_SECONDS,
) -> bool:
    """Start a child over a file; False when patience ran out before it was done."""
    command = [sys.executable, "-m", "ingest.readers.child", filename.replace("\0", ""), what]
    environment = {name: os.environ[name] for name in KEPT if name in os.environ} | {"PYTHONUTF8": "1"}
    with subprocess.Popen(  # noqa: S603 - the command is ours; the file comes by its standard input
        command, cwd=ROOT, env=environment, stdin=content, stdout=out, stderr=subprocess.DEVNULL
    ) as child:
        try:
            done = _wait(child, tick, patience)
        finally:
            child.kill()
    out.seek(0)
    if done and child.returncode:
        raise _why(child.returncode)
    return done


def _wait(child: subprocess.Popen[bytes], tick: Callable[[], None] | None, patience: float) -> bool:
    begun = told = time.monotonic()
    while child.poll() is None:
        moment = time.monotonic()
        if moment - begun > patience:
            return False
        if tick and moment - told > TICK:
            tick()
            told = moment
        time.sleep(LOOK)
    return True


def _why(code: int) -> FileNotRead:
    """A child that was stopped took too much; one that fell did so over a damaged file."""
    if code < 0 or code == TOO_MUCH:
        return too_much()
    return FileNotRead("broken", "文件损坏或不合格式，读不了。请用原来的程序打开另存一份，再上传。")

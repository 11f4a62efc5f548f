"""Files by the hash of their content: the port, and its shape in a local folder outside the web root."""

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Protocol

CHUNK = 1024 * 1024
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG)  # the disk is full, a quota is, or it may only be read


class StoreUnavailable(Exception):
    """Nothing can be kept or read now: a full disk, a bucket that does not answer. The message never holds a secret."""


class Store(Protocol):
    """Where content lies under the hash of it. What `put` has returned survives a loss of power."""

    def put(self, stream: IO[bytes]) -> str: ...

    def open(self, key: str) -> IO[bytes]: ...

    def path(self, key: str) -> Path:
        """A file of this host with the content, for reading; FileNotFoundError when there is none."""
        ...

    def written(self) -> Iterator[tuple[str, datetime]]:
        """Every key and when its content was last put."""
        ...

    def remove(self, key: str, *, put_before: datetime) -> bool:
        """Forget the content unless it was put again since; whether it went."""
        ...

    def forget_half_written(self, before: datetime) -> int:
        """Delete what writers that were killed left behind; how many there were."""
        ...


class FileStore:
    """A folder: write once, read by hash. A file that is half written is never visible."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, stream: IO[bytes]) -> str:
        """Store the content and return its sha-256 in hexadecimal digits."""
        try:
            return self._put(stream)
        except OSError as error:
            if error.errno in NO_ROOM:
                raise StoreUnavailable(f"nothing can be written: {errno.errorcode[error.errno]}") from error
            raise

    def _put(self, stream: IO[bytes]) -> str:
        self.folder.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        descriptor, name = tempfile.mkstemp(dir=self.folder, prefix=".incoming-")
        try:
            with os.fdopen(descriptor, "wb") as target:
                while chunk := stream.read(CHUNK):
                    digest.update(chunk)
                    target.write(chunk)
                target.flush()
                os.fsync(target.fileno())
            path = self.path(digest.hexdigest())
            path.parent.mkdir(exist_ok=True)
            Path(name).replace(path)
            _settle(path.parent)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        return digest.hexdigest()

    def path(self, key: str) -> Path:
        """Where the content with this hash lies."""
        return self.folder / checked_key(key)[:2] / key

    def open(self, key: str) -> IO[bytes]:
        """The content with this hash, for reading."""
        return self.path(key).open("rb")

    def written(self) -> Iterator[tuple[str, datetime]]:
        for path in sorted(self.folder.glob("??/*")):
            yield path.name, _written_at(path)

    def remove(self, key: str, *, put_before: datetime) -> bool:
        path = self.path(key)
        if not path.exists() or _written_at(path) >= put_before:
            return False
        path.unlink(missing_ok=True)
        return True

    def forget_half_written(self, before: datetime) -> int:
        left = [path for path in self.folder.glob(".incoming-*") if _written_at(path) < before]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)


def checked_key(key: str) -> str:
    """The key itself, which never leads out of its folder; ValueError when it is no content hash."""
    if len(key) != 64 or not set(key) <= set("0123456789abcdef"):
        raise ValueError("not a content hash")
    return key


def _written_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _settle(folder: Path) -> None:
    """Have the folder's own entry written down: a name that is not there is a file that is not there."""
    for each in (folder, folder.parent):
        descriptor = os.open(each, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

"""Content in an S3-compatible store: the bucket is the truth, each host keeps copies of what it read."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from marketplace.core.files import CHUNK, StoreUnavailable, checked_key

MISSING = ("404", "NoSuchKey")


class ObjectStore:
    """A bucket, and a folder of copies by hash on this host: content never changes, so that a copy is never stale.

    `client` is boto3's; `prefix` keeps two areas of one bucket apart. What was not read for a while leaves the folder
    (`forget_half_written`), never the bucket.
    """

    def __init__(self, client: Any, bucket: str, prefix: str, copies: Path) -> None:
        self._client, self._bucket, self._prefix, self._copies = client, bucket, prefix, copies

    def put(self, stream: IO[bytes]) -> str:
        """Store the content and return its sha-256; it is in the bucket when this returns."""
        digest = hashlib.sha256()
        incoming = self._incoming()
        try:
            with incoming.open("wb") as target:
                while chunk := stream.read(CHUNK):
                    digest.update(chunk)
                    target.write(chunk)
            key = digest.hexdigest()
            with incoming.open("rb") as content:
                self._ask("put_object", Key=self._name(key), Body=content)
            self._settle(incoming, key)
        finally:
            incoming.unlink(missing_ok=True)
        return key

    def path(self, key: str) -> Path:
        """A copy on this host; fetched and checked when there is none. FileNotFoundError when the bucket has none."""
        place = self._place(key)
        try:
            os.utime(place)  # read now: it stays
        except FileNotFoundError:
            self._fetch(key)
        return place

    def open(self, key: str) -> IO[bytes]:
        """The content with this hash, for reading."""
        return self.path(key).open("rb")

    def written(self) -> Iterator[tuple[str, datetime]]:
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=self._prefix)
        with _Refusals():
            for page in pages:
                for each in page.get("Contents", ()):
                    yield each["Key"].rpartition("/")[2], each["LastModified"]

    def remove(self, key: str, *, put_before: datetime) -> bool:
        try:
            head = self._ask("head_object", Key=self._name(key))
        except FileNotFoundError:
            return False
        if head["LastModified"] >= put_before:
            return False
        self._ask("delete_object", Key=self._name(key))
        self._place(key).unlink(missing_ok=True)
        return True

    def forget_half_written(self, before: datetime) -> int:
        """Delete what killed writers left on this host, and the copies that nobody read since; how many of the former."""
        left = 0
        for path in self._copies.rglob("*") if self._copies.exists() else ():
            if path.is_file() and datetime.fromtimestamp(path.stat().st_mtime, UTC) < before:
                left += path.name.startswith(".incoming-")
                path.unlink(missing_ok=True)
        return left

    def answers(self) -> bool:
        """Is the bucket there, and ours to read?"""
        try:
            self._ask("head_bucket")
        except (StoreUnavailable, FileNotFoundError):
            return False
        return True

    def _fetch(self, key: str) -> None:
        incoming, digest = self._incoming(), hashlib.sha256()
        try:
            with _Refusals(), incoming.open("wb") as target:
                body = self._ask("get_object", Key=self._name(key))["Body"]
                for chunk in body.iter_chunks(CHUNK):
                    digest.update(chunk)
                    target.write(chunk)
            if digest.hexdigest() != key:
                raise StoreUnavailable(f"the object {key} does not hold what its name says")
            self._settle(incoming, key)
        finally:
            incoming.unlink(missing_ok=True)

    def _ask(self, act: str, **what: object) -> Any:
        with _Refusals():
            return getattr(self._client, act)(Bucket=self._bucket, **what)

    def _name(self, key: str) -> str:
        return f"{self._prefix}{checked_key(key)[:2]}/{key}"

    def _place(self, key: str) -> Path:
        return self._copies / checked_key(key)[:2] / key

    def _incoming(self) -> Path:
        self._copies.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=self._copies, prefix=".incoming-")
        os.close(descriptor)
        return Path(name)

    def _settle(self, incoming: Path, key: str) -> None:
        place = self._place(key)
        place.parent.mkdir(exist_ok=True)
        incoming.replace(place)


class _Refusals:
    """Turns what boto3 raises into ours: nothing under this name, or no answer."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: type[BaseException] | None, error: BaseException | None, _trace: object) -> None:
        from botocore.exceptions import BotoCoreError, ClientError  # large; loaded with the first bucket

        if isinstance(error, ClientError):
            code = str(error.response.get("Error", {}).get("Code", ""))
            if code in MISSING:
                raise FileNotFoundError(code) from error
            raise StoreUnavailable(f"the store refuses {error.operation_name}: {code}") from error
        if isinstance(error, BotoCoreError):
            raise StoreUnavailable(f"the store does not answer: {type(error).__name__}") from error

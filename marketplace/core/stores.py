"""Opens the store of an area by the settings: a local folder, or a bucket."""

import os
from functools import lru_cache
from typing import Any, Literal
from urllib.parse import urlsplit

from marketplace.config import Settings
from marketplace.core.files import FileStore, Store
from marketplace.core.object_store import ObjectStore

Area = Literal["files", "attachments"]  # attachments apart: what no record names any more can be tidied away


def open_store(settings: Settings, area: Area) -> Store:
    """The area's store. Cheap: a bucket's client is made once in a process."""
    folder = settings.data_dir / area
    if not settings.files_url:
        return FileStore(folder)
    address = urlsplit(settings.files_url)
    prefix = "/".join(part for part in (address.path.strip("/"), area) if part)
    client = _client(settings.s3_endpoint_url, settings.s3_region)
    return ObjectStore(client, address.netloc, f"{prefix}/", settings.data_dir / "copies" / area)


def store_answers(settings: Settings) -> bool:
    """Can files be put now? A folder must be writable, a bucket must answer."""
    store = open_store(settings, "files")
    if isinstance(store, ObjectStore):
        return store.answers()
    return os.access(settings.data_dir, os.W_OK)


@lru_cache(maxsize=2)
def _client(endpoint: str, region: str) -> Any:
    """boto3's client; keys come from the usual AWS_* variables or the machine's role. Threads may share it."""
    import boto3  # large; loaded with the first bucket
    from botocore.config import Config

    config = Config(
        connect_timeout=3,
        read_timeout=20,
        retries={"max_attempts": 3, "mode": "standard"},
        s3={"addressing_style": "path" if endpoint else "auto"},
        request_checksum_calculation="when_required",  # other makers' stores do not know the newer headers
        response_checksum_validation="when_required",
    )
    return boto3.client("s3", endpoint_url=endpoint or None, region_name=region, config=config)

"""A process that stores a file, names it in a row, and is killed before the commit: `python -m tests.listings.killed_upload`."""

import io
import os
import signal
import sys
from pathlib import Path

from marketplace.core.actor import SYSTEM
from marketplace.core.db import Database
from marketplace.core.files import FileStore
from marketplace.listings import services
from marketplace.listings.services import AddFile, StoredFile
from marketplace.taxonomy.terms import AttachmentKind, DisclosureTier


def main(url: str, folder: str, public_id: str) -> None:
    key = FileStore(Path(folder)).put(io.BytesIO(b"%PDF-1.4"))
    file = StoredFile(key=key, size=8, media_type="application/pdf", filename="a.pdf")
    with Database(url).transaction() as session:
        command = AddFile(file=file, kind=AttachmentKind.OTHER, tier=DisclosureTier.PUBLIC)
        services.add_file(session, SYSTEM, public_id, command)
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(*sys.argv[1:])

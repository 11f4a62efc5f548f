"""Zip containers of strangers, unpacked to nowhere before anybody reads them: sizes in a directory may lie."""

import zipfile
import zlib
from collections.abc import Callable
from typing import NoReturn

MEGABYTE = 1024 * 1024
UNPACKED = 300 * MEGABYTE  # all parts of a container together
DENSE_FROM, DENSE = 50 * MEGABYTE, 100  # from so many bytes on, unpacked to packed
CHUNK = MEGABYTE
HEAD = 4096  # bytes of a part that `begins` is shown
# what zipfile raises where a container is not whole, or is packed in a way that it does not know
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError)


def count_out(
    container: zipfile.ZipFile,
    packed: int,
    refuse: Callable[[int], NoReturn],
    begins: Callable[[str, bytes], None] = lambda _name, _head: None,
) -> None:
    """Unpack every part; `refuse` is called with the limit in bytes that the container of `packed` bytes exceeds.

    `begins` is shown the name and the first bytes of each part. Raises one of `UNREADABLE` where a part is broken.
    """
    entries = container.infolist()
    _refuse_bombs(sum(entry.file_size for entry in entries), packed, refuse)
    total = 0
    for entry in entries:
        with container.open(entry) as part:
            begun = total
            while chunk := part.read(CHUNK):
                if total == begun:
                    begins(entry.filename, chunk[:HEAD])
                total += len(chunk)
                _refuse_bombs(total, packed, refuse)


def _refuse_bombs(unpacked: int, packed: int, refuse: Callable[[int], NoReturn]) -> None:
    if unpacked > DENSE_FROM and unpacked > packed * DENSE:
        refuse(DENSE_FROM)
    if unpacked > UNPACKED:
        refuse(UNPACKED)

"""Rows of one size in a file, read when asked for.

Not mapped: a web process would count every page it ever touched as its own (300 MB after a few hundred questions over
100,000 documents), although the system caches the file once for all.
"""

import os
import weakref
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray


class RecordsFile:
    """Rows of `width` values. Threads and forked processes may share it."""

    def __init__(self, path: Path, dtype: DTypeLike, width: int = 1) -> None:
        self._dtype, self._width = np.dtype(dtype), width
        self._size = self._dtype.itemsize * width
        self._handle = os.open(path, os.O_RDONLY)
        weakref.finalize(self, os.close, self._handle)

    def between(self, start: int, stop: int) -> NDArray[Any]:
        """The rows start..stop-1."""
        return self._rows(self.bytes_between(start, stop))

    def bytes_between(self, start: int, stop: int) -> bytes:
        """The bytes of rows start..stop-1."""
        return os.pread(self._handle, (stop - start) * self._size, start * self._size)

    def take(self, at: NDArray[np.intp]) -> NDArray[Any]:
        """Some rows, in the given order."""
        handle, size = self._handle, self._size
        return self._rows(b"".join([os.pread(handle, size, place * size) for place in at.tolist()]))

    def _rows(self, data: bytes) -> NDArray[Any]:
        return np.frombuffer(data, self._dtype).reshape(-1, self._width)

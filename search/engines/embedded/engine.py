"""The engine without a server: an index is a folder."""

import shutil
from pathlib import Path

from search.engines.embedded.reader import EmbeddedReader
from search.engines.embedded.state import read_state
from search.engines.embedded.writer import EmbeddedWriter
from search.ports import Embedder, SearchRefused


class EmbeddedEngine:
    """Opens readers and the one writer of a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def reader(self, embedder: Embedder) -> EmbeddedReader:
        """Open for searching; an index that does not exist yet is empty."""
        return EmbeddedReader(self._folder, embedder)

    def writer(self, embedder: Embedder) -> EmbeddedWriter:
        """Open for writing; SearchRefused while another process does."""
        return EmbeddedWriter(self._folder, embedder)

    def healthy(self) -> bool:
        """Can the last commit be read, and is everything there that it names?"""
        try:
            state = read_state(self._folder)
            return state.commit == 0 or all((self._folder / name).exists() for name in state.files())
        except (OSError, ValueError, SearchRefused):
            return False

    def remove(self) -> None:
        """Delete the folder."""
        shutil.rmtree(self._folder, ignore_errors=True)

"""The one writer of an index: rows are appended, replaced rows are marked dead, a commit is one renamed file."""

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.engines.embedded.compaction import plan_groups
from search.engines.embedded.lexical import LexicalWriter
from search.engines.embedded.records import Record, check_document, embed, stored_words
from search.engines.embedded.segment import Block, Segment, block_of, join_blocks, write_segment
from search.engines.embedded.snapshot import Snapshot
from search.engines.embedded.state import Dead, State, read_state, write_dead, write_state
from search.ports import Embedder, SearchRefused, SearchUnavailable, Vectors
from search.types import Document

_AT_ONCE = 512  # documents embedded in one go
_SPILL = 20_000  # rows held in memory before they become a segment


class EmbeddedWriter:
    """Holds the lock of the folder until `close`."""

    _before: Snapshot | None  # what a rebuild takes vectors from
    _next_row: int

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._embedder = embedder
        self._lock = _take_lock(folder)
        self._broken = False
        try:
            self._begin(read_state(folder))
        except BaseException:
            os.close(self._lock)
            raise

    def put(self, documents: Iterable[Document]) -> int:
        """Add or replace; a document older than what is there is passed over."""
        if self._model_differs():
            raise SearchRefused(
                f"The index was made with the model {self._base.state.model_id}, the embedder is {self._embedder.model_id}. "
                "Clear the index and put everything again."
            )
        written = 0
        with self._writing():
            for batch in _batches(documents):
                newest: dict[str, Document] = {}
                for document in batch:
                    check_document(document)
                    if document.id not in newest or newest[document.id].version <= document.version:
                        newest[document.id] = document
                written += self._put_batch(list(newest.values()))
        return written

    def delete(self, ids: Iterable[str]) -> int:
        """Forget documents; returns how many were there."""
        with self._writing():
            return sum(self._forget(id_, place) for id_, place in self._standing(list(dict.fromkeys(ids))).items())

    def clear(self) -> None:
        """Forget everything: begin anew beside what is there, and point to it at the commit."""
        with self._writing():
            self._clear()

    def _clear(self) -> None:
        self._lexical.close()
        before = self._base
        state = self._base.state
        fresh = State(
            commit=state.commit,
            model_id=self._embedder.model_id,
            dimension=self._embedder.dimension,
            next_row=self._next_row,
            lexical=f"lexical-{state.commit + 1}",
        )
        shutil.rmtree(self._folder / fresh.lexical, ignore_errors=True)
        self._begin(fresh)
        self._before = before if state.model_id == self._embedder.model_id else None

    def commit(self) -> None:
        """Make everything since the last commit visible at once."""
        with self._writing():
            self._commit()

    def _commit(self) -> None:
        self._spill()
        base, number = self._base.state, self._base.state.commit + 1
        newly = np.array(sorted(self._dead), np.int64)
        dead = np.union1d(self._base.dead.rows, newly)
        segments, dead = self._merge([*base.segments, *self._segments], dead)
        name = f"dead-{number}.npz" if len(dead) or len(newly) else ""
        if name:
            write_dead(self._folder, name, Dead(dead, newly))
        self._lexical.delete(
            int(row) for row in self._base.dead.unpurged
        )  # invisible since the last commit: safe to drop
        self._lexical.commit(number + 1)
        state = replace(
            base,
            commit=number,
            model_id=self._embedder.model_id,
            dimension=self._embedder.dimension,
            next_row=self._next_row,
            segments=tuple(segments),
            dead=name,
        )
        previous = read_state(self._folder)
        write_state(self._folder, state)
        self._remove_all_but(state.files() | previous.files())  # a reader may be opening the previous commit just now
        self._stand_on(Snapshot(self._folder, state, self._base))

    def rollback(self) -> None:
        """Forget what was put, deleted or cleared since the last commit."""
        self._broken = True
        with self._writing():
            pass

    def close(self) -> None:
        """Drop what is not committed and release the folder."""
        if self._lock >= 0:
            self._lexical.close()
            os.close(self._lock)
            self._lock = -1

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """What cannot be written leaves the last commit as it is, and the next write begins there."""
        try:
            if self._broken:
                self._lexical.close()
                self._begin(read_state(self._folder))
                self._broken = False
            yield
        except OSError as failed:
            self._broken = True
            raise SearchUnavailable(f"The index cannot be written: {failed}.") from failed

    def _begin(self, state: State) -> None:
        self._lexical = LexicalWriter(self._folder / state.lexical, state.commit + 1)
        self._stand_on(Snapshot(self._folder, state))

    def _stand_on(self, base: Snapshot) -> None:
        self._base = base
        self._before = None
        self._next_row = base.state.next_row
        self._pending: dict[str, Record] = {}  # in memory
        self._spilled: dict[str, tuple[int, int]] = {}  # id to row and version, in segments not committed yet
        self._segments: list[str] = []
        self._dead: set[int] = set()

    def _put_batch(self, documents: list[Document]) -> int:
        standing = self._standing([document.id for document in documents])
        newer = [d for d in documents if d.id not in standing or self._version(d.id, standing[d.id]) <= d.version]
        words = {document.id: stored_words(document) for document in newer}
        found = self._vectors(newer, words, standing)
        for document, (vector, passages) in zip(newer, found, strict=True):
            if document.id in standing:
                self._forget(document.id, standing[document.id])
            record = Record(
                row=self._next_row, document=document, vector=vector, passages=passages, words=words[document.id]
            )
            self._next_row += 1
            self._pending[document.id] = record
            self._lexical.add(record)
        if len(self._pending) >= _SPILL:
            self._spill()
        return len(newer)

    def _vectors(
        self, documents: list[Document], words: dict[str, bytes], standing: dict[str, int]
    ) -> list[tuple[Vectors, Vectors]]:
        """Vectors that are kept where the words are the same (a change of state is no reason to embed again), else new ones."""
        source = self._base
        places = standing
        if self._before is not None:
            source, places = self._before, self._before.places_of_ids([document.id for document in documents])
        kept = {
            d.id: found for d in documents if (found := _kept(source, words[d.id], places.get(d.id, -1))) is not None
        }
        new = [document for document in documents if document.id not in kept]
        if new:
            kept |= dict(zip([document.id for document in new], embed(new, self._embedder), strict=True))
        return [kept[document.id] for document in documents]

    def _standing(self, ids: list[str]) -> dict[str, int]:
        """Where the present rows of ids are: a place in the last commit, or -1 for one that is not committed yet."""
        places = self._base.places_of_ids([id_ for id_ in ids if id_ not in self._pending and id_ not in self._spilled])
        found = {id_: place for id_, place in places.items() if int(self._base.rows[place]) not in self._dead}
        return found | {id_: -1 for id_ in ids if id_ in self._pending or id_ in self._spilled}

    def _version(self, id_: str, place: int) -> int:
        if place >= 0:
            return int(self._base.versions[place])
        return self._pending[id_].document.version if id_ in self._pending else self._spilled[id_][1]

    def _forget(self, id_: str, place: int) -> int:
        if place >= 0:
            self._dead.add(int(self._base.rows[place]))
        elif id_ in self._pending:
            self._lexical.delete([self._pending.pop(id_).row])
        else:
            row, _ = self._spilled.pop(id_)
            self._dead.add(row)
        return 1

    def _spill(self) -> None:
        if not self._pending:
            return
        records = sorted(self._pending.values(), key=lambda record: record.row)
        self._segments.append(self._write(str(len(self._segments)), block_of(records)))
        self._spilled |= {record.document.id: (record.row, record.document.version) for record in records}
        self._pending = {}

    def _merge(self, names: list[str], dead: NDArray[np.int64]) -> tuple[list[str], NDArray[np.int64]]:
        """The segments after merging, and the marks that are still needed: rows that were left out need none."""
        opened = {segment.name: segment for segment in self._base.segments}
        segments = [opened.get(name) or Segment(self._folder / name) for name in names]
        living = [np.flatnonzero(~np.isin(segment.rows, dead)) for segment in segments]
        merged: list[str] = []
        marked = [np.empty(0, np.int64)]
        for group in plan_groups([(len(s), len(alive)) for s, alive in zip(segments, living, strict=True)]):
            if not group.rewrite:
                merged.append(names[group.first])
                marked.append(np.intersect1d(segments[group.first].rows, dead))
                continue
            taken = range(group.first, group.last)
            blocks = [segments[at].take(living[at]) for at in taken if len(living[at])]
            if blocks:
                merged.append(self._write(f"m{group.first}", join_blocks(blocks)))
        return merged, np.concatenate(marked)

    def _write(self, suffix: str, block: Block) -> str:
        name = f"segment-{self._base.state.commit + 1}-{suffix}"
        shutil.rmtree(self._folder / name, ignore_errors=True)  # of a writer that was killed
        write_segment(self._folder / name, block)
        return name

    def _model_differs(self) -> bool:
        made_with = self._base.state.model_id
        return bool(made_with and made_with != self._embedder.model_id)

    def _remove_all_but(self, needed: set[str]) -> None:
        for path in self._folder.iterdir():
            if path.name.startswith(("segment-", "lexical-", "dead-")) and path.name not in needed:
                if path.is_dir():
                    shutil.rmtree(path, ignore_errors=True)
                else:
                    path.unlink(missing_ok=True)


def _kept(source: Snapshot, words: bytes, place: int) -> tuple[Vectors, Vectors] | None:
    """The vectors of a row whose words are the same."""
    if place < 0:
        return None
    segment, at = source.locate(int(place))
    if segment.words(at) != words:
        return None
    return segment.vectors(np.array([at], np.intp))[0], segment.passage_vectors(at).astype(np.float32)


def _take_lock(folder: Path) -> int:
    handle = os.open(folder / "writer.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise SearchRefused(
            f"Another process writes the index in {folder}; there can be one writer only. Stop it first."
        ) from None
    return handle


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    rest = iter(documents)
    while batch := list(islice(rest, _AT_ONCE)):
        yield batch

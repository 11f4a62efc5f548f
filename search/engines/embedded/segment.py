"""An immutable block of rows on disk: columns that are read, eight-bit vectors that are mapped, the rest in files."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.engines.embedded.files import sync_tree
from search.engines.embedded.lists import Lists
from search.engines.embedded.records import Record
from search.engines.embedded.records_file import RecordsFile
from search.ports import Vectors


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The rows of a segment in memory, ascending by row number. `words` and `passages` hold one entry per row."""

    rows: NDArray[np.int64]
    ids: NDArray[np.bytes_]
    versions: NDArray[np.int64]
    lists: dict[str, Lists]  # facets by name, and under "" the kinds, under "*" the scopes
    numbers: dict[str, NDArray[np.float64]]
    vectors: Vectors
    passages: list[Vectors]
    words: list[bytes]


KINDS, SCOPES = "", "*"


def block_of(records: Sequence[Record]) -> Block:
    """Columns of records."""
    documents = [record.document for record in records]
    facets = sorted({name for document in documents for name in document.facets})
    names = sorted({name for document in documents for name in document.numbers})
    lists = {f"={name}": Lists.of([document.facets.get(name, ()) for document in documents]) for name in facets}
    lists[KINDS] = Lists.of([(document.kind,) for document in documents])
    lists[SCOPES] = Lists.of([sorted(document.scopes) for document in documents])
    return Block(
        rows=np.array([record.row for record in records], np.int64),
        ids=np.array([document.id.encode() for document in documents]),
        versions=np.array([document.version for document in documents], np.int64),
        lists=lists,
        numbers={n: np.array([d.numbers.get(n, np.nan) for d in documents], np.float64) for n in names},
        vectors=np.stack([record.vector for record in records]),
        passages=[record.passages for record in records],
        words=[record.words for record in records],
    )


def write_segment(folder: Path, block: Block) -> None:
    """Write a block and have it on disk."""
    folder.mkdir()
    columns: dict[str, NDArray[Any]] = {"rows": block.rows, "ids": block.ids, "versions": block.versions}
    names = {
        "lists": list(block.lists),
        "numbers": list(block.numbers),
        "values": [x.values for x in block.lists.values()],
    }
    for at, column in enumerate(block.lists.values()):
        columns |= {f"list{at}.starts": column.starts, f"list{at}.codes": column.codes}
    for at, number in enumerate(block.numbers.values()):
        columns[f"number{at}"] = number
    columns["passage.starts"] = _starts([len(vectors) for vectors in block.passages])
    columns["word.starts"] = _starts([len(words) for words in block.words])
    scale, whole = quantise(block.vectors)
    columns["scale"] = scale
    with (folder / "columns.npz").open("wb") as file:
        np.savez(file, **columns)  # type: ignore[arg-type]
    np.save(folder / "vectors.i8.npy", whole)
    block.vectors.astype(np.float32).tofile(folder / "vectors.f32")
    passages = np.concatenate([*block.passages, np.empty((0, block.vectors.shape[1]), np.float32)])
    passages.astype(np.float16).tofile(folder / "passages.f16")
    (folder / "words.bin").write_bytes(b"".join(block.words))
    (folder / "names.json").write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")
    sync_tree(folder)


def quantise(vectors: Vectors) -> tuple[Vectors, NDArray[np.int8]]:
    """Eight bits a component, one scale a vector: components are about `scale * whole`."""
    highest = np.abs(vectors).max(axis=1, keepdims=True)
    scale = np.maximum(highest, np.float32(1e-12)) / 127
    return scale[:, 0].astype(np.float32), np.rint(vectors / scale).astype(np.int8)


class Segment:
    """A segment opened for reading."""

    def __init__(self, folder: Path) -> None:
        self.name = folder.name
        self._folder = folder
        names = json.loads((folder / "names.json").read_text(encoding="utf-8"))
        with np.load(folder / "columns.npz") as columns:
            self.rows: NDArray[np.int64] = columns["rows"]
            self.ids: NDArray[np.bytes_] = columns["ids"]
            self.versions: NDArray[np.int64] = columns["versions"]
            self.scale: Vectors = columns["scale"]
            self._passage_starts = columns["passage.starts"]
            self._word_starts = columns["word.starts"]
            self.numbers = {name: columns[f"number{at}"] for at, name in enumerate(names["numbers"])}
            self.lists: dict[str, Lists] = {}
            for at, name in enumerate(names["lists"]):
                starts = self._held_once(columns[f"list{at}.starts"])
                self.lists[name] = Lists(starts, columns[f"list{at}.codes"], tuple(names["values"][at]))
        self.whole: NDArray[np.int8] = np.load(folder / "vectors.i8.npy", mmap_mode="r").view(np.ndarray)
        dimension = self.whole.shape[1]
        self._vectors = RecordsFile(folder / "vectors.f32", np.float32, dimension)
        self._passages = RecordsFile(folder / "passages.f16", np.float16, dimension)
        self._words = RecordsFile(folder / "words.bin", np.uint8)

    def __len__(self) -> int:
        return len(self.rows)

    def _held_once(self, starts: NDArray[np.int64]) -> NDArray[np.int64]:
        """Most columns have one value a row: the same starts, a megabyte for 100,000 rows, need one place."""
        known = (column.starts for column in self.lists.values())
        return next((other for other in known if np.array_equal(other, starts)), starts)

    def vectors(self, at: NDArray[np.intp]) -> Vectors:
        """Some rows in full precision."""
        return self._vectors.take(at)

    def passage_vectors(self, at: int) -> NDArray[np.float16]:
        """The vectors of a row's passages, in half precision; none when it has fewer than two."""
        return self._passages.between(int(self._passage_starts[at]), int(self._passage_starts[at + 1]))

    def passage_bytes(self, at: int) -> bytes:
        """The same as they are stored, one after the other."""
        return self._passages.bytes_between(int(self._passage_starts[at]), int(self._passage_starts[at + 1]))

    def words(self, at: int) -> bytes:
        """A row's stored text."""
        return self._words.bytes_between(int(self._word_starts[at]), int(self._word_starts[at + 1]))

    def take(self, at: NDArray[np.intp]) -> Block:
        """Copy some rows out."""
        return Block(
            rows=self.rows[at],
            ids=self.ids[at],
            versions=self.versions[at],
            lists={name: column.take(at) for name, column in self.lists.items()},
            numbers={name: number[at] for name, number in self.numbers.items()},
            vectors=self.vectors(at),
            passages=[self.passage_vectors(int(row)).astype(np.float32) for row in at],
            words=[self.words(int(row)) for row in at],
        )


def join_blocks(blocks: Sequence[Block]) -> Block:
    """One block of several, in the given order."""
    sizes = [len(block.rows) for block in blocks]
    lists = sorted({name for block in blocks for name in block.lists})
    numbers = sorted({name for block in blocks for name in block.numbers})
    unknown = [np.full(size, np.nan) for size in sizes]
    return Block(
        rows=np.concatenate([block.rows for block in blocks]),
        ids=np.concatenate([block.ids for block in blocks]),
        versions=np.concatenate([block.versions for block in blocks]),
        lists={
            n: Lists.joined([b.lists.get(n) or Lists.empty(s) for b, s in zip(blocks, sizes, strict=True)])
            for n in lists
        },
        numbers={
            n: np.concatenate([b.numbers.get(n, u) for b, u in zip(blocks, unknown, strict=True)]) for n in numbers
        },
        vectors=np.concatenate([block.vectors for block in blocks]),
        passages=[vectors for block in blocks for vectors in block.passages],
        words=[words for block in blocks for words in block.words],
    )


def _starts(sizes: Sequence[int]) -> NDArray[np.int64]:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(np.array(sizes, np.int64))])

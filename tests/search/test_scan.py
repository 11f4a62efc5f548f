"""A long scan is shared by the cores, also in a process that was forked after one."""

import multiprocessing
from pathlib import Path

import numpy as np
import pytest

from search.engines.embedded.meaning import scan
from search.engines.embedded.snapshot import Snapshot
from search.engines.embedded.state import read_state
from search.factory import open_engine
from search.types import Document
from tests.search.hashing import HashingEmbedder

WORDS = ("烟气", "余热", "回收", "碳捕集", "吸收剂", "再生", "储能", "钢渣")


@pytest.fixture
def snapshot(tmp_path: Path, embedder: HashingEmbedder) -> Snapshot:
    writer = open_engine("embedded", tmp_path / "index").writer(embedder)
    for first, last in ((0, 60), (60, 70)):
        writer.put([_document(number) for number in range(first, last)])
        writer.commit()
    writer.close()
    return Snapshot(tmp_path / "index", read_state(tmp_path / "index"))


def test_a_scan_in_pieces_is_the_scan_as_a_whole(snapshot: Snapshot, embedder: HashingEmbedder) -> None:
    vector = embedder.encode_queries(["烟气余热回收"])[0]

    assert len(snapshot.segments) == 2
    assert np.array_equal(scan(snapshot, vector, at_once=7), scan(snapshot, vector))
    assert np.allclose(scan(snapshot, vector), snapshot.vectors(np.arange(70)) @ vector, atol=0.02)


def test_a_fork_after_a_scan_scans(tmp_path: Path, snapshot: Snapshot, embedder: HashingEmbedder) -> None:
    vector = embedder.encode_queries(["储能"])[0]
    whole = scan(snapshot, vector, at_once=7).tolist()

    with multiprocessing.get_context("fork").Pool(1) as pool:
        assert pool.apply_async(_scanned, (tmp_path / "index", vector)).get(timeout=30) == whole


def _scanned(folder: Path, vector: np.ndarray) -> list[float]:
    found: list[float] = scan(Snapshot(folder, read_state(folder)), vector, at_once=7).tolist()
    return found


def _document(number: int) -> Document:
    title = WORDS[number % 8] + WORDS[number // 8 % 8]
    return Document(id=f"R-{number}", kind="achievement", title=title, scopes=frozenset({"public"}), version=1)

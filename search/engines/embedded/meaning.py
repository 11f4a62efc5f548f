"""Scores by meaning: every eight-bit vector is scanned, the best are scored again in full precision."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

import numkong
import numpy as np
from numpy.typing import NDArray

from search.engines.embedded.segment import quantise
from search.engines.embedded.snapshot import Places, Snapshot
from search.fusion import Scores
from search.ports import Vectors

_AT_ONCE = 100_000  # rows that one core scans in a few milliseconds: handing fewer to another costs more than it gains


def scan(snapshot: Snapshot, vector: Vectors, at_once: int = _AT_ONCE) -> Scores:
    """About the cosine of every row with a question; the cores share a long scan, which waits for memory more than it computes."""
    scale, whole = quantise(vector[np.newaxis])
    cosines: Scores = np.empty(len(snapshot), np.float32)
    pieces = [
        (segment.whole[at : at + at_once], cosines[start + at : start + min(at + at_once, len(segment))])
        for start, segment in zip(snapshot.starts.tolist(), snapshot.segments, strict=False)
        for at in range(0, len(segment), at_once)
    ]

    def score(piece: tuple[NDArray[np.int8], Scores]) -> None:
        rows, into = piece
        into[:] = np.asarray(numkong.cdist(whole, rows, metric="dot", out_dtype="float32"))[0]

    list(_cores(os.getpid()).map(score, pieces) if len(pieces) > len(snapshot.segments) else map(score, pieces))
    cosines *= snapshot.scale
    cosines *= scale[0]
    return cosines


@lru_cache(maxsize=1)
def _cores(_process: int) -> ThreadPoolExecutor:
    """Threads of this process: those made before a fork are not there after it."""
    return ThreadPoolExecutor(len(os.sched_getaffinity(0)), thread_name_prefix="scan")


def rescore(snapshot: Snapshot, vector: Vectors, places: Places) -> Scores:
    """The exact cosine of some rows with a question."""
    return _products(snapshot.vectors(places), vector)


def closest_passages(snapshot: Snapshot, vector: Vectors, places: Sequence[int]) -> list[int]:
    """Which passage of each row is closest to the question (0 for a row with one only)."""
    held = [segment.passage_bytes(at) for segment, at in map(snapshot.locate, places)]
    joined = np.frombuffer(b"".join(held), np.float16).astype(np.float32).reshape(-1, len(vector))
    products = _products(joined, vector).tolist() if len(joined) else []
    closest, end = [], 0
    for own in held:
        start, end = end, end + len(own) // (2 * len(vector))
        closest.append(max(range(end - start), key=products[start:end].__getitem__, default=0))
    return closest


def _products(rows: Vectors, vector: Vectors) -> Scores:
    """Not numpy's product: its threads would wake for so little work, and do not survive a fork well."""
    found = numkong.cdist(np.ascontiguousarray(vector[np.newaxis]), rows, metric="dot", out_dtype="float32")
    products: Scores = np.asarray(found, np.float32)[0]
    return products

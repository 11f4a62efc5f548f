"""Scores by meaning: every eight-bit vector is scanned, the best are scored again in full precision."""

from collections.abc import Sequence

import numkong
import numpy as np

from search.engines.embedded.segment import quantise
from search.engines.embedded.snapshot import Places, Snapshot
from search.fusion import Scores
from search.ports import Vectors


def scan(snapshot: Snapshot, vector: Vectors) -> Scores:
    """About the cosine of every row with a question."""
    scale, whole = quantise(vector[np.newaxis])
    parts = [
        np.asarray(numkong.cdist(whole, segment.whole, metric="dot", out_dtype="float32"))[0]
        for segment in snapshot.segments
    ]
    cosines: Scores = parts[0] if len(parts) == 1 else np.concatenate(parts)
    cosines *= snapshot.scale
    cosines *= scale[0]
    return cosines


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

"""Scores by meaning: every eight-bit vector is scanned, the best are scored again in full precision."""

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
    cosines: Scores = (parts[0] if len(parts) == 1 else np.concatenate(parts)) * snapshot.scale
    cosines *= scale[0]
    return cosines


def rescore(snapshot: Snapshot, vector: Vectors, places: Places) -> Scores:
    """The exact cosine of some rows with a question."""
    return _products(snapshot.vectors(places), vector)


def closest_passage(snapshot: Snapshot, vector: Vectors, place: int) -> int:
    """Which passage of a row is closest to the question (0 when it has one only)."""
    segment, at = snapshot.locate(place)
    passages = segment.passage_vectors(at)
    return int(np.argmax(_products(passages, vector))) if len(passages) else 0


def _products(rows: Vectors, vector: Vectors) -> Scores:
    """Not numpy's product: its threads would wake for so little work, and do not survive a fork well."""
    found = numkong.cdist(np.ascontiguousarray(vector[np.newaxis]), rows, metric="dot", out_dtype="float32")
    products: Scores = np.asarray(found, np.float32)[0]
    return products

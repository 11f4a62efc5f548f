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
        np.asarray(numkong.cdist(whole, segment.whole, metric="dot"), np.float32)[0] for segment in snapshot.segments
    ]
    products: Scores = np.concatenate(parts)
    products *= snapshot.scale * scale[0]
    return products


def rescore(snapshot: Snapshot, vector: Vectors, places: Places) -> Scores:
    """The exact cosine of some rows with a question."""
    exact: Scores = snapshot.vectors(places) @ vector
    return exact


def closest_passage(snapshot: Snapshot, vector: Vectors, place: int) -> int:
    """Which passage of a row is closest to the question (0 when it has one only)."""
    segment, at = snapshot.locate(place)
    passages = segment.passage_vectors(at)
    return int(np.argmax(passages @ vector)) if len(passages) else 0

"""All needs against all results by meaning: how near to the machine's plain matrix product, with how much more memory."""

import resource
import subprocess
import sys
import time

import numpy as np
import psutil

from bench.registry import measurement
from search.nearest import QUESTIONS_AT_ONCE, ROWS_AT_ONCE, Nearest
from search.ports import Vectors

NEEDS, RESULTS, DIMENSION, LIMIT = 10_000, 100_000, 384, 50
SUBJECTS = 300  # texts gather around subjects, as real ones do
ROUNDS = 3
PIECE = 5_000


@measurement(name="portfolio_dense_top50", unit="of the plain float32 GEMM rate", bar=0.6, better="higher")
def share_of_plain_rate() -> float:
    """10,000 needs x 100,000 results, top 50: the same products in the same blocks without keeping anything, over ours.

    Taken in turns and by the processor's time, for the other work of a machine disturbs the clock; the median of three.
    """
    needs, results = _vectors(NEEDS, 1), _vectors(RESULTS, 2)
    _plain(needs[:QUESTIONS_AT_ONCE], results)
    shares = []
    for _ in range(ROUNDS):
        plain, ours = _plain(needs, results), _ours(needs, results)
        shares.append((plain[1] / ours[1], plain[0] / ours[0], ours[0], ours[1]))
    share, by_clock, seconds, spent = sorted(shares)[ROUNDS // 2]
    products = 2.0 * NEEDS * RESULTS * DIMENSION
    print(
        f"    {seconds:.1f} s by the clock, {spent:.1f} s of the processor, {products / seconds / 1e9:.0f} GFLOP/s;"
        f" {by_clock:.2f} of the plain rate by the clock"
    )
    return share


@measurement(name="portfolio_extra_memory", unit="GB beside the vectors", bar=1.0, better="lower")
def extra_memory() -> float:
    """What the peak of a process of its own grows by while it finds the nearest, vectors held before."""
    command = [sys.executable, "-c", "from bench.portfolio import print_growth; print_growth()"]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def print_growth() -> None:
    needs, results = _vectors(NEEDS, 1), _vectors(RESULTS, 2)
    _plain(needs[:64], results[:64])  # what the library of the products takes for itself
    before = psutil.Process().memory_info().rss
    _ours(needs, results)
    print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - before) / 1e9)


def _vectors(count: int, seed: int) -> Vectors:
    """Unit vectors around subjects, in the order in which the subjects came up; made in pieces, so that making them is no peak."""
    subjects = np.random.default_rng(0).standard_normal((SUBJECTS, DIMENSION), dtype=np.float32)
    draw = np.random.default_rng(seed)
    which = np.sort(draw.integers(0, SUBJECTS, count))
    found = np.empty((count, DIMENSION), np.float32)
    for start in range(0, count, PIECE):
        piece = found[start : start + PIECE]
        draw.standard_normal(dtype=np.float32, out=piece)
        piece += subjects[which[start : start + PIECE]]
        piece /= np.linalg.norm(piece, axis=1, keepdims=True)
    return found


def _ours(needs: Vectors, results: Vectors) -> tuple[float, float]:
    clock, spent = time.perf_counter(), time.process_time()
    nearest = Nearest(needs, LIMIT)
    for start in range(0, RESULTS, ROWS_AT_ONCE):
        nearest.add(results[start : start + ROWS_AT_ONCE])
    nearest.found()
    return time.perf_counter() - clock, time.process_time() - spent


def _plain(needs: Vectors, results: Vectors) -> tuple[float, float]:
    products = np.empty((QUESTIONS_AT_ONCE, ROWS_AT_ONCE), np.float32)
    clock, spent = time.perf_counter(), time.process_time()
    for start in range(0, len(results), ROWS_AT_ONCE):
        block = results[start : start + ROWS_AT_ONCE].T
        for first in range(0, len(needs), QUESTIONS_AT_ONCE):
            some = needs[first : first + QUESTIONS_AT_ONCE]
            np.matmul(some, block, out=products[: len(some), : block.shape[1]])
    return time.perf_counter() - clock, time.process_time() - spent

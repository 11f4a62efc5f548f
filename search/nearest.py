"""The nearest documents of very many questions at once: blocked matrix products near the machine's own rate, the best kept by threshold.

The products of a block are compared with what each question's worst kept neighbour has; only the few that are better are
looked at again. Selecting from every product (numpy's partition) would take three times as long as multiplying.
"""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from search.ports import Vectors

Places = NDArray[np.int64]

QUESTIONS_AT_ONCE = 1_024
ROWS_AT_ONCE = 8_192
FIRST_ROWS = 1_024  # a small block first: its best give a threshold for all that follow
NOBODY = -1


class Nearest:
    """The best so far of each question. Beside the questions it holds two blocks of products (64 MB) and what it keeps."""

    def __init__(self, questions: Vectors, limit: int) -> None:
        self._questions, self._limit = np.ascontiguousarray(questions, np.float32), limit
        self._cosines = np.full((len(questions), limit), -np.inf, np.float32)
        self._places: Places = np.full((len(questions), limit), NOBODY, np.int64)
        self._products = np.empty((2, min(QUESTIONS_AT_ONCE, len(questions)), ROWS_AT_ONCE), np.float32)
        self.farthest = np.zeros(len(questions), np.float32)  # the least product with any of the first rows
        self.average = np.zeros(len(questions), np.float32)
        self._seen = 0

    def add(self, rows: Vectors) -> None:
        """Hold further rows against every question; rows are numbered on from those before.

        While a block is multiplied, a thread beside keeps the best of the block before.
        """
        rows = np.ascontiguousarray(rows, np.float32)
        kept: list[Future[None] | None] = [None, None]
        with ThreadPoolExecutor(1) as beside:
            for turn, (first, start, stop) in enumerate(self._blocks(len(rows))):
                if (before := kept[turn % 2]) is not None:
                    before.result()
                some = self._questions[first : first + QUESTIONS_AT_ONCE]
                products = self._products[turn % 2, : len(some), : stop - start]
                np.matmul(some, rows[start:stop].T, out=products)
                kept[turn % 2] = beside.submit(self._keep, first, products, self._seen + start)
            for last in kept:
                if last is not None:
                    last.result()
        self._seen += len(rows)

    def found(self) -> tuple[Places, Vectors]:
        """Row numbers and products of each question, best first, the earlier row first among equals; NOBODY where rows are few."""
        order = np.lexsort((self._places, -self._cosines), axis=1)
        return np.take_along_axis(self._places, order, 1), np.take_along_axis(self._cosines, order, 1)

    def _blocks(self, count: int) -> Iterator[tuple[int, int, int]]:
        """The first question, the first row and the row after the last of each block."""
        start = 0
        while start < count:
            stop = min(count, start + (FIRST_ROWS if self._seen + start < FIRST_ROWS else ROWS_AT_ONCE))
            for first in range(0, len(self._questions), QUESTIONS_AT_ONCE):
                yield first, start, stop
            start = stop

    def _keep(self, first: int, products: Vectors, offset: int) -> None:
        if offset == 0:  # what all rows are like, by the first of them
            self.farthest[first : first + len(products)] = products.min(axis=1)
            self.average[first : first + len(products)] = products.mean(axis=1)
        worst = self._cosines[first : first + len(products)].min(axis=1)
        better = np.flatnonzero(products > worst[:, np.newaxis])  # flat: numpy's search in two dimensions is slow
        if not len(better):
            return
        questions, columns = np.divmod(better, products.shape[1])
        changed, rivals, places = _in_lines(questions, products[questions, columns], columns + offset)
        at = first + changed
        all_cosines = np.concatenate([self._cosines[at], rivals], axis=1)
        all_places = np.concatenate([self._places[at], places], axis=1)
        best = np.argpartition(all_cosines, -self._limit, axis=1)[:, -self._limit :]
        self._cosines[at] = np.take_along_axis(all_cosines, best, 1)
        self._places[at] = np.take_along_axis(all_places, best, 1)


def _in_lines(questions: Places, cosines: Vectors, places: Places) -> tuple[Places, Vectors, Places]:
    """The questions that have rivals, ascending, and one line of rivals for each, filled up with nobody."""
    starts = np.flatnonzero(np.diff(questions, prepend=-1))
    counts = np.diff(starts, append=len(questions))
    within = np.arange(len(questions)) - np.repeat(starts, counts)
    line = np.repeat(np.arange(len(counts)), counts)
    rivals = np.full((len(counts), int(counts.max())), -np.inf, np.float32)
    held: Places = np.full(rivals.shape, NOBODY, np.int64)
    rivals[line, within], held[line, within] = cosines, places
    return questions[starts], rivals, held

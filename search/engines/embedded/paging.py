"""The order of an answer, and one page of it."""

import numpy as np
from numpy.typing import NDArray

from search.engines.embedded.snapshot import Places, Snapshot
from search.fusion import Scores
from search.types import Query

_WORTH_A_CUT = 4_000


def page_of(snapshot: Snapshot, query: Query, places: Places, scores: Scores) -> NDArray[np.intp]:
    """Which of the places are on the page asked for, in order."""
    end = query.offset + query.limit
    first = _leading_key(snapshot, query, places, scores)
    at = np.arange(len(places))
    if (
        len(places) > max(_WORTH_A_CUT, 2 * end) and end > 0
    ):  # sorting all of a large answer for its first page is waste
        at = np.flatnonzero(first <= np.partition(first, end)[end])
    order = np.lexsort((snapshot.id_ranks[places[at]], -scores[at], first[at]))
    return at[order][query.offset : end]


def _leading_key(snapshot: Snapshot, query: Query, places: Places, scores: Scores) -> NDArray[np.float64]:
    """What is sorted by first, ascending: a number (unknown last), fit, or the newest version when browsing."""
    if query.sort is not None:
        numbers = snapshot.number(query.sort.number)[places]
        return np.where(np.isnan(numbers), np.inf, -numbers if query.sort.descending else numbers)
    if query.text or query.title or query.like:
        return -scores.astype(np.float64)
    return -snapshot.versions[places].astype(np.float64)

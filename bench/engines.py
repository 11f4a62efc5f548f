"""Both engines over generated documents: time of a search, how many of the exact best are found, making everything anew.

Times are the clock's: both cores share the scan of one question. Processor time, which does not count what else runs on the
machine, is printed beside them; of Elasticsearch, which runs in processes of its own, only the clock tells.
"""

import tempfile
import time
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from statistics import median, quantiles

import numpy as np
import psutil

from bench.generated import FACETS, SCOPE, documents, questions
from bench.registry import Unmeasured, measurement
from bench.search_speed import SynthesisedEmbedder
from search.engines.elasticsearch.engine import ElasticsearchEngine
from search.engines.embedded.lexical import LexicalIndex
from search.engines.embedded.ranking import BY_WORDS
from search.engines.embedded.state import read_state
from search.factory import open_engine, open_query_embedder
from search.ports import Reader, Vectors
from search.text import guard
from search.types import Mode, Query, Scope
from tests.elasticsearch import ElasticsearchNode

SMALL, LARGE = 100_000, 1_000_000
QUESTIONS, WARMING, BEST = 120, 20, 10
ROOM = 12.0  # GB of memory that a million documents and their making need
EVERYBODY = Scope(tokens=frozenset({SCOPE}))
Figures = dict[str, float]


class Encoded(SynthesisedEmbedder):
    """Questions are encoded before anything is timed: the engine alone is looked at."""

    def __init__(self) -> None:
        real = open_query_embedder()
        super().__init__(real)
        self.asked = questions(QUESTIONS)
        said = [guard(question) for question in self.asked]  # as an engine hands a question on
        self._vectors = dict(zip(said, real.encode_queries(said), strict=True))

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self._vectors[guard(text)] for text in texts])


@lru_cache
def _embedder() -> Encoded:
    return Encoded()


@lru_cache
def _embedded(count: int) -> Figures:
    """Fill an index, ask it, make it anew."""
    embedder = _embedder()
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine("embedded", Path(folder) / "index")
        writer = engine.writer(embedder)
        writer.put(documents(count))
        writer.commit()
        reader = engine.reader(embedder)
        figures = _asked(reader, time.perf_counter)
        figures |= {f"processor_{name}": value for name, value in _asked(reader, time.process_time).items()}
        figures |= _words_alone(Path(folder) / "index")
        if count == SMALL:
            exact = _exact(reader)
            figures["recall"] = _recall(reader, exact)
            begun, started = time.process_time(), time.perf_counter()
            writer.clear()
            writer.put(documents(count))
            writer.commit()
            figures["rebuild"] = time.process_time() - begun
            print(f"    {count} documents made anew in {time.perf_counter() - started:.0f} s by the clock")
            if reader.count() != count:
                raise RuntimeError(f"{reader.count()} documents after the rebuild")
            _exact_of_both[:] = [exact]
        reader.close()
        writer.close()
    _print(f"embedded, {count}", figures)
    return figures


_exact_of_both: list[list[set[str]]] = []


@lru_cache
def _elasticsearch() -> Figures:
    """The same documents on one node of Elasticsearch with a heap of a gigabyte."""
    _embedded(SMALL)
    embedder = _embedder()
    with tempfile.TemporaryDirectory() as home, ElasticsearchNode(Path(home), heap="1g") as node:
        engine = ElasticsearchEngine(node.settings, "bench")
        writer, reader = engine.writer(embedder), engine.reader(embedder)
        started = time.perf_counter()
        generated = documents(SMALL)
        while batch := list(islice(generated, 5_000)):
            writer.put(batch)
            writer.commit()
        print(f"    Elasticsearch took {SMALL} documents in {time.perf_counter() - started:.0f} s")
        figures = _asked(reader, time.perf_counter)
        figures["recall"] = _recall(reader, _exact_of_both[0])
        reader.close()
        writer.close()
    _print(f"Elasticsearch, {SMALL}", figures)
    return figures


def _asked(reader: Reader, clock: Callable[[], float]) -> Figures:
    """Milliseconds: hybrid with six facets, and words alone."""
    taken: dict[str, list[float]] = {"hybrid": [], "words": []}
    for at, question in enumerate(_embedder().asked):
        for name, query in (
            ("hybrid", Query(text=question, count_facets=tuple(FACETS))),
            ("words", Query(text=question, mode=Mode.LEXICAL)),
        ):
            begun = clock()
            reader.search(query, EVERYBODY)
            if at >= WARMING:
                taken[name].append(1000 * (clock() - begun))
    return {f"{name}_p50": median(each) for name, each in taken.items()} | {
        f"{name}_p95": quantiles(each, n=20)[-1] for name, each in taken.items()
    }


def _words_alone(index: Path) -> Figures:
    """Milliseconds of cutting a question into tokens and finding the best 300 rows by BM25, nothing else."""
    view = LexicalIndex(index / read_state(index).lexical).view()
    taken = []
    for at, question in enumerate(_embedder().asked):
        begun = time.perf_counter()
        view.search(question, BY_WORDS)
        if at >= WARMING:
            taken.append(1000 * (time.perf_counter() - begun))
    return {"bm25_p50": median(taken), "bm25_p95": quantiles(taken, n=20)[-1]}


def _exact(reader: Reader) -> list[set[str]]:
    """The ten nearest documents of each question by the full vectors."""
    ids: list[str] = []
    blocks = []
    for some, vectors in reader.vectors("achievement", EVERYBODY):
        ids += some
        blocks.append(vectors)
    wanted = np.stack([_embedder().encode_queries([question])[0] for question in _embedder().asked])
    nearest = np.argsort(-(wanted @ np.concatenate(blocks).T), axis=1)[:, :BEST]
    return [{ids[place] for place in row} for row in nearest.tolist()]


def _recall(reader: Reader, exact: list[set[str]]) -> float:
    found = 0
    for question, best in zip(_embedder().asked, exact, strict=True):
        answer = reader.search(Query(text=question, mode=Mode.DENSE, limit=BEST), EVERYBODY)
        found += len(best & {hit.id for hit in answer.hits})
    return found / (BEST * len(exact))


def _print(of: str, figures: Figures) -> None:
    print(f"    {of}: " + ", ".join(f"{name} {value:.3g}" for name, value in sorted(figures.items())))


def _large() -> Figures:
    free = psutil.virtual_memory().available / 2**30
    if free < ROOM:
        raise Unmeasured(f"a million documents want {ROOM:g} GB of free memory, there are {free:.1f}")
    return _embedded(LARGE)


@measurement(name="engine_hybrid_100k", unit="ms, p50 with 6 facets", bar=4, better="lower")
def hybrid_small() -> float:
    return _embedded(SMALL)["hybrid_p50"]


@measurement(name="engine_recall_100k", unit="of the exact ten best", bar=0.99, better="higher")
def recall_small() -> float:
    return _embedded(SMALL)["recall"]


@measurement(name="engine_rebuild_100k", unit="s of processor, vectors at hand", bar=60, better="lower")
def rebuild_small() -> float:
    return _embedded(SMALL)["rebuild"]


@measurement(name="elasticsearch_over_embedded_100k", unit="x the time of the embedded engine", bar=1, better="higher")
def ratio() -> float:
    return _elasticsearch()["hybrid_p50"] / _embedded(SMALL)["hybrid_p50"]


@measurement(name="elasticsearch_recall_100k", unit="of the exact ten best", bar=0.9, better="higher")
def recall_elasticsearch() -> float:
    return _elasticsearch()["recall"]


@measurement(name="engine_hybrid_1m", unit="ms, p50 with 6 facets", bar=35, better="lower")
def hybrid_large() -> float:
    return _large()["hybrid_p50"]


@measurement(name="engine_words_1m_p50", unit="ms, tokens and BM25 only", bar=2, better="lower")
def words_large() -> float:
    return _large()["bm25_p50"]


@measurement(name="engine_words_1m_p95", unit="ms, tokens and BM25 only", bar=10, better="lower")
def words_large_p95() -> float:
    return _large()["bm25_p95"]


@measurement(
    name="engine_words_whole_1m_p50", unit="ms, a whole answer by words with its 20 hits", bar=10, better="lower"
)
def words_whole_large() -> float:
    return _large()["words_p50"]

"""python -m search.evaluate: index a corpus, ask its queries, compare with the judgements."""

import argparse
import json
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from search.embedding.cache import CachedEmbedder
from search.factory import ENGINES, open_bulk_embedder, open_engine
from search.measures import ndcg, recall, reciprocal_rank
from search.ports import Embedder, Reader, SearchRefused
from search.ranking.judged import Collection
from search.ranking.model import Ranker, UnreadableModel, read_ranker
from search.types import Document, Hit, Mode, Passage, Query, Scope

Report = dict[str, float]
Order = Callable[[str, str, Sequence[Hit]], list[str]]

EVERYBODY = "everybody"
CACHE = Path("var/cache/vectors")
_DEPTH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Texts, questions, and which text answers which question how well."""

    documents: Sequence[Document]
    queries: dict[str, tuple[str, str]]  # title, text
    grades: dict[str, dict[str, int]]


class Unreadable(Exception):
    """A file is not as it should be; the message names file, line and what is wrong."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 2 and a sentence when it cannot."""
    asked = _parser().parse_args(arguments)
    try:
        ranker = read_ranker(asked.ranker) if asked.ranker else None
        test_set = read_test_set(asked.corpus, asked.queries, asked.qrels)
        embedder = open_bulk_embedder()
        try:
            report = evaluate(
                test_set,
                CachedEmbedder(embedder, CACHE),
                asked.engine,
                Mode(asked.mode),
                judged_only=asked.judged_only,
                ranker=ranker,
            )
        finally:
            embedder.close()
    except (Unreadable, UnreadableModel, SearchRefused) as problem:
        print(problem, file=sys.stderr)
        return 2
    print(json.dumps(report) if asked.json else "\n".join(f"{name:<13} {value:.10g}" for name, value in report.items()))
    return 0


def evaluate(
    test_set: Judged,
    embedder: Embedder,
    engine_name: str,
    mode: Mode,
    *,
    judged_only: bool,
    ranker: Ranker | None = None,
) -> Report:
    """Index into a temporary folder, ask every query that has a right answer, and measure; a ranker reorders what was found."""
    with indexed(test_set.documents, embedder, engine_name) as reader:
        order = _order(test_set, embedder, ranker)
        return _measure(test_set, reader, mode, order, judged_only=judged_only)


@contextmanager
def indexed(documents: Sequence[Document], embedder: Embedder, engine_name: str = "embedded") -> Iterator[Reader]:
    """A reader of a temporary index of these documents."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(engine_name, Path(folder) / f"evaluate-{uuid.uuid4().hex[:12]}", patient=True)
        writer = engine.writer(embedder)
        writer.put(documents)
        writer.commit()
        writer.close()
        reader = engine.reader(embedder)
        try:
            yield reader
        finally:
            reader.close()
            engine.remove()


def read_test_set(corpus: Path, queries: Path, qrels: Path) -> Judged:
    """Read corpus and queries (JSON lines of id, title, text) and judgements (query_id, doc_id, grade with a header row)."""
    documents = {id_: _document(id_, title, text) for id_, title, text in _read_lines(corpus)}
    asked = {id_: (title, text) for id_, title, text in _read_lines(queries)}
    return Judged(documents=list(documents.values()), queries=asked, grades=_read_grades(qrels))


def _order(test_set: Judged, embedder: Embedder, ranker: Ranker | None) -> Order:
    """The ids of hits: as the engine has them, or as a ranker does."""
    if ranker is None:
        return lambda _title, _text, hits: [hit.id for hit in hits]
    collection = Collection(test_set.documents, embedder)
    return lambda title, text, hits: collection.rerank(ranker, title, text, hits)


def _measure(test_set: Judged, reader: Reader, mode: Mode, order: Order, *, judged_only: bool) -> Report:
    rows, seconds = [], []
    for id_, (title, text) in test_set.queries.items():
        grades = test_set.grades.get(id_, {})
        if not any(grade > 0 for grade in grades.values()):
            continue
        among = frozenset(grades) if judged_only else frozenset()
        query = Query(title=title, text=text, mode=mode, among=among, everything=True, limit=_DEPTH)
        started = time.perf_counter()
        answer = reader.search(query, Scope(tokens=frozenset({EVERYBODY})))
        ranked = order(title, text, answer.hits)
        seconds.append(time.perf_counter() - started)
        rows.append((ndcg(ranked, grades), reciprocal_rank(ranked, grades), recall(ranked, grades)))
    if not rows:
        raise Unreadable("No query has a positive grade: is it the right qrels file?")
    means = np.mean(rows, axis=0)
    return {
        "queries": len(rows),
        "documents": len(test_set.documents),
        "ndcg@10": round(float(means[0]), 4),
        "mrr@10": round(float(means[1]), 4),
        "recall@100": round(float(means[2]), 4),
        "query_ms_p50": round(1000 * float(np.percentile(seconds, 50)), 2),
        "query_ms_p95": round(1000 * float(np.percentile(seconds, 95)), 2),
    }


def _document(id_: str, title: str, text: str) -> Document:
    passages = (Passage(name="text", text=text),) if text else ()
    return Document(id=id_, kind="document", title=title, passages=passages, scopes=frozenset({EVERYBODY}))


def _read_lines(path: Path) -> list[tuple[str, str, str]]:
    found = []
    for number, line in enumerate(_text(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            value: Any = json.loads(line)
            found.append((str(value["id"]), str(value.get("title") or ""), str(value.get("text") or "")))
        except (ValueError, KeyError, TypeError, AttributeError):
            raise Unreadable(f"{path}, line {number}: a JSON object with id, title and text is needed.") from None
    return found


def _read_grades(path: Path) -> dict[str, dict[str, int]]:
    grades: dict[str, dict[str, int]] = {}
    for number, line in enumerate(_text(path).split("\n")[1:], 2):
        if not line.strip():
            continue
        try:
            query_id, document_id, grade = line.strip("\r").split("\t")
            grades.setdefault(query_id, {})[document_id] = int(grade)
        except ValueError:
            raise Unreadable(
                f"{path}, line {number}: query_id, doc_id and a whole grade, parted by tabs, are needed."
            ) from None
    return grades


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Unreadable(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError:
        raise Unreadable(f"{path} is not UTF-8.") from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m search.evaluate", description="Measure search against judgements.")
    for name in ("corpus", "queries", "qrels"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--engine", choices=ENGINES, default="embedded")
    parser.add_argument("--mode", choices=[mode.value for mode in Mode], default=Mode.HYBRID.value)
    parser.add_argument(
        "--ranker", type=Path, metavar="MODEL", help="a model of search.ranking that reorders what is found"
    )
    parser.add_argument("--judged-only", action="store_true", help="rank each query's own judged documents only")
    parser.add_argument("--json", action="store_true")
    return parser


if __name__ == "__main__":
    sys.exit(main())

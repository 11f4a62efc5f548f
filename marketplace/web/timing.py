"""What is timed and counted in each process: pages, the engine, the encoder."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask, Response, g, request
from prometheus_client import Counter, Histogram

from search.ports import Embedder, Vectors

STEPS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10)
PAGES = Histogram("tansuo_request_seconds", "Time from request to response", ("endpoint", "method"), buckets=STEPS)
ANSWERS = Counter("tansuo_responses", "Responses by status", ("endpoint", "status"))
ENGINE = Histogram("tansuo_engine_seconds", "Time of a search with its records", buckets=STEPS)
ENCODER = Histogram("tansuo_encode_seconds", "Time to encode a question", buckets=STEPS)
LIMITED = Counter("tansuo_searches_without_engine", "Pages answered by the database alone")


def measure(app: Flask) -> None:
    """Count every response, by endpoint: an address may hold what is nobody's business."""
    app.before_request(_begin)
    app.after_request(_count)


def _begin() -> None:
    g.begun = time.perf_counter()


def _count(response: Response) -> Response:
    endpoint = request.endpoint or "unknown"
    PAGES.labels(endpoint, request.method if endpoint != "unknown" else "").observe(seconds())
    ANSWERS.labels(endpoint, str(response.status_code)).inc()
    return response


def seconds() -> float:
    """Since the request began."""
    return time.perf_counter() - float(g.get("begun", time.perf_counter()))


@dataclass(frozen=True, slots=True)
class TimedEmbedder:
    """An encoder whose questions are timed."""

    embedder: Embedder

    @property
    def model_id(self) -> str:
        return self.embedder.model_id

    @property
    def dimension(self) -> int:
        return self.embedder.dimension

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        with ENCODER.time():
            return self.embedder.encode_queries(texts)

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        return self.embedder.encode_documents(texts)

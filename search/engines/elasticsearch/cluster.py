"""The cluster that is asked: where it is, who we are, how long we wait, and when we stop asking for a while."""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock, local
from typing import Any, TypeVar

from elasticsearch import ApiError, ConnectionTimeout, Elasticsearch, TransportError

from search.ports import SearchRefused, SearchUnavailable

Answer = TypeVar("Answer")

_FAILURES = 3  # one after the other: then the circuit opens
_REST = 10.0  # seconds until the cluster is asked again


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterSettings:
    """How to reach a cluster, and how an index is spread over it."""

    urls: tuple[str, ...] = ("http://127.0.0.1:9200",)
    api_key: str = field(default="", repr=False)
    username: str = ""
    password: str = field(default="", repr=False)
    ca_file: str = ""
    prefix: str = "tansuo"
    shards: int = 1
    replicas: int = 1
    search_seconds: float = 2.0
    write_seconds: float = 60.0


def read_cluster(environ: Mapping[str, str] | None = None) -> ClusterSettings:
    """Read ELASTICSEARCH_*; SearchRefused names a variable that does not hold."""
    env = os.environ if environ is None else environ
    urls = tuple(url.strip() for url in env.get("ELASTICSEARCH_URL", "http://127.0.0.1:9200").split(",") if url.strip())
    if not urls or not all(url.startswith(("http://", "https://")) for url in urls):
        raise SearchRefused(
            "ELASTICSEARCH_URL: addresses begin with http:// or https://, several are parted by commas."
        )
    return ClusterSettings(
        urls=urls,
        api_key=env.get("ELASTICSEARCH_API_KEY", ""),
        username=env.get("ELASTICSEARCH_USERNAME", ""),
        password=env.get("ELASTICSEARCH_PASSWORD", ""),
        ca_file=env.get("ELASTICSEARCH_CA", ""),
        prefix=env.get("ELASTICSEARCH_PREFIX", "tansuo"),
        shards=int(_number(env, "ELASTICSEARCH_SHARDS", 1, 1)),
        replicas=int(_number(env, "ELASTICSEARCH_REPLICAS", 1, 0)),
        search_seconds=_number(env, "ELASTICSEARCH_SEARCH_SECONDS", 2.0, 0.05),
    )


def _number(env: Mapping[str, str], name: str, default: float, least: float) -> float:
    try:
        value = float(env.get(name, default))
    except ValueError:
        raise SearchRefused(f"{name}: {env[name]!r} is not a number.") from None
    if value < least:
        raise SearchRefused(f"{name}: {value:g} is less than {least:g}.")
    return value


class Cluster:
    """A connection that turns failures into sentences and rests after several of them."""

    def __init__(self, settings: ClusterSettings) -> None:
        self.settings = settings
        self._client = _connect(settings)
        self._lock = Lock()
        self._failures = 0
        self._asleep_until = 0.0
        self._budget = local()

    @contextmanager
    def budget(self) -> Iterator[None]:
        """All that is asked inside the block shares the time that a page may wait, however many requests it takes."""
        self._budget.until = time.monotonic() + self.settings.search_seconds
        try:
            yield
        finally:
            del self._budget.until

    def ask(self, call: Callable[[Elasticsearch], Answer]) -> Answer:
        """A read, within the time that a page may wait."""
        left = self.settings.search_seconds
        if (until := getattr(self._budget, "until", None)) is not None:
            left = until - time.monotonic()
        if left <= 0:
            self._count_failure()
            raise SearchUnavailable("Elasticsearch is too slow to answer in time.")
        return self._guarded(call, self._client.options(request_timeout=left, max_retries=1))

    def tell(self, call: Callable[[Elasticsearch], Answer]) -> Answer:
        """A write or a piece of upkeep, with patience."""
        options = {"request_timeout": self.settings.write_seconds, "max_retries": 3, "retry_on_timeout": True}
        return self._guarded(call, self._client.options(**options))  # type: ignore[arg-type]

    def close(self) -> None:
        """Give the connections back."""
        self._client.close()

    def _guarded(self, call: Callable[[Elasticsearch], Answer], client: Elasticsearch) -> Answer:
        if time.monotonic() < self._asleep_until:
            raise SearchUnavailable("Elasticsearch did not answer a moment ago; it is asked again in a few seconds.")
        try:
            answer = call(client)
        except (TransportError, ConnectionTimeout) as failed:
            self._count_failure()
            raise SearchUnavailable(f"Elasticsearch does not answer: {type(failed).__name__}.") from failed
        except ApiError as refused:
            if refused.status_code in (429, 502, 503, 504):
                self._count_failure()
                raise SearchUnavailable(
                    f"Elasticsearch is overloaded or not ready ({refused.status_code})."
                ) from refused
            if refused.status_code in (401, 403):
                raise SearchUnavailable(
                    f"Elasticsearch refuses us ({refused.status_code}): check ELASTICSEARCH_API_KEY, or user name and password."
                ) from refused
            raise
        self._failures = 0
        return answer

    def _count_failure(self) -> None:
        with self._lock:
            self._failures += 1
            if self._failures >= _FAILURES:
                self._failures, self._asleep_until = 0, time.monotonic() + _REST


def _connect(settings: ClusterSettings) -> Elasticsearch:
    manners: dict[str, Any] = {"retry_on_timeout": False, "max_retries": 1, "connections_per_node": 8}
    if settings.api_key:
        manners["api_key"] = settings.api_key
    elif settings.username:
        manners["basic_auth"] = (settings.username, settings.password)
    if settings.ca_file:
        manners["ca_certs"] = settings.ca_file
    return Elasticsearch(list(settings.urls), **manners)

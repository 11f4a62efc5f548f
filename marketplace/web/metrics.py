"""/metrics for Prometheus: what was timed, and what waits in the database; guarded by METRICS_TOKEN."""

import hmac
import os
from collections.abc import Iterator

from flask import Blueprint, Response, abort, request
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from marketplace.core.clock import now
from marketplace.core.db import AWAY
from marketplace.core.jobs import JobState
from marketplace.core.standing import Standing, standing
from marketplace.web.access import allow, anyone
from marketplace.web.search_index import index_is_healthy
from marketplace.web.state import database, settings

blueprint = Blueprint("metrics", __name__)


@blueprint.get("/metrics")
@allow(anyone)
def metrics() -> Response:
    """For whoever knows the token (basic authentication, any user name); there is no such page for others."""
    token, given = settings().metrics_token, request.authorization
    password = (given.password if given else None) or ""
    if not token or not hmac.compare_digest(password.encode(), token.encode()):
        abort(404)
    registry = CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(REGISTRY)
    registry.register(_Standing())
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class _Standing(Collector):
    """What waits, read when it is asked for."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Without its database the gauges of it are missing and `tansuo_database_up` is 0."""
        try:
            with database().reading() as session:
                found = standing(session)
        except AWAY:
            yield GaugeMetricFamily("tansuo_database_up", "1 when the database answers", 0)
            return
        yield GaugeMetricFamily("tansuo_database_up", "1 when the database answers", 1)
        yield GaugeMetricFamily("tansuo_search_up", "1 when the index can be read", float(index_is_healthy()))
        yield from _gauges(found)


def _gauges(found: Standing) -> Iterator[GaugeMetricFamily]:
    jobs = GaugeMetricFamily("tansuo_jobs", "Jobs by state", labels=["state"])
    for state in JobState:
        jobs.add_metric([state.value], found.jobs.get(state, 0))
    yield jobs
    age = (now() - found.outbox.oldest).total_seconds() if found.outbox.oldest else 0.0
    wait = (now() - found.oldest_job).total_seconds() if found.oldest_job else 0.0
    yield GaugeMetricFamily("tansuo_outbox_waiting", "Promises to the index", found.outbox.waiting)
    yield GaugeMetricFamily("tansuo_outbox_age_seconds", "Age of the oldest promise", age)
    yield GaugeMetricFamily("tansuo_job_wait_seconds", "How long the oldest due job has waited", max(0.0, wait))
    yield GaugeMetricFamily("tansuo_mails_waiting", "Letters not yet sent", found.mails_waiting)
    yield GaugeMetricFamily("tansuo_mails_given_up", "Letters that could not be sent", found.mails_given_up)
    yield GaugeMetricFamily("tansuo_returning_failed", "Pieces of returning work that failed", len(found.failed_rounds))

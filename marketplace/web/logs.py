"""Logs: readable in development, one JSON object a line in production; every line of a request carries its id."""

import logging
import re
import uuid

import structlog
from flask import Flask, Response, g, request
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import EventDict

from marketplace.config import Settings
from marketplace.web.timing import seconds

log = structlog.get_logger()
SLOW = 1.0  # seconds
REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}\Z")


def write_logs(settings: Settings) -> None:
    """Configure structlog for this process."""
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    if settings.production:
        last: list[structlog.types.Processor] = [
            structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False)),
            _without_details,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    else:
        last = [structlog.dev.ConsoleRenderer(colors=False)]
    structlog.configure(processors=[*shared, *last], wrapper_class=structlog.make_filtering_bound_logger(logging.INFO))


def _without_details(_logger: object, _method: str, line: EventDict) -> EventDict:
    """Of what an error says keep the first line: a database names the values that it refused in those that follow."""
    for error in line.get("exception", ()):
        error["exc_value"] = str(error["exc_value"]).partition("\n")[0]
    return line


def name_requests(app: Flask, settings: Settings) -> None:
    """Give every request an id, a proxy's own if one stands in front, and write a line for it in production or when it is slow.

    Neither address nor person is written: addresses of letters hold secrets.
    """

    @app.before_request
    def begin() -> None:
        given = request.headers.get("X-Request-Id", "") if settings.proxies else ""
        g.request_id = given if REQUEST_ID.match(given) else uuid.uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id, endpoint=request.endpoint)

    @app.after_request
    def end(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.get("request_id", "")
        taken = seconds()
        if settings.production or taken >= SLOW:
            say = log.warning if taken >= SLOW else log.info
            say("request", method=request.method, status=response.status_code, ms=round(taken * 1000, 1))
        return response

    @app.teardown_request
    def forget(_error: BaseException | None) -> None:
        structlog.contextvars.clear_contextvars()

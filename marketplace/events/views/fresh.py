"""Pages that are asked for again and again: made anew only when their mark changed."""

import hashlib
from collections.abc import Callable

from flask import Response, make_response, request


def fresh(mark: tuple[object, ...], page: Callable[[], str]) -> Response:
    """304 when the reader has it already, else the page with its mark."""
    etag = hashlib.sha256(repr([str(part) for part in mark]).encode()).hexdigest()[:24]
    known = request.if_none_match.contains(etag)
    answer = Response(status=304) if known else make_response(page())
    answer.set_etag(etag)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer

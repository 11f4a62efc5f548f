"""Pages that are asked for again and again: made anew only when their mark changed, and in between answered by one statement."""

import hashlib
import hmac
from collections.abc import Callable

from flask import Response, make_response, request, session

from marketplace.core.clock import now
from marketplace.web.language import COOKIE
from marketplace.web.state import settings

TRUSTED = 10  # minutes in which a mark that we gave proves that its reader was let in

Mark = tuple[object, ...]


def fresh(mark: Mark, page: Callable[[], str]) -> Response:
    """304 when the reader has it already, else the page with its mark; the reader was let in."""
    sealed = _seal(mark)
    known = any(given.partition("-")[0] == sealed for given in request.if_none_match.as_set())
    answer = Response(status=304) if known else make_response(page())
    return _marked(answer, f"{sealed}-{_minute():x}")


def unchanged(find: Callable[[str, str, str], Mark | None]) -> Response | None:
    """304 for a reader who shows a mark that we gave a short while ago, while it holds.

    `find` gives the mark as it is now for a person's number, session key and device key; None when they do not hold. The
    seal binds the mark to the reader, so nobody shows another's, and nobody makes one up.
    """
    given = request.if_none_match.as_set()
    number, _, keys = str(session.get("_user_id", "")).partition(":")
    session_key, _, device_key = keys.partition(":")
    if not device_key or not any(_is_recent(each) for each in given):
        return None
    mark = find(number, session_key, device_key)
    if mark is None:
        return None
    sealed = _seal(mark)
    tag = next((each for each in given if each.partition("-")[0] == sealed and _is_recent(each)), None)
    return _marked(Response(status=304), tag) if tag is not None else None


def reading() -> tuple[object, ...]:
    """What chooses the language of a reader, but for the account's own."""
    return request.args.get("lang"), request.cookies.get(COOKIE), request.headers.get("Accept-Language")


def _marked(answer: Response, tag: str) -> Response:
    answer.set_etag(tag)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def _minute() -> int:
    return int(now().timestamp()) // 60


def _is_recent(tag: str) -> bool:
    given = tag.partition("-")[2]
    try:
        return 0 <= _minute() - int(given, 16) < TRUSTED
    except ValueError:
        return False


def _seal(mark: Mark) -> str:
    said = repr([str(part) for part in (session.get("_user_id", ""), *reading(), *mark)])
    return hmac.new(settings().secret_key.encode(), said.encode(), hashlib.sha256).hexdigest()[:24]
